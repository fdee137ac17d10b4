/**
 * Decimal numbers from text, bit for bit what `Number(text)` gives, and in the spellings of a whole column: decimal
 * commas, and commas or points between thousands. Text such as `007` and `00012e45` is no number here unless somebody
 * said that its column holds numbers: such text is an identifier.
 */

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const LEADING_ZERO = /^[+-]?0\d/;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
/** Longer text is no number that anybody measured. */
const MAX_LENGTH = 400;

/** The number that `text` is, without a guess; NaN when it is none. An integer beyond 2^53 is the nearest double. */
export function parseNumberText(text: string): number {
  return LEADING_ZERO.test(text.trimStart()) ? NaN : parseDeclaredNumber(text);
}

/** The same for a column that is declared to hold numbers: `007` is 7. */
export function parseDeclaredNumber(text: string): number {
  if (text.length > MAX_LENGTH) return NaN;
  const trimmed = text.trim();
  const infinite = INFINITE.exec(trimmed);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return DECIMAL.test(trimmed) ? Number(trimmed) : NaN;
}

/** Two or more digits of which the first is a zero: a code, not a number. */
export function isZeroPadded(text: string): boolean {
  return /^0\d+$/.test(text);
}

const INTEGER = /^[+-]?\d+$/;
const DECIMAL_COMMA = /^[+-]?\d+,\d+(?:[eE][+-]?\d+)?$/;
const POINTS_BETWEEN_THOUSANDS = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$/;
const COMMAS_BETWEEN_THOUSANDS = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;
const SEVERAL_POINTS = /^[+-]?[1-9]\d{0,2}(?:\.\d{3}){2,}$/;
/** Not `1.234`, which is a thousand where commas are decimal. */
const DECIMAL_POINT = /^[+-]?0?\.|\.(?!\d{3}$)/;
const PLAIN = /^[+-]?\d+(?:\.\d+)?$/;

/** Whether the point of a number can only be a decimal one. */
export function hasDecimalPoint(text: string): boolean {
  return DECIMAL_POINT.test(text.trim());
}

/** Whether points stand between thousands, which then they do in the whole column: `1.250,75`, `1.234.567`. */
export function hasPointsBetweenThousands(text: string): boolean {
  const trimmed = text.trim();
  return SEVERAL_POINTS.test(trimmed) || (trimmed.includes(',') && POINTS_BETWEEN_THOUSANDS.test(trimmed));
}

type CommaStyle = 'decimal' | 'thousands';

/**
 * The numbers of a column in which commas occur, each cell by the spelling of all. Undefined where some cell fits into
 * neither, and where `1,234` could be both.
 * @param hasPoints whether the column has decimal points elsewhere: then its commas stand between thousands.
 */
export function parseNumbersWithCommas(
  texts: readonly string[],
  hasPoints: boolean,
): readonly number[] | undefined {
  const trimmed = texts.map((text) => text.trim());
  const style = commaStyle(trimmed, hasPoints);
  if (style === undefined) return undefined;
  const drop = style === 'decimal' ? '.' : ',';
  return trimmed.map((text) => Number(text.replaceAll(drop, '').replace(',', '.')));
}

function commaStyle(texts: readonly string[], hasPoints: boolean): CommaStyle | undefined {
  if (!texts.some((text) => text.includes(',') || SEVERAL_POINTS.test(text))) return undefined;
  const isDecimal =
    !hasPoints &&
    texts.every(
      (text) => INTEGER.test(text) || DECIMAL_COMMA.test(text) || POINTS_BETWEEN_THOUSANDS.test(text),
    );
  const isThousands = texts.every((text) => PLAIN.test(text) || COMMAS_BETWEEN_THOUSANDS.test(text));
  if (isDecimal === isThousands) return undefined;
  return isDecimal ? 'decimal' : 'thousands';
}
