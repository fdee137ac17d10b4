/**
 * One column of the reference and of the current data as one curve a day, on the same points, so that a
 * difference between sets of days is a difference of means of curves. A numeric column's curve is its
 * distribution function; a column of categories has the fraction of each. Without days there is one curve
 * of all rows.
 */
import { sum } from 'simple-statistics';
import { countCategories, countNumbers, type DailyCounts } from '../profile/bin-counts.ts';
import { dailyCategoryBins } from '../profile/compute-profile.ts';
import { parseDay, type RowDays } from '../profile/days.ts';
import { MAX_DAILY_CATEGORIES, type CategoryProfile, type NumberProfile } from '../profile/profile.ts';
import type { CategoryColumn, NumberColumn } from '../../table/table.ts';

/** A column that both sides have, of the same kind. */
export type ComparableColumn =
  | { readonly kind: 'number'; readonly profile: NumberProfile; readonly column: NumberColumn }
  | { readonly kind: 'category'; readonly profile: CategoryProfile; readonly column: CategoryColumn };

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
  readonly totals: { readonly reference: readonly number[]; readonly current: readonly number[] };
}

export function dailyCurves(comparable: ComparableColumn, days: ComparedDays | undefined): DailyCurves {
  return comparable.kind === 'number' ? numberCurves(comparable, days) : categoryCurves(comparable, days);
}

function numberCurves(
  { profile, column }: Extract<ComparableColumn, { kind: 'number' }>,
  days: ComparedDays | undefined,
): DailyCurves {
  const counted = countNumbers(column.values, profile.points, days?.current);
  return {
    ...curvesOf({ profile, counted, total: profile.counts, days }, cumulativeFractions),
    weights: pointWeights(profile.points, profile.discrete),
  };
}

function categoryCurves(
  { profile, column }: Extract<ComparableColumn, { kind: 'category' }>,
  days: ComparedDays | undefined,
): DailyCurves {
  const daily = profile.categories.slice(0, MAX_DAILY_CATEGORIES);
  const bins = dailyCategoryBins(
    column.labels,
    daily.map(({ category }) => category),
  );
  const counted = countCategories(column.codes, bins, days?.current);
  const named = daily.map(({ count }) => count);
  const total = [...named, profile.n - sum(named)];
  return {
    ...curvesOf({ profile, counted, total, days }, fractions),
    // Half the sum of absolute differences of fractions: the total variation distance.
    weights: new Float64Array(bins.binCount).fill(0.5),
  };
}

/**
 * Weights that make the sum of |difference| over points the integral of |difference|: exact for a step
 * function on all its values, the trapezoid rule otherwise.
 */
function pointWeights(points: readonly number[], discrete: boolean): Float64Array {
  return Float64Array.from(points, (point, k) => {
    const toNext = (points[k + 1] ?? point) - point;
    return discrete ? toNext : (toNext + point - (points[k - 1] ?? point)) / 2;
  });
}

type ToCurve = (counts: readonly number[]) => Float64Array;

interface CurveSource {
  readonly profile: NumberProfile | CategoryProfile;
  readonly counted: DailyCounts;
  readonly total: readonly number[];
  readonly days: ComparedDays | undefined;
}

function curvesOf(
  { profile, counted, total, days }: CurveSource,
  toCurve: ToCurve,
): Omit<DailyCurves, 'weights'> {
  const totals = { reference: total, current: counted.counts };
  if (days === undefined || profile.days === undefined) {
    const pooled = (counts: readonly number[]): readonly Day[] => toDays([0], [counts], toCurve);
    return { reference: pooled(totals.reference), current: pooled(totals.current), totals };
  }
  return {
    reference: toDays(days.reference.map(parseDay), profile.days.counts, toCurve),
    current: toDays(days.current.days, counted.byDay, toCurve),
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
    return ofDay.some((count) => count > 0) ? [{ day, curve: toCurve(ofDay) }] : [];
  });
}

/** Fractions of values at or below each point; the last count, above all points, has no point. */
function cumulativeFractions(counts: readonly number[]): Float64Array {
  const total = sum(counts);
  let below = 0;
  return Float64Array.from(counts.slice(0, -1), (count) => (below += count) / total);
}

function fractions(counts: readonly number[]): Float64Array {
  const total = sum(counts);
  return Float64Array.from(counts, (count) => count / total);
}
