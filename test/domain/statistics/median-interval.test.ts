/** Ends by `scipy.stats.quantile_test`: fixtures/median_interval.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countForMedian, estimateMedian } from '../../../src/shared/domain/statistics/median-interval.ts';

interface Fixture {
  readonly cases: readonly {
    readonly values: readonly number[];
    readonly confidence: number;
    readonly estimate: number;
    readonly ends: readonly [number, number] | null;
  }[];
  readonly needed: Readonly<Record<string, number>>;
}

const { cases, needed } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'median-interval.json'), 'utf8'),
) as Fixture;

describe('the interval of a median', () => {
  it('has the ends that SciPy has, or none where SciPy has none', () => {
    for (const { values, confidence, estimate, ends } of cases) {
      const found = estimateMedian(values, confidence);
      expect(found.estimate).toBeCloseTo(estimate, 12);
      expect(found.ends ?? null).toEqual(ends && { lower: ends[0], upper: ends[1] });
    }
  });

  it('needs as many values as an exact sign test', () => {
    for (const [confidence, count] of Object.entries(needed))
      expect(countForMedian(Number(confidence))).toBe(count);
  });

  it('is refused for no values', () => {
    expect(() => estimateMedian([], 0.95)).toThrow('expected values, got none');
  });
});
