/** Reads what lies in a repository: the paths that git knows, and the text of small files. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Survey } from '../../src/shared/domain/setup/survey.ts';
import { git } from './git.ts';

const TEXT =
  /\.(py|r|rmd|js|mjs|ts|sh|ya?ml|json|toml|cfg|txt|ipynb|jl)$|(^|\/)(MLproject|Makefile|Pipfile|dvc\.lock)$/i;
const MAX_TEXT_BYTES = 512 * 1024;

/** @throws Error for what is no folder, no repository, or a folder inside one. */
export async function repositoryRootOf(folder: string): Promise<string> {
  const root = await git(folder, ['rev-parse', '--show-toplevel']).then(
    (path) => path.trimEnd(),
    () => undefined,
  );
  if (root === undefined)
    throw new Error(`${folder}: expected a git repository, got none\nRun \`git init\` there first.`);
  if ((await realpath(folder)) === (await realpath(root))) return root;
  throw new Error(
    `${folder}: expected the root of a repository, got a folder inside ${root}\nGive ${root}: GitHub reads workflows there only.`,
  );
}

export async function surveyRepository(folder: string): Promise<Survey> {
  const list = await git(folder, ['ls-files', '--cached', '--others', '--exclude-standard', '-z']);
  const paths = [...new Set(list.split('\0').filter((path) => path !== ''))].sort();
  const texts = new Map<string, string>();
  for (const path of paths.filter((name) => TEXT.test(name))) {
    const place = join(folder, path);
    const info = await stat(place).catch(() => undefined);
    if (info?.isFile() === true && info.size <= MAX_TEXT_BYTES)
      texts.set(path, await readFile(place, 'utf8'));
  }
  return { paths, read: (path) => texts.get(path) };
}
