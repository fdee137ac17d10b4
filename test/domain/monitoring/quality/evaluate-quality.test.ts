import { describe, expect, test } from 'vitest';
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import type { Finding } from '../../../../src/shared/domain/documents/check.ts';
import { computeReference } from '../../../../src/shared/domain/monitoring/compute-reference.ts';
import { evaluateQuality } from '../../../../src/shared/domain/monitoring/quality/evaluate-quality.ts';
import { readCurrentRows } from '../../../../src/shared/domain/monitoring/times/current-rows.ts';
import { parseCsv } from '../../../../src/shared/domain/table/csv.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';
import { describeFinding } from '../../../../src/shared/domain/report/finding-text.ts';

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

function qualityOf(current: Readonly<Record<string, (row: number) => string | number>>): {
  readonly findings: readonly Finding[];
  readonly broken: ReadonlySet<string>;
} {
  const config = modelConfigSchema.parse({ predictions: { id: 'id', label: 'y', score: 'p' } });
  const training = { table: table(healthy), where: 'reference' };
  const profile = computeReference({ config, training, predictions: undefined });
  const rows = readCurrentRows({ path: 'current.csv', table: table(current) }, { config, profile, nowMs: 0 });
  return evaluateQuality({
    ...{ profile, rows, nowMs: 0, maxAgeMs: undefined, ignored: new Set(['id']), id: 'id' },
    ...{ falseAlarmsPerYear: 1, wasFound: () => false },
  });
}

test('data like the reference have no finding', () => {
  expect(qualityOf(healthy)).toEqual({ findings: [], broken: new Set() });
});

describe('a finding has the column, the code and the numbers', () => {
  test.each([
    [
      'a missing column',
      { id: healthy.id, city: healthy.city },
      { subject: 'age', detail: { code: 'missing-column' }, outcome: 'alert' },
      'the column is missing',
    ],
    [
      'a new column',
      { ...healthy, extra: () => 1 },
      { subject: 'extra', detail: { code: 'new-column' }, outcome: 'ok' },
      'the reference does not have this column',
    ],
    [
      'another type',
      { ...healthy, age: (row: number) => `older than ${row}` },
      {
        subject: 'age',
        outcome: 'alert',
        detail: { code: 'changed-type', expected: 'number', found: 'category', example: 'older than 0' },
      },
      'expected numbers, got text such as "older than 0"',
    ],
    [
      'a unit beside the numbers',
      { ...healthy, age: (row: number) => `${healthy.age(row)} years` },
      { subject: 'age', outcome: 'alert', detail: { code: 'other-unit', foundUnit: 'years' } },
      'expected numbers without a unit, got numbers in "years"',
    ],
    [
      'missing values',
      { ...healthy, age: (row: number) => (row % 10 === 0 ? '' : 30) },
      {
        outcome: 'alert',
        detail: { code: 'missing-values', missingFraction: 0.1, referenceMissingFraction: 0 },
      },
      '10.0 % of rows have no value; 0.00 % in the reference',
    ],
    [
      'nothing but missing values',
      { ...healthy, city: () => '' },
      { subject: 'city', detail: { code: 'missing-values' }, outcome: 'alert' },
      '100.0 % of rows have no value',
    ],
    [
      'values of another kind',
      { ...healthy, age: (row: number) => (row % 20 === 0 ? -999 : 30) },
      {
        outcome: 'alert',
        detail: { code: 'out-of-range', distance: 'far', currentMin: -999, currentMax: 30, infiniteRows: 0 },
      },
      '5.00 % of rows are far outside 20.0 to 69.0, the range of the reference; now −999 to 30.0',
    ],
    [
      'infinite values',
      { ...healthy, age: (row: number) => (row % 20 === 0 ? 'inf' : 30) },
      {
        detail: { code: 'out-of-range', currentMin: 30, currentMax: 30, infiniteRows: 100 },
        outcome: 'alert',
      },
      '; now 30.0 to 30.0 and 100 values beyond ±1e150 or infinite',
    ],
    [
      'values a little beyond the range',
      { ...healthy, age: (row: number) => 30 + (row % 50) },
      { detail: { code: 'out-of-range', distance: 'near' }, outcome: 'warning' },
      'of rows are outside 20.0 to 69.0',
    ],
    [
      'new categories',
      { ...healthy, city: (row: number) => (row % 4 === 0 ? 'Wien' : 'Bern') },
      {
        outcome: 'alert',
        detail: { code: 'new-categories', newFraction: 0.25, categoryCount: 1, examples: ['Wien'] },
      },
      '25.0 % of rows have a category that the reference does not have: "Wien"',
    ],
    [
      'one new category',
      { ...healthy, city: (row: number) => (row === 7 ? 'Wien' : 'Bern') },
      { detail: { code: 'new-categories' }, outcome: 'ok' },
      '0.05 % of rows have a category',
    ],
    [
      'repeated ids',
      { ...healthy, id: (row: number) => `r${row % 1990}` },
      {
        subject: 'id',
        outcome: 'alert',
        detail: { code: 'duplicate-ids', rows: 2000, repeatedRows: 10 },
      },
      '10 of 2,000 rows (0.50 %) repeat the id of an earlier row',
    ],
  ])('%s', (_case, current, finding, text) => {
    const { findings } = qualityOf(current);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ kind: 'data-quality', ...finding });
    expect(describeFinding(findings[0]!)).toContain(text);
  });
});

test('what explains a change of distribution keeps the column out of the drift tests; new categories do not', () => {
  expect(qualityOf({ id: healthy.id, city: () => 'Wien', age: () => '' }).broken).toEqual(new Set(['age']));
});
