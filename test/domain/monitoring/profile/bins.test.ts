/** The bin of a value is the number of points below it, wherever the points crowd. Counted here one by one. */
import { describe, expect, it } from 'vitest';
import { countNumbers } from '../../../../src/shared/domain/monitoring/profile/bin-counts.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';

const shapes: Readonly<Record<string, (uniform: number) => number>> = {
  'spread evenly': (uniform) => uniform,
  'crowded at one end': (uniform) => uniform ** 60,
  'a few values': (uniform) => Math.round(4 * uniform),
  'one value': () => 7,
  'a range beyond the largest square': (uniform) => (uniform - 0.5) * 1.9e150,
  'a range near the smallest number': (uniform) => uniform * 1e-310,
};

/** Larger ones count as infinite. */
const LARGEST_VALUE = 1e150;

describe('values in the bins between points', () => {
  it.each(Object.entries(shapes))('%s', (_shape, shape) => {
    const random = createRandomNumbers(5);
    const drawn = Array.from({ length: 60 }, () => shape(random()));
    const points = [...new Set(drawn)].sort((one, other) => one - other);
    const others = Array.from({ length: 60 }, () => shape(2 * random() - 0.5));
    for (const value of [...points, ...others].filter((number) => Math.abs(number) <= LARGEST_VALUE)) {
      const { counts } = countNumbers(Float64Array.of(value, Number.NaN, Infinity), points);
      expect(counts.indexOf(1)).toBe(points.filter((point) => point < value).length);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    }
  });
});
