/**
 * Rows counted in bins of equal width, of one number or of two. The bins reach over the central 99 % where a few far
 * values would hide all others; the rest is counted apart.
 */
import { at, extent } from '../../statistics/vectors.ts';
import type { Bounds } from '../../statistics/grouped/bounds.ts';

export interface Histogram {
  readonly bounds: Bounds;
  /** One count a bin, in ascending order. */
  readonly counts: Float64Array;
  /** Values beyond the bounds; they are in no bin. */
  readonly outsideCount: number;
}

/** Pairs (x, y) with the same bounds on both axes. */
export interface PairHistogram {
  readonly bounds: Bounds;
  readonly binCount: number;
  /** Of bin (column of x, row of y): `counts[row * binCount + column]`. */
  readonly counts: Float64Array;
  readonly outsideCount: number;
}

const OUTER_SHARE = 0.005;
/** From so many values on, 0.5 % are several of them. */
const ENOUGH = 1000;
/** A few values that stretch the scale to more than this many times the others hide them. */
const LARGEST_STRETCH = 2;

/** What bins should reach over: all values, or the central 99 % where the others are far away. O(N log N). */
export function boundsOf(parts: readonly Float64Array[]): Bounds {
  const values = concatenate(parts);
  const all = extent(values);
  if (values.length < ENOUGH) return widen(all);
  const sorted = values.sort();
  const cut = Math.floor(OUTER_SHARE * sorted.length);
  const central = { lower: at(sorted, cut), upper: at(sorted, sorted.length - 1 - cut) };
  const isHidden = all.upper - all.lower > LARGEST_STRETCH * (central.upper - central.lower);
  return widen(isHidden && central.upper > central.lower ? central : all);
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((count, part) => count + part.length, 0));
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}

/** Values that are all equal have a bin around them; where there are none, any bounds do. */
function widen({ lower, upper }: Bounds): Bounds {
  if (lower > upper) return { lower: 0, upper: 1 };
  if (upper > lower) return { lower, upper };
  const margin = Math.abs(lower) / 2 || 0.5;
  return { lower: lower - margin, upper: upper + margin };
}

/** O(N). */
export function countInBins(values: Float64Array, bounds: Bounds, binCount: number): Histogram {
  const counts = new Float64Array(binCount);
  let outsideCount = 0;
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    const bin = binOf(value, bounds, binCount);
    if (bin === OUTSIDE) outsideCount += 1;
    else counts[bin] = at(counts, bin) + 1;
  }
  return { bounds, counts, outsideCount };
}

export interface Pairs {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** O(N). */
export function countPairsInBins({ x, y }: Pairs, bounds: Bounds, binCount: number): PairHistogram {
  const counts = new Float64Array(binCount * binCount);
  let outsideCount = 0;
  for (let index = 0; index < x.length; index += 1) {
    const column = binOf(at(x, index), bounds, binCount);
    const row = binOf(at(y, index), bounds, binCount);
    if (column === OUTSIDE || row === OUTSIDE) {
      outsideCount += 1;
      continue;
    }
    const bin = row * binCount + column;
    counts[bin] = at(counts, bin) + 1;
  }
  return { bounds, binCount, counts, outsideCount };
}

const OUTSIDE = -1;

/** The upper bound belongs to the last bin, as in NumPy's `histogram`. */
function binOf(value: number, { lower, upper }: Bounds, binCount: number): number {
  if (!(value >= lower && value <= upper)) return OUTSIDE;
  return Math.min(binCount - 1, Math.floor(((value - lower) / (upper - lower)) * binCount));
}
