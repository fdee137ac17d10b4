/** A clock on which sleeping takes no time: the waits of a back-off can be read off it. */
import type { Clock } from '../../../src/shared/ports/runner.ts';

export interface VirtualClock extends Clock {
  /** Milliseconds of each sleep so far. */
  readonly sleeps: readonly number[];
}

export function createVirtualClock(start = '2026-11-22T10:00:00Z'): VirtualClock {
  const sleeps: number[] = [];
  let nowMs = Date.parse(start);
  return {
    sleeps,
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    sleep: (ms) => {
      sleeps.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
  };
}
