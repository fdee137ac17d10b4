/** Groups as files spell them, through the reader: the same days are the same groups in every spelling. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { predictionOptions, readGrouping } from '../../../src/shared/domain/evaluation/predictions.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import type { Grouping } from '../../../src/shared/domain/statistics/grouped/grouping.ts';

const { predictions, ...config } = modelConfigSchema.parse({
  task: 'binary',
  predictions: { id: 'id', label: 'y', score: 'p', group: 'when' },
});
const options = predictionOptions({ ...config, predictions });

function groupsOf(values: readonly string[], format: 'csv' | 'json-lines' = 'csv'): Grouping {
  if (predictions === undefined) throw new TypeError('expected columns');
  const bytes = (text: string) => new TextEncoder().encode(text);
  const csv = `id,y,p,when\n${values.map((value, row) => `${row},1,0.5,"${value}"`).join('\n')}\n`;
  const json = values.map((when, row) => JSON.stringify({ id: row, y: 1, p: 0.5, when })).join('\n');
  const table =
    format === 'csv'
      ? parseCsv(bytes(csv), 'rows', options)
      : parseJsonRows(bytes(json), 'json-lines', { ...options, where: 'rows' });
  return readGrouping(table, predictions, 'rows');
}

function shown(grouping: Grouping) {
  const names = Array.from(grouping.groupOfRow, (group) => grouping.nameOf(group));
  return { unit: grouping.unit, ordered: grouping.ordered, names };
}

describe('the same days are the same groups, in order of time', () => {
  it.each([
    ['days', ['2026-02-01', '2026-01-31', '2026-01-31']],
    ['days without dashes', ['20260201', '20260131', '20260131']],
    ['days of other countries', ['01/02/2026', '31/01/2026', '31/01/2026']],
    ['times', ['2026-02-01 00:30:00', '2026-01-31 23:59:59', '2026-01-31 00:00:01']],
    [
      'times in another zone',
      ['2026-02-01T01:30:00+01:00', '2026-02-01T00:30:00+01:00', '2026-01-31T12:00:00+01:00'],
    ],
    ['words', ['1 Feb 2026', '31 Jan 2026', '31 Jan 2026']],
  ])('%s', (_spelling, values) => {
    const expected = { unit: 'day', ordered: true, names: ['2026-02-01', '2026-01-31', '2026-01-31'] };
    expect(shown(groupsOf(values))).toEqual(expected);
    expect(shown(groupsOf(values, 'json-lines'))).toEqual(expected);
  });

  it.each([
    ['week', ['2026-W06', '2026-W05'], ['2026-02-02', '2026-01-26']],
    ['month', ['2026-02', '2026-01'], ['2026-02-01', '2026-01-01']],
    ['quarter', ['2026Q2', '2026Q1'], ['2026-04-01', '2026-01-01']],
  ])('a %s is a group too', (unit, values, names) => {
    expect(shown(groupsOf(values))).toEqual({ unit, ordered: true, names });
  });
});

describe('groups that are no days are compared as they are written', () => {
  it.each([
    ['codes with E', ['1E1', '10', '2E1', '20']],
    ['codes with leading zeros', ['007', '7', '07']],
    ['decimals', ['1.50', '1.5', '1.500']],
    ['integers beyond 2^53', ['9007199254740992', '9007199254740993']],
    ['upper and lower case', ['a', 'A']],
    ['words that are missing values elsewhere', ['NA', 'null', 'None']],
  ])('%s', (_case, values) => {
    const groups = groupsOf(values);
    expect(groups.count).toBe(values.length);
    expect(shown(groups)).toEqual({ unit: 'when', ordered: false, names: values });
  });
});

it.each([
  [['03/04/2026', '05/06/2026'], 'expected days of which the month is clear, got "03/04/2026"'],
  [['31/01/26', '01/02/26'], 'expected years of four digits, got "31/01/26"'],
  [
    ['2026-01-30', '2026-01-31', '2026-02-01', '2026-02-02', 'later'],
    'expected times in one spelling, got "later"',
  ],
])('%j: what leaves open which days are meant is refused', (values, message) => {
  expect(() => groupsOf(values)).toThrow(`rows: column "when": ${message}`);
});
