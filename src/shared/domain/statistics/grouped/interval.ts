/**
 * From a statistic to an interval with nominal coverage, and to its minimum detectable effect; "not enough groups" is a
 * result too.
 */
import type { ErrorMethod, IntervalMethod } from '../../documents/evaluation.ts';
import { normalQuantile } from '../normal.ts';
import { sumOfSquares } from '../vectors.ts';
import { boundsWithin } from './bounds.ts';
import type { Grouping } from './grouping.ts';
import type { OutOfReach } from './quantiles.ts';
import { chooseSpread, type IntervalOptions, type Spread } from './spread.ts';
import { countLeastEffective, type Statistic } from './statistic.ts';
import { POWER } from '../power.ts';

export const MIN_GROUPS = 8;
export const MIN_EFFECTIVE_GROUPS = 4;
/** Below these an interval is provisional: it has nominal coverage, but a few more groups narrow it a lot. */
export const RECOMMENDED_GROUPS = { ordered: 28, unordered: 20 };

export interface IntervalEstimate {
  readonly kind: 'interval';
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly confidence: number;
  readonly method: IntervalMethod;
  /** How the standard error by groups was estimated; undefined where it was not. */
  readonly error: ErrorMethod | undefined;
  /** Lag-1 correlation of groups that were taken for unordered, where it is above chance. */
  readonly neighborCorrelation: number | undefined;
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
export type NoInterval = {
  readonly kind: 'none';
  readonly estimate: number;
  readonly groups: number;
  readonly effectiveGroups: number;
} & (
  | { readonly because: 'too-few-groups' | 'too-few-effective-groups' | 'depends-on-one-group' }
  | { readonly because: 'quantile-out-of-reach'; readonly reach: OutOfReach }
);

/**
 * The two-sided interval of a statistic, in the unit of the statistic, or the reason why there is none. O(N).
 * Source: docs/statistics.md, which has the references and the measured coverage.
 * @throws RangeError when the statistic lies outside its range (a wrong metric, never wrong data).
 */
export function computeInterval(
  statistic: Statistic,
  grouping: Grouping,
  options: IntervalOptions,
): IntervalEstimate | NoInterval {
  const { value: estimate, withoutGroup } = statistic;
  const groups = Math.min(grouping.count, grouping.second?.count ?? Infinity);
  const counted = { estimate, groups, effectiveGroups: countLeastEffective(statistic) };
  if (groups < MIN_GROUPS) return { kind: 'none', ...counted, because: 'too-few-groups' };
  if (counted.effectiveGroups < MIN_EFFECTIVE_GROUPS) {
    return { kind: 'none', ...counted, because: 'too-few-effective-groups' };
  }
  const dependsOnOne = statistic.second !== undefined && statistic.second.withoutGroup === undefined;
  if (withoutGroup === undefined || dependsOnOne)
    return { kind: 'none', ...counted, because: 'depends-on-one-group' };
  const spread = chooseSpread({ ...statistic, withoutGroup }, grouping, options);
  if ('neededRows' in spread)
    return { kind: 'none', ...counted, because: 'quantile-out-of-reach', reach: spread };
  return {
    kind: 'interval',
    ...counted,
    ...boundsWithin(spread.bounds, options.range),
    confidence: options.confidence,
    method: spread.method,
    error: spread.errorMethod,
    neighborCorrelation: spread.neighborCorrelation,
    ...computeDesign(statistic, grouping, spread),
    minimumDetectableEffect: computeMinimumDetectableEffect(estimate, spread),
    provisional: [grouping, grouping.second].some((each) => each !== undefined && isProvisional(each)),
  };
}

function isProvisional({ count, ordered }: Grouping): boolean {
  return count < (ordered ? RECOMMENDED_GROUPS.ordered : RECOMMENDED_GROUPS.unordered);
}

function computeDesign(
  { rowInfluence, unitCount }: Statistic,
  grouping: Grouping,
  { error: { standardError }, proportion }: Spread,
): Pick<IntervalEstimate, 'designEffect' | 'effectiveRows'> {
  const rows = unitCount ?? rowInfluence.length;
  const variance = (rows / (rows - 1)) * sumOfSquares(rowInfluence);
  if (grouping.isByRow || variance === 0 || standardError === 0) {
    return { designEffect: undefined, effectiveRows: proportion?.effectiveRows ?? rows };
  }
  const designEffect = standardError ** 2 / variance;
  return {
    designEffect,
    effectiveRows: proportion?.effectiveRows ?? rows / Math.max(1, designEffect),
  };
}

/**
 * Half of the interval, plus what a true difference needs to lie beyond it with the given power. The error is an estimate
 * itself, of ν degrees of freedom: it is smaller than the true one on average, by c, and what has to be exceeded varies
 * with it. So a difference of k errors is found beyond h errors with k = h + z √(1 + h² / 2ν) / c (Johnson & Welch 1940).
 */
function computeMinimumDetectableEffect(estimate: number, { bounds, error, proportion }: Spread): number {
  const halfWidth = Math.max(estimate - bounds.lower, bounds.upper - estimate);
  const power = normalQuantile(POWER);
  if (proportion !== undefined) return halfWidth + power * proportion.standardError;
  const { standardError, degreesOfFreedom } = error;
  const noise = Math.sqrt(standardError ** 2 + halfWidth ** 2 / (2 * degreesOfFreedom));
  return halfWidth + (power * noise) / (1 - 1 / (4 * degreesOfFreedom));
}
