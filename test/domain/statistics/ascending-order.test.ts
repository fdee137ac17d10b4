/** Against a sort by comparison, for values that leave the buckets crowded, empty or without a width. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascendingOrder } from '../../../src/shared/domain/statistics/ascending-order.ts';

function byComparison(values: Float64Array): readonly number[] {
  return [...values.keys()].sort((one, other) => {
    const [left, right] = [values[one]!, values[other]!];
    return left < right ? -1 : left > right ? 1 : one - other;
  });
}

const shapes: Readonly<Record<string, (uniform: number) => number>> = {
  'uniform values': (uniform) => uniform,
  'many ties': (uniform) => Math.round(20 * uniform) / 20,
  'one value': () => 0.3,
  'zeros of both signs': (uniform) => (uniform < 0.5 ? 0 : -0),
  'a long tail': (uniform) => uniform ** 200,
  'many orders of magnitude': (uniform) => Math.exp(80 * uniform - 40),
  'nearly all values in one bucket': (uniform) => (uniform < 0.01 ? 1 : uniform * 1e-9),
  'a range beyond the largest number': (uniform) => (uniform - 0.5) * 2 * Number.MAX_VALUE,
  'a range below the smallest normal number': (uniform) => uniform * 1e-310,
  'infinite values': (uniform) => (uniform < 0.1 ? -Infinity : uniform > 0.9 ? Infinity : uniform),
};

describe('places in ascending order are those of a sort by comparison', () => {
  it.each(Object.entries(shapes))('%s', (_shape, shape) => {
    const uniform = fc.double({ min: 0, max: 1, noNaN: true });
    for (const maxLength of [3, 24, 25, 400]) {
      fc.assert(
        fc.property(fc.array(uniform, { minLength: Math.floor(maxLength / 2), maxLength }), (numbers) => {
          const values = Float64Array.from(numbers, shape);
          expect([...ascendingOrder(values)]).toEqual(byComparison(values));
        }),
        { numRuns: 12, seed: 7 },
      );
    }
  });
});
