/**
 * Bytes between the network and a folder: streamed, so that a model of any size fits, and hashed on the way,
 * so that the digest is of exactly the bytes that went by.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { isContainedPath } from '../../../domain/kernel/contained-path.ts';
import { DataError } from '../../../domain/kernel/errors.ts';
import type { Files } from '../../../ports/workspace.ts';
import type { Body } from './client.ts';

export interface Received {
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface LocalFile {
  readonly files: Files;
  readonly path: string;
}

/** The absolute path. @throws DataError for one that leaves the folder, also through a link. */
export async function locate({ files, path }: LocalFile): Promise<string> {
  const root = await realpath(files.root);
  const absolute = join(root, path);
  const parent = await realpath(await existingParent(absolute));
  if (isContainedPath(path) && (parent === root || parent.startsWith(root + sep))) return absolute;
  throw new DataError(
    'FILES_INVALID',
    `${path}: expected a path inside ${files.root}, got one that leaves it`,
  );
}

async function existingParent(path: string): Promise<string> {
  const parent = dirname(path);
  try {
    return await realpath(parent);
  } catch {
    return existingParent(parent);
  }
}

/** Writes beside the target and renames, so that nobody ever sees half a file. */
export async function receiveFile(body: Body, path: string): Promise<Received> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial`;
  await rm(partial, { force: true });
  const file = await open(partial, 'wx');
  try {
    const received = await hashed(body, (chunk) => file.writeFile(chunk));
    await file.close();
    await rename(partial, path);
    return received;
  } catch (error) {
    await file.close();
    await rm(partial, { force: true });
    throw error;
  }
}

/** Digest and size alone. */
export function receiveDigest(body: Body): Promise<Received> {
  return hashed(body, () => Promise.resolve());
}

async function hashed(body: Body, write: (chunk: Uint8Array) => Promise<void>): Promise<Received> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of body) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    await write(chunk);
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

/** Made anew for every attempt, because a stream can be read once. */
export function sendFile(path: string): ReadableStream<Uint8Array> {
  return ReadableStream.from(createReadStream(path) as AsyncIterable<Uint8Array>);
}
