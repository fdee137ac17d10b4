/** Reads what lies in a repository: the paths that git knows, and the text of small files. */
import { lstat, open, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Survey, SurveyedLink } from '../../src/shared/domain/setup/survey.ts';
import { git } from './git.ts';

const TEXT =
  /\.(py|r|rmd|js|mjs|ts|sh|bash|smk|go|ya?ml|json|toml|cfg|txt|ipynb|jl)$|(^|\/)(MLproject|Makefile|Snakefile|Pipfile|dvc\.lock|README\.(md|rst))$/i;
/** Files of a template for repositories, such as cookiecutter's: no code yet. */
const TEMPLATE = /\{[{%]/;
const MAX_TEXT_BYTES = 512 * 1024;
/** The first rows of a table say what its columns are. */
const TABLE = /\.(csv|tsv|jsonl|ndjson)$/i;
const MAX_TABLE_BYTES = 64 * 1024;

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

/** @param original folder that `folder` is a copy of: what git ignores, and links that lead out, were left behind there. */
export async function surveyRepository(folder: string, original: string = folder): Promise<Survey> {
  const list = await git(folder, ['ls-files', '--cached', '--others', '--exclude-standard', '-z']);
  const paths = [...new Set(namesOf(list))].filter((path) => !TEMPLATE.test(path)).sort();
  const texts = new Map<string, string>();
  for (const path of paths.filter((name) => TEXT.test(name))) {
    const place = join(folder, path);
    const info = await stat(place).catch(() => undefined);
    if (info?.isFile() === true && info.size <= MAX_TEXT_BYTES)
      texts.set(path, await readFile(place, 'utf8'));
  }
  for (const path of paths.filter((name) => TABLE.test(name))) {
    const start = await readStart(join(folder, path)).catch(() => undefined);
    if (start !== undefined) texts.set(path, start);
  }
  const left = original === folder ? paths : await pathsBehind(original, paths);
  const ignored = await ignoredFiles(original).catch(() => ignoredFiles(folder));
  const links = await linksOf(original, [...new Set([...paths, ...left, ...ignored])].sort());
  const isLink = new Set(links.map(({ path }) => path));
  return {
    paths,
    ignored: ignored.filter((path) => !isLink.has(path)),
    links,
    read: (path) => texts.get(path),
  };
}

/** Whole lines; undefined for what is no file, and for a line that is longer. */
async function readStart(place: string): Promise<string | undefined> {
  if (!(await stat(place)).isFile()) return undefined;
  const file = await open(place);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(MAX_TABLE_BYTES), 0, MAX_TABLE_BYTES, 0);
    const text = new TextDecoder().decode(buffer.subarray(0, bytesRead));
    return bytesRead < MAX_TABLE_BYTES ? text : text.slice(0, text.lastIndexOf('\n') + 1) || undefined;
  } finally {
    await file.close();
  }
}

function namesOf(list: string): readonly string[] {
  return list.split('\0').filter((path) => path !== '');
}

/** Untracked files of the original; in a folder without a repository a copy has all of them. */
async function pathsBehind(original: string, paths: readonly string[]): Promise<readonly string[]> {
  const options = ['--others', '--exclude-standard', '-z'];
  return git(original, ['ls-files', ...options]).then(namesOf, () => paths);
}

const REBUILT = [
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
];
const MAX_IGNORED = 20_000;

/** Without the packages and caches that every checkout makes for itself. */
async function ignoredFiles(folder: string): Promise<readonly string[]> {
  const excluded = REBUILT.map((name) => `:(exclude,glob)**/${name}/**`);
  const options = ['--others', '--ignored', '--exclude-standard', '-z'];
  const list = await git(folder, ['ls-files', ...options, '--', '.', ...excluded]);
  return namesOf(list).slice(0, MAX_IGNORED).sort();
}

async function linksOf(folder: string, paths: readonly string[]): Promise<readonly SurveyedLink[]> {
  const links: SurveyedLink[] = [];
  for (const path of paths) {
    const place = join(folder, path);
    if ((await lstat(place).catch(() => undefined))?.isSymbolicLink() !== true) continue;
    const target = relative(folder, resolve(dirname(place), await readlink(place)));
    links.push({ path, isInside: target !== '..' && !target.startsWith(`..${sep}`) && !isAbsolute(target) });
  }
  return links;
}
