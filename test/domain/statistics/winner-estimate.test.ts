/** Values by SciPy's truncated normal distribution: fixtures/winner_estimate.py. Rates are measured in test/rates/challengers.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  estimateWinner,
  type BeatenEstimate,
  type NormalEstimate,
  type WinnerEstimate,
} from '../../../src/shared/domain/statistics/winner-estimate.ts';

interface Fixture {
  readonly cases: readonly {
    readonly confidence: number;
    readonly best: NormalEstimate;
    readonly beaten: readonly BeatenEstimate[];
    readonly expected: WinnerEstimate;
  }[];
}

const { cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'winner-estimate.json'), 'utf8'),
) as Fixture;

const best = { estimate: 3, standardError: 1 };
const beaten = (estimate: number, correlation = 0, standardError = 1) => ({
  ...{ estimate, correlation, standardError },
});

describe('the estimate of the best of several', () => {
  it('is that of SciPy, with both ends of its interval', () => {
    for (const { best: winner, beaten: others, confidence, expected } of cases) {
      const found = estimateWinner(winner, others, confidence);
      expect(found.estimate).toBeCloseTo(expected.estimate, 9);
      expect(found.lower).toBeCloseTo(expected.lower, 9);
      expect(found.upper).toBeCloseTo(expected.upper, 9);
    }
  });

  it('is what was measured where all others are far behind', () => {
    const { estimate, lower, upper } = estimateWinner(best, [beaten(-40), beaten(-50)], 0.95);
    expect(estimate).toBeCloseTo(3, 9);
    // Of 95.5 % within the 99.5 %, whose cut is at 3.1 standard errors: hardly more than 1.96.
    expect(upper - 3).toBeCloseTo(3 - lower, 9);
    expect(upper).toBeGreaterThan(4.96);
    expect(upper).toBeLessThan(5.1);
  });

  it('is lower the closer the second one is, and never by more than a few errors', () => {
    const found = [-2, 0, 2, 2.9, 3].map((second) => estimateWinner(best, [beaten(second)], 0.95).estimate);
    expect(found.toSorted((one, other) => other - one)).toEqual(found);
    expect(found[0]).toBeGreaterThan(2.99);
    expect(found.at(-1)).toBeGreaterThan(-0.1);
  });

  it('does not change for another one that moves with it', () => {
    const alone = estimateWinner(best, [beaten(-40)], 0.95);
    expect(estimateWinner(best, [beaten(3, 1)], 0.95)).toEqual(alone);
  });

  it('is higher where a beaten one whose errors are larger moves with it', () => {
    expect(estimateWinner(best, [beaten(2.8, 0.9, 2)], 0.95).estimate).toBeGreaterThan(3);
  });

  it('needs an error', () => {
    expect(() => estimateWinner({ estimate: 1, standardError: 0 }, [beaten(0)], 0.95)).toThrow(
      'expected a standard error above 0, got 0',
    );
  });
});
