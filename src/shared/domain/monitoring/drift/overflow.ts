/**
 * Values of the current data beyond the range of the reference. Its distribution function is 0 below its minimum and
 * 1 above its maximum, so the part of the distance out there is the mean of what the values exceed the range by. The
 * points of a profile end at that range: without this, a flag that turns from 0 and 1 into -1 has moved by nothing.
 */
import { isFiniteValue } from '../profile/number-summary.ts';
import { at } from '../../statistics/vectors.ts';
import type { RowDays } from '../profile/days.ts';

/** Of the finite values of one day, or of all rows. */
export interface Overflow {
  readonly rows: number;
  readonly belowRows: number;
  readonly aboveRows: number;
  /** Means over all finite values, in the unit of the column. */
  readonly below: number;
  readonly above: number;
}

/** One a day of `rowDays`; without days, one of all rows. O(N). */
export function measureOverflow(
  values: Float64Array,
  { min, max }: { readonly min: number; readonly max: number },
  rowDays: RowDays | undefined,
): readonly Overflow[] {
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
      below[day] = at(below, day) + (min - value);
    } else if (value > max) {
      aboveRows[day] = at(aboveRows, day) + 1;
      above[day] = at(above, day) + (value - max);
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
