/**
 * Numbers as bytes, as `String` writes them: most predictions have been rounded to a few decimals, and of those no string
 * is made. A decimal of up to 15 digits is the only one of so few that gives its double, so it is the shortest one; and
 * an integer below 10^15 divided by a power of ten is the double nearest to that decimal.
 */

const DECIMALS = 9;
const SCALE = 1e9;
/** Together with the decimals, 15 digits. */
const BELOW = 1e6;
/** Smaller ones are written with an exponent. */
const SMALLEST = 1e-6;
const ZERO = 0x30;
const POINT = 0x2e;

/**
 * @returns the place behind the number, or -1 where it has more decimals, a sign, or is large: nothing is written then that
 * counts.
 */
export function writeShortDecimal(bytes: Uint8Array, start: number, value: number): number {
  if (!(value < BELOW) || !(value >= SMALLEST || value === 0)) return -1;
  const scaled = Math.round(value * SCALE);
  if (scaled / SCALE !== value) return -1;
  const whole = Math.floor(scaled / SCALE) | 0;
  let fraction = (scaled - whole * SCALE) | 0;
  let at = writeInteger(bytes, start, whole);
  if (fraction === 0) return at;
  bytes[at++] = POINT;
  let digits = DECIMALS;
  while (fraction % 10 === 0) {
    fraction = (fraction / 10) | 0;
    digits--;
  }
  for (let place = at + digits - 1; place >= at; place--) {
    bytes[place] = ZERO + (fraction % 10);
    fraction = (fraction / 10) | 0;
  }
  return at + digits;
}

function writeInteger(bytes: Uint8Array, start: number, integer: number): number {
  let end = start + 1;
  for (let rest = (integer / 10) | 0; rest > 0; rest = (rest / 10) | 0) end++;
  let rest = integer;
  for (let place = end - 1; place >= start; place--) {
    bytes[place] = ZERO + (rest % 10);
    rest = (rest / 10) | 0;
  }
  return end;
}
