/**
 * Sums of whole numbers, exact in whatever order they are added: so the sums of parts are those of the whole, and a
 * warehouse that adds decimals gets the same ones.
 */
import { at } from './vectors.ts';

/** Above it, a sum of two floats may be rounded. */
const FLUSH_ABOVE = 2 ** 52;
/** The square of a smaller number is a float exactly. */
const SQUARED_BELOW = 2 ** 26;

export interface IntegerSums {
  /** `value`: a whole number of at most 2^52 on either side of zero. O(1). */
  readonly add: (index: number, value: number) => void;
  readonly addSquare: (index: number, value: number) => void;
  readonly total: (index: number) => bigint;
}

/** `count` sums, all zero. */
export function createIntegerSums(count: number): IntegerSums {
  const low = new Float64Array(count);
  const high = new Array<bigint>(count).fill(0n);
  const addLarge = (index: number, value: bigint): void => {
    high[index] = (high[index] ?? 0n) + value;
  };
  const add = (index: number, value: number): void => {
    const sum = at(low, index) + value;
    if (Math.abs(sum) <= FLUSH_ABOVE) {
      low[index] = sum;
      return;
    }
    addLarge(index, BigInt(at(low, index)) + BigInt(value));
    low[index] = 0;
  };
  return {
    add,
    addSquare: (index, value) => {
      if (Math.abs(value) < SQUARED_BELOW) add(index, value * value);
      else addLarge(index, BigInt(value) ** 2n);
    },
    total: (index) => (high[index] ?? 0n) + BigInt(at(low, index)),
  };
}
