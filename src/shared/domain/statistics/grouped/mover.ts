/**
 * The interval of a sum of two estimates from their own intervals, which may be longer on one side (MOVER: Zou & Donner
 * 2008, Statistics in Medicine 27). For two symmetric intervals it is the usual one, from the variance of the sum.
 */
import { dot, sumOfSquares } from '../vectors.ts';
import type { Bounds } from './bounds.ts';
import { sumByGroup, type Grouping } from './grouping.ts';

export interface BoundedEstimate extends Bounds {
  readonly estimate: number;
}

/** @param correlation of the two estimates. */
export function addEstimates(one: BoundedEstimate, other: BoundedEstimate, correlation: number): Bounds {
  const distance = (left: number, right: number): number =>
    Math.sqrt(Math.max(0, left * left + right * right + 2 * correlation * left * right));
  const sum = one.estimate + other.estimate;
  return {
    lower: sum - distance(one.estimate - one.lower, other.estimate - other.lower),
    upper: sum + distance(one.upper - one.estimate, other.upper - other.estimate),
  };
}

/** In the order of the ends, also for a negative factor. */
export function scaleEstimate({ estimate, lower, upper }: BoundedEstimate, factor: number): BoundedEstimate {
  const ends = factor < 0 ? [upper, lower] : [lower, upper];
  const [from = Number.NaN, to = Number.NaN] = ends;
  return { estimate: factor * estimate, lower: factor * from, upper: factor * to };
}

/**
 * The correlation of two estimates of the same rows, by each of their groupings; 0 where one of them does not vary.
 * @param one, other influences of the rows, N numbers each.
 */
export function correlateEstimates(
  one: Float64Array,
  other: Float64Array,
  grouping: Grouping,
): readonly number[] {
  return [grouping, grouping.second].flatMap((groups) => {
    if (groups === undefined) return [];
    const [left, right] = [sumByGroup(one, groups), sumByGroup(other, groups)];
    const size = Math.sqrt(sumOfSquares(left) * sumOfSquares(right));
    return [size === 0 ? 0 : dot(left, right) / size];
  });
}
