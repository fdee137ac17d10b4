/**
 * The port `FileReads`, by access times. Most systems are mounted with `relatime`: a read sets the access time of a file only where that
 * is not later than its last change, or is older than a day. So it is put back before, and every read since then shows.
 * @see https://man7.org/linux/man-pages/man8/mount.8.html
 */
// A hundred thousand files are looked up in half a second so, and in three times as long by promises; nothing else waits meanwhile.
import {
  closeSync,
  constants,
  lutimesSync,
  openSync,
  readlinkSync,
  readSync,
  type BigIntStats,
} from 'node:fs';
import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folderOf, inFolder, lastPartOf } from '../../domain/kernel/repository-path.ts';
import type { FileReads, Files, NoteReads, ReadablePaths } from '../../ports/workspace.ts';
import { locate } from './containment.ts';
import { listStates, statsOf } from './folder-states.ts';

export function createFileReads(): FileReads {
  return { list: listStates, prepare, hasContent, removeCompiled };
}

function hasContent({ root }: Files, path: string): boolean {
  const stats = statsOf(join(root, path));
  return stats?.isFile() === true && stats.size > 0n;
}

function prepare({ root }: Files, { known, doubted }: ReadablePaths): Promise<NoteReads | undefined> {
  const paths = [...known, ...doubted];
  const places = paths.map((path) => join(root, path));
  try {
    if (!areReadsSeen(places)) return Promise.resolve(undefined);
    for (const place of places.slice(0, known.length)) putBackHiding(place);
  } catch {
    // The file of another user: a read of it would not show, and it would be taken for unread.
    return Promise.resolve(undefined);
  }
  const hidden = doubted.filter((path) => isReadHidden(join(root, path)));
  return Promise.resolve(() => {
    const readSince = noteTimes(root, paths);
    return () => ({ seen: readSince(), hidden });
  });
}

function noteTimes(root: string, paths: readonly string[]): () => readonly string[] {
  const places = paths.map((path) => join(root, path));
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
}

function putBackHiding(place: string): void {
  const stats = statsOf(place);
  if (stats !== undefined && hidesReads(stats)) putBack(place, stats);
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

/** A flag that hides reads (`chattr +A`) is one of a file, and says nothing of the others. */
const MAX_TRIES = 20;

/** Reads of one file on each device: a mount without access times, or with those of another layer, shows none. */
function areReadsSeen(places: readonly string[]): boolean {
  const devices = new Map<bigint, { isSeen: boolean; tries: number }>();
  for (const place of places) {
    const stats = statsOf(place);
    if (stats?.isFile() !== true || stats.size === 0n) continue;
    const { isSeen, tries } = devices.get(stats.dev) ?? { isSeen: false, tries: 0 };
    if (isSeen || tries === MAX_TRIES) continue;
    devices.set(stats.dev, { isSeen: isReadSeen(place, stats), tries: tries + 1 });
  }
  return devices.size > 0 && [...devices.values()].every(({ isSeen }) => isSeen);
}

/** Tried, which puts the time back as well. Of an empty file nothing can be read. */
function isReadHidden(place: string): boolean {
  const stats = statsOf(place);
  if (stats === undefined || stats.size === 0n) return false;
  try {
    return !isReadSeen(place, stats);
  } catch {
    // It is of another user, or may not be read now.
    return true;
  }
}

function isReadSeen(path: string, first: BigIntStats): boolean {
  putBack(path, first);
  const before = statsOf(path);
  if (first.isSymbolicLink()) readlinkSync(path);
  else readFirstByte(path);
  const after = statsOf(path);
  putBack(path, first);
  return before?.atimeNs !== after?.atimeNs;
}

function readFirstByte(path: string): void {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    readSync(file, new Uint8Array(1), 0, 1, 0);
  } finally {
    closeSync(file);
  }
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
