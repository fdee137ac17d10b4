import { describe, expect, test } from 'vitest';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import type { NumberProfile } from '../../../../src/shared/domain/monitoring/profile/profile.ts';
import { explainByRatio } from '../../../../src/shared/domain/monitoring/quality/unit-ratio.ts';
import { normalQuantile } from '../../../../src/shared/domain/statistics/normal.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import type { NumberColumn } from '../../../../src/shared/domain/table/table.ts';

function column(values: Float64Array): NumberColumn {
  return { kind: 'number', name: 'distance', values };
}

/** Skewed and positive, without a grid. */
function lognormal(count: number, seed: number): Float64Array {
  const random = createRandomNumbers(seed);
  return Float64Array.from({ length: count }, () =>
    Math.exp(6.3 + 0.6 * normalQuantile(random() * 0.9999 + 5e-5)),
  );
}

function profileOf(values: Float64Array): NumberProfile {
  const [profile] = computeProfile(
    { rowCount: values.length, columns: [column(values)] },
    { where: 'f' },
  ).columns;
  if (profile?.kind !== 'number') throw new TypeError('expected a numeric profile');
  return profile;
}

const reference = profileOf(lognormal(20_000, 1));

describe('a ratio that people convert units with is named', () => {
  test.each([
    [1.609344, 'miles-to-kilometers', false],
    [1 / 1.609344, 'miles-to-kilometers', true],
    [100, 'times-100', false],
    [0.001, 'times-1000', true],
    [0.3048, 'feet-to-meters', false],
  ])('times %d', (factor, conversion, reversed) => {
    const values = lognormal(2000, 2).map((value) => value * factor);
    expect(explainByRatio(reference, column(values), undefined)?.change).toMatchObject({
      conversion,
      reversed,
    });
  });
});

describe('what is no change of unit stays a matter of drift', () => {
  test.each([
    ['nothing changed', (value: number) => value],
    ['a factor that no unit has', (value: number) => 1.35 * value],
    ['a shift', (value: number) => value + 350],
    ['a wider spread around the same mean', (value: number) => 654 + 3 * (value - 654)],
  ])('%s', (_case, change) => {
    expect(explainByRatio(reference, column(lognormal(2000, 4).map(change)), undefined)).toBeUndefined();
  });

  test('growth of whole numbers by 1.61: they are no rounded multiples of it', () => {
    const whole = (seed: number): Float64Array => lognormal(2000, seed).map(Math.round);
    const grown = lognormal(2000, 5).map((value) => Math.round(1.61 * value));
    expect(explainByRatio(profileOf(whole(1)), column(grown), undefined)).toBeUndefined();
  });

  test('too few values', () => {
    const values = lognormal(30, 5).map((value) => value * 1000);
    expect(explainByRatio(reference, column(values), undefined)).toBeUndefined();
  });

  test('a constant column', () => {
    const constant = profileOf(new Float64Array(100).fill(5));
    expect(explainByRatio(constant, column(new Float64Array(100).fill(500)), undefined)).toBeUndefined();
  });
});
