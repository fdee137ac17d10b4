import { readFile } from 'node:fs/promises';

/** @returns whether the process whose id is in the file has ended; a zombie has, and only waits for its parent to ask. */
export async function hasEnded(pidFile: string): Promise<boolean> {
  const pid = Number(await readFile(pidFile, 'utf8'));
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') gone');
  return /^(?:gone|Z)/.test(state.slice(state.lastIndexOf(')') + 2));
}
