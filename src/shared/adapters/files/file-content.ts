/**
 * The content of one regular file as it was when it was opened. Every read opens the file for itself and closes
 * it, so that any number of contents can be kept without a file descriptor; a file that is not the same file in
 * the same state as before is refused.
 */
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import { DataError } from '../../domain/kernel/errors.ts';
import type { FileContent } from '../../ports/workspace.ts';
import { locate } from './containment.ts';

const CHUNK_BYTES = 256 * 1024;

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
    throw new DataError('FILES_INVALID', `${path}: expected a file in ${root}, got none`);
  }
  const stats = await lstat(realPath, { bigint: true });
  if (!stats.isFile()) {
    const kind = stats.isDirectory() ? 'a folder' : 'a special file';
    throw new DataError('FILES_INVALID', `${path}: expected a regular file, got ${kind}`);
  }
  const opened = { path, realPath, stats };
  return {
    sizeBytes: Number(stats.size),
    slice: (start, end) => slice(opened, start, end),
    stream: () => stream(opened),
  };
}

async function slice(opened: OpenedFile, start: number, end: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readRange(opened, start, end)) chunks.push(chunk);
  const [only, ...others] = chunks;
  return only !== undefined && others.length === 0 ? only : Buffer.concat(chunks);
}

function stream(opened: OpenedFile): AsyncIterable<Uint8Array> {
  return readRange(opened, 0, Number(opened.stats.size), CHUNK_BYTES);
}

/** @param chunkBytes the whole range unless given. */
async function* readRange(
  opened: OpenedFile,
  start: number,
  end: number,
  chunkBytes = Infinity,
): AsyncGenerator<Uint8Array> {
  const file = await reopen(opened);
  try {
    const last = Math.min(end, Number(opened.stats.size));
    for (let position = start; position < last;) {
      const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, last - position));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
      if (bytesRead === 0) throw changed(opened);
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    // What was read belongs together only when nothing was written meanwhile.
    requireUnchanged(opened, await file.stat({ bigint: true }));
  } finally {
    await file.close();
  }
}

async function reopen(opened: OpenedFile): Promise<FileHandle> {
  const file = await open(opened.realPath, FLAGS).catch((cause: unknown) => {
    throw changed(opened, cause);
  });
  try {
    requireUnchanged(opened, await file.stat({ bigint: true }));
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function requireUnchanged(opened: OpenedFile, current: BigIntStats): void {
  const { dev, ino, size, mtimeNs } = opened.stats;
  const isSame =
    current.dev === dev && current.ino === ino && current.size === size && current.mtimeNs === mtimeNs;
  if (!isSame) throw changed(opened);
}

function changed({ path }: OpenedFile, cause?: unknown): DataError {
  return new DataError('FILES_INVALID', `${path}: expected the file as it was opened, got a changed one`, {
    cause,
    hint: 'make sure that nothing writes to the file while the step runs',
  });
}
