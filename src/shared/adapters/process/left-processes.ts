/**
 * Processes that have left the group of their command (`setsid`, a daemon), found by a variable that all of them were started with, as
 * Linux shows it in /proc. One that was started without the environment of its parent (`env -i`) is not found, nor on other systems.
 */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 5;
/** Each may start another one before it ends. */
const MAX_ROUNDS = 200;

/** @param mark `NAME=value`. @returns how many were ended. */
export async function endMarked(mark: string): Promise<number> {
  const ended = new Set<number>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const found = await findMarked(mark);
    if (found.length === 0) break;
    for (const pid of found) if (kill(pid)) ended.add(pid);
    await delay(POLL_MS);
  }
  return ended.size;
}

async function findMarked(mark: string): Promise<readonly number[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name));
  const marked = await Promise.all(pids.map((pid) => hasMark(pid, mark)));
  return pids.filter((_, index) => marked[index]).map(Number);
}

/** Of a process of another user, or one that has ended, nothing is read. */
async function hasMark(pid: string, mark: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  return environment.split('\0').includes(mark);
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
