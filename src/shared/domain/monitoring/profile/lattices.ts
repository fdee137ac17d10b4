/**
 * What a change of unit leaves behind where values stay whole: multiples of 24 for days in hours, or values of which each
 * is a rounded multiple of 1.609. Some columns are like that without any change, because they were converted once, so a
 * profile keeps which of these lattices the reference itself shows on a day or in a week.
 */
import { largest } from '../../kernel/extremes.ts';
import { at } from '../../statistics/vectors.ts';
import type { RowDays } from './days.ts';
import { isFiniteValue } from './number-summary.ts';
import { isWhole, toleranceAt } from './grid.ts';
import { unitChanges, type UnitChange } from './unit-conversions.ts';

/** Values of a day that are looked at: the share among them is known well enough. */
const MOST_VALUES = 64;
/** A few values are on any lattice by chance. */
const FEWEST_VALUES = 10;
const WEEK_DAYS = 7;

/** The part of the different values of a window that a change of unit explains. */
export interface LatticeShare extends Pick<UnitChange, 'conversion' | 'reversed'> {
  readonly largestFraction: number;
}

/**
 * Whether the value could come from one on the grid `step`, by the change, and rounding to the same grid. It says
 * something for factors above 1 only: smaller ones reach every value.
 */
export function isOnLattice(value: number, step: number, { factor, offset }: UnitChange): boolean {
  const multiple = value / step;
  if (!isWhole(multiple)) return false;
  const shift = offset / step;
  const source = Math.round((multiple - shift) / factor);
  const rounding = Number.isInteger(factor) && shift === 0 ? 0 : 0.5;
  return Math.abs(factor * source + shift - Math.round(multiple)) <= rounding + toleranceAt(multiple);
}

/** Whether a conversion makes multiples of a step coarser, so that they show it. */
export function leavesLattice({ factor }: UnitChange): boolean {
  return Math.abs(factor) > 1;
}

/** Only shares above what chance gives, 1 ÷ factor. O(N + days × changes). */
export function measureLattices(
  values: Float64Array,
  step: number,
  rowDays: RowDays | undefined,
): readonly LatticeShare[] {
  const windows = windowsOf(values, rowDays).filter(({ size }) => size >= FEWEST_VALUES);
  return unitChanges.filter(leavesLattice).flatMap((change): readonly LatticeShare[] => {
    const { conversion, reversed, factor } = change;
    const shares = windows.map((window) => {
      let count = 0;
      for (const value of window) if (isOnLattice(value, step, change)) count++;
      return count / window.size;
    });
    const largestFraction = Math.max(0, largest(shares));
    return largestFraction > 1 / factor ? [{ conversion, reversed, largestFraction }] : [];
  });
}

/** Different values of each day and of each week; zero is a multiple of everything. Without days, of all rows. */
function windowsOf(values: Float64Array, rowDays: RowDays | undefined): readonly ReadonlySet<number>[] {
  const days = Array.from({ length: rowDays?.days.length ?? 1 }, () => new Set<number>());
  for (let row = 0; row < values.length; row++) {
    const ofDay = days[rowDays === undefined ? 0 : (rowDays.positions[row] ?? -1)];
    const value = at(values, row);
    if (ofDay !== undefined && ofDay.size < MOST_VALUES && value !== 0 && isFiniteValue(value)) {
      ofDay.add(value);
    }
  }
  const weeks = Array.from(
    { length: Math.ceil(days.length / WEEK_DAYS) },
    (_, week) => new Set(days.slice(WEEK_DAYS * week, WEEK_DAYS * (week + 1)).flatMap((ofDay) => [...ofDay])),
  );
  return [...days, ...weeks];
}
