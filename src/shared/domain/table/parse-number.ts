/**
 * Decimal numbers from bytes, bit for bit what `Number(text)` gives: a mantissa below 2^53 divided by a
 * power of ten up to 10^22 is one correctly rounded operation (Clinger 1990); anything longer goes
 * through `Number`. Stricter than `Number` where rounding or guessing would change an identifier.
 */

const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const MAX_FAST_DIGITS = 15;

const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INTEGER = /^[+-]?\d+$/;
const LEADING_ZERO = /^[+-]?0\d/;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

/**
 * The number in `bytes[start, end)`; NaN when it is none. Text such as `007` and `00012e45`, and integers
 * beyond 2^53, are no numbers here: they are identifiers, and must not lose a digit.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number): number {
  let position = start;
  const sign = bytes[position];
  if (sign === MINUS || sign === PLUS) position++;
  const first = position;
  let mantissa = 0;
  let pointAt = -1;
  for (; position < end; position++) {
    const byte = bytes[position] ?? 0;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (byte === POINT && pointAt < 0) pointAt = position;
    else return parseUnusual(bytes, start, end);
  }
  const digitCount = position - first - (pointAt < 0 ? 0 : 1);
  if (digitCount === 0 || digitCount > MAX_FAST_DIGITS || startsWithZero(bytes, first, end)) {
    return parseUnusual(bytes, start, end);
  }
  const magnitude = pointAt < 0 ? mantissa : mantissa / (POWERS_OF_TEN[end - pointAt - 1] ?? NaN);
  return sign === MINUS ? -magnitude : magnitude;
}

/** A zero before another digit: `0.5` and `0` are ordinary, `05` is not. */
function startsWithZero(bytes: Uint8Array, first: number, end: number): boolean {
  return first + 1 < end && bytes[first] === ZERO && bytes[first + 1] !== POINT;
}

function parseUnusual(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 400) return NaN;
  const text = String.fromCharCode(...bytes.subarray(start, end)).trim();
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  if (!DECIMAL.test(text) || LEADING_ZERO.test(text)) return NaN;
  const value = Number(text);
  if (INTEGER.test(text) && !Number.isSafeInteger(value)) return NaN;
  return value;
}
