/** The days of counts that a check compares, as `times/window.ts` chooses those of rows. */
import { LARGEST_LEAD_MS } from '../times/row-times.ts';
import { DAY_MS } from '../../kernel/time.ts';
import { countAt } from '../../statistics/vectors.ts';
import { parseDay } from '../profile/days.ts';
import { reachBack } from '../profile/plausible-days.ts';
import type { TimeSpan } from '../times/window.ts';
import { knownCounts, type ColumnCounts, type Counts } from './counts.ts';
import { takeDays } from './day-records.ts';

export interface CountsWindow {
  /** Days since 1970-01-01, ascending. */
  readonly days: readonly number[];
  readonly rows: readonly number[];
  readonly columns: readonly ColumnCounts[];
  /** Undefined without a plausible day. */
  readonly span: TimeSpan | undefined;
  /** Local milliseconds before which the newest row came. */
  readonly newestMs: number | undefined;
  /** The day that is not over; it is left out, unless nothing else is there. */
  readonly unfinishedDay: number | undefined;
  readonly hasWholeDay: boolean;
  readonly allRows: number;
  readonly futureRows: number;
  /** Before a gap of more than a year. */
  readonly earlierRows: number;
}

/** `nowMs`: as the clocks of the days show it. */
export function selectCounts(
  counts: Counts,
  { windowDays, nowMs }: { readonly windowDays: number | undefined; readonly nowMs: number },
): CountsWindow {
  const all = counts.days.map((day, place) => ({
    day: parseDay(day),
    rows: countAt(counts.rows, place),
    place,
  }));
  const happened = all.filter(({ day }) => day * DAY_MS <= nowMs + LARGEST_LEAD_MS);
  const newest = happened.at(-1)?.day;
  const earliest =
    newest === undefined
      ? 0
      : reachBack(
          happened.map(({ day }) => day),
          newest,
        );
  const plausible = happened.filter(({ day }) => day >= earliest);
  const ended = plausible.filter(({ day }) => (day + 1) * DAY_MS <= nowMs);
  const unfinished = plausible.find(({ day }) => (day + 1) * DAY_MS > nowMs);
  const usable = ended.length === 0 ? plausible : ended;
  const last = usable.at(-1)?.day ?? 0;
  const within = usable.filter(({ day }) => windowDays === undefined || day > last - windowDays);
  const rowsOf = (days: readonly { readonly rows: number }[]): number =>
    days.reduce((total, { rows }) => total + rows, 0);
  const [first] = within;
  return {
    days: within.map(({ day }) => day),
    rows: within.map(({ rows }) => rows),
    columns: knownCounts(counts).map((column) =>
      takeDays(
        column,
        within.map(({ place }) => place),
      ),
    ),
    span: first === undefined ? undefined : { fromMs: first.day * DAY_MS, toMs: (last + 1) * DAY_MS - 1000 },
    newestMs: newest === undefined ? undefined : Math.min(nowMs, (newest + 1) * DAY_MS - 1000),
    unfinishedDay: unfinished?.day,
    hasWholeDay: ended.length > 0,
    allRows: rowsOf(all) + counts.undatedRows,
    futureRows: rowsOf(all) - rowsOf(happened),
    earlierRows: rowsOf(happened) - rowsOf(plausible),
  };
}
