/**
 * From a statistic to an interval with nominal coverage, and to its minimum detectable effect. Which method
 * serves which groups was decided by simulation (docs/statistics.md); "not enough groups" is a result too.
 */
import type { IntervalMethod } from '../../documents/evaluation.ts';
import { zeroEventsBound } from '../binomial.ts';
import { studentTQuantile } from '../student-t.ts';
import { computeBootstrapT } from './bootstrap-t.ts';
import { boundsWithin, type Bounds } from './bounds.ts';
import { sumByGroup, type Grouping } from './grouping.ts';
import { computeJackknife, effectiveGroups, type ErrorEstimate } from './jackknife.ts';
import { computeAutoregressiveError, computeCosineError } from './serial-correlation.ts';
import { sumOfSquares, total } from '../vectors.ts';
import type { Statistic } from './statistic.ts';

export const MIN_GROUPS = 8;
export const MIN_EFFECTIVE_GROUPS = 4;
/** Below these an interval is provisional: it has nominal coverage, but a few more groups narrow it a lot. */
export const RECOMMENDED_GROUPS = { ordered: 28, unordered: 20 };
/** Fewer periods than this cannot show that neighboring ones are uncorrelated. */
const PERIODS_FOR_CORRELATION = 20;
const CORRELATION_FLOOR = 0.3;
/** Beyond this many groups the bootstrap adds nothing to the jackknife. */
const MAX_BOOTSTRAP_GROUPS = 200;
const POWER = 0.8;

export interface IntervalEstimate {
  readonly kind: 'interval';
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly confidence: number;
  readonly method: IntervalMethod;
  readonly groups: number;
  /** G* = 1 / Σ weight². */
  readonly effectiveGroups: number;
  /** Variance by groups over variance as if rows were independent; undefined where rows are the groups. */
  readonly designEffect: number | undefined;
  /** So many independent rows carry as much information; never more than there are. */
  readonly effectiveRows: number;
  /** The smallest true difference that this comparison detects with 80 % power, in the metric's unit. */
  readonly minimumDetectableEffect: number;
  readonly provisional: boolean;
}

/** Too little data for an interval. */
export interface NoInterval {
  readonly kind: 'none';
  readonly estimate: number;
  readonly groups: number;
  readonly effectiveGroups: number;
  readonly because: 'too-few-groups' | 'too-few-effective-groups' | 'depends-on-one-group';
}

export interface IntervalOptions {
  readonly confidence: number;
  /** Widen for skewed groups even where no skewness shows, or where groups are in order of time. */
  readonly robust: boolean;
  /** The statistic is a difference of two models with identical predictions: nothing is uncertain about it. */
  readonly identicalPredictions: boolean;
  /** All values that the statistic can have; ends may be infinite. The interval is cut off there. */
  readonly range: Bounds;
  /** How far one group alone can move the statistic. Where it is finite, "no group deviates" has an exact bound. */
  readonly largestEffect: number;
}

/**
 * The two-sided interval of a statistic, in the unit of the statistic, or the reason why there is none.
 * O(G), plus the bootstrap where groups are skewed (`computeBootstrapT`).
 * Source: docs/statistics.md, which has the references and the measured coverage.
 * @throws RangeError when the statistic lies outside its range (a wrong metric, never wrong data).
 */
export function computeInterval(
  statistic: Statistic,
  grouping: Grouping,
  options: IntervalOptions,
): IntervalEstimate | NoInterval {
  const { value: estimate, groupWeights, withoutGroup } = statistic;
  const groups = grouping.count;
  const counted = { estimate, groups, effectiveGroups: effectiveGroups(groupWeights) };
  if (groups < MIN_GROUPS) return { kind: 'none', ...counted, because: 'too-few-groups' };
  if (counted.effectiveGroups < MIN_EFFECTIVE_GROUPS) {
    return { kind: 'none', ...counted, because: 'too-few-effective-groups' };
  }
  if (withoutGroup === undefined) return { kind: 'none', ...counted, because: 'depends-on-one-group' };
  const spread = chooseSpread({ ...statistic, withoutGroup }, grouping, options);
  return {
    kind: 'interval',
    ...counted,
    ...boundsWithin(spread.bounds, options.range),
    confidence: options.confidence,
    method: spread.method,
    ...computeDesign(statistic, grouping, spread.error),
    minimumDetectableEffect: computeMinimumDetectableEffect(estimate, spread),
    provisional: groups < (grouping.ordered ? RECOMMENDED_GROUPS.ordered : RECOMMENDED_GROUPS.unordered),
  };
}

interface Spread {
  readonly method: IntervalMethod;
  readonly error: ErrorEstimate;
  readonly bounds: Bounds;
}

type DeletableStatistic = Statistic & { readonly withoutGroup: Float64Array };

function chooseSpread(statistic: DeletableStatistic, grouping: Grouping, options: IntervalOptions): Spread {
  const { confidence, largestEffect } = options;
  const { value } = statistic;
  const certain = { standardError: 0, degreesOfFreedom: 1 };
  if (options.identicalPredictions) {
    return { method: 'identical-predictions', error: certain, bounds: boundsAround(value, 0) };
  }
  const influence = sumByGroup(statistic.rowInfluence, grouping);
  if (Number.isFinite(largestEffect) && influence.every((part) => part === 0)) {
    // No group deviates from the estimate: as in a binomial without any event, which is not an error of zero.
    // The estimate itself may be large.
    const halfWidth =
      largestEffect * zeroEventsBound(effectiveGroups(statistic.groupWeights), (1 + confidence) / 2);
    return { method: 'zero-events-bound', error: certain, bounds: boundsAround(value, halfWidth) };
  }
  const { method, error } = estimateError(statistic, influence, grouping);
  const bounds = boundsAround(value, halfWidthOf(error, confidence));
  const isSkewed = options.robust || (!grouping.ordered && Math.abs(skewness(influence)) > 1);
  if (!isSkewed || grouping.count > MAX_BOOTSTRAP_GROUPS) return { method, error, bounds };
  const bootstrap = computeBootstrapT(statistic, grouping, confidence);
  if (bootstrap === undefined) return { method, error, bounds };
  return { method: `${method}+bootstrap-t`, error, bounds: unite(bounds, bootstrap) };
}

function estimateError(
  { value, withoutGroup, groupWeights }: DeletableStatistic,
  influence: Float64Array,
  grouping: Grouping,
): { readonly method: 'jackknife' | 'ar1' | 'ewc'; readonly error: ErrorEstimate } {
  if (!grouping.ordered) {
    return { method: 'jackknife', error: computeJackknife(value, withoutGroup, groupWeights) };
  }
  if (influence.length < PERIODS_FOR_CORRELATION) {
    return { method: 'ar1', error: computeAutoregressiveError(influence, groupWeights, CORRELATION_FLOOR) };
  }
  const autoregressive = computeAutoregressiveError(influence, groupWeights, 0);
  const cosine = computeCosineError(influence);
  return halfWidthOf(cosine, 0.95) > halfWidthOf(autoregressive, 0.95)
    ? { method: 'ewc', error: cosine }
    : { method: 'ar1', error: autoregressive };
}

function computeDesign(
  { rowInfluence }: Statistic,
  grouping: Grouping,
  { standardError }: ErrorEstimate,
): Pick<IntervalEstimate, 'designEffect' | 'effectiveRows'> {
  const rows = rowInfluence.length;
  if (grouping.unit === 'row') return { designEffect: undefined, effectiveRows: rows };
  const variance = (rows / (rows - 1)) * sumOfSquares(rowInfluence);
  if (variance === 0 || standardError === 0) return { designEffect: undefined, effectiveRows: rows };
  const designEffect = standardError ** 2 / variance;
  return { designEffect, effectiveRows: rows / Math.max(1, designEffect) };
}

/** Half of the interval, plus what a true difference needs to lie beyond it with the given power. */
function computeMinimumDetectableEffect(estimate: number, { bounds, error }: Spread): number {
  const halfWidth = Math.max(estimate - bounds.lower, bounds.upper - estimate);
  return halfWidth + studentTQuantile(POWER, error.degreesOfFreedom) * error.standardError;
}

function halfWidthOf({ standardError, degreesOfFreedom }: ErrorEstimate, confidence: number): number {
  return studentTQuantile((1 + confidence) / 2, degreesOfFreedom) * standardError;
}

function boundsAround(value: number, halfWidth: number): Bounds {
  return { lower: value - halfWidth, upper: value + halfWidth };
}

function unite(one: Bounds, other: Bounds): Bounds {
  return { lower: Math.min(one.lower, other.lower), upper: Math.max(one.upper, other.upper) };
}

/** Third standardized moment of numbers that add up to zero. */
function skewness(values: Float64Array): number {
  const count = values.length;
  const variance = sumOfSquares(values) / count;
  const third = total(values.map((value) => value ** 3)) / count;
  return variance === 0 ? 0 : third / variance ** 1.5;
}
