import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { numberCurves } from '../../../../src/shared/domain/monitoring/drift/number-curves.ts';
import {
  jensenShannonDistance,
  joinBins,
  populationStabilityIndex,
} from '../../../../src/shared/domain/monitoring/drift/effect-sizes.ts';
import { chiSquaredHomogeneity } from '../../../../src/shared/domain/monitoring/drift/independent-rows.ts';
import {
  kolmogorovSmirnovDistance,
  meanShift,
  wassersteinDistance,
  windowDifference,
} from '../../../../src/shared/domain/monitoring/drift/window-difference.ts';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import type { NumberColumn } from '../../../../src/shared/domain/table/table.ts';

interface Sample {
  readonly name: string;
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly sd: number;
  readonly wasserstein: number;
  readonly ks: number;
  readonly meanShift: number;
}

const fixtures = JSON.parse(readFileSync(new URL('fixtures/distances.json', import.meta.url), 'utf8')) as {
  readonly discrete: readonly Sample[];
  readonly continuous: readonly Sample[];
  readonly beyond: readonly Sample[];
  readonly heavy: readonly (Sample & { readonly rank: number })[];
  readonly shares: readonly {
    readonly reference: readonly number[];
    readonly current: readonly number[];
    readonly jensenShannon: number;
    readonly psi: number;
    readonly chiSquared: number;
    readonly p: number;
  }[];
};

function column(values: readonly number[]): NumberColumn {
  return { kind: 'number', name: 'x', values: Float64Array.from(values) };
}

/** Distances between a profile of the reference and the current values. */
function measure({ reference, current }: Sample) {
  const table = { rowCount: reference.length, columns: [column(reference)] };
  const [profile] = computeProfile(table, { where: 'reference' }).columns;
  if (profile?.kind !== 'number') throw new TypeError('expected a numeric profile');
  const curves = numberCurves({ profile, column: column(current) }, undefined);
  const difference = windowDifference({ window: curves.current, others: curves.reference, byWeekday: false });
  return {
    wasserstein: wassersteinDistance(difference, curves.valueWeights),
    ks: kolmogorovSmirnovDistance(difference.subarray(0, curves.fractionPoints)),
    shift: meanShift(difference, curves.valueWeights),
    rank: wassersteinDistance(difference, curves.weights),
    isByRank: curves.isByRank,
    sd: profile.sd,
  };
}

describe('distances from a profile, against SciPy on the raw values', () => {
  test.each(fixtures.discrete)('$name: exact, because every value is a point of the profile', (sample) => {
    const found = measure(sample);
    expect(found.wasserstein).toBeCloseTo(sample.wasserstein, 12);
    expect(found.ks).toBeCloseTo(sample.ks, 12);
    expect(found.shift).toBeCloseTo(sample.meanShift, 12);
    expect(found.sd).toBeCloseTo(sample.sd, 12);
  });

  test.each(fixtures.continuous)('$name: within 0.02 sd and 0.02 of the distance', (sample) => {
    const found = measure(sample);
    expect(Math.abs(found.wasserstein - sample.wasserstein)).toBeLessThan(0.02 * sample.sd);
    expect(Math.abs(found.ks - sample.ks)).toBeLessThan(0.02);
    expect(found.sd / sample.sd).toBeCloseTo(1, 9);
  });
});

describe('values beyond the range of the reference', () => {
  test.each(fixtures.beyond)('$name: the distance is the true one, as SciPy', (sample) => {
    const found = measure(sample);
    expect(Math.abs(found.wasserstein - sample.wasserstein)).toBeLessThan(0.02 * sample.sd);
    expect(Math.abs(found.ks - sample.ks)).toBeLessThan(0.02);
    expect(Math.abs(found.shift - sample.meanShift)).toBeLessThan(0.02 * sample.sd);
  });

  test.each(fixtures.heavy)('$name: heavy tails are measured by rank, as SciPy on ranks', (sample) => {
    const found = measure(sample);
    expect(found.isByRank).toBe(true);
    expect(Math.abs(found.rank - sample.rank)).toBeLessThan(0.01);
  });

  test('other columns are measured in their own unit', () => {
    const [normal] = fixtures.continuous;
    expect(normal && measure(normal).isByRank).toBe(false);
    expect(fixtures.discrete.map((sample) => measure(sample).isByRank)).toEqual([false, false, false]);
  });

  test('are bins of their own when chi-squared can count them', () => {
    const bins = { reference: [50, 50, 0], current: [40, 0, 60] };
    expect(joinBins({ ...bins, outside: { below: 40, above: 60 } })).toEqual({
      reference: [0, 50, 50, 0],
      current: [40, 0, 0, 60],
    });
    // 9 of 100 against 100: 4.5 expected.
    expect(
      joinBins({ reference: [50, 50, 0], current: [50, 41, 9], outside: { below: 0, above: 9 } }),
    ).toEqual({
      reference: [50, 50],
      current: [50, 50],
    });
  });
});

describe('distances between counts', () => {
  test.each(fixtures.shares)('Jensen-Shannon, PSI and chi-squared as SciPy: %#', (pair) => {
    expect(jensenShannonDistance(pair)).toBeCloseTo(pair.jensenShannon, 12);
    expect(populationStabilityIndex(pair)).toBeCloseTo(pair.psi, 12);
    const { statistic, p } = chiSquaredHomogeneity(pair);
    expect(statistic).toBeCloseTo(pair.chiSquared, 10);
    expect(p / pair.p).toBeCloseTo(1, 10);
  });

  test('a bin that is empty on one side keeps PSI finite and Jensen-Shannon at most 1', () => {
    const disjoint = { reference: [10, 0], current: [0, 10] };
    expect(populationStabilityIndex(disjoint)).toBeCloseTo(2 * (1 - 1e-4) * Math.log(1e4), 9);
    expect(jensenShannonDistance(disjoint)).toBe(1);
  });

  test('bins are joined until each holds 5 % of the reference', () => {
    const joined = joinBins({ reference: [1, 1, 50, 2, 44, 2], current: [5, 0, 5, 5, 5, 7] });
    expect(joined).toEqual({ reference: [52, 48], current: [10, 17] });
  });

  test('equal counts differ by nothing', () => {
    const same = { reference: [3, 4, 5], current: [6, 8, 10] };
    expect(populationStabilityIndex(same)).toBe(0);
    expect(jensenShannonDistance(same)).toBe(0);
    expect(chiSquaredHomogeneity(same).p).toBe(1);
  });
});
