/** The part of the current data that a check looks at: `window-days` of them, up to the newest row. */
import { DAY_MS } from '../kernel/time.ts';
import { findColumn, takeRows, type Table } from '../table/table.ts';

export interface NewestDays {
  /** Name of the time column; undefined when there is none. */
  readonly time: string | undefined;
  /** UTC days, the newest one included; undefined for all. */
  readonly days: number | undefined;
}

/** @returns the whole table when it has no such column of times; rows without a time are left out. */
export function selectNewestDays(table: Table, { time, days }: NewestDays): Table {
  const column = findColumn(table, time ?? '');
  if (days === undefined || column?.kind !== 'time') return table;
  const newest = column.values.reduce((latest, at) => (at > latest ? at : latest), -Infinity);
  const from = (Math.floor(newest / DAY_MS) + 1 - days) * DAY_MS;
  const rows = new Int32Array(table.rowCount);
  let count = 0;
  column.values.forEach((at, row) => {
    if (at >= from) rows[count++] = row;
  });
  return takeRows(table, rows.subarray(0, count));
}
