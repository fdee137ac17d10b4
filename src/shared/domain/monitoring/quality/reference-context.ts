/** What the rules about values need to know of the reference and of this check, besides the column itself. */
import type { FindingCode } from '../../documents/finding-detail.ts';
import { sum } from 'simple-statistics';
import { countAt } from '../../statistics/vectors.ts';
import { cutWindows, sumBetween, type DayRange } from '../profile/reference-windows.ts';
import type { WindowCount } from './shares-rule.ts';

export interface ValuesContext {
  /** Rows of each day of the reference; empty without days. */
  readonly referenceRows: readonly number[];
  /** Days of the current data; undefined without days. */
  readonly windowDays: number | undefined;
  /** Of one rule about one column, see `levelOfShares`. */
  readonly level: number;
  /** Whether the check of the window just before found the same of the same column. */
  readonly wasFound: (code: FindingCode, subject: string) => boolean;
}

/** Windows of the reference that are as long as the current one, and have rows. */
export function referenceWindows({ referenceRows, windowDays }: ValuesContext): readonly DayRange[] {
  if (windowDays === undefined || windowDays === 0) return [];
  return cutWindows(referenceRows.length, windowDays).filter((range) => sumBetween(referenceRows, range) > 0);
}

/** `eventsOf`: rows of the window with the property. */
export function countWindows(
  context: ValuesContext,
  windows: readonly DayRange[],
  eventsOf: (range: DayRange) => number,
): readonly WindowCount[] {
  return windows.map((range) => ({
    events: eventsOf(range),
    rows: sumBetween(context.referenceRows, range),
  }));
}

/** Largest fraction of a day: what a short reference can say. */
export function worstDay(events: readonly number[], { referenceRows }: ValuesContext): number {
  if (sum([...referenceRows]) === 0) return 0;
  return events.reduce((worst, count, day) => {
    const rows = countAt(referenceRows, day);
    return rows === 0 ? worst : Math.max(worst, count / rows);
  }, 0);
}
