/**
 * A numeric column whose values are the reference's in another unit, by exact arithmetic alone. Values on a grid (whole
 * numbers, tenths) leave it all at once, and return to it when they are converted back; or they stay on it because they
 * were rounded, and are then all multiples of a coarser lattice. The rule fires only where that has a chance below 1e-9,
 * given what the reference's own windows show; and on a lattice only where the values are nearer to the reference when they
 * are converted back: a column that was converted long ago, and is rounded to other decimals now, is on one too. Measured on seven real tables: 0 of 3,264 unchanged windows, and 98 % of
 * the exact conversions of columns that have a grid. Quantiles alone say too little: see unit-ratio.ts.
 */
import type { Finding } from '../../documents/check.ts';
import { at, countAt, indexAt, total } from '../../statistics/vectors.ts';
import type { NumberColumn } from '../../table/table.ts';
import { formatDay, type RowDays } from '../profile/days.ts';
import { isWhole, toleranceAt } from '../profile/grid.ts';
import { isOnLattice, leavesLattice } from '../profile/lattices.ts';
import { isFiniteValue, sortFinite, summaryQuantiles } from '../profile/number-summary.ts';
import { countAtMost } from '../profile/points.ts';
import type { NumberProfile } from '../profile/profile.ts';
import { isPowerOfTen, unitChanges, type UnitChange } from '../profile/unit-conversions.ts';
import { qualityFinding } from './quality-finding.ts';

const LARGEST_CHANCE = 1e-9;
const UNCHANGED = { factor: 1, offset: 0 };
const FEWEST_ROWS = 10;
const FEWEST_VALUES = 2;

/** Of the rows: so many are within the reference's range when they are converted back, widened by a quarter. */
const ROWS_IN_RANGE = 0.99;
const WIDENING = 0.25;

/** Of the rows other than zero: fewer are on the grid where it was left; that return to it, and that are on the lattice. */
const ROWS_ON_GRID = 0.7;
const ROWS_BACK = 0.99;
const ROWS_ON_LATTICE = 0.995;

export interface FoundUnit {
  readonly change: UnitChange;
  /** First day of the changed rows, in days since 1970-01-01; undefined without days. */
  readonly sinceDays: number | undefined;
}

/** A change of unit that the decimals of the values show by exact arithmetic; at most one finding. */
export function checkUnit(
  reference: NumberProfile,
  { values }: NumberColumn,
  rowDays: RowDays | undefined,
): readonly Finding[] {
  const found = findUnitChange(reference, values, rowDays);
  return found === undefined ? [] : [unitFinding(reference.name, found, 'arithmetic')];
}

/** An alert that names the conversion and the day since when it applies. */
export function unitFinding(
  subject: string,
  { change: { conversion, reversed, factor, offset }, sinceDays }: FoundUnit,
  evidence: 'arithmetic' | 'quantiles',
): Finding {
  return qualityFinding({
    subject,
    outcome: 'alert',
    effect: { measure: 'scale-factor', value: factor, threshold: 1 },
    detail: {
      code: 'changed-unit',
      ...{ factor, conversion, reversed, evidence },
      ...(offset !== 0 && { offset }),
      ...(sinceDays !== undefined && { since: formatDay(sinceDays) }),
    },
  });
}

/** The newest days first, so that a change is found on its first day; then the span is extended as far as it holds. */
function findUnitChange(
  reference: NumberProfile,
  values: Float64Array,
  rowDays: RowDays | undefined,
): FoundUnit | undefined {
  if (reference.grid === undefined) return undefined;
  const grid = { ...reference, ...reference.grid };
  const count = rowDays?.days.length ?? 1;
  const hasLeft = createGridTest(grid, values, rowDays);
  const explainFrom = (start: number, candidates: readonly UnitChange[]): UnitChange | undefined =>
    explain(grid, { values: spanFrom(start, values, rowDays), leftGrid: hasLeft(start) }, candidates);
  for (let length = 1; ; length *= 2) {
    const start = Math.max(0, count - length);
    const change = explainFrom(start, unitChanges);
    if (change !== undefined) {
      let first = start;
      while (first > 0 && explainFrom(first - 1, [change]) !== undefined) first--;
      return { change, sinceDays: rowDays?.days[first] };
    }
    if (start === 0) return undefined;
  }
}

type ReferenceGrid = NumberProfile & NonNullable<NumberProfile['grid']>;

/** Whether too many rows of the days from a position on are off the grid. Each row is looked at once, whatever the span. */
function createGridTest(
  { step }: ReferenceGrid,
  values: Float64Array,
  rowDays: RowDays | undefined,
): (start: number) => boolean {
  const dayCount = rowDays?.days.length ?? 1;
  const [rows, off] = [new Float64Array(dayCount), new Float64Array(dayCount)];
  for (let row = 0; row < values.length; row++) {
    const day = rowDays === undefined ? 0 : indexAt(rowDays.positions, row);
    const value = at(values, row);
    if (day < 0 || value === 0 || !isFiniteValue(value)) continue;
    rows[day] = at(rows, day) + 1;
    if (!isWhole(value / step)) off[day] = at(off, day) + 1;
  }
  return (start) => total(off.subarray(start)) > (1 - ROWS_ON_GRID) * total(rows.subarray(start));
}

/** The values of the days from one position on. A loop: it runs for several spans of each column. */
export function spanFrom(start: number, values: Float64Array, rowDays: RowDays | undefined): Float64Array {
  if (rowDays === undefined) return values;
  const { positions, rows } = rowDays;
  const span = new Float64Array(rows.slice(start).reduce((sum, count) => sum + count, 0));
  let count = 0;
  for (let row = 0; row < values.length; row++) {
    if (indexAt(positions, row) >= start) span[count++] = at(values, row);
  }
  return span.subarray(0, count);
}

/**
 * The change that explains the values best, of those that chance does not. O(N) where none puts the rows where they are,
 * which is nearly always; else O(N log N), and O(N) a change that does.
 */
function explain(
  grid: ReferenceGrid,
  { values, leftGrid }: { readonly values: Float64Array; readonly leftGrid: boolean },
  candidates: readonly UnitChange[],
): UnitChange | undefined {
  const placed = { rows: finiteBesideZero(values), leftGrid };
  const possible = candidates.filter((change) => putsRowsThere(grid, placed, change));
  if (possible.length === 0) return undefined;
  const sorted = sortFinite(values);
  const sample = { ...placed, sorted, distinct: distinctBesideZero(sorted) };
  if (sorted.length < FEWEST_ROWS || sample.distinct.length < FEWEST_VALUES) return undefined;
  const [best] = possible
    .filter((change) => isInRange(grid, sample, change) && isNoChance(grid, sample, change))
    .map((change) => ({ change, misfit: misfitOf(grid, sample, change) }))
    .filter(({ change, misfit }) => !isPowerOfTen(change) || misfit.median <= Math.log(10) / 2)
    .filter(({ misfit }) => sample.leftGrid || misfit.distance < misfitOf(grid, sample, UNCHANGED).distance)
    .sort((left, right) => left.misfit.distance - right.misfit.distance);
  return best?.change;
}

interface PlacedRows {
  /** Rows other than zero, which every grid has. */
  readonly rows: Float64Array;
  readonly leftGrid: boolean;
}

interface Sample extends PlacedRows {
  readonly sorted: Float64Array;
  /** The different values among the rows. */
  readonly distinct: Float64Array;
}

function finiteBesideZero(values: Float64Array): Float64Array {
  const rows = new Float64Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    if (value !== 0 && isFiniteValue(value)) rows[count++] = value;
  }
  return rows.subarray(0, count);
}

function distinctBesideZero(sorted: Float64Array): Float64Array {
  const distinct = new Float64Array(sorted.length);
  let count = 0;
  let before = 0;
  for (let index = 0; index < sorted.length; index++) {
    const value = at(sorted, index);
    if (value !== before && value !== 0) distinct[count++] = value;
    before = value;
  }
  return distinct.subarray(0, count);
}

function isInRange({ min, max }: NumberProfile, { sorted }: Sample, change: UnitChange): boolean {
  const margin = WIDENING * (max - min);
  const below = countAtMost(sorted, change.factor * (min - margin) + change.offset);
  const upTo = countAtMost(sorted, change.factor * (max + margin) + change.offset);
  return upTo - below >= ROWS_IN_RANGE * sorted.length;
}

/** Whether the change would have put nearly all rows where they are, on the grid or off it. */
function putsRowsThere(grid: ReferenceGrid, { rows, leftGrid }: PlacedRows, change: UnitChange): boolean {
  const { step } = grid;
  if (!leftGrid) {
    return (
      leavesLattice(change) && mostAre(rows, ROWS_ON_LATTICE, (value) => isOnLattice(value, step, change))
    );
  }
  const backOf = (value: number): number => (value - change.offset) / change.factor / step;
  return mostAre(rows, ROWS_BACK, (value) => isWhole(backOf(value), toleranceOf(value, grid, change)));
}

/** An offset is subtracted from the float as it was rounded, so the error is that of the larger number. */
function toleranceOf(value: number, { step }: ReferenceGrid, { factor }: UnitChange): number {
  return toleranceAt(value / factor / step);
}

/** Whether rows without the change would hardly ever be there. */
function isNoChance(grid: ReferenceGrid, { distinct, leftGrid }: Sample, change: UnitChange): boolean {
  if (!leftGrid) return distinct.length * Math.log(usualShare(grid, change)) <= Math.log(LARGEST_CHANCE);
  let logChance = Math.log(unitChanges.length);
  for (let index = 0; index < distinct.length; index++) {
    logChance += Math.log(Math.min(1, 2 * toleranceOf(at(distinct, index), grid, change)));
  }
  return logChance <= Math.log(LARGEST_CHANCE);
}

/** The chance that one value is on the lattice: what the reference shows, at least 1 ÷ factor. */
function usualShare({ lattices }: ReferenceGrid, { conversion, reversed, factor }: UnitChange): number {
  const seen = lattices.find((lattice) => lattice.conversion === conversion && lattice.reversed === reversed);
  return Math.max(1 / factor, seen?.largestFraction ?? 0);
}

/** How far the converted quantiles are from the reference's: of 5, 50 and 95 % in sd, and the log of the medians' ratio. */
function misfitOf(
  { quantiles, sd }: NumberProfile,
  { sorted }: Sample,
  { factor, offset }: Pick<UnitChange, 'factor' | 'offset'>,
): { readonly distance: number; readonly median: number } {
  const now = summaryQuantiles(sorted).map((value) => (value - offset) / factor);
  const distances = [5, 50, 95].map((percent) =>
    Math.abs(countAt(now, percent) - countAt(quantiles, percent)),
  );
  const [before, after] = [countAt(quantiles, 50), countAt(now, 50)];
  return {
    distance: distances.reduce((sum, distance) => sum + distance, 0) / Math.max(sd, Number.MIN_VALUE),
    median: before === after ? 0 : Math.abs(Math.log(Math.abs(after / before))),
  };
}

/** Whether at least this share of the values is so. Most changes are refused after a few values. */
function mostAre(values: Float64Array, share: number, isSo: (value: number) => boolean): boolean {
  let others = (1 - share) * values.length;
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    if (!isSo(value) && --others < 0) return false;
  }
  return true;
}
