/** How far apart days with rows usually are: 1 for daily data, 3 for data of working days, 7 for weekly, 31 for monthly ones. */
import { countAt } from '../../statistics/vectors.ts';
import { formatDay, parseDay } from './days.ts';
import type { Profile } from './profile.ts';

/** Of the gaps: a weekend is usual, a holiday is not. */
const USUAL = 0.9;

/** In days, from one day with rows to the next; 1 where the reference has fewer than two days. O(D log D). */
export function usualGapDays({ time }: Pick<Profile, 'time'>): number {
  const days = (time?.days ?? []).map(parseDay);
  const gaps = days.slice(1).map((day, before) => day - countAt(days, before));
  const ascending = gaps.sort((left, right) => left - right);
  return ascending[Math.ceil(USUAL * ascending.length) - 1] ?? 1;
}

/**
 * About the day on which the reference would have so many days more, if it continued as it does: of weekly data a day a week.
 * Undefined without days.
 */
export function dayWithMore(profile: Pick<Profile, 'time'>, moreDays: number): string | undefined {
  const last = profile.time?.days.at(-1);
  return last === undefined
    ? undefined
    : formatDay(parseDay(last) + Math.ceil(moreDays * meanGapDays(profile)));
}

/** A mean, since weekends and short months are in it: many gaps add up. */
function meanGapDays({ time }: Pick<Profile, 'time'>): number {
  const days = time?.days ?? [];
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || days.length < 2) return 1;
  return (parseDay(last) - parseDay(first)) / (days.length - 1);
}
