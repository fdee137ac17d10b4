/**
 * A minimum detectable effect that is larger than what is left up to the best value of the metric: no challenger is
 * better by as much, so that more evidence is needed before a gain is found reliably.
 */
import type { Evaluation, MetricResult } from '../documents/evaluation.ts';
import { bestOf, isOrdered } from '../kernel/direction.ts';
import { findMetric } from '../metrics/tasks/catalog.ts';
import { formatCount, formatGiven, formatNumber } from '../text/number-text.ts';
import { groupNoun } from './groups-text.ts';

type Evaluated = Pick<Evaluation, 'task' | 'groups'>;

export interface UnreachableEffect {
  /** In the unit of the metric. */
  readonly minimumDetectableEffect: number;
  /** Of the model that the challenger is compared with. */
  readonly comparedValue: number;
  /** The better end of the range of the metric. */
  readonly bestValue: number;
  /** Between the two, never negative. */
  readonly left: number;
}

/** Undefined where some challenger could be better by the effect, and where nothing was compared. */
export function findUnreachableEffect(
  { metric: name, better, comparedValue, difference, precision }: MetricResult,
  { task }: Evaluated,
): UnreachableEffect | undefined {
  if (difference === undefined || precision === undefined || comparedValue === undefined) return undefined;
  const range = findMetric(task, name)?.range;
  if (range === undefined || !isOrdered(better)) return undefined;
  const bestValue = bestOf(range, better);
  const left = Math.abs(bestValue - comparedValue);
  const { minimumDetectableEffect } = precision;
  return minimumDetectableEffect > left
    ? { minimumDetectableEffect, comparedValue, bestValue, left }
    : undefined;
}

/** Like "only 0.0500 is left from 0.950 to 1, the best value". */
export function describeLeft({ comparedValue, bestValue, left }: UnreachableEffect): string {
  return left === 0
    ? `${formatGiven(bestValue)} is the best value already`
    : `only ${formatNumber(left)} is left from ${formatNumber(comparedValue)} to ${formatGiven(bestValue)}, the best value`;
}

/** An imperative. Source: an error shrinks with the square root of the number of independent observations. */
export function adviseOnUnreachable(
  { minimumDetectableEffect, left }: UnreachableEffect,
  { groups }: Evaluated,
): string {
  if (left === 0) return 'ask for `not-worse-by`, which such a challenger can pass';
  const times = (minimumDetectableEffect / left) ** 2;
  const noun = groupNoun(groups);
  const counted =
    groups === undefined || groups.second !== undefined
      ? ''
      : ` (${formatCount(Math.ceil(times * groups.count))})`;
  return `evaluate about ${formatNumber(times)} times as many ${noun}s${counted}`;
}
