import { describe, expect, test } from 'vitest';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import {
  groupRowsByDay,
  parseDay,
  type RowDays,
} from '../../../../src/shared/domain/monitoring/profile/days.ts';
import type { NumberProfile } from '../../../../src/shared/domain/monitoring/profile/profile.ts';
import { checkUnit } from '../../../../src/shared/domain/monitoring/quality/unit-change.ts';
import { normalQuantile } from '../../../../src/shared/domain/statistics/normal.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import type { NumberColumn } from '../../../../src/shared/domain/table/table.ts';
import { describeFinding } from '../../../../src/shared/domain/report/finding-text.ts';

function column(values: Float64Array): NumberColumn {
  return { kind: 'number', name: 'distance', values };
}

/** Skewed and positive, as distances, amounts and durations are. */
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

function daysOf(rows: number, perDay: number): RowDays {
  const first = parseDay('2026-11-01') * 86_400_000;
  return groupRowsByDay(
    Float64Array.from({ length: rows }, (_, row) => first + Math.floor(row / perDay) * 86_400_000),
  );
}

const reference = profileOf(lognormal(20_000, 1));

describe('a unit that people use is recognized', () => {
  test.each([
    [1.609344, 'miles → kilometers'],
    [1 / 1.609344, 'miles → kilometers, reversed'],
    [100, 'a fraction → percent, or a currency → its hundredths'],
    [0.001, 'times 1,000, reversed'],
    [0.3048, 'feet → meters'],
  ])('times %d: %s', (factor, name) => {
    const [finding] = checkUnit(
      reference,
      column(lognormal(2000, 2).map((value) => value * factor)),
      undefined,
    );
    expect(finding).toMatchObject({
      outcome: 'alert',
      detail: { code: 'changed-unit' },
    });
    expect(describeFinding(finding!)).toContain(`(${name})`);
    expect(finding!.effect!.value).toBeCloseTo(factor, 10);
  });

  test('with the day on which it began, when only the newest days have it', () => {
    const values = lognormal(20 * 500, 3).map((value, row) => (row >= 16 * 500 ? value * 1.609344 : value));
    const [finding] = checkUnit(reference, column(values), daysOf(20 * 500, 500));
    expect(describeFinding(finding!)).toMatch(/^from 2026-11-17 on, /);
  });
});

describe('what is no change of unit stays a matter of drift', () => {
  test.each([
    ['nothing changed', (value: number) => value],
    ['a factor that no unit has', (value: number) => 1.35 * value],
    ['a shift', (value: number) => value + 350],
    ['a wider spread around the same mean', (value: number) => 654 + 3 * (value - 654)],
  ])('%s', (_case, change) => {
    expect(checkUnit(reference, column(lognormal(2000, 4).map(change)), undefined)).toEqual([]);
  });

  test('too few values say nothing', () => {
    expect(checkUnit(reference, column(lognormal(30, 5).map((value) => value * 1000)), undefined)).toEqual(
      [],
    );
  });

  test('a constant column has no spread to compare', () => {
    const constant = profileOf(new Float64Array(100).fill(5));
    expect(checkUnit(constant, column(new Float64Array(100).fill(500)), undefined)).toEqual([]);
  });
});
