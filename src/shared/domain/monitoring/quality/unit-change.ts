/**
 * A numeric column whose values are the reference's times a constant: kilometres for miles, cents for
 * dollars. Quantiles are compared before and after the division; the model is fine, the pipeline is not.
 * Spans that end with the newest day are looked at, so that a change in mid-window and its first day are found. Offsets (Fahrenheit for
 * Celsius) are not recognised.
 */
import { mean } from 'simple-statistics';
import type { Finding } from '../../documents/check.ts';
import { formatNumber } from '../../text/number-text.ts';
import { formatDay, type RowDays } from '../profile/days.ts';
import { quantileKnots, sortFinite } from '../profile/number-summary.ts';
import type { NumberProfile } from '../profile/profile.ts';
import type { NumberColumn } from '../../table/table.ts';
import { qualityFinding } from './finding.ts';

const KNOWN_FACTORS = [
  [1.609344, 'miles → kilometres'],
  [1.852, 'nautical miles → kilometres'],
  [0.3048, 'feet → metres'],
  [2.54, 'inches → centimetres'],
  [25.4, 'inches → millimetres'],
  [0.45359237, 'pounds → kilograms'],
  [28.349523125, 'ounces → grams'],
  [3.785411784, 'gallons → litres'],
  [10, 'times 10'],
  [24, 'days → hours'],
  [60, 'hours → minutes, or minutes → seconds'],
  [100, 'a fraction → per cent, or a currency → its hundredths'],
  [1000, 'times 1,000'],
  [1024, 'times 1,024'],
  [3600, 'hours → seconds'],
  [86_400, 'days → seconds'],
  [1_000_000, 'times 1,000,000'],
] as const;

/**
 * Half of the way between 1.609 and 1.852. A single day needs it: on real flights, whose weekends have longer
 * routes, the ratio of a day's quantiles to a month's is up to 6 % off; the residual below is what decides.
 */
const FEWEST_VALUES = 50;

/** Two standard errors of a ratio of means, but never stricter or laxer than this. */
const SMALLEST_TOLERANCE = 0.03;
const LARGEST_TOLERANCE = 0.08;

/** Mean difference of quantiles, in sd: large before the division, small after it. */
const SMALLEST_DIFFERENCE_SD = 0.25;
const LARGEST_RESIDUAL_SD = 0.15;
const LARGEST_RESIDUAL_SHARE = 0.25;

/** The newest days that are looked at together when nothing has shown yet, and at most. */
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
  const since = day === undefined ? '' : `since ${formatDay(day)} `;
  return [
    qualityFinding({
      subject: reference.name,
      test: 'changed unit',
      outcome: 'alert',
      effect: { name: 'factor', value: factor.value, threshold: 1, unit: 'times the reference' },
      text: `${since}the values are those of the reference times ${formatNumber(factor.value)} (${factor.name}); divided by that, they are as before`,
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
  readonly name: string;
}

/** The factor that turns the reference's quantiles into the sample's, when it is one that people use. */
function explain(
  reference: NumberProfile,
  values: Float64Array,
  day: number | undefined,
): UnitChange | undefined {
  const sorted = sortFinite(values);
  if (sorted.length < FEWEST_VALUES || reference.sd === 0) return undefined;
  const before = innerQuantiles(reference.knots);
  const now = innerQuantiles(quantileKnots(sorted));
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
function innerQuantiles(knots: readonly number[]): readonly number[] {
  return Array.from({ length: 19 }, (_, i) => knots[5 * (i + 1)] ?? NaN);
}

/** Least squares through the origin. */
function slope(before: readonly number[], now: readonly number[]): number {
  const squares = before.reduce((sum, quantile) => sum + quantile * quantile, 0);
  return before.reduce((sum, quantile, i) => sum + quantile * (now[i] ?? NaN), 0) / squares;
}

function nearestKnown(ratio: number, tolerance: number): KnownFactor | undefined {
  for (const [value, name] of KNOWN_FACTORS) {
    if (Math.abs(ratio / value - 1) <= tolerance) return { value, name };
    if (Math.abs(ratio * value - 1) <= tolerance) return { value: 1 / value, name: `${name}, reversed` };
  }
  return undefined;
}

function meanDifference(before: readonly number[], now: readonly number[]): number {
  return mean(before.map((quantile, i) => Math.abs((now[i] ?? NaN) - quantile)));
}
