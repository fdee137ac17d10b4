/** Reads what lies in a repository: the paths that git knows, and the text of small files. */
import { readFile, stat } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Survey } from '../../src/shared/domain/setup/survey.ts';

const TEXT =
  /\.(py|r|rmd|js|mjs|ts|sh|ya?ml|json|toml|cfg|txt|ipynb|jl)$|(^|\/)(MLproject|Makefile|Pipfile|dvc\.lock)$/i;
const MAX_TEXT_BYTES = 512 * 1024;

export async function surveyRepository(folder: string): Promise<Survey> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const { stdout } = await promisify(execFile)('git', args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
  const paths = [...new Set(stdout.split('\0').filter((path) => path !== ''))].sort();
  const texts = new Map<string, string>();
  for (const path of paths.filter((name) => TEXT.test(name))) {
    const place = join(folder, path);
    const info = await stat(place).catch(() => undefined);
    if (info?.isFile() === true && info.size <= MAX_TEXT_BYTES)
      texts.set(path, await readFile(place, 'utf8'));
  }
  return { paths, read: (path) => texts.get(path) };
}
