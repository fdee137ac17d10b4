/**
 * Intervals of skewed groups. A long tail on one side makes the t interval too short on that side. Hall's
 * transformation corrects for the skewness that was seen (Hall 1992, with the exact inverse of his cubic). What was
 * hardly seen is worse: so the ends must also hold if one more group like the worst one came. Linear in the number
 * of groups, no random numbers. Measured: docs/statistics.md.
 */
import { at, mean, sumOfSquares, total } from '../vectors.ts';
import type { Bounds } from './bounds.ts';

export interface SkewedEstimate {
  readonly value: number;
  /** u, one a group, adding up to zero. */
  readonly influence: Float64Array;
  readonly standardError: number;
  /** Of Student's t, for the confidence. */
  readonly quantile: number;
}

/** The union of the t interval, of Hall's, and of both with one more group of the largest influence in the long tail. */
export function computeSkewedBounds(estimate: SkewedEstimate): Bounds {
  const skew = skewness(estimate.influence);
  const seen = uniteHall(estimate, skew);
  if (skew === 0) return seen;
  const more = addOneMore(estimate, skew);
  const ends = uniteHall(more, skewness(more.influence));
  return skew > 0
    ? { lower: seen.lower, upper: Math.max(seen.upper, ends.upper) }
    : { lower: Math.min(seen.lower, ends.lower), upper: seen.upper };
}

/** The union of the t interval and of Hall's: for what is hardly skewed. */
export function computeHallBounds(estimate: SkewedEstimate): Bounds {
  return uniteHall(estimate, skewness(estimate.influence));
}

/** Third standardized moment of numbers that add up to zero; 0 where none differs. */
export function skewness(values: Float64Array): number {
  const count = values.length;
  const variance = sumOfSquares(values) / count;
  if (variance === 0) return 0;
  return total(values.map((value) => value ** 3)) / count / variance ** 1.5;
}

/** The t interval together with Hall's. */
function uniteHall({ value, influence, standardError, quantile }: SkewedEstimate, skew: number): Bounds {
  const slope = skew / Math.sqrt(influence.length);
  const invert = (y: number): number =>
    slope === 0 ? y : (3 / slope) * (Math.cbrt(1 + slope * (y - slope / 6)) - 1);
  return {
    lower: value - standardError * Math.max(quantile, invert(quantile)),
    upper: value + standardError * Math.max(quantile, -invert(-quantile)),
  };
}

/** The estimate if the group of the largest influence in the direction of the skewness were there twice. */
function addOneMore(
  { value, influence, standardError, quantile }: SkewedEstimate,
  skew: number,
): SkewedEstimate {
  const count = influence.length;
  const worst = influence.reduce((most, part) => (skew > 0 ? Math.max(most, part) : Math.min(most, part)), 0);
  const scale = count / (count + 1);
  const extended = new Float64Array(count + 1);
  for (let group = 0; group < count; group += 1) extended[group] = at(influence, group) * scale;
  extended[count] = worst * scale;
  const center = mean(extended);
  const centered = extended.map((part) => part - center);
  return {
    value: value + worst * scale,
    influence: centered,
    standardError: standardError * (sandwichError(centered) / sandwichError(influence)),
    quantile,
  };
}

/** √(G/(G − 1) Σ u²). */
function sandwichError(influence: Float64Array): number {
  const count = influence.length;
  return Math.sqrt((count / (count - 1)) * sumOfSquares(influence));
}
