/**
 * Places in ascending order of their values. One pass puts them into buckets of equal width, which for values that are
 * spread at all leaves a few in each; a crowded bucket is divided again. Four bytes a place, and no comparison of pairs.
 */
import { ascending, at, indexAt, take } from './vectors.ts';

/** A bucket of so many is left to the insertion that ends each level. */
const SHORT = 24;
const MOST_BUCKETS = 2 ** 20;
/** Values so skewed that one bucket has this part of them are sorted by comparison, as those of the last level. */
const CROWDED = 0.5;
const MOST_LEVELS = 4;

/** Equal values in order of their places, zeros of both signs among them. @param values without NaN. Nearly O(N). */
export function ascendingOrder(values: Float64Array): Int32Array {
  const order = ascending(values.length);
  sortPart(values, order, 0);
  return order;
}

/** Sorts a part of the order, of which the places ascend. */
function sortPart(values: Float64Array, part: Int32Array, level: number): void {
  if (part.length <= SHORT) {
    sortByInsertion(values, part);
    return;
  }
  const { lower, upper } = extentOf(values, part);
  if (lower === upper) return;
  const scale = (bucketCount(part.length) - 1) / (upper - lower);
  if (level === MOST_LEVELS || scale === 0 || !Number.isFinite(scale)) {
    sortByLookup(values, part);
    return;
  }
  const ends = spread(values, part, { lower, scale });
  let start = 0;
  for (let bucket = 0; bucket < ends.length; bucket += 1) {
    const end = indexAt(ends, bucket);
    const size = end - start;
    if (size > CROWDED * part.length) sortByLookup(values, part.subarray(start, end));
    else if (size > SHORT) sortPart(values, part.subarray(start, end), level + 1);
    start = end;
  }
  // Buckets are in order already, so nothing moves out of its own: one pass instead of a view of each short one.
  sortByInsertion(values, part);
}

function extentOf(values: Float64Array, part: Int32Array): Bounds {
  let lower = Infinity;
  let upper = -Infinity;
  for (let index = 0; index < part.length; index += 1) {
    const value = at(values, indexAt(part, index));
    if (value < lower) lower = value;
    if (value > upper) upper = value;
  }
  return { lower, upper };
}

interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

interface Buckets {
  readonly lower: number;
  /** Buckets for each unit of the values. */
  readonly scale: number;
}

function bucketCount(size: number): number {
  return Math.min(MOST_BUCKETS, size);
}

/** Puts the part in the order of its buckets. @returns where each bucket ends. */
function spread(values: Float64Array, part: Int32Array, { lower, scale }: Buckets): Int32Array {
  const count = bucketCount(part.length);
  const ends = new Int32Array(count);
  for (let index = 0; index < part.length; index += 1) {
    const bucket = Math.floor((at(values, indexAt(part, index)) - lower) * scale);
    ends[bucket] = indexAt(ends, bucket) + 1;
  }
  let sum = 0;
  for (let bucket = 0; bucket < count; bucket += 1) {
    const size = indexAt(ends, bucket);
    ends[bucket] = sum;
    sum += size;
  }
  const before = part.slice();
  for (let index = 0; index < before.length; index += 1) {
    const place = indexAt(before, index);
    const bucket = Math.floor((at(values, place) - lower) * scale);
    const to = indexAt(ends, bucket);
    part[to] = place;
    ends[bucket] = to + 1;
  }
  return ends;
}

/** Sorts the numbers themselves, and looks up the place of each among them. O(N log N). */
function sortByLookup(values: Float64Array, part: Int32Array): void {
  const sorted = take(values, part).sort();
  const placed = new Int32Array(part.length);
  for (const place of part.slice()) {
    const first = lowerBound(sorted, at(values, place));
    const before = indexAt(placed, first);
    part[first + before] = place;
    placed[first] = before + 1;
  }
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(sorted, middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sortByInsertion(values: Float64Array, part: Int32Array): void {
  /** The largest so far: what is at least as large stays where it is. */
  let largest = -Infinity;
  for (let index = 0; index < part.length; index += 1) {
    const place = indexAt(part, index);
    const value = at(values, place);
    if (value >= largest) {
      largest = value;
      continue;
    }
    let to = index;
    while (to > 0 && at(values, indexAt(part, to - 1)) > value) {
      part[to] = indexAt(part, to - 1);
      to -= 1;
    }
    part[to] = place;
  }
}
