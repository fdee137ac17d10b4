/**
 * Values of the current data beyond the range of the reference. Its distribution function is 0 below its minimum and
 * 1 above its maximum, so the part of the distance out there is the mean of what the values exceed the range by. The
 * points of a profile end at that range: without this, a flag that turns from 0 and 1 into -1 has moved by nothing.
 * A few values far from all others, such as one 9999, count as if they stood at a fence: their mean would drown a shift
 * of every other row, in the distance of the window and in that of every permutation of its days.
 */
import { isFiniteValue, sortFinite } from '../profile/number-summary.ts';
import { at, indexAt } from '../../statistics/vectors.ts';
import type { RowDays } from '../profile/days.ts';

/** Of the rows of a day on each side: fewer than that may be cut. */
export const FEW_ROWS_OF_DAY = 0.05;
/** Of the days on each side: fewer than that may be cut whole. */
export const FEW_DAYS = 0.25;

/** The smallest and the largest value that counts in full. */
export interface Fence {
  readonly lowest: number;
  readonly highest: number;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * As far from the reference's range as that range is wide, or from where most rows of most current days are: what moves
 * a twentieth of the rows counts in full. Undefined where no value lies that far. O(N), else O(N log N).
 */
export function findFence(
  values: Float64Array,
  { min, max }: Range,
  rowDays: RowDays | undefined,
): Fence | undefined {
  const width = max - min;
  if (!hasValuesBeyond(values, min - width, max + width)) return undefined;
  const days = valuesByDay(values, rowDays).map(sortFinite);
  const filled = days.filter(({ length }) => length > 0);
  const lower = sortFinite(Float64Array.from(filled, (sorted) => quantile(sorted, FEW_ROWS_OF_DAY)));
  const upper = sortFinite(Float64Array.from(filled, (sorted) => quantile(sorted, 1 - FEW_ROWS_OF_DAY)));
  return {
    lowest: Math.min(min, quantile(lower, FEW_DAYS)) - width,
    highest: Math.max(max, quantile(upper, 1 - FEW_DAYS)) + width,
  };
}

function hasValuesBeyond(values: Float64Array, lowest: number, highest: number): boolean {
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    if ((value < lowest || value > highest) && isFiniteValue(value)) return true;
  }
  return false;
}

/** By rank; NaN without values, which an empty window has. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

function valuesByDay(values: Float64Array, rowDays: RowDays | undefined): readonly Float64Array[] {
  if (rowDays === undefined) return [values];
  const counts = new Int32Array(rowDays.days.length);
  for (let index = 0; index < rowDays.positions.length; index++) {
    const day = indexAt(rowDays.positions, index);
    if (day >= 0) counts[day] = indexAt(counts, day) + 1;
  }
  const byDay = Array.from(counts, (count) => new Float64Array(count));
  counts.fill(0);
  rowDays.positions.forEach((day, row) => {
    const ofDay = byDay[day];
    if (ofDay === undefined) return;
    const place = indexAt(counts, day);
    ofDay[place] = at(values, row);
    counts[day] = place + 1;
  });
  return byDay;
}

/** Of the finite values of one day, or of all rows. */
export interface Overflow {
  readonly rows: number;
  readonly belowRows: number;
  readonly aboveRows: number;
  /** Means over all finite values, in the unit of the column. */
  readonly below: number;
  readonly above: number;
}

/** One a day of `rowDays`; without days, one of all rows. Values beyond the fence count as if they stood at it. O(N). */
export function measureOverflow(
  values: Float64Array,
  { min, max, fence }: Range & { readonly fence: Fence | undefined },
  rowDays: RowDays | undefined,
): readonly Overflow[] {
  const { lowest, highest } = fence ?? { lowest: -Infinity, highest: Infinity };
  const days = rowDays?.days.length ?? 1;
  const [rows, belowRows, aboveRows] = [
    new Float64Array(days),
    new Float64Array(days),
    new Float64Array(days),
  ];
  const [below, above] = [new Float64Array(days), new Float64Array(days)];
  for (let row = 0; row < values.length; row++) {
    const value = at(values, row);
    const day = rowDays === undefined ? 0 : (rowDays.positions[row] ?? -1);
    if (day < 0 || !isFiniteValue(value)) continue;
    rows[day] = at(rows, day) + 1;
    if (value < min) {
      belowRows[day] = at(belowRows, day) + 1;
      below[day] = at(below, day) + (min - Math.max(lowest, value));
    } else if (value > max) {
      aboveRows[day] = at(aboveRows, day) + 1;
      above[day] = at(above, day) + (Math.min(highest, value) - max);
    }
  }
  return Array.from(rows, (count, day) => ({
    rows: count,
    belowRows: at(belowRows, day),
    aboveRows: at(aboveRows, day),
    below: at(below, day) / Math.max(1, count),
    above: at(above, day) / Math.max(1, count),
  }));
}
