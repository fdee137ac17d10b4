/** Factors by SciPy, which integrates over the density of the order statistic: fixtures/detectable_shift.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectableShift } from '../../../src/shared/domain/statistics/detectable-shift.ts';
import { estimateMedian } from '../../../src/shared/domain/statistics/median-interval.ts';

interface Fixture {
  readonly cases: readonly { readonly count: number; readonly rank: number; readonly factor: number }[];
}

const { cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'detectable-shift.json'), 'utf8'),
) as Fixture;

describe('what the interval of a median detects', () => {
  it('is as many half widths as SciPy computes for double exponential values', () => {
    for (const { count, rank, factor } of cases)
      expect(detectableShift({ lower: 3, upper: 7 }, { count, rank })).toBeCloseTo(2 * factor, 9);
  });

  it('is in the unit of the values, and nothing where they do not differ', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const { minimumDetectableEffect: effect } = estimateMedian(values, 0.95);
    const thousandfold = estimateMedian(
      values.map((value) => 5 + 1000 * value),
      0.95,
    );
    expect(thousandfold.minimumDetectableEffect).toBeCloseTo(1000 * effect!, 9);
    expect(estimateMedian([2, 2, 2, 2, 2, 2], 0.95).minimumDetectableEffect).toBe(0);
  });

  it('is not known where the values are too few for an interval', () => {
    expect(estimateMedian([1, 2, 3, 4, 5], 0.95).minimumDetectableEffect).toBeUndefined();
  });
});
