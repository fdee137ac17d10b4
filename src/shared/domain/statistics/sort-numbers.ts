/**
 * Numbers in ascending order by their bits: a radix sort, least significant digit first, of doubles as 64-bit keys (the
 * sign flipped for positive numbers, all bits for negative ones). Digits that all numbers share cost no pass.
 */
import { indexAt } from './vectors.ts';

const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
const LAST_DIGIT = DIGITS - 1;
/** Three digits of each half of the key, the last of ten bits. */
const SHIFTS = [0, DIGIT_BITS, 2 * DIGIT_BITS] as const;
const SIGN = 0x80000000;
/** For fewer the sort of the language is quicker. */
const MANY = 4096;

/** In place, as the sort of typed arrays does it. @param values without NaN. O(N). @returns the same array. */
export function sortNumbers(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  if (values.length < MANY) return values.sort();
  const bits = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  let keys = createKeys(values.length);
  let spare = createKeys(values.length);
  splitKeys(bits, keys);
  for (const half of ['low', 'high'] as const) {
    const counts = countDigits(keys[half]);
    SHIFTS.forEach((shift, digit) => {
      const places = counts.subarray(digit * DIGITS, (digit + 1) * DIGITS);
      if (!toPlaces(places, values.length)) return;
      spread({ digits: keys[half], shift, places }, keys, spare);
      [keys, spare] = [spare, keys];
    });
  }
  joinKeys(keys, bits);
  return values;
}

interface Keys {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

function createKeys(count: number): Keys {
  return { low: new Int32Array(count), high: new Int32Array(count) };
}

/** The first word of a double is the low one: every platform that Node runs on is little-endian. */
function splitKeys(bits: Uint32Array, { low, high }: Keys): void {
  const words = new Int32Array(bits.buffer, bits.byteOffset, bits.length);
  for (let index = 0; index < low.length; index += 1) {
    const word = indexAt(words, 2 * index + 1);
    const flip = word >> 31;
    low[index] = indexAt(words, 2 * index) ^ flip;
    high[index] = word ^ (flip | SIGN);
  }
}

function joinKeys({ low, high }: Keys, bits: Uint32Array): void {
  const words = new Int32Array(bits.buffer, bits.byteOffset, bits.length);
  for (let index = 0; index < low.length; index += 1) {
    const word = indexAt(high, index);
    const flip = ~(word >> 31);
    words[2 * index] = indexAt(low, index) ^ flip;
    words[2 * index + 1] = word ^ (flip | SIGN);
  }
}

/** How often each value of each digit occurs, in one pass: the order of the words does not matter. */
function countDigits(words: Int32Array): Int32Array {
  const counts = new Int32Array(SHIFTS.length * DIGITS);
  for (let index = 0; index < words.length; index += 1) {
    const word = indexAt(words, index);
    const low = word & LAST_DIGIT;
    const middle = DIGITS + ((word >>> DIGIT_BITS) & LAST_DIGIT);
    const high = 2 * DIGITS + (word >>> (2 * DIGIT_BITS));
    counts[low] = indexAt(counts, low) + 1;
    counts[middle] = indexAt(counts, middle) + 1;
    counts[high] = indexAt(counts, high) + 1;
  }
  return counts;
}

/** Counts into where each digit begins. @returns false where all keys share one, and nothing has to move. */
function toPlaces(counts: Int32Array, total: number): boolean {
  let sum = 0;
  for (let digit = 0; digit < counts.length; digit += 1) {
    const count = indexAt(counts, digit);
    if (count === total) return false;
    counts[digit] = sum;
    sum += count;
  }
  return true;
}

interface Pass {
  readonly digits: Int32Array;
  readonly shift: number;
  readonly places: Int32Array;
}

/** Puts the keys in the order of one digit. */
function spread({ digits, shift, places }: Pass, { low, high }: Keys, target: Keys): void {
  const { low: toLow, high: toHigh } = target;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = (indexAt(digits, index) >>> shift) & LAST_DIGIT;
    const place = indexAt(places, digit);
    places[digit] = place + 1;
    toLow[place] = indexAt(low, index);
    toHigh[place] = indexAt(high, index);
  }
}
