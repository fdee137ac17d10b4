/** The machine's clock. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../ports/runner.ts';

/** @param signal ends every sleep at once, by a rejection with its reason. */
export function createClock(signal: AbortSignal): Clock {
  return {
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    sleep: (ms) =>
      delay(ms, undefined, { signal }).catch((error: unknown) => {
        signal.throwIfAborted();
        throw error;
      }),
  };
}
