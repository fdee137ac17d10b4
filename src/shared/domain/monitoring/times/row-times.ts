/**
 * The times of the rows, read from the column that says when a row happened. Everything else rests on that column:
 * freshness, the window, the days of the drift test. So it is itself checked: a column that is gone or holds no times
 * is said, rows without a time are counted, and a sentinel (9999-12-31, 1970-01-01) never stands for a real row.
 */
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import { formatLocal, type TimeZone } from '../../kernel/time-zone.ts';
import { at, indexAt } from '../../statistics/vectors.ts';
import { firstText } from '../../table/access.ts';
import { localTimesIn, localTimesOfTexts } from '../../table/local-times.ts';
import type { DayOrderFault } from '../../table/day-order.ts';
import { parseTimeText } from '../../table/parse-time.ts';
import { findColumn, type CategoryColumn, type Column, type Table } from '../../table/table.ts';
import { distinctDays, reachBack } from '../profile/plausible-days.ts';

/** A local time that is read as UTC is up to 14 hours ahead; a row that is ahead by more has not happened. */
export const LARGEST_LEAD_MS = 14 * HOUR_MS;

const EXAMPLES = 3;

/** Rows without a usable time, of all rows of the file. */
export interface TimeFaults {
  readonly rows: number;
  /** No value at all. */
  readonly missingRows: number;
  /** A text that is no time. */
  readonly unreadableRows: number;
  readonly unreadableExamples: readonly string[];
  /** Why none is read, where that is the order of day and month. */
  readonly dayOrder?: DayOrderFault | undefined;
  /** Later than now, by more than time zones explain. */
  readonly futureRows: number;
  /** Before a gap of more than a year. */
  readonly earlierRows: number;
  readonly implausibleExamples: readonly string[];
}

export type RowTimes =
  /** Neither the reference nor the configuration names a time column. */
  | { readonly kind: 'not-named' }
  /** `standIn` is the only column of times that the reference does not know: perhaps the same under another name. */
  | { readonly kind: 'missing'; readonly column: string; readonly standIn: string | undefined }
  | {
      readonly kind: 'no-times';
      readonly column: string;
      readonly found: Column['kind'];
      readonly example: string;
    }
  | {
      readonly kind: 'times';
      readonly column: string;
      /** Local milliseconds, one a row of the file; NaN where there is no plausible time. */
      readonly values: Float64Array;
      readonly faults: TimeFaults;
    };

export interface RowTimesRequest {
  readonly table: Table;
  /** Name of the file, for messages. */
  readonly where: string;
  readonly column: string | undefined;
  /** As the clocks of the times show it. */
  readonly nowMs: number;
  /** First day of the reference, in days since 1970-01-01; undefined without days. */
  readonly referenceStart: number | undefined;
  /** Names that the reference or the configuration knows: a stand-in for a missing column is none of them. */
  readonly knownColumns: ReadonlySet<string>;
}

/** O(N + D log D) for N rows of D days. @throws DataError for times with and without a zone in one column. */
export function readRowTimes(request: RowTimesRequest): RowTimes {
  const { table, column: name } = request;
  if (name === undefined) return { kind: 'not-named' };
  const column = findColumn(table, name);
  if (column === undefined) return { kind: 'missing', column: name, standIn: findStandIn(request) };
  const times = timesIn(column, request);
  if (times === undefined) {
    return { kind: 'no-times', column: name, found: column.kind, example: firstText(column) ?? '' };
  }
  const { values, faults } = keepPlausible(times, plausibleSpan(times, request), table.timeZone);
  return {
    kind: 'times',
    column: name,
    values,
    faults: { rows: table.rowCount, ...countUnreadable(column, times), ...faults },
  };
}

/** Newest of the times that are not later than `latestMs`; undefined when there is none. */
export function newestOf(times: Float64Array, latestMs = Infinity): number | undefined {
  let newest = -Infinity;
  for (let index = 0; index < times.length; index++) {
    const time = at(times, index);
    if (time > newest && time <= latestMs) newest = time;
  }
  return newest === -Infinity ? undefined : newest;
}

/** Undefined when the column holds values and none is a time: numbers, or other texts. */
function timesIn(column: Column, { table, where }: RowTimesRequest): Float64Array | undefined {
  const { name } = column;
  if (column.kind === 'time') return localTimesIn(column, table, where);
  if (firstText(column) === undefined) return new Float64Array(rowCountOf(column)).fill(NaN);
  if (column.kind === 'number') return undefined;
  const texts = column.categories.map((text) => text.trim());
  const timeOf = localTimesOfTexts({ texts, values: texts.map(parseTimeText) }, table, { name, where });
  const times = Float64Array.from(column.codes, (code) => timeOf[code] ?? NaN);
  return newestOf(times) === undefined ? undefined : times;
}

function rowCountOf(column: Column): number {
  return column.kind === 'category' ? column.codes.length : column.values.length;
}

/** Texts that are no times: counted by the reader, or found here where the column was read as text. */
function countUnreadable(
  column: Column,
  times: Float64Array,
): Pick<TimeFaults, 'missingRows' | 'unreadableRows' | 'unreadableExamples' | 'dayOrder'> {
  let untimed = 0;
  for (let index = 0; index < times.length; index++) {
    const time = at(times, index);
    if (Number.isNaN(time)) untimed++;
  }
  const { count, texts } = column.kind === 'category' ? unreadIn(column, times) : unreadOf(column);
  return {
    missingRows: untimed - count,
    unreadableRows: count,
    unreadableExamples: texts.slice(0, EXAMPLES).map((text) => text.slice(0, 80).toWellFormed()),
    ...(column.kind === 'time' && column.unreadDays && { dayOrder: column.unreadDays.fault }),
  };
}

interface UnreadTexts {
  readonly count: number;
  /** Different ones. */
  readonly texts: readonly string[];
}

function unreadOf({ unread }: Exclude<Column, CategoryColumn>): UnreadTexts {
  return { count: unread?.count ?? 0, texts: unread?.examples.map(({ text }) => text) ?? [] };
}

function unreadIn({ codes, categories }: CategoryColumn, times: Float64Array): UnreadTexts {
  const seen = new Set<number>();
  let count = 0;
  for (let row = 0; row < times.length; row++) {
    const code = indexAt(codes, row);
    if (code < 0 || !Number.isNaN(times[row])) continue;
    count++;
    if (seen.size < EXAMPLES) seen.add(code);
  }
  return { count, texts: [...seen].flatMap((code) => categories[code] ?? []) };
}

interface Span {
  readonly earliestMs: number;
  readonly latestMs: number;
}

/**
 * Up to now, and back as long as no year without rows comes between. The first day of the reference is one of the
 * days: where all rows say 1970, they are far from it.
 */
function plausibleSpan(times: Float64Array, { nowMs, referenceStart }: RowTimesRequest): Span {
  const latestMs = nowMs + LARGEST_LEAD_MS;
  const days = distinctDays(times.filter((time) => time <= latestMs));
  const earliest = reachBack(days, referenceStart ?? days.at(-1) ?? 0);
  return { earliestMs: earliest * DAY_MS, latestMs };
}

function keepPlausible(
  times: Float64Array,
  { earliestMs, latestMs }: Span,
  timeZone: TimeZone | undefined,
): {
  readonly values: Float64Array;
  readonly faults: Pick<TimeFaults, 'futureRows' | 'earlierRows' | 'implausibleExamples'>;
} {
  const values = times.slice();
  let futureRows = 0;
  let earlierRows = 0;
  const examples = new Set<string>();
  for (let row = 0; row < times.length; row++) {
    const time = times[row] ?? NaN;
    if (time > latestMs) futureRows++;
    else if (time < earliestMs) earlierRows++;
    else continue;
    values[row] = NaN;
    if (examples.size < EXAMPLES) examples.add(formatAnyTime(time, timeZone));
  }
  return { values, faults: { futureRows, earlierRows, implausibleExamples: [...examples] } };
}

/** ISO 8601 to the second; beyond the range of dates, milliseconds. */
function formatAnyTime(timeMs: number, timeZone: TimeZone | undefined): string {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime())
    ? `${timeMs} ms`
    : formatLocal(timeZone, timeMs).replace(/\.\d+(?=Z|[+-]\d\d:\d\d$)/, '');
}

function findStandIn({ table, knownColumns }: RowTimesRequest): string | undefined {
  const candidates = table.columns.filter(({ kind, name }) => kind === 'time' && !knownColumns.has(name));
  const [only] = candidates;
  return candidates.length === 1 ? only?.name : undefined;
}
