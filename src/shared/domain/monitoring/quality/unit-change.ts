/**
 * A numeric column whose values are the reference's times a constant: kilometers for miles, cents for dollars.
 * Quantiles are compared before and after the division; the fault is in the pipeline and not in the model.
 * All spans that end with the newest day are compared, so that a change within the window and its first day
 * are found. Offsets (Fahrenheit for Celsius) are not recognized.
 */
import { mean } from 'simple-statistics';
import type { Finding } from '../../documents/check.ts';
import { unitConversions, type UnitConversion } from '../../documents/finding.ts';
import { formatDay, type RowDays } from '../profile/days.ts';
import { quantilesOf, sortFinite } from '../profile/number-summary.ts';
import type { NumberProfile } from '../profile/profile.ts';
import type { NumberColumn } from '../../table/table.ts';
import { qualityFinding } from './finding.ts';

const FACTORS: Readonly<Record<UnitConversion, number>> = {
  'miles-to-kilometers': 1.609344,
  'nautical-miles-to-kilometers': 1.852,
  'feet-to-meters': 0.3048,
  'inches-to-centimeters': 2.54,
  'inches-to-millimeters': 25.4,
  'pounds-to-kilograms': 0.45359237,
  'ounces-to-grams': 28.349523125,
  'gallons-to-liters': 3.785411784,
  'times-10': 10,
  'days-to-hours': 24,
  'hours-to-minutes': 60,
  'times-100': 100,
  'times-1000': 1000,
  'times-1024': 1024,
  'hours-to-seconds': 3600,
  'days-to-seconds': 86_400,
  'times-1000000': 1_000_000,
};

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

/** The newest days that are compared together while nothing was found, and at most. */
const FIRST_DAYS = 7;
const MOST_DAYS = 31;

export function checkUnit(
  reference: NumberProfile,
  { values }: NumberColumn,
  rowDays: RowDays | undefined,
): readonly Finding[] {
  const found = findChange(reference, values, rowDays);
  if (found === undefined) return [];
  const { factor, day } = found;
  return [
    qualityFinding({
      subject: reference.name,
      outcome: 'alert',
      effect: { measure: 'scale-factor', value: factor.value, threshold: 1 },
      detail: {
        code: 'changed-unit',
        factor: factor.value,
        conversion: factor.conversion,
        reversed: factor.reversed,
        ...(day !== undefined && { since: formatDay(day) }),
      },
    }),
  ];
}

interface UnitChange {
  readonly factor: KnownFactor;
  /** Mean difference of quantiles that is left after the division, in sd. */
  readonly residual: number;
  /** First day of the changed span; undefined without days. */
  readonly day: number | undefined;
}

/** Of all spans that end with the newest day, the one that a known factor explains best. */
function findChange(
  reference: NumberProfile,
  values: Float64Array,
  rowDays: RowDays | undefined,
): UnitChange | undefined {
  if (rowDays === undefined) return explain(reference, values, undefined);
  const { days, positions } = rowDays;
  const earliest = Math.max(0, days.length - MOST_DAYS);
  let best: UnitChange | undefined;
  for (let start = days.length - 1; start >= earliest; start--) {
    if (best === undefined && days.length - start > FIRST_DAYS) break;
    const span = values.filter((_, row) => (positions[row] ?? -1) >= start);
    const change = explain(reference, span, days[start]);
    if (change !== undefined && change.residual <= (best?.residual ?? Infinity)) best = change;
  }
  return best;
}

interface KnownFactor {
  readonly value: number;
  readonly conversion: UnitConversion;
  readonly reversed: boolean;
}

/** The factor that turns the reference's quantiles into the sample's, when it is a known one. */
function explain(
  reference: NumberProfile,
  values: Float64Array,
  day: number | undefined,
): UnitChange | undefined {
  const sorted = sortFinite(values);
  if (sorted.length < FEWEST_VALUES || reference.sd === 0) return undefined;
  const before = innerQuantiles(reference.quantiles);
  const now = innerQuantiles(quantilesOf(sorted));
  const standardError = reference.sd / Math.abs(reference.mean) / Math.sqrt(sorted.length);
  const tolerance = Math.min(LARGEST_TOLERANCE, Math.max(SMALLEST_TOLERANCE, 2 * standardError));
  const factor = nearestKnown(slope(before, now), tolerance);
  if (factor === undefined) return undefined;
  const raw = meanDifference(before, now) / reference.sd;
  const divided = now.map((quantile) => quantile / factor.value);
  const residual = meanDifference(before, divided) / reference.sd;
  const isExplained = residual <= LARGEST_RESIDUAL_SD && residual <= LARGEST_RESIDUAL_SHARE * raw;
  return raw >= SMALLEST_DIFFERENCE_SD && isExplained ? { factor, residual, day } : undefined;
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

function nearestKnown(ratio: number, tolerance: number): KnownFactor | undefined {
  for (const conversion of unitConversions) {
    const value = FACTORS[conversion];
    if (Math.abs(ratio / value - 1) <= tolerance) return { value, conversion, reversed: false };
    if (Math.abs(ratio * value - 1) <= tolerance) return { value: 1 / value, conversion, reversed: true };
  }
  return undefined;
}

function meanDifference(before: readonly number[], now: readonly number[]): number {
  return mean(before.map((quantile, i) => Math.abs((now[i] ?? NaN) - quantile)));
}
