/**
 * The one atomic write: the new content goes to a file beside the target, which then replaces the target by a
 * rename. Readers see the old file or the new one; a failure leaves the old one and nothing else.
 */
import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createRunningDigest, type FileRecord } from '../../domain/kernel/digest.ts';
import { DataError } from '../../domain/kernel/errors.ts';
import { createParentFolder } from './containment.ts';
import { onDisk } from './system-errors.ts';

const WRITABLE = 'a place for a file';

/** @param fill writes the new content; the file is replaced when it has returned. */
export async function replaceFile<T>(
  root: string,
  path: string,
  fill: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const folder = await createParentFolder(root, path);
  const target = join(folder, basename(path));
  if ((await stat(target).catch(() => undefined))?.isDirectory() === true) {
    throw new DataError('FILES_INVALID', `${path}: expected a place for a file, got a folder`, {
      hint: 'delete the folder, or name another path',
    });
  }
  const partial = join(folder, `.${randomUUID()}.partial`);
  const file = await onDisk(path, WRITABLE, () => open(partial, 'wx'));
  try {
    const result = await fillAndClose(file, fill);
    await onDisk(path, WRITABLE, () => rename(partial, target));
    return result;
  } catch (error) {
    // The first error says what is wrong; the file is hidden by its name.
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function fillAndClose<T>(file: FileHandle, fill: (file: FileHandle) => Promise<T>): Promise<T> {
  try {
    return await fill(file);
  } finally {
    await file.close();
  }
}

/** @param path names the file in messages. */
export function writeChunk(file: FileHandle, path: string, chunk: Uint8Array | string): Promise<void> {
  return onDisk(path, 'space for the file', () => file.writeFile(chunk));
}

export interface Replacement {
  readonly root: string;
  readonly path: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly verify: ((record: FileRecord) => void) | undefined;
}

/** Keeps one chunk in memory at a time. */
export function replaceFileFrom({ root, path, chunks, verify }: Replacement): Promise<FileRecord> {
  return replaceFile(root, path, async (file) => {
    const digest = createRunningDigest();
    for await (const chunk of chunks) {
      digest.update(chunk);
      await writeChunk(file, path, chunk);
    }
    const record = { path, ...digest.finish() };
    verify?.(record);
    return record;
  });
}
