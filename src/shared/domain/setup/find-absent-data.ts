/**
 * Files that code or configuration reads, and that a run on GitHub would not have: git ignores them, a link leads out
 * of the repository, or their path does. On the machine of the author everything works, so only this says it early.
 */
import { parseGlob, positivePattern } from '../kernel/glob.ts';
import {
  climbs,
  folderOf,
  foldersAbove,
  isElsewhere,
  lastPartOf,
  resolvePath,
} from '../kernel/repository-path.ts';
import { DATA_FILE, hasWord, namedInCommands } from './data-files.ts';
import type { SetupFinding } from './setup-finding.ts';
import { namedPathsOf, type NamedPath } from './named-paths.ts';
import { linkOf, type Survey } from './survey.ts';
import { windowsPathsOf, type WindowsPath } from './windows-paths.ts';

/** Those hold passwords: they belong into secrets, and never into git. */
const SECRET = /(^|\/)(\.|[\w.-]*(secret|credential|token|password)|id_rsa)|\.(pem|key|p12)$/i;
/** A step of a workflow, or a command, that brings files. */
const FETCHES =
  /\bdvc\s+(pull|fetch|get|import)|--pull\b|aws s3|gsutil|gcloud storage|\baz storage|azcopy|\bcurl\b|\bwget\b|download|gh release|kaggle|rclone|\bscp\b|rsync|sqlite3|psql|bq (query|extract)|git lfs|actions\/cache/i;

export interface AbsentRequest {
  /** Files with code or settings that run in training or scoring. */
  readonly code: readonly string[];
  /** The commands, and the steps before them, as text. */
  readonly commands: readonly string[];
  /** Patterns of what the training writes: its model, metrics and predictions. */
  readonly outputs: readonly string[];
  /** Paths that the configuration names as inputs, each with its key. */
  readonly inputs: readonly { readonly path: string; readonly where: string }[];
}

interface Absent {
  readonly path: string;
  readonly where: string;
  readonly because: 'ignored' | 'linked' | 'outside';
}

export function findAbsentData(survey: Survey, request: AbsentRequest): readonly SetupFinding[] {
  if (request.commands.some((command) => FETCHES.test(command))) return [];
  const named = [...namedPathsOf(survey, request.code), ...namedInCommands(request.commands)];
  const written = named.filter(({ isWritten }) => isWritten).map(({ path }) => path);
  const outputs = [...request.outputs, ...written];
  const isMade = (path: string): boolean => outputs.some((output) => covers(output, path));
  const left = { ...survey, ignored: survey.ignored.filter((path) => !isMade(path)) };
  const read = named
    .filter(({ path, isAboutFiles }) => isAboutFiles || /[./]/.test(path))
    .filter(({ path }) => !isMade(path));
  const found = [
    ...request.inputs.flatMap(({ path, where }) => describe(survey, where, absentOf(left, path))),
    ...read.flatMap((one) => describe(survey, one.source, absentOf(left, one.path) ?? outside(left, one))),
    ...windowsPathsOf(survey, request.code).flatMap((one) => describeWindows(survey, one)),
  ];
  return found.filter(
    ({ message }, index) => found.findIndex((other) => other.message === message) === index,
  );
}

/** @returns the first file that the pattern means and that git ignores, or that lies behind a link. */
function absentOf(survey: Survey, pattern: string): Omit<Absent, 'where'> | undefined {
  const path = positivePattern(pattern);
  // A pattern without a word of its own means everything.
  if (path.startsWith('/') || climbs(path) || !hasWord(path)) return undefined;
  const link = linkOf(survey, path);
  if (link?.isInside === false) return { path, because: 'linked' };
  const matches = endMatcher(path);
  if (survey.paths.some(matches)) return undefined;
  const ignored = survey.ignored.find((file) => matches(file) && !SECRET.test(file));
  return ignored === undefined ? undefined : { path: ignored, because: 'ignored' };
}

/** Absolute, of the home folder, or above the root for a script that runs there. */
function outside({ paths, ignored }: Survey, { path, source }: NamedPath): Omit<Absent, 'where'> | undefined {
  if (!DATA_FILE.test(path) || /^\/(tmp|dev|opt\/ml|github)\//.test(path)) return undefined;
  if (/^[~/]/.test(path)) return { path, because: 'outside' };
  const inside = resolvePath(folderOf(source), path);
  if (inside !== undefined) {
    const isIgnored = climbs(path) && !paths.includes(inside) && ignored.includes(inside);
    return isIgnored ? { path: inside, because: 'ignored' } : undefined;
  }
  return { path, because: 'outside' };
}

function endMatcher(path: string): (file: string) => boolean {
  const globs = [parseGlob(path), parseGlob(`**/${path}`)];
  return (file) => globs.some((glob) => glob.matches(file));
}

function covers(output: string, path: string): boolean {
  if (output === path || path.endsWith(`/${output}`) || output.endsWith(`/${path}`)) return true;
  if (isElsewhere(output)) return false;
  return parseGlob(positivePattern(output)).matches(path);
}

function describe(
  survey: Survey,
  where: string,
  absent: Omit<Absent, 'where'> | undefined,
): readonly SetupFinding[] {
  if (absent === undefined) return [];
  const { path, because } = absent;
  return [
    {
      severity: 'warning',
      where,
      message: `${path} is read, and ${BECAUSE[because]}: a run on GitHub does not have it`,
      hint: hintFor(survey, absent),
    },
  ];
}

const BECAUSE: Readonly<Record<Absent['because'], string>> = {
  ignored: 'git ignores it',
  linked: 'is a link that leads out of the repository, or lies behind one',
  outside: 'lies outside of the repository',
};

function hintFor(survey: Survey, { path, because }: Pick<Absent, 'path' | 'because'>): string {
  if (isInDvc(survey, path))
    return 'add `- run: dvc pull` before `train`, with the credentials of its storage';
  const maker = makerOf(survey, path);
  if (maker !== undefined) return `${maker} writes it: run that in a step before \`train\``;
  const fetch = 'let a step before `train` fetch it (`aws s3 cp`, `gh release download`, `dvc pull`)';
  if (because === 'ignored') return `commit it (take it out of .gitignore), or ${fetch}`;
  const copy = copyOf(survey, path);
  return copy !== undefined
    ? `${copy} of the repository has its name: read that, by a relative path`
    : `copy it into the repository and name it by a relative path, or ${fetch}`;
}

/** A notebook of Kaggle or Colab reads from a folder of that machine what the repository has too. */
function copyOf({ paths }: Survey, path: string): string | undefined {
  const name = lastPartOf(path);
  const [copy, ...others] = paths.filter((file) => file === name || file.endsWith(`/${name}`));
  return others.length === 0 ? copy : undefined;
}

/** Relative ones are in the repository, for those who work on Windows. */
function describeWindows(survey: Survey, { path, source, isOnDrive }: WindowsPath): readonly SetupFinding[] {
  if (isOnDrive) return describe(survey, source, { path, because: 'outside' });
  return [
    {
      severity: 'warning',
      where: source,
      message: `${path} is named with backslashes, as Windows does: a run on Linux does not find it`,
      hint: `write "${path}", which Windows finds too`,
    },
  ];
}

/** DVC leaves a small file beside what it keeps, or beside a folder above it. */
function isInDvc({ paths }: Survey, path: string): boolean {
  return [path, ...foldersAbove(path)].some((one) => paths.includes(`${one}.dvc`));
}

/** Code of the repository that writes a file of this name. */
function makerOf(survey: Survey, path: string): string | undefined {
  const code = survey.paths.filter((file) => /\.(py|r|jl|m?js|ipynb)$/i.test(file));
  return namedPathsOf(survey, code).find(
    (one) => one.isWritten && (path === one.path || path.endsWith(`/${one.path}`)),
  )?.source;
}
