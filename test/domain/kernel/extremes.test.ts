/** Any number of values, as `Math.min` and `Math.max` take few of them. */
import { expect, it } from 'vitest';
import { largest, smallest } from '../../../src/shared/domain/kernel/extremes.ts';

it.each([[[]], [[3]], [[2, -5, 4, 0]], [[-0, 0]], [[1, Number.NaN, 2]], [[Infinity, -Infinity]]])(
  'is what the language says of %o',
  (values) => {
    expect(smallest(values)).toBe(Math.min(...values));
    expect(largest(values)).toBe(Math.max(...values));
  },
);

it('is found among a million', () => {
  const values = Float64Array.from({ length: 1_000_000 }, (_, index) => Math.abs(index - 700_000));
  expect([smallest(values), largest(values)]).toEqual([0, 700_000]);
});
