/** A table into its profile: what `train` computes of the reference data, and monitoring compares with later. */
import { at } from '../../statistics/vectors.ts';
import { requireTimeColumn } from '../../table/access.ts';
import { localTimeColumn, localValues } from '../../table/local-times.ts';
import type { Column, NumberColumn, Table, TimeColumn } from '../../table/table.ts';
import { copyRows, countNumbers } from './bin-counts.ts';
import { formatDay, groupRowsByDay, hoursOfDays, type RowDays } from './days.ts';
import { countDistinct } from './distinct-values.ts';
import { findGrid } from './grid.ts';
import { measureLattices } from './lattices.ts';
import { countMissing, sortFinite, summarizeNumbers } from './number-summary.ts';
import { keepMainHistory } from './plausible-days.ts';
import { choosePoints } from './points.ts';
import { profileCategories } from './profile-categories.ts';
import {
  MAX_DAY_COUNTS,
  MAX_DAYS,
  MAX_POINTS,
  MIN_POINTS,
  type ColumnProfile,
  type NumberProfile,
  type Profile,
  type TimeProfile,
} from './profile.ts';
import { lagsInDays, rangeOfLags } from './time-lag.ts';

export interface ProfileOptions {
  /** Name of the file, for messages. */
  readonly where: string;
  /** Column that says when a row happened: makes per-day summaries, without which drift cannot be tested. */
  readonly time?: string;
  /** Columns to leave out: ids, labels, scores. */
  readonly exclude?: readonly string[];
}

/** O(rows log rows) a column. @throws DataError when the time column is absent or holds no times. */
export function computeProfile(table: Table, { where, time, exclude = [] }: ProfileOptions): Profile {
  const dated = time === undefined ? undefined : readDays(table, time, where);
  const columns = table.columns.filter(({ name }) => name !== time && !exclude.includes(name));
  const limit = pointLimit(dated?.rowDays.days.length ?? 0, columns.length);
  return {
    schema: 'model-steward/profile/1',
    rows: table.rowCount,
    ...(table.timeZone !== undefined && { timeZone: table.timeZone.name }),
    ...(dated !== undefined && dated.rowDays.days.length > 0 && { time: dated.summary }),
    columns: columns.map((column) => profileColumn(inLocalTime(column, table), limit, dated)),
  };
}

/** So that times of columns with and without a zone have a distance from each other. */
function inLocalTime(column: Column, { timeZone }: Table): Column {
  return column.kind === 'time' ? { ...column, values: localValues(column, timeZone) } : column;
}

interface DatedRows {
  /** One a row, NaN = none. */
  readonly times: Float64Array;
  readonly rowDays: RowDays;
  readonly summary: NonNullable<Profile['time']>;
}

/** A sentinel such as 9999-12-31 is no day of the reference: its rows count in all and on no day. */
function readDays(table: Table, column: string, where: string): DatedRows {
  const all = localTimeColumn(table, column, where);
  const { dayOrder } = requireTimeColumn(table, column, where);
  const { times, left } = keepMainHistory(all);
  const rowDays = groupRowsByDay(times, MAX_DAYS);
  const { firstSecond, lastSecond } = hoursOfDays(times, rowDays);
  let undatedRows = 0;
  for (let index = 0; index < all.length; index++) {
    const time = at(all, index);
    if (Number.isNaN(time)) undatedRows++;
  }
  return {
    times,
    rowDays,
    summary: {
      column,
      ...(dayOrder !== undefined && { dayOrder }),
      days: rowDays.days.map(formatDay),
      rows: [...rowDays.rows],
      hours: { firstSecond: [...firstSecond], lastSecond: [...lastSecond] },
      undatedRows,
      implausibleRows: left,
    },
  };
}

function pointLimit(dayCount: number, columnCount: number): number {
  const affordable = Math.floor(MAX_DAY_COUNTS / Math.max(1, dayCount * columnCount));
  return Math.min(MAX_POINTS, Math.max(MIN_POINTS, affordable));
}

function profileColumn(column: Column, limit: number, dated: DatedRows | undefined): ColumnProfile {
  switch (column.kind) {
    case 'number':
      return profileNumbers(column, limit, dated?.rowDays);
    case 'category':
      return profileCategories(column, dated?.rowDays);
    case 'time':
      return profileTimes(column, dated);
  }
}

function profileTimes(column: TimeColumn, dated: DatedRows | undefined): TimeProfile {
  const { name, values, dayOrder } = column;
  const missing = countMissing(values);
  const order = dayOrder !== undefined && { dayOrder };
  const summary = { name, kind: 'time' as const, ...order, missing, n: values.length - missing };
  if (dated === undefined || dated.rowDays.days.length === 0) return summary;
  const { missingByDay } = countNumbers(values, [], dated.rowDays);
  const lag = rangeOfLags(lagsInDays(values, dated.times));
  return {
    ...summary,
    ...(lag !== undefined && { lag }),
    days: { missing: [...missingByDay], distinct: [...countDistinct(column, dated.rowDays).distinct] },
  };
}

function profileNumbers(column: NumberColumn, limit: number, rowDays?: RowDays): NumberProfile {
  const { name, values, unit, decimal } = column;
  const sorted = sortFinite(values);
  const { points, discrete } = choosePoints(sorted, limit);
  const { counts, byDay, missingByDay, meanByDay } = countNumbers(values, points, rowDays);
  const step = findGrid(sorted);
  const means = meanByDay.map((mean) => (Number.isNaN(mean) ? null : mean));
  return {
    name,
    kind: 'number',
    ...(unit !== undefined && { unit }),
    ...(decimal !== undefined && { decimal }),
    ...summarizeNumbers(values, sorted),
    points: [...points],
    discrete,
    counts: [...counts],
    ...(step !== undefined && { grid: { step, lattices: [...measureLattices(values, step, rowDays)] } }),
    ...(rowDays !== undefined &&
      byDay.length > 0 && {
        days: {
          missing: [...missingByDay],
          distinct: [...countDistinct(column, rowDays).distinct],
          counts: copyRows(byDay),
          means,
        },
      }),
  };
}
