/** Waiting for a sign of a process or a service instead of for a time that has to be long enough. */
import { setTimeout as delay } from 'node:timers/promises';

/** Only what never comes takes so long, on the slowest machine. */
const LIMIT_MS = 60_000;
const POLL_MS = 10;

/** @throws Error with the text of `isThere` when it is still false after a minute. */
export async function until(isThere: () => boolean | Promise<boolean>): Promise<void> {
  const limitMs = performance.now() + LIMIT_MS;
  while (!(await isThere())) {
    if (performance.now() > limitMs)
      throw new Error(`expected within ${LIMIT_MS / 1000} s: ${String(isThere)}`);
    await delay(POLL_MS);
  }
}
