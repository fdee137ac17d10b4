/** Moments and quantiles of one numeric column. */
import { sortNumbers } from '../../statistics/sort-numbers.ts';
import { at } from '../../statistics/vectors.ts';
import { QUANTILE_COUNT } from './profile.ts';

export interface NumberSummary {
  readonly missing: number;
  readonly infinite: number;
  readonly n: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** With n - 1; 0 for fewer than two values. */
  readonly sd: number;
  readonly quantiles: number[];
}

/** Squares and sums of larger values overflow. No measured value is that large: it counts as infinite. */
const LARGEST_VALUE = 1e150;

/** Whether a value can be summed and squared: neither missing, nor infinite, nor beyond LARGEST_VALUE. */
export function isFiniteValue(value: number): boolean {
  return Math.abs(value) <= LARGEST_VALUE;
}

/** The finite values, in their order. A loop: `filter` collects them in a list of boxed numbers. */
export function finiteValues(values: Float64Array): Float64Array<ArrayBuffer> {
  const finite = new Float64Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    if (isFiniteValue(value)) finite[count++] = value;
  }
  return finite.subarray(0, count);
}

/** The finite values, ascending. O(N). */
export function sortFinite(values: Float64Array): Float64Array {
  return sortNumbers(finiteValues(values));
}

/** NaN is a missing value. O(N). */
export function countMissing(values: Float64Array): number {
  let missing = 0;
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    if (Number.isNaN(value)) missing++;
  }
  return missing;
}

/** `sorted` are the finite ones of `values`, ascending. Two passes, so that a large offset costs no digits. */
export function summarizeNumbers(values: Float64Array, sorted: Float64Array): NumberSummary {
  const n = sorted.length;
  const missing = countMissing(values);
  const shift = n === 0 ? 0 : at(sorted, n >> 1);
  let sum = 0;
  for (let index = 0; index < sorted.length; index++) {
    const value = at(sorted, index);
    sum += value - shift;
  }
  const mean = n === 0 ? 0 : shift + sum / n;
  let squares = 0;
  for (let index = 0; index < sorted.length; index++) {
    const value = at(sorted, index);
    squares += (value - mean) ** 2;
  }
  return {
    missing,
    infinite: values.length - missing - n,
    n,
    min: n === 0 ? 0 : at(sorted, 0),
    max: n === 0 ? 0 : at(sorted, n - 1),
    mean,
    sd: n < 2 ? 0 : Math.sqrt(squares / (n - 1)),
    quantiles: n === 0 ? [] : summaryQuantiles(sorted),
  };
}

/** Quantiles at 0, 1/100, …, 1 by rank: the smallest value with at least that share at or below it. */
export function summaryQuantiles(sorted: ArrayLike<number>): number[] {
  return Array.from({ length: QUANTILE_COUNT }, (_, position) => {
    const rank = Math.ceil((position / (QUANTILE_COUNT - 1)) * sorted.length);
    return sorted[Math.max(0, rank - 1)] ?? NaN;
  });
}
