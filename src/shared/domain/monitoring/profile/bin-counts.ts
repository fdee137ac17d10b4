/** Counts of values in the bins of a profile, in all and by day. */
import { isFiniteValue } from './number-summary.ts';
import { at, countAt, indexAt } from '../../statistics/vectors.ts';
import type { RowDays } from './days.ts';
import { countAtMost } from './points.ts';

export interface DailyCounts {
  readonly counts: readonly number[];
  /** One array a day. */
  readonly byDay: readonly (readonly number[])[];
  /** Missing values of each day. */
  readonly missingByDay: readonly number[];
  /** Mean of the day's finite values; NaN without any. */
  readonly meanByDay: readonly number[];
}

/** Bin of each finite value by binary search: O(N log K). Infinite values are in no bin. */
export function countNumbers(
  values: Float64Array,
  points: readonly number[],
  rowDays?: RowDays,
): DailyCounts {
  const ascending = Float64Array.from(points);
  const bins = Int32Array.from(values, (value) => (isFiniteValue(value) ? binOf(ascending, value) : -1));
  const counted = countBins(bins, points.length + 1, rowDays);
  return {
    ...counted,
    missingByDay: countByDay(rowDays, (row) => Number.isNaN(values[row])),
    meanByDay: meansByDay(values, rowDays),
  };
}

/** `binOfCode` maps each category of the column to its bin; missing rows (-1) are in no bin. */
export function countCategories(
  codes: Int32Array,
  { binOfCode, binCount }: { readonly binOfCode: Int32Array; readonly binCount: number },
  rowDays?: RowDays,
): DailyCounts {
  const bins = codes.map((code) => (code < 0 ? -1 : (binOfCode[code] ?? -1)));
  const counted = countBins(bins, binCount, rowDays);
  return { ...counted, missingByDay: countByDay(rowDays, (row) => codes[row] === -1), meanByDay: [] };
}

/** The number of points below `value`: 0 for values up to the first point. */
function binOf(points: Float64Array, value: number): number {
  const atMost = countAtMost(points, value);
  return atMost > 0 && points[atMost - 1] === value ? atMost - 1 : atMost;
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
  rowDays?.positions.forEach((day, row) => {
    if (day >= 0 && isCounted(row)) counts[day] = countAt(counts, day) + 1;
  });
  return counts;
}

function meansByDay(values: Float64Array, rowDays: RowDays | undefined): number[] {
  const dayCount = rowDays?.days.length ?? 0;
  const sums = new Float64Array(dayCount);
  const counts = new Float64Array(dayCount);
  rowDays?.positions.forEach((day, row) => {
    const value = values[row] ?? NaN;
    if (day < 0 || !isFiniteValue(value)) return;
    sums[day] = at(sums, day) + value;
    counts[day] = at(counts, day) + 1;
  });
  return Array.from(sums, (sum, day) => sum / at(counts, day));
}

/** For a document, whose arrays are its own. */
export function copyRows(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row) => [...row]);
}
