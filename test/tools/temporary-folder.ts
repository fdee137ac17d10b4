/**
 * Before all tests of a run: where they keep what they write. A file system without a journal looks for an inode that was
 * not freed in the last minutes each time a file is made, and tests make and remove thousands: on ext4 this took up to a
 * sixth of their time. Memory has no such search. https://www.kernel.org/doc/html/latest/filesystems/tmpfs.html
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';

const SHARED_MEMORY = '/dev/shm';
/** Many times what tests write at once. */
const NEEDED_BYTES = 4 * 1024 ** 3;

/** Nothing where somebody has chosen a folder, where memory is short, or where no script could be run from there. */
export default function setup(): (() => void) | undefined {
  if (process.env.TMPDIR !== undefined || !hasRoom()) return undefined;
  const folder = mkdtempSync(join(SHARED_MEMORY, 'model-steward-'));
  // As /tmp: some tests write as another user.
  chmodSync(folder, 0o1777);
  process.env.TMPDIR = folder;
  return () => {
    delete process.env.TMPDIR;
    rmSync(folder, { recursive: true, force: true });
  };
}

function hasRoom(): boolean {
  try {
    const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
    const { bavail, bsize } = statfsSync(SHARED_MEMORY);
    return isRunnable(mounts, SHARED_MEMORY) && Math.min(bavail * bsize, freemem()) >= NEEDED_BYTES;
  } catch {
    // A system without such a folder.
    return false;
  }
}

/** @param mounts lines of /proc/mounts. */
export function isRunnable(mounts: readonly string[], folder: string): boolean {
  const mount = mounts.map((line) => line.split(' ')).findLast(([, at]) => at === folder);
  const [, , kind, options = ''] = mount ?? [];
  return kind === 'tmpfs' && !options.split(',').some((option) => option === 'noexec' || option === 'ro');
}
