/**
 * Decimal numbers from text, bit for bit what `Number(text)` gives. Other spellings are those of a whole column
 * (`decimal-sign.ts`). Text such as `007` and `00012e45` is no number here unless somebody
 * said that its column holds numbers: such text is an identifier.
 */

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const LEADING_ZERO = /^[+-]?0\d/;
/** Also as older libraries of C on Windows write it: `-1.#INF`, `1.#INF00`. */
const INFINITE = /^([+-]?)(?:inf(?:inity)?|1\.#inf0*)$/i;
/** Longer text is no number that anybody measured. */
const MAX_LENGTH = 400;

/** The number that `text` is, without a guess; NaN when it is none. An integer beyond 2^53 is the nearest double. */
export function parseNumberText(text: string): number {
  return isLeadingZero(text) ? NaN : parseDeclaredNumber(text);
}

/** The same for a column that is declared to hold numbers: `007` is 7. */
export function parseDeclaredNumber(text: string): number {
  if (text.length > MAX_LENGTH) return NaN;
  const trimmed = text.trim();
  const infinite = INFINITE.exec(trimmed);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return DECIMAL.test(trimmed) ? Number(trimmed) : NaN;
}

export function isLeadingZero(text: string): boolean {
  return LEADING_ZERO.test(text.trimStart());
}

/** Two or more digits of which the first is a zero: a code, not a number. */
export function isZeroPadded(text: string): boolean {
  return /^0\d+$/.test(text);
}
