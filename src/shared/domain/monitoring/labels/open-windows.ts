/** Spans of days whose labels had not arrived: listed in a check, and evaluated by a later one. */
import { countAt } from '../../statistics/vectors.ts';
import { DAY_MS } from '../../kernel/time.ts';
import { formatLocal, parseLocal, type TimeZone } from '../../kernel/time-zone.ts';
import type { Check } from '../../documents/check.ts';
import { dayStart, groupRowsByDay } from '../profile/days.ts';

export type OpenWindow = Check['openWindows'][number];

/** Longer waits are given up: the labels will not come. */
const LONGEST_WAIT_MS = 90 * DAY_MS;

/** Runs of consecutive days among the waiting rows. @param waiting local milliseconds. */
export function windowsOf(waiting: Float64Array, timeZone: TimeZone | undefined): readonly OpenWindow[] {
  const { days, rows } = groupRowsByDay(waiting);
  const windows: { from: number; to: number; rows: number }[] = [];
  days.forEach((day, position) => {
    const last = windows.at(-1);
    const count = countAt(rows, position);
    if (last?.to === day) {
      last.to = day + 1;
      last.rows += count;
    } else windows.push({ from: day, to: day + 1, rows: count });
  });
  return windows.map(({ from, to, rows: count }) => ({
    from: formatLocal(timeZone, dayStart(from)),
    to: formatLocal(timeZone, dayStart(to)),
    rows: count,
  }));
}

/**
 * Windows of the check before that no row of this check touches are still open. Those that are in the
 * current data again were read again: they are evaluated, or among `found`.
 */
export function carryOpenWindows(
  before: readonly OpenWindow[],
  found: readonly OpenWindow[],
  current: { readonly fromMs: number; readonly toMs: number; readonly nowMs: number },
): OpenWindow[] {
  const untouched = before.filter(({ from, to }) => {
    const isTouched = parseLocal(from) <= current.toMs && parseLocal(to) > current.fromMs;
    return !isTouched && current.nowMs - parseLocal(to) <= LONGEST_WAIT_MS;
  });
  return [...untouched, ...found].sort((left, right) => (left.from < right.from ? -1 : 1));
}
