/** Counts of values in the bins of a profile, in all and by day. */
import { isFiniteValue } from './number-summary.ts';
import { at, countAt, indexAt } from '../../statistics/vectors.ts';
import type { RowDays } from './days.ts';

export interface DailyCounts {
  readonly counts: readonly number[];
  /** One array a day. */
  readonly byDay: readonly (readonly number[])[];
  /** Missing values of each day. */
  readonly missingByDay: readonly number[];
  /** Mean of the day's finite values; NaN without any. */
  readonly meanByDay: readonly number[];
}

/** Bin of each finite value: O(N), at most O(N log K). Infinite values are in no bin. */
export function countNumbers(
  values: Float64Array,
  points: readonly number[],
  rowDays?: RowDays,
): DailyCounts {
  const bins = binsOf(values, Float64Array.from(points));
  const counted = countBins(bins, points.length + 1, rowDays);
  return {
    ...counted,
    missingByDay: countByDay(rowDays, (row) => Number.isNaN(at(values, row))),
    meanByDay: meansByDay(values, rowDays),
  };
}

/** `binOfCode` maps each category of the column to its bin; missing rows (-1) are in no bin. */
export function countCategories(
  codes: Int32Array,
  { binOfCode, binCount }: { readonly binOfCode: Int32Array; readonly binCount: number },
  rowDays?: RowDays,
): DailyCounts {
  const bins = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = indexAt(codes, row);
    bins[row] = code < 0 ? -1 : (binOfCode[code] ?? -1);
  }
  const counted = countBins(bins, binCount, rowDays);
  return { ...counted, missingByDay: countByDay(rowDays, (row) => codes[row] === -1), meanByDay: [] };
}

/** Cells of equal width over the range of the points: most hold no point, or one. */
const CELLS = 4096;

/** For each finite value the number of points below it: 0 for values up to the first point; -1 for others. */
export function binsOf(values: Float64Array, points: Float64Array): Int32Array {
  const first = at(points, 0);
  const scale = (CELLS - 1) / (at(points, points.length - 1) - first);
  const pointsBefore = countBefore(points, { first, scale });
  const bins = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = at(values, row);
    const cell = Math.min(CELLS - 1, Math.max(0, Math.floor((value - first) * scale)));
    // A point of the same cell may be below or above, and one of another cell may not. NaN for one point alone.
    let low = Number.isNaN(cell) ? 0 : indexAt(pointsBefore, cell);
    let high = Number.isNaN(cell) ? points.length : indexAt(pointsBefore, cell + 1);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (at(points, middle) < value) low = middle + 1;
      else high = middle;
    }
    bins[row] = isFiniteValue(value) ? low : -1;
  }
  return bins;
}

/** How many points lie in the cells before each, and in all: the cell of a larger value is never an earlier one. */
function countBefore(
  points: Float64Array,
  { first, scale }: { readonly first: number; readonly scale: number },
): Int32Array {
  const before = new Int32Array(CELLS + 1);
  let cell = 0;
  points.forEach((point, index) => {
    // A range near the smallest number has an infinite scale.
    const own = Math.min(CELLS - 1, Math.floor((point - first) * scale));
    while (cell < own) before[++cell] = index;
  });
  while (cell < CELLS) before[++cell] = points.length;
  return before;
}

function countBins(
  bins: Int32Array,
  binCount: number,
  rowDays: RowDays | undefined,
): Pick<DailyCounts, 'counts' | 'byDay'> {
  const counts = new Array<number>(binCount).fill(0);
  const dayCount = rowDays?.days.length ?? 0;
  const flat = new Int32Array(dayCount * binCount);
  for (let row = 0; row < bins.length; row++) {
    const bin = bins[row] ?? -1;
    if (bin < 0) continue;
    counts[bin] = countAt(counts, bin) + 1;
    const day = rowDays?.positions[row] ?? -1;
    if (day >= 0) flat[day * binCount + bin] = indexAt(flat, day * binCount + bin) + 1;
  }
  const byDay = Array.from({ length: dayCount }, (_, day) =>
    Array.from(flat.subarray(day * binCount, (day + 1) * binCount)),
  );
  return { counts, byDay };
}

function countByDay(rowDays: RowDays | undefined, isCounted: (row: number) => boolean): number[] {
  const counts = new Array<number>(rowDays?.days.length ?? 0).fill(0);
  if (rowDays === undefined) return counts;
  const { positions } = rowDays;
  for (let row = 0; row < positions.length; row++) {
    const day = indexAt(positions, row);
    if (day >= 0 && isCounted(row)) counts[day] = countAt(counts, day) + 1;
  }
  return counts;
}

function meansByDay(values: Float64Array, rowDays: RowDays | undefined): number[] {
  const dayCount = rowDays?.days.length ?? 0;
  const sums = new Float64Array(dayCount);
  const counts = new Float64Array(dayCount);
  for (let row = 0; row < values.length && rowDays !== undefined; row++) {
    const day = indexAt(rowDays.positions, row);
    const value = at(values, row);
    if (!(day >= 0) || !isFiniteValue(value)) continue;
    sums[day] = at(sums, day) + value;
    counts[day] = at(counts, day) + 1;
  }
  return Array.from(sums, (sum, day) => sum / at(counts, day));
}

/** For a document, whose arrays are its own. */
export function copyRows(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row) => [...row]);
}
