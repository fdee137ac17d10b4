/**
 * Decimal numbers, correctly rounded. Short ones: up to fifteen digits are a whole number that is exact, divided by a
 * power of ten that is exact, which is one rounding (Clinger 1990). Long ones, up to nineteen digits and with an exponent:
 * by the product with a power of five in 128 bits (Eisel and Lemire; Lemire 2021, Mushtak and Lemire 2023).
 */
export const NO_NUMBER: usize = 0;

/** The number that was read last. */
export let value: f64 = 0;
/** What its point shows: `SignEvidence` in decimal-sign.ts. */
export let shown: i32 = 0;

const CERTAIN_POINT: i32 = 1;
const OPEN_POINT: i32 = 2;
const WHOLE: i32 = 4;
const FIXED_POINT: i32 = 8;

const PLUS: u8 = 0x2b;
const MINUS: u8 = 0x2d;
const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;
const SMALL_E: u8 = 0x65;
/** Makes small letters of large ones. */
const SMALL: u8 = 0x20;

const LANES: i32 = 16;
/** Whole numbers up to it are exact: 2^53. */
const EXACT: u64 = 9007199254740992;
const POWERS_OF_TEN = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]);
/** So many digits fit into 64 bits. */
const MAX_DIGITS: i32 = 19;
/** Longer cells are for the rules of the column. */
const LONGEST: usize = 40;
/** Powers of ten beyond it are for the rules of the column, too. */
const MAX_POWER: i32 = 64;
/** The first 128 bits of 5^-64 to 5^64, the high half first: written by `csv-kernel.ts`. */
export const POWERS_OF_FIVE = memory.data(2 * 8 * (2 * 64 + 1), 16);

/** @returns the place behind the number, or of an empty cell, whose value is NaN; NO_NUMBER for anything unusual. */
export function readShortNumber(start: usize): usize {
  const isNegative = load<u8>(start) == MINUS;
  const first = start + <usize>isNegative;
  const figures = i8x16.sub(v128.load(first), i8x16.splat(ZERO));
  const others = i8x16.bitmask(i8x16.ge_u(figures, i8x16.splat(10)));
  if (others == 0) return NO_NUMBER;
  const whole = ctz(others);
  let length = whole;
  let digits = whole;
  let lanes = i8x16.sub(
    v128(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    i8x16.splat(<i8>(LANES - whole)),
  );
  const hasPoint = load<u8>(first + whole) == POINT;
  if (hasPoint) {
    const behindPoint = others & (others - 1);
    if (behindPoint == 0) return NO_NUMBER;
    length = ctz(behindPoint);
    digits = length - 1;
    // The digits stand at the end of the lanes, and the point is left out.
    lanes = i8x16.sub(
      v128(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
      i8x16.splat(<i8>(LANES - digits)),
    );
    lanes = i8x16.sub(lanes, i8x16.ge_s(lanes, i8x16.splat(<i8>whole)));
  }
  if (digits == 0) return emptyCell(start, first + length);
  if (whole > 1 && load<u8>(first) == ZERO) return NO_NUMBER;
  const mantissa = wholeNumberOf(i8x16.swizzle(figures, lanes));
  if (mantissa > EXACT) return NO_NUMBER;
  let read = <f64>mantissa;
  if (hasPoint) {
    read /= load<f64>(POWERS_OF_TEN + ((digits - whole) << 3));
    shown = shownByPoint(first, whole, digits - whole);
  } else shown = mantissa == 0 ? 0 : WHOLE;
  value = isNegative ? -read : read;
  return first + length;
}

/** Neither a sign nor a point alone is a number. */
function emptyCell(start: usize, end: usize): usize {
  if (end != start) return NO_NUMBER;
  value = NaN;
  shown = 0;
  return start;
}

/** Pairs of digits, then pairs of those, and so on. */
function wholeNumberOf(digits: v128): u64 {
  const tens = v128(10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1);
  const pairs = i16x8.narrow_i32x4_s(
    i32x4.extadd_pairwise_i16x8_u(i16x8.extmul_low_i8x16_u(digits, tens)),
    i32x4.extadd_pairwise_i16x8_u(i16x8.extmul_high_i8x16_u(digits, tens)),
  );
  const fours = i32x4.dot_i16x8_s(pairs, i16x8(100, 1, 100, 1, 100, 1, 100, 1));
  const eights = i32x4.dot_i16x8_s(
    i16x8.narrow_i32x4_s(fours, fours),
    i16x8(10000, 1, 10000, 1, 10000, 1, 10000, 1),
  );
  return <u64>i32x4.extract_lane(eights, 0) * 100000000 + <u64>i32x4.extract_lane(eights, 1);
}

/** Of a number without an exponent. */
function shownByPoint(first: usize, whole: i32, fraction: i32): i32 {
  if (fraction != 3) return CERTAIN_POINT;
  return whole > 0 && whole <= 3 && load<u8>(first) != ZERO ? OPEN_POINT : FIXED_POINT;
}

/** @returns whether the bytes from `start` to before `end` are a number that these rules read. */
export function readLongNumber(start: usize, end: usize): bool {
  if (end - start > LONGEST) return false;
  const sign = load<u8>(start);
  const first = sign == MINUS || sign == PLUS ? start + 1 : start;
  let at = first;
  let mantissa: u64 = 0;
  let digits = 0;
  let point: usize = 0;
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (byte == POINT && point == 0) {
      point = at;
      continue;
    }
    const digit = <u8>(byte - ZERO);
    if (digit > 9) break;
    mantissa = 10 * mantissa + digit;
    if (digits > 0 || digit != 0) digits++;
  }
  const whole = <i32>((point == 0 ? at : point) - first);
  const fraction = point == 0 ? 0 : <i32>(at - point - 1);
  if (digits > MAX_DIGITS || whole + fraction == 0 || (whole > 1 && load<u8>(first) == ZERO)) return false;
  if (point == 0) shown = mantissa == 0 ? 0 : WHOLE;
  else shown = shownByPoint(first, whole, fraction);
  let power = -fraction;
  if (at < end) {
    if ((load<u8>(at) | SMALL) != SMALL_E || !readExponent(at + 1, end)) return false;
    power += exponent;
    shown = point == 0 ? 0 : CERTAIN_POINT;
  }
  if (power < -MAX_POWER || power > MAX_POWER || !round(mantissa, power)) return false;
  if (sign == MINUS) value = -value;
  return true;
}

let exponent: i32 = 0;

function readExponent(start: usize, end: usize): bool {
  const sign = load<u8>(start);
  let at = sign == MINUS || sign == PLUS ? start + 1 : start;
  if (at >= end || end - at > 4) return false;
  exponent = 0;
  for (; at < end; at++) {
    const digit = <u8>(load<u8>(at) - ZERO);
    if (digit > 9) return false;
    exponent = 10 * exponent + digit;
  }
  if (sign == MINUS) exponent = -exponent;
  return true;
}

/** Of a double: bits of its fraction, and what its exponent is from. */
const FRACTION_BITS: i32 = 52;
const EXPONENT_BIAS: i32 = 1023;
/** Two bits more than a double has, and the one that may be the first. */
const KEPT_BITS: i32 = FRACTION_BITS + 3;

/** `value` becomes mantissa × 10^power. @returns whether it could be rounded; results here are neither subnormal nor infinite. */
function round(mantissa: u64, power: i32): bool {
  if (mantissa == 0) {
    value = 0;
    return true;
  }
  const zeros = <i32>clz(mantissa);
  const shifted = mantissa << zeros;
  const factor = POWERS_OF_FIVE + ((power + MAX_POWER) << 4);
  multiply(shifted, load<u64>(factor));
  let high = productHigh;
  let low = productLow;
  const rest: u64 = u64.MAX_VALUE >> KEPT_BITS;
  if ((high & rest) == rest) {
    multiply(shifted, load<u64>(factor, 8));
    low += productHigh;
    if (productHigh > low) high++;
  }
  // Between -27 and 55 the power is exact enough for any product.
  if (low == u64.MAX_VALUE && (power < -27 || power > 55)) return false;
  const top = <i32>(high >> 63);
  const shift = top + 64 - KEPT_BITS;
  let fraction = high >> shift;
  let binary = ((217706 * power) >> 16) + 63 + top - zeros + EXPONENT_BIAS;
  // Halfway between two doubles: to the even one.
  if (low <= 1 && power >= -4 && power <= 23 && (fraction & 3) == 1 && fraction << shift == high)
    fraction &= ~1;
  fraction = (fraction + (fraction & 1)) >> 1;
  if (fraction >> (FRACTION_BITS + 1) != 0) {
    fraction >>= 1;
    binary++;
  }
  value = reinterpret<f64>((fraction & ((1 << FRACTION_BITS) - 1)) | ((<u64>binary) << FRACTION_BITS));
  return true;
}

let productHigh: u64 = 0;
let productLow: u64 = 0;

/** 64 × 64 bits. */
function multiply(left: u64, right: u64): void {
  const half: u64 = 0xffffffff;
  const low = (left & half) * (right & half);
  const first = (left >> 32) * (right & half) + (low >> 32);
  const second = (left & half) * (right >> 32) + (first & half);
  productHigh = (left >> 32) * (right >> 32) + (first >> 32) + (second >> 32);
  productLow = left * right;
}
