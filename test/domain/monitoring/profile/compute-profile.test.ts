import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import {
  formatDay,
  groupRowsByDay,
  parseDay,
  weekday,
} from '../../../../src/shared/domain/monitoring/profile/days.ts';
import { choosePoints } from '../../../../src/shared/domain/monitoring/profile/points.ts';
import {
  parseProfile,
  type NumberProfile,
} from '../../../../src/shared/domain/monitoring/profile/profile.ts';
import type { Column, Table } from '../../../../src/shared/domain/table/table.ts';

const DAY_MS = 86_400_000;

function table(...columns: readonly Column[]): Table {
  const [first] = columns;
  const rowCount = first?.kind === 'category' ? first.codes.length : (first?.values.length ?? 0);
  return { rowCount, columns };
}

function numbers(name: string, ...values: readonly number[]): Column {
  return { kind: 'number', name, values: Float64Array.from(values) };
}

function profileOf(values: readonly number[]): NumberProfile {
  const [profile] = computeProfile(table(numbers('x', ...values)), { where: 'reference' }).columns;
  if (profile?.kind !== 'number') throw new TypeError('expected a numeric profile');
  return profile;
}

describe('a numeric column', () => {
  test('is counted, with missing and infinite values apart', () => {
    expect(profileOf([2, 4, 4, NaN, 6, Infinity])).toMatchObject({
      missing: 1,
      infinite: 1,
      n: 4,
      min: 2,
      max: 6,
      mean: 4,
      sd: Math.sqrt(8 / 3),
      points: [2, 4, 6],
      discrete: true,
      counts: [1, 2, 1, 0],
    });
  });

  test.each([1e200, -1.7976931348623157e308])('%d, whose square overflows, counts as infinite', (value) => {
    expect(profileOf([2, 4, 4, value, 6])).toMatchObject({ infinite: 1, n: 4, max: 6, sd: Math.sqrt(8 / 3) });
  });

  test('keeps its digits at a huge offset', () => {
    const { mean, sd } = profileOf([1e15 + 1, 1e15 + 2, 1e15 + 3]);
    expect([mean, sd]).toEqual([1e15 + 2, 1]);
  });

  test('without any value has no points and no quantiles', () => {
    expect(profileOf([NaN, NaN])).toMatchObject({ missing: 2, n: 0, points: [], quantiles: [], counts: [0] });
  });

  test('keeps quantiles by rank: the values of the data, from the smallest to the largest', () => {
    const { quantiles } = profileOf(Array.from({ length: 200 }, (_, i) => i));
    expect([quantiles[0], quantiles[1], quantiles[50], quantiles[100]]).toEqual([0, 1, 99, 199]);
  });

  test('every value is counted once, in ascending distinct points from minimum to maximum', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -1e150, max: 1e150 }), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 8, max: 64 }), (sample, limit) => {
        const sorted = Float64Array.from(sample, (value) => value + 0).sort();
        const { points } = choosePoints(sorted, limit);
        expect(points.length).toBeLessThanOrEqual(limit);
        expect([points[0], points.at(-1)]).toEqual([sorted[0], sorted.at(-1)]);
        expect(points.every((point, k) => k === 0 || point > (points[k - 1] ?? NaN))).toBe(true);
        expect(profileOf(sample).counts.reduce((sum, count) => sum + count)).toBe(sample.length);
      }),
    );
  });

  test('no bin of a heavy tail holds more than a tenth of the rows', () => {
    const { counts, points } = profileOf(
      Array.from({ length: 5000 }, (_, i) => Math.exp(5 * Math.sin(i * 1.7))),
    );
    expect(points).toHaveLength(64);
    expect(Math.max(...counts)).toBeLessThan(500);
  });
});

describe('a column of text', () => {
  const column: Column = {
    kind: 'category',
    name: 'airport',
    codes: Int32Array.of(0, 1, 1, -1, 2, 1),
    categories: ['ATL', 'ORD', 'JFK', 'never used'],
  };

  test('lists its categories, the most frequent first', () => {
    expect(computeProfile(table(column), { where: 'f' }).columns[0]).toEqual({
      name: 'airport',
      kind: 'category',
      missing: 1,
      n: 5,
      distinct: 3,
      identifier: false,
      categories: [
        { category: 'ORD', count: 3 },
        { category: 'ATL', count: 1 },
        { category: 'JFK', count: 1 },
      ],
      other: 0,
      singletons: 2,
    });
  });

  test('that names rows is an identifier, and its categories are not listed', () => {
    const categories = Array.from({ length: 80 }, (_, i) => `user ${i}`);
    const ids: Column = {
      kind: 'category',
      name: 'id',
      codes: Int32Array.from(categories.keys()),
      categories,
    };
    expect(computeProfile(table(ids), { where: 'f' }).columns[0]).toMatchObject({
      identifier: true,
      categories: [],
    });
  });
});

describe('days', () => {
  const times: Column = {
    kind: 'time',
    name: 'date',
    values: Float64Array.of(0, DAY_MS - 1, 2 * DAY_MS, NaN),
  };

  test('each get a summary on the same points; a row without a time belongs to none', () => {
    const profile = computeProfile(table(times, numbers('x', 1, 3, 5, 7)), { where: 'f', time: 'date' });
    expect(profile.time).toMatchObject({
      column: 'date',
      undatedRows: 1,
      days: ['1970-01-01', '1970-01-03'],
      rows: [2, 1],
    });
    expect(profile.columns).toHaveLength(1);
    expect(profile.columns[0]).toMatchObject({
      points: [1, 3, 5, 7],
      days: {
        missing: [0, 0],
        means: [2, 5],
        counts: [
          [1, 1, 0, 0, 0],
          [0, 0, 1, 0, 0],
        ],
      },
    });
  });

  test('are left out when the time column is not named, and an error when it is no time', () => {
    const named = { where: 'reference.csv', time: 'x' };
    expect(computeProfile(table(times, numbers('x', 1, 2, 3, 4)), { where: 'f' }).time).toBeUndefined();
    expect(() => computeProfile(table(numbers('x', 1)), named)).toThrow(
      'reference.csv: expected times such as 2026-11-22 or 2026-11-22T09:30:00Z in column "x"',
    );
  });

  test('only the newest are kept', () => {
    const { days, positions, rows } = groupRowsByDay(
      Float64Array.of(5 * DAY_MS, 0, DAY_MS, 5 * DAY_MS + 7),
      2,
    );
    expect([days, rows, [...positions]]).toEqual([
      [1, 5],
      [1, 2],
      [1, -1, 0, 1],
    ]);
  });

  test('have the weekday that the calendar gives them', () => {
    expect(['2026-11-22', '2001-01-01', '1969-12-31'].map((day) => weekday(parseDay(day)))).toEqual([
      0, 1, 3,
    ]);
    expect(formatDay(parseDay('2000-02-29'))).toBe('2000-02-29');
  });
});

test('a profile survives its JSON, and anything else is refused with the place', () => {
  const profile = computeProfile(table(numbers('x', 1, 2, NaN)), { where: 'f' });
  expect(parseProfile(JSON.stringify(profile), 'profile.json')).toEqual(profile);
  expect(() =>
    parseProfile('{"schema":"model-steward/profile/1","rows":-1,"columns":[]}', 'profile.json'),
  ).toThrow('profile.json: rows:');
});

test('a profile of many columns and days stays small, at the price of fewer points', () => {
  const rows = 100 * 40;
  const times = Float64Array.from({ length: rows }, (_, i) => Math.floor(i / 40) * DAY_MS);
  const columns = Array.from({ length: 200 }, (_, c) =>
    numbers(`x${c}`, ...Array.from({ length: rows }, (_row, i) => Math.sin(i * (c + 1)))),
  );
  const profile = computeProfile(table({ kind: 'time', name: 't', values: times }, ...columns), {
    where: 'f',
    time: 't',
  });
  expect(JSON.stringify(profile).length).toBeLessThan(4 * 1024 * 1024);
});

describe('odd times of the reference', () => {
  const dates = (...texts: readonly string[]): Float64Array =>
    Float64Array.from(texts, (text) => Date.parse(text));

  test.each(['9999-12-31', '1970-01-01', '2031-05-01'])('are no days of it: %s', (odd) => {
    const values = dates('2026-01-01T05:00:10Z', '2026-01-01T22:00:00Z', '2026-01-02', '2026-01-03', odd);
    const { time } = computeProfile(
      { rowCount: 5, columns: [{ kind: 'time', name: 'date', values }] },
      { where: 'reference', time: 'date' },
    );
    expect(time).toEqual({
      ...{ column: 'date', days: ['2026-01-01', '2026-01-02', '2026-01-03'], rows: [2, 1, 1] },
      hours: { firstSecond: [18_010, 0, 0], lastSecond: [79_200, 0, 0] },
      ...{ undatedRows: 0, implausibleRows: 1 },
    });
  });
});
