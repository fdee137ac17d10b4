/** Against the sort of typed arrays, bit for bit: for so many numbers that the radix sort takes them, and for few. */
import { describe, expect, it } from 'vitest';
import { createRandomNumbers } from '../../../src/shared/domain/statistics/random-numbers.ts';
import { sortNumbers } from '../../../src/shared/domain/statistics/sort-numbers.ts';

const shapes: Readonly<Record<string, (uniform: number) => number>> = {
  'both signs': (uniform) => uniform - 0.5,
  'one digit for all': () => 0.3,
  'zeros of both signs beside the smallest numbers': (uniform) =>
    uniform < 0.3 ? -0 : uniform < 0.6 ? 0 : -5e-324,
  'many orders of magnitude': (uniform) => (uniform < 0.5 ? -1 : 1) * Math.exp(1400 * uniform - 700),
  'whole numbers': (uniform) => Math.floor(200 * uniform) - 100,
  'infinite values': (uniform) => (uniform < 0.1 ? -Infinity : uniform > 0.9 ? Infinity : uniform),
};

describe('numbers in ascending order', () => {
  it.each(Object.entries(shapes))('%s', (_shape, shape) => {
    const random = createRandomNumbers(11);
    for (const count of [0, 1, 4095, 4096, 5003]) {
      const values = Float64Array.from({ length: count }, () => shape(random()));
      const expected = new BigUint64Array(values.slice().sort().buffer);
      expect(new BigUint64Array(sortNumbers(values.slice()).buffer)).toEqual(expected);
    }
  });

  it('a part of an array leaves the others where they are', () => {
    const all = Float64Array.from({ length: 10_000 }, (_, index) => 10_000 - index);
    sortNumbers(all.subarray(10, 9_990));
    expect([...all.subarray(0, 11)]).toEqual([
      10_000, 9_999, 9_998, 9_997, 9_996, 9_995, 9_994, 9_993, 9_992, 9_991, 11,
    ]);
    expect(all.at(-1)).toBe(1);
  });
});
