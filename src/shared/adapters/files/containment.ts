/**
 * The one rule of containment: a path belongs to a folder when it leads into it after all links are resolved.
 * A training command can leave any link behind.
 */
import { mkdir, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { DataError } from '../../domain/kernel/errors.ts';
import { hasForeignSyntax, isContainedPath } from '../../domain/kernel/repository-path.ts';
import { onDisk, systemCode, toDataError } from './system-errors.ts';

const PLACE = 'a place for a file';

/** The real path of what is there; undefined for nothing. @throws DataError for a path that leaves the folder. */
export async function locate(root: string, path: string): Promise<string | undefined> {
  if (!isContainedPath(path)) throw notContained(root, path);
  const realRoot = await realPathOf(root, path);
  if (realRoot === undefined) return undefined;
  const found = await realPathOf(join(realRoot, path), path);
  if (found !== undefined && !found.startsWith(realRoot + sep)) throw leaves(root, path);
  return found;
}

/**
 * Creates the folder that a file is to be written into, and nothing outside of `root`.
 * @returns the real path of that folder. @throws DataError for a path that leaves `root`.
 */
export async function createParentFolder(root: string, path: string): Promise<string> {
  if (!isContainedPath(path)) throw notContained(root, path);
  const realRoot = await onDisk(path, PLACE, async () => {
    await mkdir(root, { recursive: true });
    return await realpath(root);
  });
  const folder = dirname(join(realRoot, path));
  // Before anything is created: `mkdir` would follow a link.
  requireInside(realRoot, await deepestExisting(folder, path), leaves(root, path));
  const realFolder = await onDisk(path, PLACE, async () => {
    await mkdir(folder, { recursive: true });
    return await realpath(folder);
  });
  requireInside(realRoot, realFolder, leaves(root, path));
  return realFolder;
}

async function deepestExisting(folder: string, path: string): Promise<string> {
  return (await realPathOf(folder, path)) ?? deepestExisting(dirname(folder), path);
}

function requireInside(realRoot: string, realPath: string, error: DataError): void {
  if (realPath !== realRoot && !realPath.startsWith(realRoot + sep)) throw error;
}

async function realPathOf(absolute: string, path: string): Promise<string | undefined> {
  try {
    return await realpath(absolute);
  } catch (cause) {
    const code = systemCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw toDataError(path, 'a path to a file', cause);
  }
}

function notContained(root: string, path: string): DataError {
  if (!hasForeignSyntax(path)) return leaves(root, path);
  return new DataError(
    'FILES_INVALID',
    `${path}: expected a path with "/" between its parts and without a drive, got ${JSON.stringify(path)}`,
    { hint: 'a name with a backslash, or with a colon after its first letter, has to be changed' },
  );
}

function leaves(root: string, path: string): DataError {
  return new DataError('FILES_INVALID', `${path}: expected a path inside ${root}, got one that leaves it`, {
    hint: 'write a path without `..`, and put what a link names into the folder itself',
  });
}
