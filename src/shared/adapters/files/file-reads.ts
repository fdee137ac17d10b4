/**
 * The port `FileReads`, by access times. Most systems are mounted with `relatime`: a read sets the access time of a file only where that
 * is not later than its last change, or is older than a day. So it is put back before, and every read since then shows.
 * @see https://man7.org/linux/man-pages/man8/mount.8.html
 */
// A hundred thousand files are looked up in half a second so, and in three times as long by promises; nothing else waits meanwhile.
import { constants, lstatSync, lutimesSync, type BigIntStats } from 'node:fs';
import { open, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folderOf, inFolder, lastPartOf } from '../../domain/kernel/repository-path.ts';
import type { FileReads, Files, NoteReads } from '../../ports/workspace.ts';
import { locate } from './containment.ts';

export function createFileReads(): FileReads {
  return { prepare, hasContent, removeCompiled };
}

function hasContent({ root }: Files, path: string): boolean {
  const stats = statsOf(join(root, path));
  return stats?.isFile() === true && stats.size > 0n;
}

async function prepare({ root }: Files, paths: readonly string[]): Promise<NoteReads | undefined> {
  const places = paths.map((path) => join(root, path));
  try {
    if (!(await areReadsSeen(places))) return undefined;
    for (const place of places) {
      const stats = statsOf(place);
      if (stats !== undefined && hidesReads(stats)) putBack(place, stats);
    }
  } catch {
    // The file of another user: a read of it would not show, and it would be taken for unread.
    return undefined;
  }
  return () => {
    const [inodes, times] = [new BigUint64Array(places.length), new BigInt64Array(places.length)];
    for (const [index, place] of places.entries()) {
      const stats = statsOf(place);
      if (stats !== undefined) [inodes[index], times[index]] = [stats.ino, stats.atimeNs];
    }
    return () =>
      paths.filter((_, index) => {
        const stats = statsOf(places[index] ?? root);
        if (stats === undefined) return false;
        // Another file in its place has an access time of its own, that of its making.
        if (stats.ino !== inodes[index]) return stats.atimeNs > stats.mtimeNs;
        return stats.atimeNs !== times[index];
      });
  };
}

/** Undefined for a folder, which a submodule is, and for nothing. */
function statsOf(path: string): BigIntStats | undefined {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stats?.isFile() === true || stats?.isSymbolicLink() === true ? stats : undefined;
}

/** By the rule of `relatime`; a read that is older than a day hides none, and is put back all the same. */
function hidesReads({ atimeNs, mtimeNs, ctimeNs }: BigIntStats): boolean {
  return atimeNs > mtimeNs && atimeNs > ctimeNs;
}

/**
 * Before the last change of the file. Node.js takes times as seconds in a double, so that of the last change keeps its microseconds and
 * loses what is below; git and make compare no finer ones. The time of the last change of the state (ctime) is now: git reads such a
 * file again before it calls it unchanged.
 */
function putBack(path: string, { mtimeNs }: BigIntStats): void {
  // The half is cut off again, with what the division loses.
  const modified = (Number(mtimeNs / 1000n) + 0.5) / 1e6;
  // Node.js takes a time before 1970 for now.
  lutimesSync(path, Math.max(0, modified - 1), modified);
}

/** Reads of one file on each device: a mount without access times, or with those of another layer, shows none. */
async function areReadsSeen(places: readonly string[]): Promise<boolean> {
  const devices = new Map<bigint, string>();
  for (const place of places) {
    const stats = statsOf(place);
    if (stats?.isFile() === true && stats.size > 0n && !devices.has(stats.dev)) devices.set(stats.dev, place);
  }
  for (const place of devices.values()) if (!(await isReadSeen(place))) return false;
  return devices.size > 0;
}

async function isReadSeen(path: string): Promise<boolean> {
  const first = statsOf(path);
  if (first === undefined) return false;
  putBack(path, first);
  const before = statsOf(path);
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    await file.read(new Uint8Array(1), 0, 1, 0);
  } finally {
    await file.close();
  }
  const after = statsOf(path);
  putBack(path, first);
  return before?.atimeNs !== after?.atimeNs;
}

const COMPILED = '__pycache__';

async function removeCompiled({ root }: Files, paths: readonly string[]): Promise<readonly string[]> {
  const folders = new Set(paths.filter((path) => path.endsWith('.py')).map(folderOf));
  const kept = new Set(paths.map(folderOf).filter((folder) => lastPartOf(folder) === COMPILED));
  const left: string[] = [];
  for (const folder of folders) {
    const compiled = inFolder(folder, COMPILED);
    if (kept.has(compiled)) continue;
    try {
      // A link in its place is removed itself, and never what it leads to.
      const place = folder === '' ? await realpath(root) : await locate(root, folder);
      if (place !== undefined) await rm(join(place, COMPILED), { recursive: true, force: true });
    } catch {
      left.push(compiled);
    }
  }
  return left;
}
