/**
 * Days that belong to one history. A warehouse writes "no end" as 9999-12-31 and "unknown" as 1970-01-01; such a day
 * differs from real ones by the years without any row between them, whatever value the warehouse chose.
 */
import { at } from '../../statistics/vectors.ts';
import { DAY_MS } from '../../kernel/time.ts';

/** Rows behind a longer gap belong to no history that continues. */
const LONGEST_GAP_DAYS = 366;

/** Distinct days of the times, in days since 1970-01-01, ascending. O(N + D log D). */
export function distinctDays(times: Float64Array): readonly number[] {
  const days = new Set<number>();
  for (let index = 0; index < times.length; index++) {
    const time = at(times, index);
    if (!Number.isNaN(time)) days.add(Math.floor(time / DAY_MS));
  }
  return [...days].sort((left, right) => left - right);
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
  const sorted = times.filter((time) => !Number.isNaN(time)).sort();
  const median = sorted[sorted.length >> 1];
  if (median === undefined) return { times, left: 0 };
  const days = distinctDays(times);
  const middle = Math.floor(median / DAY_MS);
  return keepBetween(times, { first: reachBack(days, middle), last: reachForward(days, middle) });
}
