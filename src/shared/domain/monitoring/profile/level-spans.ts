/**
 * When each category of a column occurred: from its first to its last day. From that follows, for windows of any
 * length, how many rows have a category that no other window has, which is how many rows of a new window have a new
 * category while nothing changes (the incidence form of Good and Turing: Good 1953, Chao & Colwell 2017).
 */
import { countAt, indexAt } from '../../statistics/vectors.ts';
import type { RowDays } from './days.ts';

/** Categories that occur on days farther apart are in two windows of every length up to this. */
export const LONGEST_SPAN_DAYS = 31;

/** Entry by entry: rows of the categories that occur from one day to another, as positions among the days. */
export interface LevelSpans {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly rows: readonly number[];
}

/** Ascending by first and last day. O(rows + levels). */
export function measureLevelSpans(codes: Int32Array, levels: number, rowDays: RowDays): LevelSpans {
  const { first, last, rows } = spanOfLevels(codes, levels, rowDays);
  const spans = new Map<number, number>();
  const days = rowDays.days.length;
  for (let level = 0; level < levels; level++) {
    const [from, to] = [indexAt(first, level), indexAt(last, level)];
    if (from < 0 || from > to || to - from >= LONGEST_SPAN_DAYS) continue;
    const key = from * days + to;
    spans.set(key, (spans.get(key) ?? 0) + indexAt(rows, level));
  }
  const keys = [...spans.keys()].sort((left, right) => left - right);
  return {
    first: keys.map((key) => Math.floor(key / days)),
    last: keys.map((key) => key % days),
    rows: keys.map((key) => spans.get(key) ?? 0),
  };
}

/** `first` is -1 for a level that has a row without a day: it is not in one window only. */
function spanOfLevels(
  codes: Int32Array,
  levels: number,
  { days, positions }: RowDays,
): { readonly first: Int32Array; readonly last: Int32Array; readonly rows: Int32Array } {
  const first = new Int32Array(levels).fill(days.length);
  const last = new Int32Array(levels).fill(-1);
  const rows = new Int32Array(levels);
  for (let row = 0; row < codes.length; row++) {
    const code = indexAt(codes, row);
    if (code < 0) continue;
    const day = positions[row] ?? -1;
    rows[code] = indexAt(rows, code) + 1;
    if (day < indexAt(first, code)) first[code] = day;
    if (day > indexAt(last, code)) last[code] = day;
  }
  return { first, last, rows };
}

/** Rows of the days [start, end) whose category occurs on no other day. */
export function rowsSeenOnlyWithin(spans: LevelSpans, start: number, end: number): number {
  let within = 0;
  spans.rows.forEach((rows, i) => {
    if (countAt(spans.first, i) >= start && countAt(spans.last, i) < end) within += rows;
  });
  return within;
}
