/**
 * The reference cut into windows as long as the current one, counted back from its end. What they differ by while
 * nothing changed is what a rule has to expect of the next window.
 */

export interface DayRange {
  /** Positions among the reference's days: [start, end). */
  readonly start: number;
  readonly end: number;
}

/** They do not overlap; days at the start that fill no window are left out. */
export function cutWindows(referenceDays: number, windowDays: number): readonly DayRange[] {
  const count = Math.floor(referenceDays / Math.max(1, windowDays));
  return Array.from({ length: count }, (_, j) => {
    const end = referenceDays - j * windowDays;
    return { start: end - windowDays, end };
  });
}

/** Of the days from `start` to before `end`. */
export function sumBetween(counts: readonly number[], { start, end }: DayRange): number {
  let total = 0;
  for (const count of counts.slice(start, end)) total += count;
  return total;
}
