/** Values by mpmath (60 digits) and scipy: fixtures/special_functions.py. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail, zeroEventsBound } from '../../../src/shared/domain/statistics/binomial.ts';
import { chiSquaredTail } from '../../../src/shared/domain/statistics/chi-squared.ts';
import { regularizedBeta } from '../../../src/shared/domain/statistics/incomplete-beta.ts';
import { regularizedGamma } from '../../../src/shared/domain/statistics/incomplete-gamma.ts';
import { normalCdf, normalQuantile, normalTail } from '../../../src/shared/domain/statistics/normal.ts';
import {
  studentTQuantile,
  studentTTail,
  studentTTwoSided,
} from '../../../src/shared/domain/statistics/student-t.ts';

type Points = readonly (readonly number[])[];
const fixture = JSON.parse(
  readFileSync(new URL('fixtures/special-functions.json', import.meta.url), 'utf8'),
) as Record<string, Points>;

/** The largest relative error over the fixture's points, whose last number is the truth. */
function worstError(name: string, compute: (...args: number[]) => number): number {
  const points = fixture[name]!;
  expect(points.length).toBeGreaterThan(5);
  return Math.max(
    ...points.map((point) => {
      const truth = point.at(-1)!;
      const value = compute(...point.slice(0, -1));
      return truth === 0 ? Math.abs(value) : Math.abs(value / truth - 1);
    }),
  );
}

describe('special functions agree with mpmath and scipy, also far out in the tails', () => {
  it('Student t tail, from 1 to 1e9 degrees of freedom', () => {
    expect(worstError('studentTTail', studentTTail)).toBeLessThan(1e-12);
  });

  it('normal tail, from -8 to 37 standard deviations', () => {
    expect(worstError('normalTail', normalTail)).toBeLessThan(2e-13);
  });

  it('chi-squared tail', () => {
    expect(worstError('chiSquaredTail', chiSquaredTail)).toBeLessThan(1e-12);
  });

  it('regularized incomplete beta', () => {
    const compute = (x: number, a: number, b: number): number =>
      regularizedBeta({ a, b, x, complement: 1 - x }).lower;
    expect(worstError('regularizedBeta', compute)).toBeLessThan(1e-12);
  });

  it('binomial tail', () => {
    expect(worstError('binomialTail', binomialTail)).toBeLessThan(1e-12);
  });

  it('Student t quantile', () => {
    expect(worstError('studentTQuantile', studentTQuantile)).toBeLessThan(1e-11);
  });

  it('normal quantile', () => {
    expect(worstError('normalQuantile', normalQuantile)).toBeLessThan(1e-12);
  });
});

describe('cases that can be checked by hand', () => {
  it('one degree of freedom is the Cauchy distribution', () => {
    expect(studentTTail(1, 1)).toBeCloseTo(0.25, 15);
    expect(studentTQuantile(0.75, 1)).toBeCloseTo(1, 14);
    expect(studentTTwoSided(-1, 1)).toBeCloseTo(0.5, 15);
  });

  it('two degrees of freedom of chi-squared are the exponential distribution', () => {
    expect(chiSquaredTail(4, 2)).toBeCloseTo(Math.exp(-2), 15);
  });

  it('nothing seen in 30 trials leaves at most about 3/30 (rule of three)', () => {
    expect(zeroEventsBound(30, 0.95)).toBeCloseTo(1 - 0.05 ** (1 / 30), 15);
    expect(zeroEventsBound(30, 0.95)).toBeCloseTo(3 / 30, 1);
  });

  it('infinite arguments give certain answers', () => {
    expect(studentTTail(Infinity, 3)).toBe(0);
    expect(studentTTail(-Infinity, 3)).toBe(1);
    expect(normalTail(Infinity)).toBe(0);
    expect(normalCdf(Infinity)).toBe(1);
    expect(regularizedGamma(2, Infinity).upper).toBe(0);
  });
});

describe('invariants', () => {
  const probability = fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true });
  const degrees = fc.double({ min: 1, max: 1e7, noNaN: true });

  it('a quantile and its distribution undo each other', () => {
    fc.assert(
      fc.property(probability, degrees, (p, df) => {
        expect(studentTTail(-studentTQuantile(p, df), df) / p).toBeCloseTo(1, 9);
        expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 9);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('both sides of the beta function add up, and swapping its arguments swaps them', () => {
    const shape = fc.double({ min: 0.1, max: 1e4, noNaN: true });
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(shape, shape, unit, (a, b, x) => {
        const here = regularizedBeta({ a, b, x, complement: 1 - x });
        const swapped = regularizedBeta({ a: b, b: a, x: 1 - x, complement: x });
        expect(here.lower + here.upper).toBeCloseTo(1, 12);
        expect(here.lower).toBeCloseTo(swapped.upper, 9);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it('tails fall as the argument grows', () => {
    const argument = fc.double({ min: -30, max: 30, noNaN: true });
    fc.assert(
      fc.property(argument, argument, degrees, (one, other, df) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        expect(studentTTail(high, df)).toBeLessThanOrEqual(studentTTail(low, df) * (1 + 1e-12));
        expect(normalTail(high)).toBeLessThanOrEqual(normalTail(low) * (1 + 1e-12));
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe('impossible arguments are refused', () => {
  it.each([
    ['t tail', () => studentTTail(1, 0)],
    ['t tail of NaN', () => studentTTail(Number.NaN, 3)],
    ['t quantile', () => studentTQuantile(1, 3)],
    ['normal quantile', () => normalQuantile(0)],
    ['gamma', () => regularizedGamma(0, 1)],
    ['beta', () => regularizedBeta({ a: 1, b: 1, x: -0.1, complement: 1.1 })],
    ['binomial', () => binomialTail(3, 2, 0.5)],
  ])('%s', (_name, compute) => {
    expect(compute).toThrow(RangeError);
  });
});
