/**
 * The port `Files`: one folder, and nothing outside it. Every path is resolved through its links before it
 * is opened, and what is opened has to be a regular file: a training command can leave anything behind.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { isContainedPath } from '../../domain/kernel/contained-path.ts';
import type { FileRecord } from '../../domain/kernel/digest.ts';
import { DataError } from '../../domain/kernel/errors.ts';
import { parseGlob } from '../../domain/kernel/glob.ts';
import type { Files } from '../../ports/workspace.ts';
import { findFiles } from './find-files.ts';

/** @param root absolute; has to exist when the first file is used. */
export function openFiles(root: string): Files {
  return {
    root,
    read: (path) => withFile(root, path, (file) => file.readFile()),
    exists: async (path) => (await resolve(root, path)) !== undefined,
    record: (path) => withFile(root, path, (file) => consume(file, path)),
    match: async (globs) => await findFiles(root, globs.map(parseGlob)),
    write: async (path, content) => {
      await replace(root, path, (target) => target.writeFile(content));
    },
    copyFrom: (source, from, to) =>
      withFile(source.root, from, async (file) => {
        const record = await replace(root, to, (target) =>
          consume(file, to, async (chunk) => {
            await target.writeFile(chunk);
          }),
        );
        return record;
      }),
  };
}

/** Digest and size of what is read, which is what `write` gets. */
async function consume(
  file: FileHandle,
  path: string,
  write: (chunk: Uint8Array) => Promise<void> = () => Promise.resolve(),
): Promise<FileRecord> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    await write(chunk);
  }
  return { path, sha256: hash.digest('hex'), sizeBytes };
}

async function withFile<T>(root: string, path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const found = await resolve(root, path);
  if (found === undefined) {
    throw new DataError('FILES_INVALID', `${path}: expected a file in ${root}, got none`);
  }
  // O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
  const file = await open(found, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const status = await file.stat();
    if (status.isFile()) return await use(file);
    const kind = status.isDirectory() ? 'a folder' : 'a special file';
    throw new DataError('FILES_INVALID', `${path}: expected a regular file, got ${kind}`);
  } finally {
    await file.close();
  }
}

/** The real path; undefined when there is nothing. @throws DataError for a path that leaves the root. */
async function resolve(root: string, path: string): Promise<string | undefined> {
  const realRoot = await realpath(root);
  if (!isContainedPath(path)) throw leaves(root, path);
  const found = await realpath(join(realRoot, path)).catch(() => undefined);
  if (found !== undefined && !found.startsWith(realRoot + sep)) throw leaves(root, path);
  return found;
}

function leaves(root: string, path: string): DataError {
  return new DataError('FILES_INVALID', `${path}: expected a path inside ${root}, got one that leaves it`);
}

/** Writes beside the target and renames, so that nobody ever sees half a file. */
async function replace<T>(root: string, path: string, fill: (file: FileHandle) => Promise<T>): Promise<T> {
  if (!isContainedPath(path)) throw leaves(root, path);
  const folder = dirname(join(root, path));
  await mkdir(folder, { recursive: true });
  const [realRoot, realFolder] = await Promise.all([realpath(root), realpath(folder)]);
  if (realFolder !== realRoot && !realFolder.startsWith(realRoot + sep)) throw leaves(root, path);
  const target = join(root, path);
  if ((await stat(target).catch(() => undefined))?.isDirectory() === true) {
    throw new DataError('FILES_INVALID', `${path}: expected a place for a file, got a folder`);
  }
  const partial = join(realFolder, `.${randomUUID()}.partial`);
  const file = await open(partial, 'wx');
  try {
    const result = await fill(file).finally(() => file.close());
    await rename(partial, target);
    return result;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
