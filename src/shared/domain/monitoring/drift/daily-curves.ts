/**
 * One column of the reference and of the current data as one curve a day, on the same points, so that a
 * difference between sets of days is a difference of means of curves. A column of categories has the fraction
 * of each; numbers are in number-curves.ts. Without days there is one curve of all rows.
 */
import { sum } from 'simple-statistics';
import { countAt } from '../../statistics/vectors.ts';
import { countCategories, type DailyCounts } from '../profile/bin-counts.ts';
import type { CategorySource, CategoryRows } from '../profile/category-rows.ts';
import type { NumberSource } from './counted-numbers.ts';
import { dailyCategoryBins } from '../profile/profile-categories.ts';
import { parseDay, type RowDays } from '../profile/days.ts';
import { MAX_DAILY_CATEGORIES, type CategoryProfile, type NumberProfile } from '../profile/profile.ts';
import type { BinnedPair } from './effect-sizes.ts';

/** A column that both sides have, of the same kind. */
export type ComparableColumn =
  | { readonly kind: 'number'; readonly profile: NumberProfile; readonly column: NumberSource }
  | { readonly kind: 'category'; readonly profile: CategoryProfile; readonly column: CategorySource };

/** The days of both sides; undefined where a side has no time column. */
export interface ComparedDays {
  readonly reference: readonly string[];
  readonly current: RowDays;
}

export interface Day {
  /** Whole days since 1970-01-01. */
  readonly day: number;
  readonly curve: Float64Array;
}

export interface DailyCurves {
  /** Ascending; days on which the column has no value are left out. */
  readonly reference: readonly Day[];
  readonly current: readonly Day[];
  /** What each point of a curve adds to the distance, in the column's unit (fractions for categories). */
  readonly weights: Float64Array;
  /** Counts of all rows in the same bins. */
  readonly totals: BinnedPair;
}

/** Fractions of the named categories and of all others, one curve a day, or one of all rows without days. */
export function categoryCurves(
  { profile, column }: { readonly profile: CategoryProfile; readonly column: CategorySource },
  days: ComparedDays | undefined,
): DailyCurves {
  const daily = profile.categories.slice(0, MAX_DAILY_CATEGORIES);
  const names = daily.map(({ category }) => category);
  const counted = countInBins(column, names, days?.current);
  const named = daily.map(({ count }) => count);
  const total = [...named, profile.n - sum(named)];
  return {
    ...curvesOf({ profile, counted, total, days, referenceCurve: fractions, currentCurve: fractions }),
    // Half the sum of absolute differences of fractions: the total variation distance.
    weights: new Float64Array(names.length + 1).fill(0.5),
  };
}

/** Named categories, then all others. */
function countInBins(
  column: CategorySource,
  names: readonly string[],
  rowDays: RowDays | undefined,
): Pick<DailyCounts, 'counts' | 'byDay'> {
  if (column.kind === 'category')
    return countCategories(column.codes, dailyCategoryBins(column.categories, names), rowDays);
  const binOf = new Map(names.map((name, bin) => [name, bin]));
  const countDay = (ofDay: readonly CategoryRows[]): readonly number[] => {
    const counts = new Array<number>(names.length + 1).fill(0);
    for (const { category, rows } of ofDay) {
      const bin = binOf.get(category) ?? names.length;
      counts[bin] = countAt(counts, bin) + rows;
    }
    return counts;
  };
  return { counts: countDay(column.byDay.flat()), byDay: column.byDay.map(countDay) };
}

export interface CurveSource {
  readonly profile: NumberProfile | CategoryProfile;
  readonly counted: Pick<DailyCounts, 'counts' | 'byDay'>;
  readonly total: readonly number[];
  readonly days: ComparedDays | undefined;
  readonly referenceCurve: ToCurve;
  readonly currentCurve: ToCurve;
}

/** `position` is that of the day, 0 where there is one curve of all rows. */
type ToCurve = (counts: readonly number[], position: number) => Float64Array;

/** Reference and current as curves by day; where one side has no days, each is one curve of all rows. */
export function curvesOf(source: CurveSource): Omit<DailyCurves, 'weights'> {
  const { profile, counted, total, days, referenceCurve, currentCurve } = source;
  const totals = { reference: total, current: counted.counts };
  if (days === undefined || profile.days === undefined) {
    return {
      reference: toDays([0], [totals.reference], referenceCurve),
      current: toDays([0], [totals.current], currentCurve),
      totals,
    };
  }
  return {
    reference: toDays(days.reference.map(parseDay), profile.days.counts, referenceCurve),
    current: toDays(days.current.days, counted.byDay, currentCurve),
    totals,
  };
}

function toDays(
  days: readonly number[],
  counts: readonly (readonly number[])[],
  toCurve: ToCurve,
): readonly Day[] {
  return days.flatMap((day, position) => {
    const ofDay = counts[position] ?? [];
    return ofDay.some((count) => count > 0) ? [{ day, curve: toCurve(ofDay, position) }] : [];
  });
}

function fractions(counts: readonly number[]): Float64Array {
  const total = sum(counts);
  return Float64Array.from(counts, (count) => count / total);
}
