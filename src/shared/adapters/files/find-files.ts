/** The files of a folder that match patterns; links are not followed. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '../../domain/kernel/byte-order.ts';
import { DataError } from '../../domain/kernel/errors.ts';
import type { PathSet } from '../../domain/kernel/glob.ts';
import { isContainedPath } from '../../domain/kernel/repository-path.ts';
import { systemCode, toDataError } from './system-errors.ts';

/** The files of git are not inputs of a model. */
const SKIPPED = '.git';

/** What Node.js puts in the place of bytes that are not UTF-8: the file cannot be opened by such a name. */
const REPLACEMENT_CHARACTER = '\ufffd';

/**
 * @returns paths relative to `root`, sorted bytewise, each once.
 * @throws DataError when a match is a symbolic link or a special file: its bytes can change without it.
 */
export async function findFiles(root: string, wanted: PathSet): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { path, entry } of walk(root, '', wanted)) {
    const matches = wanted.matches(path);
    if (matches) requirePortable(path);
    if (entry.isFile()) {
      if (matches) found.push(path);
      // A link in the fixed part of a pattern would hide everything that the pattern matches.
    } else if (matches || wanted.isInTheWay(path)) throw notRegular(path, entry);
    else if (wanted.wantsFolder(path) && (await isLinkedFolder(root, path))) throw linkedFolder(path);
  }
  return found.sort(compareBytes);
}

/** Everything below a folder that a pattern can match, without folders. */
async function* walk(
  root: string,
  folder: string,
  wanted: PathSet,
): AsyncGenerator<{ path: string; entry: Dirent }> {
  for (const entry of await list(root, folder)) {
    if (entry.name === SKIPPED) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!wanted.mayLead(path)) continue;
    if (entry.isDirectory()) yield* walk(root, path, wanted);
    else yield { path, entry };
  }
}

async function list(root: string, folder: string): Promise<readonly Dirent[]> {
  // Such a folder cannot be read by its name, and what is in it would be left out without a word.
  if (folder !== '') requireUtf8(folder);
  try {
    return await readdir(join(root, folder), { withFileTypes: true });
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw toDataError(folder === '' ? root : folder, 'a folder that can be read', error);
  }
}

/** A record names the file by its path on every system that reads it. */
function requirePortable(path: string): void {
  requireUtf8(path);
  if (isContainedPath(path)) return;
  throw badName(path, 'a path without "\\\\" that does not begin like a drive ("C:")');
}

function requireUtf8(path: string): void {
  if (path.includes(REPLACEMENT_CHARACTER)) throw badName(path, 'a name in UTF-8');
}

function badName(path: string, expected: string): DataError {
  return new DataError('FILES_INVALID', `${path}: expected ${expected}, got ${JSON.stringify(path)}`, {
    hint: 'rename it, or write a pattern that does not match it',
  });
}

/** What a pattern wants in there would be left out without a word. A link that leads nowhere hides nothing. */
async function isLinkedFolder(root: string, path: string): Promise<boolean> {
  try {
    return (await stat(join(root, path))).isDirectory();
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENOTDIR', 'EACCES'].includes(systemCode(error) ?? '')) return false;
    throw toDataError(path, 'a link that can be followed', error);
  }
}

function linkedFolder(path: string): DataError {
  return new DataError('FILES_INVALID', `${path}: expected a folder, got a symbolic link to one`, {
    hint: 'replace it by the folder itself, or write a pattern that does not match it',
  });
}

function notRegular(path: string, entry: Dirent): DataError {
  const kind = entry.isSymbolicLink() ? 'a symbolic link' : 'a special file';
  return new DataError('FILES_INVALID', `${path}: expected a regular file, got ${kind}`, {
    hint: 'replace it by a copy of the file, or write a pattern that does not match it',
  });
}
