/**
 * Data in git that a training reads. They have to be among the inputs of the model: else a pull request that changes
 * them alone counts as one that changes nothing, and trains nothing.
 */
import { parseGlob } from '../kernel/glob.ts';
import { folderOf, inFolder, isElsewhere } from '../kernel/repository-path.ts';
import { DATA_FILE, hasWord, namedInCommands } from './data-files.ts';
import { namedPathsOf, type NamedPath } from './named-paths.ts';
import type { Survey } from './survey.ts';

export interface ReadData {
  /** A file that git tracks, or the `.dvc` file that stands for one. */
  readonly path: string;
  /** The file, or the command, that names it. */
  readonly source: string;
}

export interface Reading {
  /** Files with code or settings that run in the training. */
  readonly code: readonly string[];
  readonly commands: readonly string[];
  /** Patterns of what the training writes. */
  readonly outputs: readonly string[];
}

/** @returns each file once, sorted. */
export function findReadData(survey: Survey, { code, commands, outputs }: Reading): readonly ReadData[] {
  const named = [...namedPathsOf(survey, code), ...namedInCommands(commands)];
  const written = [...outputs, ...named.filter(({ isWritten }) => isWritten).map(({ path }) => path)];
  const isMade = (path: string): boolean =>
    written.some((output) => path === output || path.endsWith(`/${output}`) || isBelow(path, output));
  const data = survey.paths.filter((path) => isData(path) && !isMade(path));
  const found = new Map<string, string>();
  for (const one of named.filter(({ isWritten, path }) => !isWritten && isSpecific(path)))
    for (const path of filesOf(one, data)) if (!found.has(path)) found.set(path, one.source);
  return [...found]
    .map(([path, source]) => ({ path, source }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Files that hold settings, code or what a package manager reads are inputs of another kind. */
const NO_DATA =
  /(^|\/)(requirements[\w.-]*\.txt|constraints\.txt|package(-lock)?\.json|tsconfig[\w.]*\.json|(params|config|settings)[\w-]*\.json|README\.txt|LICENSE\.txt)$|^\.github\//i;

function isData(path: string): boolean {
  return (DATA_FILE.test(path) || path.endsWith('.dvc')) && !NO_DATA.test(path);
}

function isBelow(path: string, pattern: string): boolean {
  return /[*/]/.test(pattern) && !isElsewhere(pattern) && parseGlob(pattern).matches(path);
}

function isSpecific(path: string): boolean {
  return hasWord(path) && !/^[~/]/.test(path);
}

/** From the root, else from the folder of the code, else by the end of the path: code may join it from parts. */
function filesOf({ path, source, isAboutFiles }: NamedPath, data: readonly string[]): readonly string[] {
  const isFile = DATA_FILE.test(path) || path.includes('*');
  if (!isFile && !isAboutFiles) return [];
  const plain = path.replace(/^(\.\.\/)+/, '');
  if (isElsewhere(plain)) return [];
  const folder = folderOf(source);
  const beside = folder === '' || folder.startsWith('`') ? [] : [inFolder(folder, plain)];
  const exact = [plain, ...beside].map((pattern) => data.filter(matcherOf(pattern)));
  return exact.find((files) => files.length > 0) ?? data.filter(matcherOf(`**/${plain}`));
}

/** A glob matches a folder with all that lies below it. */
function matcherOf(pattern: string): (path: string) => boolean {
  const glob = parseGlob(pattern);
  return (path) => glob.matches(path) || glob.matches(path.replace(/\.dvc$/, ''));
}
