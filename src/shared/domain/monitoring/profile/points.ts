/**
 * Where to keep the distribution function of a numeric column. Half of the points are placed so that the
 * Wasserstein distance is exact where it can be (a bin can hide at most its mass times its width), half so
 * that no bin holds much mass, for Kolmogorov-Smirnov and PSI. Each point is a value of the data, so that
 * ties never straddle one. With few distinct values, all of them are points and nothing is lost.
 */

export interface Points {
  /** Ascending and distinct; first = minimum, last = maximum. */
  readonly points: readonly number[];
  /** Whether `points` are all distinct values. */
  readonly discrete: boolean;
}

/** `sorted` ascending, finite, not empty. O(limit² + limit log N). */
export function choosePoints(sorted: Float64Array, limit: number): Points {
  const distinct = firstDistinct(sorted, limit);
  if (distinct !== undefined) return { points: distinct, discrete: true };
  const first = sorted[0] ?? NaN;
  const last = sorted[sorted.length - 1] ?? NaN;
  const bins: Bin[] = [createBin(sorted, first, last)];
  while (bins.length + 1 < limit) {
    const byMass = bins.length % 2 === 0;
    const widest = bins.reduce((best, bin) => (cost(bin, byMass) > cost(best, byMass) ? bin : best));
    const point = splitPoint(sorted, widest, byMass);
    const lower = createBin(sorted, widest.from, point);
    const upper = createBin(sorted, point, widest.to);
    bins.splice(bins.indexOf(widest), 1, lower, upper);
  }
  return { points: [first, ...bins.map((bin) => bin.to)], discrete: false };
}

/** Values in (from, to]. A bin with one distinct value is never split. */
interface Bin {
  readonly from: number;
  readonly to: number;
  readonly mass: number;
  readonly splittable: boolean;
}

function createBin(sorted: Float64Array, from: number, to: number): Bin {
  const start = countAtMost(sorted, from);
  const end = countAtMost(sorted, to);
  return { from, to, mass: end - start, splittable: end > start && sorted[start] !== to };
}

function cost({ from, to, mass, splittable }: Bin, byMass: boolean): number {
  if (!splittable) return -1;
  return byMass ? mass : mass * (to - from);
}

/** A value of the data with others of the bin above it: near the middle of the mass, or of the width. */
function splitPoint(sorted: Float64Array, { from, to }: Bin, byMass: boolean): number {
  const start = countAtMost(sorted, from);
  const end = countAtMost(sorted, to);
  const middle = byMass ? (sorted[(start + end) >> 1] ?? to) : from + (to - from) / 2;
  const atMost = countAtMost(sorted, middle);
  const candidate = sorted[Math.max(start, atMost - 1)] ?? from;
  return candidate < to ? candidate : (sorted[countBelow(sorted, to) - 1] ?? from);
}

/** Distinct values when there are at most `limit`. */
function firstDistinct(sorted: Float64Array, limit: number): readonly number[] | undefined {
  const distinct: number[] = [];
  for (let at = 0; at < sorted.length; at = countAtMost(sorted, sorted[at] ?? NaN)) {
    if (distinct.length === limit) return undefined;
    distinct.push(sorted[at] ?? NaN);
  }
  return distinct;
}

/** How many of the ascending values are <= `value`: binary search. */
export function countAtMost(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? NaN) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countBelow(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? NaN) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
