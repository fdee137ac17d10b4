/**
 * The loops over the bytes of one cell. Numbers are bit for bit what `Number(text)` gives: digits of up to 15 places,
 * divided by a power of ten up to 10^22, are one correctly rounded operation (Clinger 1990); anything longer is left
 * to the caller. Behind the bytes stands a line end, so that no loop needs to ask where they end.
 */
import { CERTAIN_POINT, FIXED_POINT, OPEN_POINT, WHOLE } from './decimal-sign.ts';
import { CARRIAGE_RETURN, LINE_FEED, QUOTE, SPACE } from './csv-rows.ts';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
/** So many digits fit into 31 bits. */
const INT_DIGITS = 9;
const MAX_EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Reads an ordinary number into `values[row]`; an empty cell leaves it NaN. What its point shows is added to
 * `evidence[column]`.
 * @returns the place behind it, or -1 for anything unusual.
 */
// oxlint-disable-next-line max-params -- this runs for every cell, and an object for each would cost more than the rest
export function readNumber(
  bytes: Uint8Array,
  start: number,
  delimiter: number,
  values: Float64Array,
  row: number,
  evidence: Uint8Array,
  column: number,
): number {
  let at = start;
  const isNegative = bytes[at] === MINUS;
  if (isNegative) at++;
  const first = at;
  let digit = (bytes[at] ?? 0) - ZERO;
  let whole = 0;
  while (digit >= 0 && digit <= 9) {
    whole = (Math.imul(whole, 10) + digit) | 0;
    digit = (bytes[++at] ?? 0) - ZERO;
  }
  const wholeDigits = at - first;
  if (wholeDigits > INT_DIGITS || (wholeDigits > 1 && bytes[first] === ZERO)) return -1;
  let value = whole;
  let digits = wholeDigits;
  let shown = whole === 0 ? 0 : WHOLE;
  if (digit === POINT - ZERO) {
    const point = at;
    let fraction = 0;
    digit = (bytes[++at] ?? 0) - ZERO;
    while (digit >= 0 && digit <= 9) {
      fraction = (Math.imul(fraction, 10) + digit) | 0;
      digit = (bytes[++at] ?? 0) - ZERO;
    }
    const fractionDigits = at - point - 1;
    digits += fractionDigits;
    if (fractionDigits > INT_DIGITS || digits > MAX_EXACT_DIGITS) return -1;
    const power = POWERS_OF_TEN[fractionDigits] ?? NaN;
    value = (whole * power + fraction) / power;
    if (fractionDigits !== 3) shown = CERTAIN_POINT;
    else shown = whole > 0 && wholeDigits <= 3 ? OPEN_POINT : FIXED_POINT;
  }
  const byte = digit + ZERO;
  if (byte !== delimiter && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) return -1;
  if (digits > 0) {
    values[row] = isNegative ? -value : value;
    evidence[column] = (evidence[column] ?? 0) | shown;
  } else if (at > start) return -1;
  return at;
}

export function plainEnd(bytes: Uint8Array, start: number, delimiter: number): number {
  let at = start;
  let byte = bytes[at];
  while (byte !== delimiter && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) byte = bytes[++at];
  return at;
}

export function skipSpaces(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === SPACE) at++;
  return at;
}

/** The bytes of a quoted field with its doubled quotes undone. */
export function unescapeQuotes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const plain = new Uint8Array(end - start);
  let length = 0;
  for (let position = start; position < end; position++) {
    plain[length++] = bytes[position] ?? 0;
    if (bytes[position] === QUOTE) position++;
  }
  return plain.subarray(0, length);
}
