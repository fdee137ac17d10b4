/** The part of the current data that a check compares: whole days, `windowDays` of them, up to the newest. */
import { DAY_MS } from '../../kernel/time.ts';
import { at, countAt, take } from '../../statistics/vectors.ts';
import { takeRows, type Table } from '../../table/table.ts';
import { groupRowsByDay, hoursOfDays, type DayHours, type RowDays } from '../profile/days.ts';
import { newestOf } from './row-times.ts';
import { beginsLate, edgesOf, endsEarly, type DayEdges, type DaySpan } from './whole-days.ts';

export interface WindowRequest {
  readonly table: Table;
  /** One plausible time a row, NaN = none; undefined without a time column. */
  readonly times: Float64Array | undefined;
  /** Of the newest days; undefined for all. */
  readonly windowDays: number | undefined;
  readonly referenceHours: DayHours | undefined;
  /** Rows of each day of the reference. */
  readonly referenceRows: readonly number[];
  readonly nowMs: number;
}

export interface Window {
  readonly table: Table;
  /** Of the rows of `table`. */
  readonly times: Float64Array | undefined;
  /** Undefined without a time column. */
  readonly rowDays: RowDays | undefined;
  /** Days that begin or end in the middle. They are left out, unless nothing else is there. */
  readonly partialDays: readonly DaySpan[];
  /** False when all days are partial: then the rows can be checked, and no day can be compared. */
  readonly hasWholeDay: boolean;
}

/** Rows without a plausible time are in no window; they stay where the window is everything. O(N). */
export function selectWindow(request: WindowRequest): Window {
  const { table, times, windowDays, referenceHours, referenceRows, nowMs } = request;
  if (times === undefined) {
    return { table, times, rowDays: undefined, partialDays: [], hasWholeDay: true };
  }
  const spans = spansOf(times);
  const edges = edgesOf(referenceHours, referenceRows);
  const last = spans.at(-1);
  const cutEnd = last !== undefined && endsEarly(last, edges, nowMs) ? [last] : [];
  const ended = spans.slice(0, spans.length - cutEnd.length);
  const newest = ended.at(-1)?.day ?? NaN;
  const within = ended.filter(({ day }) => windowDays === undefined || day > newest - windowDays);
  const cutStart = startsCut(within, spans, edges) ? within.slice(0, 1) : [];
  const whole = within.slice(cutStart.length);
  const partialDays = [...cutStart, ...cutEnd];
  if (whole.length === 0) {
    const days = new Set(spans.map(({ day }) => day).slice(-(windowDays ?? spans.length)));
    return { ...selectDays(request, times, days), partialDays, hasWholeDay: spans.length === 0 };
  }
  return {
    ...selectDays(request, times, new Set(whole.map(({ day }) => day))),
    partialDays,
    hasWholeDay: true,
  };
}

/** Only the first day of the file can be cut at its start: before others there are rows. */
function startsCut(
  within: readonly DaySpan[],
  all: readonly DaySpan[],
  edges: DayEdges | undefined,
): boolean {
  const [first] = within;
  return first !== undefined && first === all[0] && beginsLate(first, edges);
}

function selectDays(
  { table, windowDays }: WindowRequest,
  times: Float64Array,
  days: ReadonlySet<number>,
): Pick<Window, 'table' | 'times' | 'rowDays'> {
  const rows = new Int32Array(table.rowCount);
  let count = 0;
  let lastDay = NaN;
  let isLastKept = false;
  for (let row = 0; row < times.length; row++) {
    const day = Math.floor(at(times, row) / DAY_MS);
    // Rows usually come in order of time, and a look-up costs more than a comparison.
    if (day !== lastDay) {
      lastDay = day;
      isLastKept = Number.isNaN(day) ? windowDays === undefined : days.has(day);
    }
    if (isLastKept) rows[count++] = row;
  }
  if (count === table.rowCount) return { table, times, rowDays: groupRowsByDay(times) };
  const kept = rows.subarray(0, count);
  const keptTimes = take(times, kept);
  return { table: takeRows(table, kept), times: keptTimes, rowDays: groupRowsByDay(keptTimes) };
}

/** Days that have rows, ascending, with the hours of their first and last row. */
function spansOf(times: Float64Array): readonly DaySpan[] {
  const rowDays = groupRowsByDay(times);
  const { firstSecond, lastSecond } = hoursOfDays(times, rowDays);
  return rowDays.days.map((day, position) => ({
    day,
    firstSecond: countAt(firstSecond, position),
    lastSecond: countAt(lastSecond, position),
  }));
}

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** First and last time; undefined when there is none. */
export function spanOf(times: Float64Array): TimeSpan | undefined {
  const toMs = newestOf(times);
  if (toMs === undefined) return undefined;
  let fromMs = toMs;
  for (let index = 0; index < times.length; index++) {
    const time = at(times, index);
    if (time < fromMs) fromMs = time;
  }
  return { fromMs, toMs };
}
