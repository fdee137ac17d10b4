/**
 * The content of one regular file as it was when it was opened. Every read opens the file for itself and closes
 * it, so that any number of contents can be kept without a file descriptor; a file that is not the same file in
 * the same state as before is refused.
 */
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import { DataError } from '../../domain/kernel/errors.ts';
import { requireByteRange } from '../../domain/kernel/byte-range.ts';
import type { FileContent, StreamOptions } from '../../ports/workspace.ts';
import { locate } from './containment.ts';
import { onDisk, systemCode, toDataError } from './system-errors.ts';

const CHUNK_BYTES = 256 * 1024;

/** One call of `read` for 2 GiB or more ends the process of Node.js: its length has 31 bits. */
const MAX_READ_BYTES = 64 * 1024 ** 2;

/** Configuration, documents, metrics: the readers have lower limits of their own. Larger files are streamed. */
const MAX_WHOLE_FILE_BYTES = 64 * 1024 ** 2;

const READABLE = 'a file that can be read';

/** A file that was replaced: by nothing, by a link (O_NOFOLLOW), by a socket. */
const REPLACED: readonly (string | undefined)[] = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO'];

/** O_NONBLOCK: opening a FIFO without a writer would wait indefinitely. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A file as it was opened. */
interface OpenedFile {
  /** As the caller named it. */
  readonly path: string;
  readonly realPath: string;
  readonly stats: BigIntStats;
}

/** @throws DataError when there is no file, or something else than a regular file. */
export async function openContent(root: string, path: string): Promise<FileContent> {
  const realPath = await locate(root, path);
  if (realPath === undefined) {
    throw new DataError('FILES_INVALID', `${path}: expected a file in ${root}, got none`, {
      hint: 'check the spelling of the path, and that the step before has written the file',
    });
  }
  const stats = await onDisk(path, READABLE, () => lstat(realPath, { bigint: true }));
  if (!stats.isFile()) {
    const kind = stats.isDirectory() ? 'a folder' : 'a special file';
    throw new DataError('FILES_INVALID', `${path}: expected a regular file, got ${kind}`, {
      hint: 'name a file, and no folder or link',
    });
  }
  const opened = { path, realPath, stats };
  return {
    sizeBytes: Number(stats.size),
    state: stateOf(stats),
    slice: (start, end) => slice(opened, start, end),
    stream: (options) => stream(opened, options),
  };
}

/** The whole content. @throws DataError like `openContent`, and for a file that is too large, without reading it. */
export async function readContent(root: string, path: string): Promise<Uint8Array> {
  const { sizeBytes, slice } = await openContent(root, path);
  if (sizeBytes > MAX_WHOLE_FILE_BYTES) {
    throw new DataError(
      'FILES_INVALID',
      `${path}: expected at most ${MAX_WHOLE_FILE_BYTES} bytes, got ${sizeBytes}`,
      { hint: 'check that the path names the right file, or write a smaller one' },
    );
  }
  return slice(0, sizeBytes);
}

async function slice(opened: OpenedFile, start: number, end: number): Promise<Uint8Array> {
  requireByteRange(start, end);
  const file = await reopen(opened);
  try {
    const range = await readAt({ opened, file }, { start, end });
    requireUnchanged(opened, await statOf(opened, file));
    return range;
  } finally {
    await file.close();
  }
}

/** The next piece is read while the one before it is used. */
async function* stream(
  opened: OpenedFile,
  { isReused = false, start = 0, end = Infinity }: StreamOptions = {},
): AsyncGenerator<Uint8Array> {
  const limit = Math.min(Number(opened.stats.size), end);
  requireByteRange(start, Math.max(start, limit));
  const file = await reopen(opened);
  const pieceBytes = Math.max(0, Math.min(CHUNK_BYTES, limit - start));
  const buffers = isReused ? [0, 1].map(() => Buffer.allocUnsafe(pieceBytes)) : [];
  const begin = (position: number): Promise<Uint8Array> => {
    const target = buffers[((position - start) / CHUNK_BYTES) % buffers.length];
    const last = Math.max(position, Math.min(limit, position + CHUNK_BYTES));
    const piece = readAt({ opened, file }, { start: position, end: last }, target);
    // Its error is thrown where the piece is waited for, which may be after it happened.
    piece.catch(() => undefined);
    return piece;
  };
  let ahead = begin(start);
  try {
    for (let position = start; position < limit; position += CHUNK_BYTES) {
      const piece = await ahead;
      ahead = begin(position + CHUNK_BYTES);
      yield piece;
    }
    // What was read belongs together only when nothing was written meanwhile.
    requireUnchanged(opened, await statOf(opened, file));
  } finally {
    await ahead.catch(() => undefined);
    await file.close();
  }
}

/**
 * The bytes from `start` to before `end`, or to where the file ended when it was opened.
 * @param target is filled from its beginning; memory of its own by default.
 */
async function readAt(
  { opened, file }: { readonly opened: OpenedFile; readonly file: FileHandle },
  { start, end }: { readonly start: number; readonly end: number },
  target?: Uint8Array,
): Promise<Uint8Array> {
  const sizeBytes = Math.max(0, Math.min(end, Number(opened.stats.size)) - start);
  const range = target?.subarray(0, sizeBytes) ?? Buffer.allocUnsafe(sizeBytes);
  for (let filled = 0; filled < range.length;) {
    const length = Math.min(MAX_READ_BYTES, range.length - filled);
    const { bytesRead } = await onDisk(opened.path, READABLE, () =>
      file.read(range, filled, length, start + filled),
    );
    if (bytesRead === 0) throw changed(opened);
    filled += bytesRead;
  }
  return range;
}

async function reopen(opened: OpenedFile): Promise<FileHandle> {
  const file = await open(opened.realPath, FLAGS).catch((cause: unknown) => {
    const wasReplaced = REPLACED.includes(systemCode(cause));
    throw wasReplaced ? changed(opened, cause) : toDataError(opened.path, READABLE, cause);
  });
  try {
    requireUnchanged(opened, await statOf(opened, file));
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function statOf({ path }: OpenedFile, file: FileHandle): Promise<BigIntStats> {
  return onDisk(path, READABLE, () => file.stat({ bigint: true }));
}

/** The time of change (ctime) as well: a program can set the time of modification back, and not this one. */
export function stateOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

function requireUnchanged(opened: OpenedFile, current: BigIntStats): void {
  if (stateOf(current) !== stateOf(opened.stats)) throw changed(opened);
}

function changed({ path }: OpenedFile, cause?: unknown): DataError {
  return new DataError('FILES_INVALID', `${path}: expected the file as it was opened, got a changed one`, {
    cause,
    hint: 'make sure that nothing writes to the file while the step runs',
  });
}
