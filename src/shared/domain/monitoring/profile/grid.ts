/**
 * The grid that the values of a numeric column lie on: whole numbers, tenths, multiples of 5. Nearly every column that
 * was measured or counted has one, and a factor moves all values off it, or onto a coarser one, at once.
 */
import { at } from '../../statistics/vectors.ts';

/** More decimals are no grid but the precision of a float. */
const MOST_DECIMALS = 6;

/** A few values decide most refusals. */
const FIRST_VALUES = 64;

/** Multiples of the step that are larger are not exact any more. */
const LARGEST_MULTIPLE = 2 ** 53;

/** Of a multiple of this size: rounding of a division, or that of a float of 32 bits while that is below a hundredth. */
export function toleranceAt(multiple: number): number {
  return Math.max(1e-6, Math.min(0.01, 1e-7 * Math.abs(multiple)));
}

/** Whether a value over the step of a grid is a whole number, as exactly as its float says. */
export function isWhole(multiple: number, tolerance = toleranceAt(multiple)): boolean {
  return Math.abs(multiple - Math.round(multiple)) <= tolerance;
}

/**
 * Step of the coarsest grid that all the finite values lie on, as a decimal number; undefined where there is none.
 * `sorted` ascending. O(N × decimals).
 */
export function findGrid(sorted: Float64Array): number | undefined {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
    const scale = 10 ** decimals;
    if (!areWhole(sorted.subarray(0, FIRST_VALUES), scale)) continue;
    if (!areWhole(sorted, scale)) continue;
    const multiple = commonDivisor(sorted, scale);
    // A division of whole numbers is the float that the decimal text means: 3 / 10, and not 3 × 0.1.
    return multiple === undefined ? undefined : multiple / scale;
  }
  return undefined;
}

function areWhole(values: Float64Array, scale: number): boolean {
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    if (!isWhole(value * scale)) return false;
  }
  return true;
}

/** Undefined without a value other than zero, or where a value is too large to be whole exactly. */
function commonDivisor(sorted: Float64Array, scale: number): number | undefined {
  let divisor = 0;
  let before = NaN;
  for (let index = 0; index < sorted.length; index++) {
    const value = at(sorted, index);
    if (value === before || divisor === 1) continue;
    before = value;
    let rest = Math.abs(Math.round(value * scale));
    if (rest >= LARGEST_MULTIPLE) return undefined;
    while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  }
  return divisor === 0 ? undefined : divisor;
}
