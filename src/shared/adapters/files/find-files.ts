/** The files of a folder that match patterns; links are not followed. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../../domain/kernel/errors.ts';
import type { Glob } from '../../domain/kernel/glob.ts';

/** The files of git are not inputs of a model. */
const SKIPPED = '.git';

/**
 * @returns paths relative to `root`, sorted bytewise, each once.
 * @throws DataError when a match is a symbolic link or a special file: its bytes can change without it.
 */
export async function findFiles(root: string, globs: readonly Glob[]): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { path, entry } of walk(root, '', globs)) {
    const matches = globs.some((glob) => glob.matches(path));
    if (entry.isFile()) {
      if (matches) found.push(path);
    } else if (matches || isOnTheWay(path, globs)) throw notRegular(path, entry);
  }
  return found.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}

/** Everything below a folder that a pattern can match, without folders. */
async function* walk(
  root: string,
  folder: string,
  globs: readonly Glob[],
): AsyncGenerator<{ path: string; entry: Dirent }> {
  for (const entry of await list(join(root, folder))) {
    if (entry.name === SKIPPED) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!globs.some((glob) => glob.mayLead(path))) continue;
    if (entry.isDirectory()) yield* walk(root, path, globs);
    else yield { path, entry };
  }
}

/** A link in the fixed part of a pattern would hide everything that the pattern matches. */
function isOnTheWay(path: string, globs: readonly Glob[]): boolean {
  return globs.some((glob) => glob.pattern.startsWith(`${path}/`));
}

async function list(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

function notRegular(path: string, entry: Dirent): DataError {
  const kind = entry.isSymbolicLink() ? 'a symbolic link' : 'a special file';
  return new DataError('FILES_INVALID', `${path}: expected a regular file, got ${kind}`, {
    hint: 'replace it by a copy of the file, or write a pattern that does not match it',
  });
}
