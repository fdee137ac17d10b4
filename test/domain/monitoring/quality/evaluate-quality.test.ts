import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../../src/shared/domain/documents/check.ts';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { evaluateQuality } from '../../../../src/shared/domain/monitoring/quality/evaluate-quality.ts';
import { parseCsv } from '../../../../src/shared/domain/table/csv.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';

const ROWS = 2000;

function table(columns: Readonly<Record<string, (row: number) => string | number>>): Table {
  const names = Object.keys(columns);
  const lines = Array.from({ length: ROWS }, (_, row) => names.map((name) => columns[name]!(row)).join(','));
  return parseCsv(Buffer.from([names.join(','), ...lines].join('\n')), 'rows.csv');
}

const healthy = {
  id: (row: number) => `r${row}`,
  age: (row: number) => 20 + (row % 50),
  city: (row: number) => ['Bern', 'Oslo', 'Rome'][row % 3]!,
};

function judge(current: Readonly<Record<string, (row: number) => string | number>>): {
  readonly findings: readonly Finding[];
  readonly broken: ReadonlySet<string>;
} {
  const profile = computeProfile(table(healthy), { where: 'reference', exclude: ['id'] });
  const age = { newestMs: undefined, nowMs: 0, maxAgeMs: undefined };
  return evaluateQuality({
    profile,
    current: table(current),
    rowDays: undefined,
    ignored: new Set(['id']),
    id: 'id',
    age,
  });
}

test('data like the reference have no finding', () => {
  expect(judge(healthy)).toEqual({ findings: [], broken: new Set() });
});

describe('a finding names the column, the rule and the numbers', () => {
  test.each([
    [
      'a missing column',
      { id: healthy.id, city: healthy.city },
      { subject: 'age', test: 'missing column', outcome: 'alert' },
    ],
    ['a new column', { ...healthy, extra: () => 1 }, { subject: 'extra', test: 'new column', outcome: 'ok' }],
    [
      'another type',
      { ...healthy, age: (row: number) => `${row} years` },
      {
        subject: 'age',
        test: 'changed type',
        outcome: 'alert',
        text: 'expected numbers, got text such as "0 years"',
      },
    ],
    [
      'missing values',
      { ...healthy, age: (row: number) => (row % 10 === 0 ? '' : 30) },
      {
        test: 'missing values',
        outcome: 'alert',
        text: '10.0 % of rows have no value; 0.00 % in the reference',
      },
    ],
    [
      'nothing but missing values',
      { ...healthy, city: () => '' },
      { subject: 'city', test: 'missing values', outcome: 'alert' },
    ],
    [
      'values of another kind',
      { ...healthy, age: (row: number) => (row % 20 === 0 ? -999 : 30) },
      {
        test: 'out of range',
        outcome: 'alert',
        text: expect.stringContaining('5.00 % of rows lie far outside 20.0 to 69.0'),
      },
    ],
    [
      'infinite values',
      { ...healthy, age: (row: number) => (row % 20 === 0 ? 'inf' : 30) },
      { test: 'out of range', outcome: 'alert' },
    ],
    [
      'values a little beyond the range',
      { ...healthy, age: (row: number) => 30 + (row % 50) },
      { test: 'out of range', outcome: 'warning' },
    ],
    [
      'new labels',
      { ...healthy, city: (row: number) => (row % 4 === 0 ? 'Wien' : 'Bern') },
      {
        test: 'new labels',
        outcome: 'alert',
        text: '25.0 % of rows have a label that the reference does not have: "Wien"',
      },
    ],
    [
      'one new label',
      { ...healthy, city: (row: number) => (row === 7 ? 'Wien' : 'Bern') },
      { test: 'new labels', outcome: 'ok' },
    ],
    [
      'repeated ids',
      { ...healthy, id: (row: number) => `r${row % 1990}` },
      {
        subject: 'id',
        test: 'duplicates',
        outcome: 'alert',
        text: expect.stringContaining('10 of 2000 rows (0.50 %)'),
      },
    ],
  ])('%s', (_case, current, finding) => {
    const { findings } = judge(current);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ kind: 'data-quality', ...finding });
  });
});

test('what explains a change of distribution keeps the column out of the drift tests; new labels do not', () => {
  expect(judge({ id: healthy.id, city: () => 'Wien', age: () => '' }).broken).toEqual(new Set(['age']));
});
