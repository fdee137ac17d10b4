/**
 * The rule `no-slice-worse-by`: it fails where the challenger is significantly worse than the champion in a slice, which by chance
 * happens in at most 2.5 % of all comparisons in which it is worse in none. It passes where that is not so and all slices were looked at: no proof that
 * no slice is worse, of which the minimum detectable effect of each slice says how much may be hidden.
 */
import { inconclusive, type RuleDecision } from './decide-rule.ts';
import { improvementOf, improvementRange, isOrdered, type Direction } from '../kernel/direction.ts';
import type { Interval } from '../documents/evaluation.ts';
import { findObstacle, type RuleContext } from './comparison-obstacle.ts';
import type { MetricSlices, SliceFinding, SlicesFinding } from './evaluate-slices.ts';
import type { SingleRule } from './rule.ts';

interface SliceImprovement extends Omit<Interval, 'confidence'> {
  readonly found: SliceFinding;
}

/** Of each slice that has an interval, the most significant loss first. */
export function rankImprovements({ metric, slices }: MetricSlices): readonly SliceImprovement[] {
  const { better } = metric;
  return slices
    .flatMap((found) => improvementIn(found, better) ?? [])
    .sort((one, other) => one.upper - other.upper);
}

function improvementIn(found: SliceFinding, better: Direction): SliceImprovement | undefined {
  const difference = found.finding.comparison?.difference;
  if (difference?.kind !== 'interval' || !isOrdered(better)) return undefined;
  const { lower, upper } = improvementRange(difference, better);
  return { found, estimate: improvementOf(difference.estimate, better), lower, upper };
}

export function evaluateSliceRule(
  { metric: name, threshold }: Pick<SingleRule, 'metric' | 'threshold'>,
  slices: SlicesFinding,
  context: RuleContext,
): RuleDecision {
  if (context.isFirstVersion) return { outcome: 'not-applicable', reason: { code: 'no-champion' } };
  if (context.equalLabels !== undefined)
    return inconclusive({ code: 'equal-labels', ...context.equalLabels });
  const found = slices.metrics.find(({ metric }) => metric.name === name);
  const lookedAtCount = slices.slices.length;
  if (lookedAtCount === 0) return inconclusive({ code: 'no-slices', minRows: slices.minRows });
  const isCompared = found?.slices.some(({ finding }) => finding.comparison !== undefined) === true;
  const isUndefined = found?.slices.every(({ finding }) => finding.challenger === undefined) === true;
  const obstacle = findObstacle(context, isCompared || isUndefined);
  if (obstacle !== undefined) return inconclusive(obstacle);
  const ranked = found === undefined ? [] : rankImprovements(found);
  const worseCount = ranked.filter(({ upper }) => upper < -threshold).length;
  const [weakest] = ranked;
  const withoutCount = lookedAtCount - ranked.length;
  if (weakest === undefined || (worseCount === 0 && withoutCount > 0))
    return inconclusive({ code: 'slices-without-interval', lookedAtCount, withoutCount });
  const leftOutCount = slices.leftOut.reduce((sum, { count }) => sum + count, 0);
  if (worseCount === 0 && leftOutCount > 0) {
    const { neededMinRows } = slices;
    return inconclusive({
      ...{ code: 'slices-left-out', lookedAtCount, leftOutCount },
      ...(neededMinRows !== undefined && { neededMinRows }),
    });
  }
  const { estimate, lower, upper } = weakest;
  return {
    outcome: worseCount > 0 ? 'fail' : 'pass',
    reason: {
      code: 'slices',
      ...{ lookedAtCount, worseCount, estimate, lower, upper, confidence: slices.eachConfidence },
      weakest: [...weakest.found.slice.conditions],
    },
  };
}
