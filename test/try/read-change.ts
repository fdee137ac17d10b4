/** What a second pull request changes, from `--change`: a patch, or what lies uncommitted in the working tree. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { git } from './git.ts';
import type { SecondFiles } from './second-pull.ts';

export const WORKING_TREE = 'working-tree';

/**
 * @param change path of a patch, as `git diff` writes one, for the repository as the first pull request leaves it.
 * @throws Error for a patch that cannot be read or applied, or that changes nothing.
 */
export async function readPatch(copy: string, change: string): Promise<SecondFiles> {
  const patch = resolve(change);
  try {
    await git(copy, ['apply', '--index', '--recount', patch]);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.trim().split('\n').at(-1) : String(cause);
    throw new Error(
      `--change ${change}: expected a patch of the repository as the pull request leaves it, got: ${reason}`,
      { cause },
    );
  }
  const files = await readChanged(copy, ['diff', '--cached', '--name-only', '-z', '--diff-filter=d', 'HEAD']);
  await git(copy, ['reset', '--hard', '--quiet', 'HEAD']);
  return requireFiles(files, change);
}

/** @param folder of the user, of which nothing is changed. @throws Error where nothing is uncommitted. */
export async function readWorkingTree(folder: string): Promise<SecondFiles> {
  const changed = await readChanged(folder, ['diff', '--name-only', '-z', '--diff-filter=d', 'HEAD']);
  const added = await readChanged(folder, ['ls-files', '--others', '--exclude-standard', '-z']);
  return requireFiles({ ...changed, ...added }, WORKING_TREE);
}

async function readChanged(folder: string, list: readonly string[]): Promise<SecondFiles> {
  const paths = (await git(folder, list)).split('\0').filter((path) => path !== '');
  const texts = paths.map(async (path) => [path, await readFile(join(folder, path), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

function requireFiles(files: SecondFiles, change: string): SecondFiles {
  if (Object.keys(files).length > 0) return files;
  throw new Error(
    `--change ${change}: expected a changed file, got none. Change the training, such as a parameter, or write a patch with \`git diff\``,
  );
}
