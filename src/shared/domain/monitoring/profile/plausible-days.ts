/**
 * Days that belong to one history. A warehouse writes "no end" as 9999-12-31 and "unknown" as 1970-01-01; such a day
 * differs from real ones by the years without any row between them, whatever value the warehouse chose.
 */
import { DAY_MS } from '../../kernel/time.ts';
import { countRowsOfDays } from './days.ts';

/** Rows behind a longer gap belong to no history that continues. */
const LONGEST_GAP_DAYS = 366;

/** Distinct days of the times, in days since 1970-01-01, ascending. O(N + D log D). */
export function distinctDays(times: Float64Array): readonly number[] {
  return countRowsOfDays(times).map(([day]) => day);
}

/** The earliest of the ascending days that is reached from `start` without a gap of more than a year. */
export function reachBack(days: readonly number[], start: number): number {
  let earliest = start;
  for (let position = days.length - 1; position >= 0; position--) {
    const day = days[position] ?? start;
    if (earliest - day > LONGEST_GAP_DAYS) break;
    if (day < earliest) earliest = day;
  }
  return earliest;
}

/** The latest of the ascending days that is reached from `start` in the same way. */
function reachForward(days: readonly number[], start: number): number {
  const mirrored = days.map((day) => -day).reverse();
  return -reachBack(mirrored, -start);
}

/** A copy with NaN for times outside the days from `first` to `last`, both included; and how many those were. */
function keepBetween(
  times: Float64Array,
  { first, last }: { readonly first: number; readonly last: number },
): { readonly times: Float64Array; readonly left: number } {
  const [fromMs, beforeMs] = [first * DAY_MS, (last + 1) * DAY_MS];
  const kept = times.slice();
  let left = 0;
  for (let row = 0; row < kept.length; row++) {
    const time = kept[row] ?? NaN;
    if (time >= fromMs && time < beforeMs) continue;
    if (!Number.isNaN(time)) left++;
    kept[row] = NaN;
  }
  return { times: kept, left };
}

/** The times of the history that the median row belongs to. */
export function keepMainHistory(times: Float64Array): {
  readonly times: Float64Array;
  readonly left: number;
} {
  const counts = countRowsOfDays(times);
  const days = counts.map(([day]) => day);
  const middle = dayOfMedian(counts);
  if (middle === undefined) return { times, left: 0 };
  return keepBetween(times, { first: reachBack(days, middle), last: reachForward(days, middle) });
}

/** The day of the median row, of days and their rows; undefined for no rows. */
function dayOfMedian(counts: readonly (readonly [day: number, rows: number])[]): number | undefined {
  const rows = counts.reduce((sum, [, count]) => sum + count, 0);
  let upTo = 0;
  return counts.find(([, count]) => (upTo += count) > rows >> 1)?.[0];
}
