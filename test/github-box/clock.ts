/**
 * The box's clock: every date that the box writes comes from here. It stands still until something is
 * written (one second a write, because git knows no finer dates) or until a test moves it.
 */
import type { Clock } from './mount.ts';

export interface BoxClock extends Clock {
  set(date: Date | string): void;
  advance(ms: number): void;
}

export const DEFAULT_START = '2026-01-05T09:00:00Z';

export function createClock(start: Date | string = DEFAULT_START): BoxClock {
  let time = parseDate(start);
  return {
    now: () => new Date(time),
    tick: () => new Date((time += 1000)),
    set: (date) => void (time = parseDate(date)),
    advance: (ms) => void (time += ms),
  };
}

/** `2026-01-05T09:00:00Z`: GitHub's dates carry no fraction of a second. */
export function isoDate(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

function parseDate(date: Date | string): number {
  const time = new Date(date).getTime();
  if (Number.isNaN(time)) throw new RangeError(`clock: expected a date, got ${String(date)}`);
  return time;
}
