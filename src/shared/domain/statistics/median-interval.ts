/**
 * The interval of a median by order statistics: exact for independent values of any distribution (the sign test turned
 * around), so that one run that the machine held up moves no end of it by more than a rank.
 */
import { binomialTail } from './binomial.ts';
import { detectableShift } from './detectable-shift.ts';
import { at } from './vectors.ts';

export interface MedianEstimate {
  readonly estimate: number;
  /** Undefined where even the smallest and the largest value have less than the confidence. */
  readonly ends: { readonly lower: number; readonly upper: number } | undefined;
  /** The smallest true median that such an interval distinguishes from 0 with 80 % power; undefined without ends. */
  readonly minimumDetectableEffect: number | undefined;
}

/**
 * In the unit of the values. O(n log n).
 * @throws RangeError for no values.
 */
export function estimateMedian(values: readonly number[], confidence: number): MedianEstimate {
  if (values.length === 0) throw new RangeError('estimateMedian: expected values, got none');
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  const estimate = (at(sorted, Math.floor((count - 1) / 2)) + at(sorted, Math.floor(count / 2))) / 2;
  const rank = rankOfEnd(count, confidence);
  if (rank === 0) return { estimate, ends: undefined, minimumDetectableEffect: undefined };
  const ends = { lower: at(sorted, rank - 1), upper: at(sorted, count - rank) };
  return { estimate, ends, minimumDetectableEffect: detectableShift(ends, { count, rank }) };
}

/** So few values have an interval with this confidence. */
export function countForMedian(confidence: number): number {
  return Math.ceil(-Math.log2((1 - confidence) / 2));
}

/** The r for which the median is below the r-th smallest of n values in at most half of what is left of the confidence; 0 for none. */
function rankOfEnd(count: number, confidence: number): number {
  const tail = (1 - confidence) / 2;
  let rank = 0;
  // P(at most `rank` values are below the median).
  while (rank < count / 2 && 1 - binomialTail(rank + 1, count, 0.5) <= tail) rank += 1;
  return rank;
}
