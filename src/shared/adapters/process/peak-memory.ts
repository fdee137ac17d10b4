/**
 * The most memory that the processes of a command had at once, as Linux says it in /proc. It is read again and again, for
 * no one adds it up: a process that lives for less than that is missed, and memory that processes share counts in each.
 */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const READ_EVERY_MS = 10;
const KIBIBYTE = 1024;
/** Of a process that has not loaded its program yet: any shell has more. */
const LEAST_BYTES = 256 * KIBIBYTE;
/** In `/proc/<pid>/stat`, after the name in parentheses: state, parent, group. */
const GROUP_FIELD = 2;

export interface PeakMemory {
  /** @returns bytes; undefined where the machine does not say, and for a command that was over before it could be read. */
  stop(): Promise<number | undefined>;
}

/** Before the command is started: what runs already is none of its processes. */
export async function prepareMeter(): Promise<(leader: number | undefined) => PeakMemory> {
  const others = new Set(await listProcesses());
  return (leader) => {
    const stopping = new AbortController();
    const measured =
      leader === undefined ? Promise.resolve(undefined) : readUntil(leader, others, stopping.signal);
    return {
      stop: () => {
        stopping.abort();
        return measured;
      },
    };
  };
}

/** @param others processes of other groups; those that are found are added. */
async function readUntil(
  leader: number,
  others: Set<string>,
  stopping: AbortSignal,
): Promise<number | undefined> {
  // At once, for a command may end before all processes are listed.
  let peakBytes = (await readMemory(String(leader))).highestBytes;
  while (!stopping.aborted) {
    const memories = await Promise.all((await membersOf(leader, others)).map(readMemory));
    const now = memories.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
    // What one process had at its highest counts also where it was between two readings.
    peakBytes = memories.reduce(
      (most, { highestBytes }) => Math.max(most, highestBytes),
      Math.max(peakBytes, now),
    );
    await delay(READ_EVERY_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
  return peakBytes < LEAST_BYTES ? undefined : peakBytes;
}

async function listProcesses(): Promise<readonly string[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.filter((name) => /^\d+$/.test(name));
}

/** Processes of other groups are read once only. */
async function membersOf(leader: number, others: Set<string>): Promise<readonly string[]> {
  const pids = (await listProcesses()).filter((pid) => !others.has(pid));
  const groups = await Promise.all(pids.map(readGroup));
  return pids.filter((pid, index) => {
    const isMember = groups[index] === leader;
    if (!isMember) others.add(pid);
    return isMember;
  });
}

async function readGroup(pid: string): Promise<number | undefined> {
  const text = await readOrNothing(`/proc/${pid}/stat`);
  return text === ''
    ? undefined
    : Number(
        text
          .slice(text.lastIndexOf(')') + 1)
          .trim()
          .split(' ')[GROUP_FIELD],
      );
}

interface Memory {
  readonly residentBytes: number;
  readonly highestBytes: number;
}

async function readMemory(pid: string): Promise<Memory> {
  const text = await readOrNothing(`/proc/${pid}/status`);
  const read = (name: string): number => {
    const [, kibibytes] = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text) ?? [];
    return Number(kibibytes ?? 0) * KIBIBYTE;
  };
  return { residentBytes: read('VmRSS'), highestBytes: read('VmHWM') };
}

/** A process may end between two readings. */
function readOrNothing(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
