/**
 * A numeric column whose values are the reference's times a constant: kilometres for miles, cents for
 * dollars. Quantiles are compared before and after the division; the model is fine, the pipeline is not.
 * Looked at day by day from the newest back, so that the first wrong day is known. Offsets (Fahrenheit for
 * Celsius) are not recognised.
 */
import type { Finding } from '../documents/check.ts';
import { formatNumber } from '../report/number-text.ts';
import { formatDay, type RowDays } from '../profile/days.ts';
import { quantileKnots, sortFinite } from '../profile/number-summary.ts';
import type { NumberProfile } from '../profile/profile.ts';
import type { NumberColumn } from '../table/table.ts';
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
const FACTOR_TOLERANCE = 0.07;
const FEWEST_VALUES = 50;

/** Mean difference of quantiles, in sd: large before the division, small after it. */
const SMALLEST_DIFFERENCE_SD = 0.25;
const LARGEST_RESIDUAL_SD = 0.15;
const LARGEST_RESIDUAL_SHARE = 0.25;

export function checkUnit(
  reference: NumberProfile,
  { values }: NumberColumn,
  rowDays: RowDays | undefined,
): readonly Finding[] {
  let found: { readonly factor: KnownFactor; readonly day: number | undefined } | undefined;
  for (const { day, sample } of samplesFromNewest(values, rowDays)) {
    const factor = findFactor(reference, sample);
    if (factor === undefined || (found !== undefined && found.factor.name !== factor.name)) break;
    found = { factor, day };
  }
  if (found === undefined) return [];
  const { factor, day } = found;
  const since = day === undefined ? '' : `since ${formatDay(day)} `;
  return [
    qualityFinding({
      subject: reference.name,
      test: 'changed unit',
      outcome: 'alarm',
      effect: { name: 'factor', value: factor.value, threshold: 1, unit: 'times the reference' },
      text: `${since}the values are those of the reference times ${formatNumber(factor.value)} (${factor.name}); divided by that, they are as before`,
    }),
  ];
}

interface KnownFactor {
  readonly value: number;
  readonly name: string;
}

/** The factor that explains the difference between a sample and the reference, when it is one that people use. */
function findFactor(reference: NumberProfile, values: Float64Array): KnownFactor | undefined {
  const sorted = sortFinite(values);
  if (sorted.length < FEWEST_VALUES || reference.sd === 0) return undefined;
  const before = innerQuantiles(reference.knots);
  const now = innerQuantiles(quantileKnots(sorted));
  const known = nearestKnown(medianRatio(before, now));
  if (known === undefined) return undefined;
  const raw = meanDifference(before, now) / reference.sd;
  const rest = now.map((quantile) => quantile / known.value);
  const residual = meanDifference(before, rest) / reference.sd;
  const isExplained = residual <= LARGEST_RESIDUAL_SD && residual <= LARGEST_RESIDUAL_SHARE * raw;
  return raw >= SMALLEST_DIFFERENCE_SD && isExplained ? known : undefined;
}

/** 5 %, 10 %, …, 95 %: the ends are noise. */
function innerQuantiles(knots: readonly number[]): readonly number[] {
  return Array.from({ length: 19 }, (_, i) => knots[5 * (i + 1)] ?? NaN);
}

function medianRatio(before: readonly number[], now: readonly number[]): number {
  const largest = Math.max(...before.map(Math.abs));
  const ratios = before
    .flatMap((quantile, i) => (Math.abs(quantile) > 0.05 * largest ? [(now[i] ?? NaN) / quantile] : []))
    .sort((left, right) => left - right);
  return ratios[ratios.length >> 1] ?? NaN;
}

function nearestKnown(ratio: number): KnownFactor | undefined {
  for (const [value, name] of KNOWN_FACTORS) {
    if (Math.abs(ratio / value - 1) <= FACTOR_TOLERANCE) return { value, name };
    if (Math.abs(ratio * value - 1) <= FACTOR_TOLERANCE)
      return { value: 1 / value, name: `${name}, reversed` };
  }
  return undefined;
}

function meanDifference(before: readonly number[], now: readonly number[]): number {
  return before.reduce((sum, quantile, i) => sum + Math.abs((now[i] ?? NaN) - quantile), 0) / before.length;
}

/** The values of each day, newest first; all values where there are no days. */
function* samplesFromNewest(
  values: Float64Array,
  rowDays: RowDays | undefined,
): Generator<{ readonly day: number | undefined; readonly sample: Float64Array }> {
  if (rowDays === undefined) {
    yield { day: undefined, sample: values };
    return;
  }
  const { days, positions } = rowDays;
  for (let position = days.length - 1; position >= 0; position--) {
    yield { day: days[position], sample: values.filter((_, row) => positions[row] === position) };
  }
}
