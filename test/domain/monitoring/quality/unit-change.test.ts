import { describe, expect, test } from 'vitest';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { findGrid } from '../../../../src/shared/domain/monitoring/profile/grid.ts';
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
import cases from './fixtures/units.json' with { type: 'json' };

function column(values: ArrayLike<number>): NumberColumn {
  return { kind: 'number', name: 'distance', values: Float64Array.from(values) };
}

function profileOf(values: ArrayLike<number>): NumberProfile {
  const [profile] = computeProfile(
    { rowCount: values.length, columns: [column(values)] },
    { where: 'f' },
  ).columns;
  if (profile?.kind !== 'number') throw new TypeError('expected a numeric profile');
  return profile;
}

/** Skewed and positive, as distances, amounts and durations are; whole numbers. */
function distances(count: number, seed: number): Float64Array {
  const random = createRandomNumbers(seed);
  return Float64Array.from({ length: count }, () =>
    Math.round(Math.exp(6.3 + 0.6 * normalQuantile(random() * 0.9999 + 5e-5))),
  );
}

function daysOf(rows: number, perDay: number): RowDays {
  const first = parseDay('2026-11-01') * 86_400_000;
  return groupRowsByDay(
    Float64Array.from({ length: rows }, (_, row) => first + Math.floor(row / perDay) * 86_400_000),
  );
}

describe('what decimal arithmetic proves, and nothing else', () => {
  test.each(cases)('$name', ({ reference, current, conversion, reversed }) => {
    const found = checkUnit(profileOf(reference), column(current), undefined);
    expect(found.map(({ detail }) => detail)).toMatchObject(
      conversion === null ? [] : [{ code: 'changed-unit', conversion, reversed, evidence: 'arithmetic' }],
    );
  });
});

test('floats of 32 bits lie on the grid of their decimals', () => {
  const { reference, current } = cases.find(({ name }) => name === 'Celsius in Fahrenheit')!;
  const found = checkUnit(
    profileOf(Float32Array.from(reference)),
    column(Float32Array.from(current)),
    undefined,
  );
  expect(found).toMatchObject([{ detail: { conversion: 'celsius-to-fahrenheit', factor: 1.8, offset: 32 } }]);
});

describe('the day on which the unit changed', () => {
  const reference = profileOf(distances(20_000, 1));

  test.each([
    [
      'some days ago',
      16,
      /^from 2026-11-17 on, the values are those of the reference times 1\.61 \(miles → kilometers\)/,
    ],
    ['on the newest day', 19, /^from 2026-11-20 on, /],
  ])('%s', (_name, changedDays, text) => {
    const values = distances(20 * 100, 3).map((value, row) =>
      row >= changedDays * 100 ? value * 1.609344 : value,
    );
    const [finding] = checkUnit(reference, column(values), daysOf(20 * 100, 100));
    expect(describeFinding(finding!)).toMatch(text);
  });

  test('days that were converted back by now are no change that continues', () => {
    const values = distances(20 * 100, 3).map((value, row) => (row < 1000 ? value * 1.609344 : value));
    expect(checkUnit(reference, column(values), daysOf(20 * 100, 100))).toEqual([]);
  });
});

describe('heights in whole meters, which were hundreds of feet', () => {
  const random = createRandomNumbers(7);
  const meters = (step: number, count = 600) =>
    Float64Array.from({ length: count }, () => Math.round((30.48 * Math.ceil(250 * random())) / step) * step);
  // 30.48 are 12 × 2.54. One value off the tens makes a grid of whole meters.
  const reference = profileOf([...meters(10), 77_777]);

  test('are no inches when they are rounded to other meters than before', () => {
    expect(reference.grid?.step).toBe(1);
    expect(checkUnit(reference, column(meters(1)), undefined)).toEqual([]);
  });

  test('are found where they are converted indeed', () => {
    const converted = meters(10).map((value) => Math.round(2.54 * value));
    expect(checkUnit(reference, column(converted), undefined)).toMatchObject([
      { detail: { conversion: 'inches-to-centimeters', reversed: false } },
    ]);
  });
});

test('few values, and columns without a grid, prove nothing', () => {
  const kilometers = distances(2000, 2).map((value) => value * 1.609344);
  expect(checkUnit(profileOf(distances(2000, 1)), column(kilometers.slice(0, 9)), undefined)).toEqual([]);
  const random = createRandomNumbers(4);
  const smooth = Float64Array.from({ length: 500 }, () => 100 * random());
  expect(profileOf(smooth).grid).toBeUndefined();
  expect(checkUnit(profileOf(smooth), column(smooth.map((value) => 25.4 * value)), undefined)).toEqual([]);
});

test.each([
  ['whole numbers', [3, 8, 10], 1],
  ['multiples of five', [10, -15, 40], 5],
  ['tenths', [0.3, 0.7, 12.2], 0.1],
  ['quarters', [0.25, 1.5, 2], 0.25],
  ['zeros alone', [0, 0], undefined],
  ['numbers without an end', [Math.PI, Math.E], undefined],
  ['numbers that are whole because they are large', [2 ** 60, 2 ** 61], undefined],
])('the grid of %s', (_name, values, step) => {
  expect(findGrid(Float64Array.from(values).sort())).toBe(step);
});
