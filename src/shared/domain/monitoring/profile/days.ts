/** Rows by day, on the clocks of UTC or of the place of the data (`table/local-times.ts`). A day is a number, whole days since 1970-01-01, and a text such as 2026-11-22 in documents. */
import { DAY_MS, parseInstant } from '../../kernel/time.ts';
import { at, countAt } from '../../statistics/vectors.ts';

/** Of a reference: four of each weekday. With fewer, what an ordinary day is like is not known. */
export const FEWEST_REFERENCE_DAYS = 28;

export interface RowDays {
  /** Days that have rows, ascending. */
  readonly days: readonly number[];
  /** For each row the position of its day in `days`; -1 for a row without a time, or of a day that is left out. */
  readonly positions: Int32Array;
  /** Rows of each day. */
  readonly rows: readonly number[];
}

/** `times` in local milliseconds, NaN = missing; only the newest `limit` days are kept. O(N + D log D). */
export function groupRowsByDay(times: Float64Array, limit = Infinity): RowDays {
  const all = countRowsOfDays(times);
  const kept = all.slice(Math.max(0, all.length - limit));
  const days = kept.map(([day]) => day);
  const positionOf = new Map(days.map((day, position) => [day, position]));
  const positions = new Int32Array(times.length);
  let lastDay = NaN;
  let lastPosition = -1;
  for (let row = 0; row < times.length; row++) {
    const day = Math.floor((times[row] ?? NaN) / DAY_MS);
    // Rows usually come in order of time, and a look-up costs more than a comparison.
    if (day !== lastDay) {
      lastDay = day;
      lastPosition = positionOf.get(day) ?? -1;
    }
    positions[row] = lastPosition;
  }
  return { days, positions, rows: kept.map(([, rows]) => rows) };
}

/** The days of the times, in days since 1970-01-01, ascending, with the rows of each. NaN is no time. O(N + D log D). */
export function countRowsOfDays(times: Float64Array): readonly (readonly [day: number, rows: number])[] {
  const rowsOf = new Map<number, number>();
  let lastDay = NaN;
  let lastRows = 0;
  const keepRun = (): void => {
    if (lastRows > 0) rowsOf.set(lastDay, (rowsOf.get(lastDay) ?? 0) + lastRows);
  };
  for (let index = 0; index < times.length; index++) {
    const time = at(times, index);
    if (Number.isNaN(time)) continue;
    const day = Math.floor(time / DAY_MS);
    if (day !== lastDay) {
      keepRun();
      [lastDay, lastRows] = [day, 0];
    }
    lastRows++;
  }
  keepRun();
  return [...rowsOf].sort(([left], [right]) => left - right);
}

/** When the first and the last row of each day came, in seconds on its clock since midnight. */
export interface DayHours {
  readonly firstSecond: readonly number[];
  readonly lastSecond: readonly number[];
}

/** One entry a day of `rowDays`, which was made from the same times. */
export function hoursOfDays(times: Float64Array, { days, positions }: RowDays): DayHours {
  const firstSecond = new Array<number>(days.length).fill(DAY_MS / 1000);
  const lastSecond = new Array<number>(days.length).fill(0);
  for (let row = 0; row < times.length; row++) {
    const position = positions[row] ?? -1;
    if (position < 0) continue;
    const time = times[row] ?? NaN;
    const second = Math.floor((time - Math.floor(time / DAY_MS) * DAY_MS) / 1000);
    if (second < countAt(firstSecond, position)) firstSecond[position] = second;
    if (second > countAt(lastSecond, position)) lastSecond[position] = second;
  }
  return { firstSecond, lastSecond };
}

/** A text such as 2026-11-22. @param day whole days since 1970-01-01. */
export function formatDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days since 1970-01-01 of a text such as 2026-11-22. */
export function parseDay(text: string): number {
  return parseInstant(`${text}T00:00:00Z`) / DAY_MS;
}

/** 0 = Sunday … 6 = Saturday. */
export function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** First millisecond of a day, and of the day after it. */
export function dayStart(day: number): number {
  return day * DAY_MS;
}
