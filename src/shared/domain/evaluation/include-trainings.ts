/**
 * Rules of a model that was trained with several seeds (docs/statistics.md#seed-variance): each passes for the
 * model that is kept and for the mean of all trainings, or not at all. More trainings never make a rule pass that fails without.
 */
import { improvementOf, isOrdered } from '../kernel/direction.ts';
import type { RuleOutcome, RuleResult } from '../documents/evaluation.ts';
import { meanOfTrainings, type TrainingEstimate } from '../statistics/grouped/training-mean.ts';
import type { Bounds } from '../statistics/grouped/bounds.ts';
import { boundsWithin } from '../statistics/grouped/bounds.ts';
import { decideAtLeast, decideAtMost, decideComparison } from './decide-rule.ts';
import { rangeWidth } from '../metrics/metric.ts';
import type { MetricFinding } from './metric-finding.ts';
import { isComparison, marginOf, type SingleRule } from './rule.ts';

/** What one training says of a rule. */
export interface RuleOfTraining {
  readonly result: RuleResult;
  /** Undefined for a value that training reported. */
  readonly finding: MetricFinding | undefined;
}

export interface TrainingsRequest {
  readonly rule: SingleRule;
  /** That of the model that is kept first. */
  readonly trainings: readonly [RuleOfTraining, ...RuleOfTraining[]];
  /** How many the configuration asks for. */
  readonly askedCount: number;
  readonly confidence: number;
}

/** From the worst to the best that can be said of a rule that applies. */
const ORDER: readonly RuleOutcome[] = ['fail', 'inconclusive', 'pass'];

/** The result of the kept model, or that of the mean of all trainings where that is worse. */
export function includeTrainings({ rule, trainings, askedCount, confidence }: TrainingsRequest): RuleResult {
  const [{ result }] = trainings;
  if (!ORDER.includes(result.outcome)) return result;
  if (trainings.length < askedCount)
    return worseOf(result, {
      outcome: 'inconclusive',
      reason: { code: 'too-few-trainings', trainingCount: trainings.length, askedCount },
    });
  if (trainings.length === 1 || areAllIdentical(trainings)) return result;
  const estimates: TrainingEstimate[] = [];
  for (const training of trainings) {
    const estimate = readTraining(rule, training);
    // Of a training without an interval nothing is known of the mean either.
    if (estimate === undefined)
      return worseOf(result, { outcome: 'inconclusive', reason: training.result.reason });
    estimates.push(estimate);
  }
  const [{ finding }] = trainings;
  const { lower, upper, ...mean } = meanOfTrainings(estimates, confidence);
  const bounds = finding === undefined ? { lower, upper } : withinRange(rule, finding, { lower, upper });
  const outcome = decide(rule, bounds, finding?.comparison?.value);
  const { minimumDetectableEffect, ...shown } = mean;
  return worseOf(
    {
      ...result,
      trainings: {
        ...{ count: trainings.length, outcome, ...shown, ...bounds },
        ...(minimumDetectableEffect !== undefined && { minimumDetectableEffect }),
      },
    },
    { outcome, reason: { code: 'mean-of-trainings', ...bounds } },
  );
}

function worseOf(kept: RuleResult, other: Pick<RuleResult, 'outcome' | 'reason'>): RuleResult {
  return ORDER.indexOf(other.outcome) < ORDER.indexOf(kept.outcome) ? { ...kept, ...other } : kept;
}

/** Each predicts what the champion does, and the configuration may accept that. */
function areAllIdentical(trainings: readonly RuleOfTraining[]): boolean {
  return trainings.every(({ result }) => result.reason.code === 'identical-predictions');
}

/** The interval by which the rule was decided, with the estimate in its middle; an improvement for a comparison. */
function readTraining(
  { kind }: SingleRule,
  { result: { reason }, finding }: RuleOfTraining,
): TrainingEstimate | undefined {
  if (reason.code === 'reported-value') return reported(reason.value);
  if (reason.code === 'reported-improvement') return reported(reason.improvement);
  if (reason.code === 'reported-difference') return reported(reason.difference);
  if (finding === undefined || !('lower' in reason)) return undefined;
  const { lower, upper } = reason;
  const { better } = finding.metric;
  const interval = isComparison(kind) ? finding.comparison?.difference : finding.own;
  if (interval?.kind !== 'interval') return undefined;
  const isTurned = isComparison(kind) && isOrdered(better);
  const estimate = isTurned ? improvementOf(interval.estimate, better) : interval.estimate;
  return { estimate, lower, upper, minimumDetectableEffect: interval.minimumDetectableEffect };
}

function reported(value: number): TrainingEstimate {
  return { estimate: value, lower: value, upper: value, minimumDetectableEffect: undefined };
}

function withinRange({ kind, isRelative }: SingleRule, { metric }: MetricFinding, bounds: Bounds): Bounds {
  // With the error of a relative margin in it, an interval may be longer than the range.
  if (isRelative) return bounds;
  const width = rangeWidth(metric);
  return boundsWithin(bounds, isComparison(kind) ? { lower: -width, upper: width } : metric.range);
}

function decide(rule: SingleRule, bounds: Bounds, comparedValue: number | undefined): RuleOutcome {
  const { kind, threshold } = rule;
  if (!isComparison(kind)) return (kind === 'at-most' ? decideAtMost : decideAtLeast)(bounds, threshold);
  const margin = marginOf(rule, comparedValue);
  return margin === undefined ? 'inconclusive' : decideComparison[kind](bounds, margin);
}
