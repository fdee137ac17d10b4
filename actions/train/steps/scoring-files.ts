/**
 * What the score command runs and reads is what was committed: each file that it reaches, and no other script in its place. Training and
 * scoring share a job, so that a training could write the script that scores it (docs/trust.md#what-a-command-produces-is-a-claim).
 * Not found: what it writes outside of the checkout, such as into an installed package, and a package behind a link.
 */
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { folderOf, inFolder, lastPartOf } from '../../../src/shared/domain/kernel/repository-path.ts';
import {
  filesInOpenedFolders,
  isOnlyWritten,
} from '../../../src/shared/domain/supply-chain/data-of-scripts.ts';
import { DVC_LOCK } from '../../../src/shared/domain/interop/dvc-pipeline.ts';
import { createFileIndex, type FileIndex } from '../../../src/shared/domain/supply-chain/file-index.ts';
import { filesOfCommands } from '../../../src/shared/domain/supply-chain/files-of-commands.ts';
import { namesFoundByPrograms } from '../../../src/shared/domain/supply-chain/program-files.ts';
import { isScript } from '../../../src/shared/domain/supply-chain/script-names.ts';
import type { CommittedFiles, Files } from '../../../src/shared/ports/workspace.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import { filesOfOwnPrograms, readScriptsOf } from '../../../src/shared/usecases/command-scripts.ts';
import { entryOf, followScripts, type ReadScript } from '../../../src/shared/usecases/follow-scripts.ts';
import type { TrainPorts } from '../ports.ts';
import type { TrainSettings } from './settings.ts';

/** As it was before anything was trained. */
export interface ScoringFiles {
  /** Scripts that git tracks and that were there. */
  readonly scripts: readonly string[];
  /** Other files that git tracks, that it reads, and that were there: settings, tables, and what is in folders that it opens. */
  readonly data: readonly string[];
  /** The states of those that were found to be as they were committed, by path. */
  readonly same: Map<string, string>;
  /** In which a file of such a pattern is found before others of its name. */
  readonly patterns: readonly string[];
  /** By path, those that were there and that git does not track. */
  readonly others: ReadonlyMap<string, string>;
}

interface ScoringRequest {
  readonly settings: Pick<TrainSettings, 'score'>;
  readonly committed: CommittedFiles;
}

export const NO_SCORING_FILES: ScoringFiles = {
  ...{ scripts: [], data: [], patterns: [] },
  ...{ same: new Map(), others: new Map() },
};

export async function findScoringFiles(
  ports: Pick<TrainPorts, 'workspace' | 'checkout'>,
  { settings: { score }, committed }: ScoringRequest,
): Promise<ScoringFiles> {
  if (score === undefined) return NO_SCORING_FILES;
  const tracked = await committed.match(['**']);
  const index = createFileIndex(tracked);
  const read = readScriptsOf(committed);
  const { scripts, data } = await findReached(ports.workspace, { read, command: score.command, index });
  const first = scripts.filter((path) => isLookedForFirst(path, score.command, index));
  const wanted = await patternsOf(read, score.command, { scripts, first });
  // A link among the tracked files is no regular file.
  const links = await ports.checkout.linksAmong(tracked.filter((path) => isScript(path)));
  const patterns = [...wanted, ...[...links.keys()].map((path) => `!${escapePath(path)}`)];
  const states = wanted.length === 0 ? undefined : await statesOf(ports.workspace, patterns, committed);
  return {
    ...{ scripts, data, same: new Map() },
    ...{ patterns: states === undefined ? [] : patterns, others: states ?? new Map() },
  };
}

interface ScriptSearch {
  readonly read: ReadScript;
  readonly command: string;
  readonly index: FileIndex;
}

/** What the command reaches and the workspace has, where a sparse checkout leaves some out. */
async function findReached(
  workspace: Files,
  { read, command, index }: ScriptSearch,
): Promise<Pick<ScoringFiles, 'scripts' | 'data'>> {
  const named = filesOfCommands([command], index);
  const installed = await filesOfOwnPrograms(read, [command], index);
  const { paths } = await followScripts(read, index, [...named, ...installed]);
  const reached = [...paths].map(entryOf);
  const scripts = await thoseThere(workspace, reached.filter(isScript));
  const texts = [{ path: '', text: command }];
  for (const path of scripts) texts.push({ path, text: (await read(path)) ?? '' });
  const opened = texts.flatMap((text) => filesInOpenedFolders(text, index));
  const written = texts.map(({ text }) => text);
  const files = reached.filter((path) => !isOnlyWritten(path, written));
  const data = [...new Set([...files, ...opened])].filter((path) => !isScript(path) && !isOfDvc(path));
  return { scripts, data: await thoseThere(workspace, data) };
}

/** What a pipeline writes down of its outputs, whose rows are compared on their own. */
function isOfDvc(path: string): boolean {
  return lastPartOf(path) === DVC_LOCK;
}

/** A link that leads out of the checkout is none of its files, and a submodule is no file. */
async function thoseThere(workspace: Files, paths: readonly string[]): Promise<readonly string[]> {
  const there: string[] = [];
  for (const path of paths) if ((await attempt(() => workspace.open(path))).ok) there.push(path);
  return there;
}

/** Inside of a package nothing comes before an installed one, and versions are written there as a rule. */
function isLookedForFirst(path: string, command: string, index: FileIndex): boolean {
  const isInPackage = index.paths.has(inFolder(folderOf(path), '__init__.py'));
  return !isInPackage || command.includes(lastPartOf(path));
}

/**
 * @param outputs of the training, which it may write wherever they lie.
 * @throws DataError DATA_MISMATCH for the first file that came, or was written, since.
 */
export async function requireNoOtherScript(
  { workspace }: Pick<TrainPorts, 'workspace'>,
  { scoring, committed }: { readonly scoring: ScoringFiles; readonly committed: CommittedFiles },
  outputs: ReadonlySet<string>,
): Promise<void> {
  if (scoring.patterns.length === 0) return;
  const now = await readStates(workspace, scoring.patterns, committed);
  const other = [...now].find(([path, state]) => scoring.others.get(path) !== state && !outputs.has(path));
  if (other === undefined) return;
  const [path] = other;
  throw new DataError(
    'DATA_MISMATCH',
    `score.command: expected the files that were committed, got ${path}, which the training has written where the score command looks for code`,
    {
      hint: `commit ${path}, let the training write it into the folder of the model, or give it another name`,
    },
  );
}

/**
 * Python takes a module from the folder of the script before any installed package, and so do others with their settings. What
 * the training writes elsewhere is not looked for first.
 */
async function patternsOf(
  read: ReadScript,
  command: string,
  { scripts, first }: { readonly scripts: readonly string[]; readonly first: readonly string[] },
): Promise<readonly string[]> {
  const texts = [command];
  for (const path of scripts.filter((one) => !PYTHON.test(one))) texts.push((await read(path)) ?? '');
  const found = texts.flatMap(namesFoundByPrograms);
  const isPython = found.includes('sitecustomize.py') || scripts.some((path) => PYTHON.test(path));
  const modules = isPython ? ['*.py', PACKAGE, '*.so'] : [];
  const folders = new Set(['', ...first.map(folderOf)]);
  return [...folders].flatMap((folder) =>
    [...new Set([...found, ...modules])].map((name) => inFolder(escapePath(folder), name)),
  );
}

const PACKAGE = '*/__init__.py';
const PYTHON = /\.(?:py|ipynb)$/;

function escapePath(path: string): string {
  return path.replace(/[{}*?!]/g, '?');
}

/** Undefined where something there is no regular file: then nothing can be compared. */
async function statesOf(
  workspace: Files,
  patterns: readonly string[],
  committed: CommittedFiles,
): Promise<ReadonlyMap<string, string> | undefined> {
  const states = await attempt(() => readStates(workspace, patterns, committed));
  return states.ok ? states.value : undefined;
}

/** Of the files that git does not track. A package behind a link is none: a training may link its newest folder. */
async function readStates(
  workspace: Files,
  patterns: readonly string[],
  committed: CommittedFiles,
): Promise<ReadonlyMap<string, string>> {
  const states = new Map<string, string>();
  const isOfPackage = (pattern: string): boolean => pattern.endsWith(PACKAGE);
  const packages = await attempt(() => workspace.match(patterns.filter(isOfPackage)));
  const others = await workspace.match(patterns.filter((pattern) => !isOfPackage(pattern)));
  for (const path of [...others, ...(packages.ok ? packages.value : [])])
    if (!(await committed.exists(path))) states.set(path, (await workspace.open(path)).state);
  return states;
}
