/**
 * Intervals of a quantile and of the difference of two. The groups decide how many independent observations the share at
 * or below the quantile is worth (Woodruff 1952, with the effective rows of Korn & Graubard 1998); the ends are the order
 * statistics that a binomial of so many observations allows, which for independent ones is the exact interval
 * (Clopper–Pearson turned around). A difference joins two such intervals by MOVER, with the correlation of both shares.
 */
import { binomialTail, findLargest } from '../binomial.ts';
import { normalQuantile } from '../normal.ts';
import { valueAbove, valueReaching, type OrderedSample } from '../ordered-sample.ts';
import type { Bounds } from './bounds.ts';
import type { QuantileForm } from './statistic.ts';

/** More observations are needed before any of them is an end of the interval. */
export interface OutOfReach {
  readonly effectiveRows: number;
  readonly neededRows: number;
}

/** The ends by order statistics of `effectiveRows` independent observations. */
export function quantileBounds(
  { level, sample }: Pick<QuantileForm, 'level' | 'sample'>,
  effectiveRows: number,
  confidence: number,
): Bounds | OutOfReach {
  const tail = (1 - confidence) / 2;
  const extreme = Math.max(level, 1 - level);
  if (extreme ** effectiveRows > tail)
    return { effectiveRows, neededRows: Math.ceil(Math.log(tail) / Math.log(extreme)) };
  const countAt = (probability: number): number =>
    effectiveRows *
    findLargest((share) => binomialTail(share * effectiveRows, effectiveRows, level) >= probability);
  return {
    lower: valueAbove(sample, (countAt(1 - tail) - 1) / effectiveRows),
    upper: valueReaching(sample, countAt(tail) / effectiveRows),
  };
}

/** The width of the quantile function around the level, over that of the shares: where all are one value, 0. */
export function slopeAt(sample: OrderedSample, level: number, rows: number): number {
  const half = normalQuantile(0.975) * Math.sqrt((level * (1 - level)) / rows);
  const [low, high] = [Math.max(0, level - half), Math.min(1, level + half)];
  return (valueReaching(sample, high) - valueReaching(sample, low)) / (high - low);
}
