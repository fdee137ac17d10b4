/** One rule against what the evaluated rows say about its metric: an outcome, and the code and numbers of its reason. */
import { improvementOf, isOrdered, type Direction } from '../kernel/direction.ts';
import type { RuleOutcome, RuleResult } from '../documents/evaluation.ts';
import type { RuleReason } from '../documents/rule-reason.ts';
import {
  MIN_EFFECTIVE_GROUPS,
  MIN_GROUPS,
  type IntervalEstimate,
  type NoInterval,
} from '../statistics/grouped/interval.ts';
import type { Bounds } from '../statistics/grouped/bounds.ts';
import { scaleEstimate } from '../statistics/grouped/mover.ts';
import {
  decideAtLeast,
  decideAtMost,
  decideComparison,
  inconclusive,
  type RuleDecision,
} from './decide-rule.ts';
import { findObstacle, type RuleContext } from './comparison-obstacle.ts';
import type { MetricFinding } from './metric-finding.ts';
import { includeMarginError, type ComparedValue } from './relative-margin.ts';
import { isComparison, marginOf, type SingleRule } from './rule.ts';
import type { ComparisonKind } from '../config/rule-section.ts';

/** Never passes on too little data: that is `inconclusive`, with a reason that says what is missing. */
export function evaluateRule(rule: SingleRule, finding: MetricFinding, context: RuleContext): RuleResult {
  return { ...describeRule(rule, finding.comparison?.value), ...decide(rule, finding, context) };
}

/** @param comparedValue of the model that the challenger is compared with. */
export function describeRule(
  rule: SingleRule,
  comparedValue: number | undefined,
): Pick<RuleResult, 'metric' | 'kind' | 'threshold' | 'against' | 'relative'> {
  const { metric, kind, threshold, against } = rule;
  const asked = { metric, kind, threshold, ...(against === 'anchor' && { against }) };
  if (!rule.isRelative) return asked;
  const margin = marginOf(rule, comparedValue);
  return { ...asked, relative: margin === undefined ? {} : { margin } };
}

function decide(rule: SingleRule, finding: MetricFinding, context: RuleContext): RuleDecision {
  const { kind } = rule;
  const hasBaseline = finding.metric.baseline !== undefined;
  if (context.isFirstVersion && isComparison(kind) && !(kind === 'superior-by' && hasBaseline)) {
    return { outcome: 'not-applicable', reason: { code: 'no-champion' } };
  }
  if (context.equalLabels !== undefined) {
    return inconclusive({ code: 'equal-labels', ...context.equalLabels });
  }
  return isComparison(kind)
    ? evaluateComparison({ ...rule, kind }, finding, context)
    : evaluateBound(rule, finding);
}

function evaluateComparison(
  rule: SingleRule & { readonly kind: ComparisonKind },
  finding: MetricFinding,
  context: RuleContext,
): RuleDecision {
  const { metric, comparison } = finding;
  if (finding.challenger === undefined) return inconclusive({ code: 'undefined', model: 'challenger' });
  const obstacle = findObstacle(context, comparison !== undefined);
  if (comparison === undefined || obstacle !== undefined)
    return inconclusive(obstacle ?? { code: 'no-common-rows' });
  const { difference, value, with: comparedWith } = comparison;
  if (difference === undefined || value === undefined)
    return inconclusive({ code: 'undefined', model: comparison.with });
  if (difference.kind === 'none') return inconclusive(explainNoInterval(difference));
  const margin = marginOf(rule, value);
  if (margin === undefined)
    return inconclusive({ code: 'no-relative-margin', comparedWith, comparedValue: value });
  const { better } = metric;
  // `parseRule` refuses another comparison in a metric that is best at one value.
  if (!isOrdered(better) && rule.kind !== 'equivalent-within')
    throw new RangeError(`${metric.name}: expected a metric with a better and a worse`);
  const relative = rule.isRelative && comparison.identity !== 'same-model' ? comparison.compared : undefined;
  if (relative?.kind === 'none') return inconclusive(explainNoInterval(relative));
  const { lower, upper } = readDifference(rule, difference, { better, relative });
  const outcome = decideComparison[rule.kind]({ lower, upper }, margin);
  if (comparison.identity === 'same-predictions') {
    const decided = rule.acceptsIdentical ? 'pass' : outcome;
    return explainIdentical(decided, { ...difference, lower, upper }, () => comparison.groupsWithin(margin));
  }
  return {
    outcome,
    reason: isOrdered(better)
      ? { code: 'improvement-interval', lower, upper, comparedWith }
      : { code: 'difference-interval', lower, upper },
  };
}

/** As an improvement where the metric has a better and a worse; with the error of a margin that is a fraction of a value. */
function readDifference(
  { kind, threshold }: Pick<SingleRule, 'threshold'> & { readonly kind: ComparisonKind },
  difference: IntervalEstimate,
  { better, relative }: { readonly better: Direction; readonly relative: ComparedValue | undefined },
): Bounds {
  const sign = isOrdered(better) ? improvementOf(1, better) : 1;
  const improvement = scaleEstimate(difference, sign);
  if (relative === undefined) return { lower: improvement.lower, upper: improvement.upper };
  const { interval, correlations } = relative;
  const compared = { interval, correlations: correlations.map((correlation) => sign * correlation) };
  return includeMarginError(improvement, compared, { kind, fraction: threshold });
}

/** What is the same on these rows may differ on others: many rows decide, or the configuration. */
function explainIdentical(
  outcome: RuleOutcome,
  { lower, upper, effectiveGroups }: IntervalEstimate,
  countNeeded: () => number | undefined,
): RuleDecision {
  const neededGroups = outcome === 'inconclusive' ? countNeeded() : undefined;
  return {
    outcome,
    reason: {
      code: 'identical-predictions',
      ...{ lower, upper, effectiveGroups },
      ...(neededGroups !== undefined && { neededGroups }),
    },
  };
}

function evaluateBound({ kind, threshold }: SingleRule, { own }: MetricFinding): RuleDecision {
  if (own === undefined) return inconclusive({ code: 'undefined', model: 'challenger' });
  if (own.kind === 'none') return inconclusive(explainNoInterval(own));
  const decideBound = kind === 'at-most' ? decideAtMost : decideAtLeast;
  const { lower, upper } = own;
  return {
    outcome: decideBound({ lower, upper }, threshold),
    reason: { code: 'value-interval', lower, upper },
  };
}

function explainNoInterval(none: NoInterval): RuleReason {
  const { groups, effectiveGroups } = none;
  switch (none.because) {
    case 'too-few-groups':
      return { code: none.because, groups, minGroups: MIN_GROUPS };
    case 'too-few-effective-groups':
      return { code: none.because, effectiveGroups, minEffectiveGroups: MIN_EFFECTIVE_GROUPS };
    case 'depends-on-one-group':
      return { code: none.because };
    case 'quantile-out-of-reach':
      return { code: none.because, ...none.reach };
  }
}
