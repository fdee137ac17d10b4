/**
 * Intervals of skewed groups. A long tail on one side makes the t interval too short on that side. Hall's
 * transformation corrects for the skewness that was seen (Hall 1992, with the exact inverse of his cubic). What was
 * hardly seen is worse: so the ends must also hold if one more group like the worst one came. Linear in the number
 * of groups, no random numbers. Measured: docs/statistics.md.
 */
import { addToEach, at, extent, mean, sumOfSquares } from '../vectors.ts';
import type { Bounds } from './bounds.ts';

export interface SkewedEstimate {
  readonly value: number;
  /** u, one a group, adding up to zero. */
  readonly influence: Float64Array;
  /** That of the influence: `skewness`, which whoever has many groups computes once. */
  readonly skew: number;
  readonly standardError: number;
  /** Of Student's t, for the confidence. */
  readonly quantile: number;
}

/** The union of the t interval, of Hall's, and of both with one more group of the largest influence in the long tail. */
export function computeSkewedBounds(estimate: SkewedEstimate): Bounds {
  const { skew } = estimate;
  const seen = computeHallBounds(estimate);
  if (skew === 0) return seen;
  const ends = computeHallBounds(addOneMore(estimate));
  return skew > 0
    ? { lower: seen.lower, upper: Math.max(seen.upper, ends.upper) }
    : { lower: Math.min(seen.lower, ends.lower), upper: seen.upper };
}

/** Third standardized moment of numbers that add up to zero; 0 where none differs. */
export function skewness(values: Float64Array): number {
  const count = values.length;
  const variance = sumOfSquares(values) / count;
  if (variance === 0) return 0;
  let cubes = 0;
  for (let index = 0; index < count; index += 1) {
    const value = at(values, index);
    // A power other than the second one costs ten times as much.
    cubes += value * value * value;
  }
  return cubes / count / variance ** 1.5;
}

/** The union of the t interval and of Hall's: for what is hardly skewed. */
export function computeHallBounds({
  value,
  influence,
  skew,
  standardError,
  quantile,
}: SkewedEstimate): Bounds {
  const slope = skew / Math.sqrt(influence.length);
  const invert = (y: number): number =>
    slope === 0 ? y : (3 / slope) * (Math.cbrt(1 + slope * (y - slope / 6)) - 1);
  return {
    lower: value - standardError * Math.max(quantile, invert(quantile)),
    upper: value + standardError * Math.max(quantile, -invert(-quantile)),
  };
}

/** The estimate if the group of the largest influence in the direction of the skewness were there twice. */
function addOneMore({ value, influence, skew, standardError, quantile }: SkewedEstimate): SkewedEstimate {
  const count = influence.length;
  const { lower, upper } = extent(influence);
  const worst = skew > 0 ? Math.max(0, upper) : Math.min(0, lower);
  const scale = count / (count + 1);
  const extended = new Float64Array(count + 1);
  for (let group = 0; group < count; group += 1) extended[group] = at(influence, group) * scale;
  extended[count] = worst * scale;
  const center = mean(extended);
  addToEach(extended, -center);
  return {
    value: value + worst * scale,
    influence: extended,
    skew: skewness(extended),
    standardError: standardError * (sandwichError(extended) / sandwichError(influence)),
    quantile,
  };
}

/** √(G/(G − 1) Σ u²). */
function sandwichError(influence: Float64Array): number {
  const count = influence.length;
  return Math.sqrt((count / (count - 1)) * sumOfSquares(influence));
}
