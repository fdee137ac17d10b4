/** A table into its profile: what `train` computes of the reference data, and monitoring compares with later. */
import { sum } from 'simple-statistics';
import { countAt } from '../../statistics/vectors.ts';
import { timeColumn } from '../../table/access.ts';
import type { CategoryColumn, Column, NumberColumn, Table } from '../../table/table.ts';
import { countCategories, countNumbers } from './bin-counts.ts';
import { formatDay, groupRowsByDay, hoursOfDays, type RowDays } from './days.ts';
import { sortFinite, summarizeNumbers } from './number-summary.ts';
import { measureLevelSpans } from './level-spans.ts';
import { bucketOf, BUCKETS, encodeLevels, MAX_LEVELS } from './levels.ts';
import { keepMainHistory } from './plausible-days.ts';
import { choosePoints } from './points.ts';
import {
  MAX_DAILY_CATEGORIES,
  MAX_DAY_COUNTS,
  MAX_DAYS,
  MAX_CATEGORIES,
  MAX_POINTS,
  MIN_POINTS,
  type CategoryProfile,
  type ColumnProfile,
  type NumberProfile,
  type Profile,
} from './profile.ts';

/** With at least so many distinct categories a row, a text column identifies rows and does not describe them. */
const IDENTIFIER_FRACTION = 0.5;
const IDENTIFIER_MIN_CATEGORIES = 50;

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
  const dated = time === undefined ? undefined : readDays(timeColumn(table, time, where), time);
  const columns = table.columns.filter(({ name }) => name !== time && !exclude.includes(name));
  const limit = pointLimit(dated?.rowDays.days.length ?? 0, columns.length);
  return {
    schema: 'model-steward/profile/1',
    rows: table.rowCount,
    ...(dated !== undefined && dated.rowDays.days.length > 0 && { time: dated.summary }),
    columns: columns.map((column) => profileColumn(column, limit, dated?.rowDays)),
  };
}

interface DatedRows {
  readonly rowDays: RowDays;
  readonly summary: NonNullable<Profile['time']>;
}

/** A sentinel such as 9999-12-31 is no day of the reference: its rows count in all and on no day. */
function readDays(all: Float64Array, column: string): DatedRows {
  const { times, left } = keepMainHistory(all);
  const rowDays = groupRowsByDay(times, MAX_DAYS);
  const { firstSecond, lastSecond } = hoursOfDays(times, rowDays);
  let undatedRows = 0;
  for (const time of all) if (Number.isNaN(time)) undatedRows++;
  return {
    rowDays,
    summary: {
      column,
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

function profileColumn(column: Column, limit: number, rowDays: RowDays | undefined): ColumnProfile {
  switch (column.kind) {
    case 'number':
      return profileNumbers(column, limit, rowDays);
    case 'category':
      return profileCategories(column, rowDays);
    case 'time': {
      const { missingByDay } = countNumbers(column.values, [], rowDays);
      const missing = column.values.reduce((count, value) => (Number.isNaN(value) ? count + 1 : count), 0);
      return {
        ...{ name: column.name, kind: 'time', missing, n: column.values.length - missing },
        ...(missingByDay.length > 0 && { days: { missing: [...missingByDay] } }),
      };
    }
  }
}

function profileNumbers({ name, values }: NumberColumn, limit: number, rowDays?: RowDays): NumberProfile {
  const sorted = sortFinite(values);
  const { points, discrete } = choosePoints(sorted, limit);
  const { counts, byDay, missingByDay, meanByDay } = countNumbers(values, points, rowDays);
  const means = meanByDay.map((mean) => (Number.isNaN(mean) ? null : mean));
  return {
    name,
    kind: 'number',
    ...summarizeNumbers(values, sorted),
    points: [...points],
    discrete,
    counts: [...counts],
    ...(byDay.length === 0 ? {} : { days: { missing: [...missingByDay], counts: copy(byDay), means } }),
  };
}

function profileCategories({ name, codes, labels }: CategoryColumn, rowDays?: RowDays): CategoryProfile {
  const totals = new Array<number>(labels.length).fill(0);
  let missing = 0;
  for (const code of codes) {
    if (code < 0) missing++;
    else totals[code] = countAt(totals, code) + 1;
  }
  const ranked = [...totals.keys()]
    .filter((code) => countAt(totals, code) > 0)
    .sort(
      (left, right) => countAt(totals, right) - countAt(totals, left) || compare(labels[left], labels[right]),
    );
  const n = codes.length - missing;
  const distinct = ranked.length;
  const identifier = distinct >= IDENTIFIER_MIN_CATEGORIES && distinct >= IDENTIFIER_FRACTION * n;
  const listed = identifier ? [] : ranked.slice(0, MAX_CATEGORIES);
  const known = listed.map((code) => ({ category: labels[code] ?? '', count: countAt(totals, code) }));
  const other = n - sum(known.map(({ count }) => count));
  const present = ranked.map((code) => labels[code] ?? '');
  const summary = {
    name,
    kind: 'category' as const,
    ...{ missing, n, distinct, identifier, categories: known, other },
    singletons: ranked.filter((code) => countAt(totals, code) === 1).length,
    ...(other > 0 && !identifier && distinct <= MAX_LEVELS && { levels: encodeLevels(present) }),
  };
  if (rowDays === undefined || rowDays.days.length === 0) return summary;
  const names = known.map(({ category }) => category);
  const { byDay, missingByDay } = countCategories(codes, dailyCategoryBins(labels, names), rowDays);
  const days = { missing: [...missingByDay], counts: copy(byDay) };
  if (identifier) return { ...summary, days };
  const { first, last, rows } = measureLevelSpans(codes, labels.length, rowDays);
  const spans = { first: [...first], last: [...last], rows: [...rows] };
  const buckets = distinct > MAX_DAILY_CATEGORIES ? countBuckets(labels, codes, names, rowDays) : undefined;
  return { ...summary, days: { ...days, ...(buckets !== undefined && { buckets }), spans } };
}

function countBuckets(
  labels: readonly string[],
  codes: Int32Array,
  names: readonly string[],
  rowDays: RowDays,
): number[][] {
  const named = new Set(names.slice(0, MAX_DAILY_CATEGORIES));
  const binOfCode = Int32Array.from(labels, (label) => (named.has(label) ? -1 : bucketOf(label)));
  return copy(countCategories(codes, { binOfCode, binCount: BUCKETS }, rowDays).byDay);
}

/** The bin of each category in the counts by day of a profile: the frequent ones, then all others. */
export function dailyCategoryBins(
  labels: readonly string[],
  known: readonly string[],
): { readonly binOfCode: Int32Array; readonly binCount: number } {
  const daily = known.slice(0, MAX_DAILY_CATEGORIES);
  const binOfCategory = new Map(daily.map((category, bin) => [category, bin]));
  const binOfCode = Int32Array.from(labels, (category) => binOfCategory.get(category) ?? daily.length);
  return { binOfCode, binCount: daily.length + 1 };
}

function copy(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row) => [...row]);
}

function compare(left = '', right = ''): number {
  return left < right ? -1 : 1;
}
