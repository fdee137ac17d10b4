/** A column that the configuration names and nothing has: said with the place and the nearest name, and listed as not checked. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { describeUnknownColumns } from '../../../src/shared/domain/monitoring/unknown-columns.ts';
import { checkData, dailyRows } from '../../ground/check-data.ts';

const KNOWN = ['delay', 'distance', 'carrier'];
const predictions = { id: 'flight', label: 'late', score: 'p', time: 'date', group: 'crew' };
const unknownOf = (section: object): readonly string[] =>
  describeUnknownColumns('m', modelConfigSchema.parse({ predictions, ...section }), KNOWN);
const start = '.github/model-steward.yml: models.m.';
const expected = 'expected a column of the reference or of the current data, got';

describe('is said', () => {
  it.each<readonly [string, object, string]>([
    [
      'a slip in `monitor.columns`',
      { monitor: { columns: ['delay', 'distnace'] } },
      `${start}monitor.columns: ${expected} "distnace", which neither has: did you mean "distance"?`,
    ],
    [
      'another name in `monitor.ignore`',
      { monitor: { ignore: ['nope'] } },
      `${start}monitor.ignore: ${expected} "nope", which neither has: correct the name, or remove it`,
    ],
    [
      'a slip in `columns`',
      { columns: { carier: 'category' } },
      `${start}columns: ${expected} "carier", which neither has: did you mean "carrier"?`,
    ],
    [
      'a slip in `contract.columns`',
      { contract: { columns: { delya: { required: false } } } },
      `${start}contract.columns: ${expected} "delya", which neither has: did you mean "delay"?`,
    ],
    [
      'a slip in a key',
      { contract: { keys: [{ columns: ['flight', 'carrer'] }] } },
      `${start}contract.keys: ${expected} "carrer", which neither has: did you mean "carrier"?`,
    ],
    [
      'a slip in a comparison',
      { contract: { comparisons: [{ rule: 'delay <= distanc' }] } },
      `${start}contract.comparisons: ${expected} "distanc", which neither has: did you mean "distance"?`,
    ],
  ])('%s', (_, section, warning) => {
    expect(unknownOf(section)).toEqual([warning]);
  });
});

it.each<readonly [string, object]>([
  ['names that are there', { monitor: { columns: ['delay'], ignore: ['carrier'] } }],
  ['a role of the predictions', { monitor: { ignore: ['flight', 'late', 'p', 'date', 'crew'] } }],
  ['another name that a table of an evaluation may have', { columns: { reviewer_code: 'text' } }],
])('nothing is said of %s', (_, section) => {
  expect(unknownOf(section)).toEqual([]);
});

it('a selected column that nothing has stands among those that were not checked', () => {
  const rowsOf = (from: string, days: number) =>
    dailyRows({ from, days, perDay: 5 }, (row, date) => ({ id: `${from}-${row}`, date, amount: row % 17 }));
  const { columns = [] } = checkData({
    ...{ reference: rowsOf('2026-01-05', 35), current: rowsOf('2026-02-09', 7), now: '2026-02-16T06:00:00Z' },
    monitor: { columns: ['amount', 'amuont'] },
    predictions: { id: 'id', time: 'date' },
  });
  expect(columns).toContainEqual({ name: 'amuont', checks: 'none', reason: 'absent' });
});
