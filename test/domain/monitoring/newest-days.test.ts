import { describe, expect, it } from 'vitest';
import { selectNewestDays } from '../../../src/shared/domain/monitoring/newest-days.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

/** Rows at these times, numbered. */
function tableAt(...times: readonly string[]): Table {
  const values = Float64Array.from(times, (time) => Date.parse(time));
  return {
    rowCount: times.length,
    columns: [
      { kind: 'time', name: 'date', values },
      { kind: 'number', name: 'row', values: Float64Array.from(times.keys()) },
    ],
  };
}

const rowsOf = (table: Table) => Array.from((table.columns[1] as { values: Float64Array }).values);

describe('the newest days of the current data', () => {
  const table = tableAt(
    '2026-05-01T23:59:59Z',
    '2026-05-02T00:00:00Z',
    '2026-05-03T12:00:00Z',
    '2026-05-03T00:00:00Z',
  );

  it('are whole days of UTC, up to the newest row, in the order of the file', () => {
    expect(rowsOf(selectNewestDays(table, { time: 'date', days: 2 }))).toEqual([1, 2, 3]);
    expect(rowsOf(selectNewestDays(table, { time: 'date', days: 1 }))).toEqual([2, 3]);
    expect(rowsOf(selectNewestDays(table, { time: 'date', days: 9 }))).toEqual([0, 1, 2, 3]);
  });

  it('are all days where no number of days or no time column is given', () => {
    expect(selectNewestDays(table, { time: 'date', days: undefined })).toBe(table);
    expect(selectNewestDays(table, { time: undefined, days: 1 })).toBe(table);
    expect(selectNewestDays(table, { time: 'row', days: 1 })).toBe(table);
  });
});
