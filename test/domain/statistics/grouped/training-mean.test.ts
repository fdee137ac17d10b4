/** The mean of several trainings. Expected ends, and how often they miss the truth, from fixtures/training_mean.py (SciPy). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meanOfTrainings } from '../../../../src/shared/domain/statistics/grouped/training-mean.ts';

interface Fixture {
  readonly cases: readonly {
    readonly values: readonly number[];
    readonly below: readonly number[];
    readonly above: readonly number[];
    readonly confidence: number;
    readonly estimate: number;
    readonly trainingSd: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  readonly misses: readonly {
    readonly trainings: number;
    readonly added: number;
    readonly satterthwaite: number;
  }[];
}
const { cases, misses } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/training-mean.json'), 'utf8'),
) as Fixture;

describe('the interval of the mean of several trainings', () => {
  it.each(cases)('$values', ({ values, below, above, confidence, ...expected }) => {
    const mean = meanOfTrainings(
      values.map((estimate, index) => ({
        estimate,
        ...{ lower: estimate - below[index]!, upper: estimate + above[index]! },
        minimumDetectableEffect: undefined,
      })),
      confidence,
    );
    for (const name of ['estimate', 'trainingSd', 'lower', 'upper'] as const)
      expect(mean[name]).toBeCloseTo(expected[name], 10);
    expect(mean.minimumDetectableEffect).toBeUndefined();
  });

  it('misses the truth in at most 2.5 % of normal worlds, which one variance for both parts does not', () => {
    expect(misses.filter(({ added }) => added > 0.026)).toEqual([]);
    expect(Math.max(...misses.map(({ satterthwaite }) => satterthwaite))).toBeGreaterThan(0.06);
  });

  it('detects what one training detects where nothing is drawn, with more power for each of both that have to pass', () => {
    const one = {
      estimate: 0.1,
      lower: 0.1 - 1.96,
      upper: 0.1 + 1.96,
      minimumDetectableEffect: 1.96 + 0.8416,
    };
    const { minimumDetectableEffect } = meanOfTrainings([one, one, one], 0.95);
    expect(minimumDetectableEffect).toBeCloseTo(1.96 + 1.2816, 3);
  });

  it('is not that of one training', () => {
    const one = { estimate: 1, lower: 0, upper: 2, minimumDetectableEffect: undefined };
    expect(() => meanOfTrainings([one], 0.95)).toThrow('expected at least two trainings, got 1');
  });
});
