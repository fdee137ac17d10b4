/**
 * Numbers that went through a floating-point number, by their spelling: what a single-precision fraction was, and whole
 * numbers that are too large for it, whose last digits are lost. IEEE 754 holds whole numbers exactly up to 2^24 in 32 bits
 * and up to 2^53 in 64.
 */

const FIRST_ROUNDED_SINGLE = 2 ** 24;
const FIRST_ROUNDED_DOUBLE = 2 ** 53;
/** A decimal of so many digits survives single precision. */
const SINGLE_DIGITS = 7;

/** The shortest decimals that give the same single-precision number: `0.1`, not `0.10000000149011612`. */
export function shortestSingle(value: number): string {
  if (Number.isInteger(value)) return spellWhole(value, FIRST_ROUNDED_SINGLE);
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return String(shorter);
  }
  return String(Number(value.toPrecision(9)));
}

/** As JavaScript writes it, but for whole numbers that may have been rounded: those keep the mark of a float, `.0`. */
export function spellDouble(value: number): string {
  return Number.isInteger(value) ? spellWhole(value, FIRST_ROUNDED_DOUBLE) : String(value);
}

function spellWhole(value: number, firstRounded: number): string {
  return Math.abs(value) < firstRounded ? String(value) : `${BigInt(value)}.0`;
}

const LONG_FRACTION = /^-?\d*\.\d{8,}$/;

/** `0.1000000015`, as pandas writes the single 0.1 into JSON, is `0.1`; other texts are themselves. */
export function undoSinglePrecision(text: string): string {
  if (!LONG_FRACTION.test(text)) return text;
  const short = shortestSingle(Math.fround(Number(text)));
  return short.replace(/^-?0?\.?0*|\./g, '').length <= SINGLE_DIGITS ? short : text;
}

const WHOLE_FLOAT = /^-?\d+\.0+$/;
const EXPONENT = /^-?\d\.\d+e\+?\d+$/i;

/**
 * One of the texts that is a whole number in the spelling of a float too narrow for it: such a class may be several.
 * Written without `.0` and exponent it was an integer, and is exact.
 */
export function findRoundedNumber(texts: readonly string[]): string | undefined {
  const floats = texts.filter((text) => WHOLE_FLOAT.test(text) || EXPONENT.test(text));
  const large = floats.filter((text) => Math.abs(Number(text)) >= FIRST_ROUNDED_SINGLE);
  const isSingle = large.every((text) => Math.fround(Number(text)) === Number(text) || EXPONENT.test(text));
  return isSingle ? large[0] : large.find((text) => Math.abs(Number(text)) >= FIRST_ROUNDED_DOUBLE);
}
