/** Process groups: a command's children and grandchildren, unless they leave the group on purpose (setsid). */
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 5;
/** Killed processes may stay as zombies where no process reaps orphans; they no longer run. */
const MAX_WAIT_MS = 1000;

/** Signals every process of the group; a group that has ended already is fine. */
export function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader !== undefined && isAlive(leader)) process.kill(-leader, signal);
}

/**
 * Ends what is left of a group and waits until it is gone, so that nothing writes any more afterwards.
 * @param graceMs time to end on its own, for a group that was asked to.
 */
export async function endGroup(leader: number | undefined, graceMs: number): Promise<void> {
  await waitForEnd(leader, graceMs);
  signalGroup(leader, 'SIGKILL');
  await waitForEnd(leader, MAX_WAIT_MS);
}

async function waitForEnd(leader: number | undefined, limitMs: number): Promise<void> {
  const endMs = performance.now() + limitMs;
  // By the clock: a busy machine makes each pause longer, and a cancelled step has seven seconds in all.
  while (leader !== undefined && performance.now() < endMs && isAlive(leader)) await delay(POLL_MS);
}

function isAlive(leader: number): boolean {
  try {
    return process.kill(-leader, 0);
  } catch {
    return false;
  }
}
