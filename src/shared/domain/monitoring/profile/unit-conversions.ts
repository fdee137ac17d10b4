/** Changes of unit that are looked for: a value x of the reference becomes factor · x + offset. */
import { unitConversions, type UnitConversion } from '../../documents/finding-detail.ts';

export interface UnitChange {
  readonly conversion: UnitConversion;
  /** From the second unit of the name to the first. */
  readonly reversed: boolean;
  readonly factor: number;
  readonly offset: number;
}

/** Factor and offset; definitions of the international yard and pound, and of the scales of temperature. */
const FORWARD: Readonly<Record<UnitConversion, readonly [factor: number, offset: number]>> = {
  'miles-to-kilometers': [1.609344, 0],
  'nautical-miles-to-kilometers': [1.852, 0],
  'feet-to-meters': [0.3048, 0],
  'inches-to-centimeters': [2.54, 0],
  'inches-to-millimeters': [25.4, 0],
  'pounds-to-kilograms': [0.45359237, 0],
  'ounces-to-grams': [28.349523125, 0],
  'gallons-to-liters': [3.785411784, 0],
  'celsius-to-fahrenheit': [1.8, 32],
  'celsius-to-kelvin': [1, 273.15],
  'times-10': [10, 0],
  'days-to-hours': [24, 0],
  'hours-to-minutes': [60, 0],
  'times-100': [100, 0],
  'times-1000': [1000, 0],
  'times-1024': [1024, 0],
  'hours-to-seconds': [3600, 0],
  'days-to-seconds': [86_400, 0],
  'times-1000000': [1_000_000, 0],
};

/** Each conversion in both directions. */
export const unitChanges: readonly UnitChange[] = unitConversions.flatMap((conversion) => {
  const [factor, offset] = FORWARD[conversion];
  return [
    { conversion, reversed: false, factor, offset },
    { conversion, reversed: true, factor: 1 / factor, offset: -offset / factor },
  ];
});

/** Whether only the place of the decimal point moves, which a column may do without one: cents where there were none. */
export function isPowerOfTen({ conversion }: UnitChange): boolean {
  return Number.isInteger(Math.log10(FORWARD[conversion][0])) && FORWARD[conversion][0] > 1;
}
