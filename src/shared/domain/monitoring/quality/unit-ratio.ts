/**
 * Words for a distribution that moved: its quantiles are the reference's times a factor that people convert units with.
 * Columns without a grid show nothing exact, and growth by 1.6 looks like miles in kilometers, so this explains an alert
 * of drift and never raises one: eight weeks of a real column can differ by such factors among themselves. All spans that
 * end with the newest day are compared, so that a change within the window and its first day are found.
 */
import { at } from '../../statistics/vectors.ts';
import { mean } from 'simple-statistics';
import type { NumberColumn } from '../../table/table.ts';
import type { RowDays } from '../profile/days.ts';
import { isWhole } from '../profile/grid.ts';
import { isOnLattice, leavesLattice } from '../profile/lattices.ts';
import { summaryQuantiles, sortFinite } from '../profile/number-summary.ts';
import type { NumberProfile } from '../profile/profile.ts';
import { unitChanges, type UnitChange } from '../profile/unit-conversions.ts';
import { spanFrom, type FoundUnit } from './unit-change.ts';

const FEWEST_VALUES = 50;

/**
 * Two standard errors of a ratio of means, within these limits. The larger one is half of the way between 1.609
 * and 1.852. A single day needs it: on real flights, whose weekends have longer routes, the ratio of a day's
 * quantiles to a month's is up to 6 % off; the residual below is what decides.
 */
const SMALLEST_TOLERANCE = 0.03;
const LARGEST_TOLERANCE = 0.08;

/** Mean difference of quantiles, in sd: large before the division, small after it. */
const SMALLEST_DIFFERENCE_SD = 0.25;
const LARGEST_RESIDUAL_SD = 0.15;
const LARGEST_RESIDUAL_SHARE = 0.25;

/** Values that stay whole and are no multiples of the factor were not multiplied by it. */
const ROWS_ON_GRID = 0.9;

/** The newest days that are compared together while nothing was found, and at most. */
const FIRST_DAYS = 7;
const MOST_DAYS = 31;

/** Factors alone: an offset is not seen in a ratio. */
const ratios = unitChanges.filter(({ offset, factor }) => offset === 0 && factor !== 1);

/** Of all spans that end with the newest day, the one that a known factor explains best. */
export function explainByRatio(
  reference: NumberProfile,
  { values }: NumberColumn,
  rowDays: RowDays | undefined,
): FoundUnit | undefined {
  if (rowDays === undefined) return explain(reference, values, undefined);
  const { days } = rowDays;
  const earliest = Math.max(0, days.length - MOST_DAYS);
  let best: Explanation | undefined;
  for (let start = days.length - 1; start >= earliest; start--) {
    if (best === undefined && days.length - start > FIRST_DAYS) break;
    const span = spanFrom(start, values, rowDays);
    const change = explain(reference, span, days[start]);
    if (change !== undefined && change.residual <= (best?.residual ?? Infinity)) best = change;
  }
  return best;
}

interface Explanation extends FoundUnit {
  /** Mean difference of quantiles that is left after the division, in sd. */
  readonly residual: number;
}

/** The factor that turns the reference's quantiles into the sample's, when it is a known one. */
function explain(
  reference: NumberProfile,
  values: Float64Array,
  sinceDays: number | undefined,
): Explanation | undefined {
  const sorted = sortFinite(values);
  if (sorted.length < FEWEST_VALUES || reference.sd === 0) return undefined;
  const before = innerQuantiles(reference.quantiles);
  const now = innerQuantiles(summaryQuantiles(sorted));
  const standardError = reference.sd / Math.abs(reference.mean) / Math.sqrt(sorted.length);
  const tolerance = Math.min(LARGEST_TOLERANCE, Math.max(SMALLEST_TOLERANCE, 2 * standardError));
  const ratio = slope(before, now);
  const change = ratios.find(({ factor }) => Math.abs(ratio / factor - 1) <= tolerance);
  if (change === undefined || isRefuted(reference, sorted, change)) return undefined;
  const raw = meanDifference(before, now) / reference.sd;
  const divided = now.map((quantile) => quantile / change.factor);
  const residual = meanDifference(before, divided) / reference.sd;
  const isExplained = residual <= LARGEST_RESIDUAL_SD && residual <= LARGEST_RESIDUAL_SHARE * raw;
  return raw >= SMALLEST_DIFFERENCE_SD && isExplained ? { change, residual, sinceDays } : undefined;
}

/** The column has a grid, and its values are not where the change would have put them. */
function isRefuted({ grid }: NumberProfile, sorted: Float64Array, change: UnitChange): boolean {
  if (grid === undefined || !leavesLattice(change)) return false;
  let onGrid = 0;
  let onLattice = 0;
  for (let index = 0; index < sorted.length; index++) {
    const value = at(sorted, index);
    if (!isWhole(value / grid.step)) continue;
    onGrid++;
    if (isOnLattice(value, grid.step, change)) onLattice++;
  }
  return onGrid >= ROWS_ON_GRID * sorted.length && onLattice < ROWS_ON_GRID * onGrid;
}

/** 5 %, 10 %, …, 95 %: the ends are noise. */
function innerQuantiles(quantiles: readonly number[]): readonly number[] {
  return Array.from({ length: 19 }, (_, i) => quantiles[5 * (i + 1)] ?? NaN);
}

/** Least squares through the origin. */
function slope(before: readonly number[], now: readonly number[]): number {
  const squares = before.reduce((sum, quantile) => sum + quantile * quantile, 0);
  return before.reduce((sum, quantile, i) => sum + quantile * (now[i] ?? NaN), 0) / squares;
}

function meanDifference(before: readonly number[], now: readonly number[]): number {
  return mean(before.map((quantile, i) => Math.abs((now[i] ?? NaN) - quantile)));
}
