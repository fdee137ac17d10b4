/**
 * Files that reach the rows, the labels or the scores of an evaluation although no configuration names them: what steps
 * of the jobs run, and the scripts that they and the score command call (docs/trust.md#the-base-decides).
 */
import type { ModelConfig } from '../domain/config/config.ts';
import { DataError } from '../domain/kernel/errors.ts';
import { parsePatterns } from '../domain/kernel/glob.ts';
import {
  commandsOfWorkflow,
  filesOfLocalUse,
  localUsesOf,
  type JobCommands,
} from '../domain/supply-chain/job-commands.ts';
import { ATTRIBUTES_FILE, filesOfAttributes } from '../domain/supply-chain/git-attributes.ts';
import { lockFilePatterns } from '../domain/supply-chain/lock-files.ts';
import { createFileIndex, type FileIndex } from '../domain/supply-chain/file-index.ts';
import {
  filesImportedInCommand,
  filesNamedInCommand,
  filesReachedFrom,
  scriptsReachedFrom,
} from '../domain/supply-chain/named-scripts.ts';
import { differsInWhatRuns, maySayWhatRuns } from '../domain/supply-chain/running-parts.ts';
import type { FileChange } from '../domain/supply-chain/protected-files.ts';
import { isScript } from '../domain/supply-chain/script-names.ts';
import type { Contents } from '../ports/github.ts';
import type { Checkout } from '../ports/workspace.ts';
import { attempt } from './attempt.ts';
import { contentsOfFolders, filesOfCommands, filesOfOwnPrograms, readScriptsOf } from './command-scripts.ts';
import { entryOf, followScripts, type ReadScript } from './follow-scripts.ts';

export interface ReachPorts {
  readonly contents: Pick<Contents, 'compare' | 'fileAt'>;
  readonly checkout: Pick<Checkout, 'committed' | 'head'>;
}

export interface ReachRequest {
  readonly before: string;
  readonly after: string;
  /** Changed files that count for no other reason. */
  readonly paths: readonly string[];
  /** All that are changed. */
  readonly changed: readonly string[];
  /** That of the base first, where it has one, then that of `after`. */
  readonly configs: readonly ModelConfig[];
  /** Where links lead from the files of the score command. */
  readonly linked: readonly string[];
  /** Rows and labels, and where links lead from them. */
  readonly tables: readonly FileChange[];
  /** Paths of the workflows that may have made the evidence. */
  readonly workflows: readonly string[];
  /** Whether the commit that is checked out is one of the change; else scripts are those of the commit before it. */
  readonly isCheckedOut: boolean;
}

export interface ReachedFiles {
  /** Those that need a review. */
  readonly files: readonly FileChange[];
  /** Those that the training reaches too: they make the model, and the merge decides. */
  readonly sharedFiles: readonly FileChange[];
  /** False where not all scripts could be read: any changed file may be called by one of them. */
  readonly isWhole: boolean;
}

/** Files that are read by the API, each with a request. */
const MAX_REQUESTS = 40;

const NONE: ReachedFiles = { files: [], sharedFiles: [], isWhole: true };

/**
 * Costs no request where the commit of the change is checked out, unless training and scoring have a changed script in common. Else a
 * comparison with what is checked out says which scripts have to be asked for.
 */
export async function findReachedFiles(ports: ReachPorts, request: ReachRequest): Promise<ReachedFiles> {
  const locks = parsePatterns(lockFilePatterns(undefined));
  const mayCount = request.paths.filter((path) => !locks.matches(path) || maySayWhatRuns(path));
  if (mayCount.length === 0) return NONE;
  const { index, read, sides, isWhole } = await openSources(ports, request);
  const open = await withoutEnvironments(sides, mayCount);
  const jobs = await readJobs(read, request.workflows);
  const commands = [
    ...request.configs.map(({ score }) => score?.command),
    ...jobs.flatMap(({ score }) => score),
  ];
  const ofSteps = jobs.flatMap(({ steps }) => steps.map(({ text }) => text));
  const first = {
    ofSteps: [...stepFiles(jobs, index), ...(await filesOfOwnPrograms(read, ofSteps, index))],
    ofScore: [
      ...filesOfCommands(commands, index),
      ...commands.flatMap((command) => filesImportedInCommand(command ?? '', index)),
      ...(await filesOfOwnPrograms(read, commands, index)),
    ],
  };
  const scoring = await followScripts(read, index, [...first.ofScore, ...request.linked]);
  const stepping = await followScripts(read, index, first.ofSteps);
  const kinds = new Map<string, FileChange['kind']>([
    ...[...stepping.paths].map((path) => [path, 'step'] as const),
    ...[...scoring.paths].map((path) => [path, 'score-command'] as const),
  ]);
  const reached = open.flatMap((path) => {
    const kind = kinds.get(path);
    return kind === undefined ? [] : [{ kind, path }];
  });
  const ofAttributes = await findAttributes(sides, open, [
    ...request.tables,
    ...[...kinds].map(([path, kind]) => ({ kind, path })),
  ]);
  const named = new Set([...first.ofSteps, ...first.ofScore].map(entryOf));
  const trainings = { ...sides, index, jobs, configs: request.configs, named };
  const others = new Set([...kinds.keys()].filter((path) => !request.changed.includes(path)));
  const brought = [...ofAttributes, ...(await findBrought(trainings, others, open))];
  const isKnown = (): boolean => scoring.isWhole && stepping.isWhole && isWhole();
  if (reached.length === 0) return { ...NONE, files: brought, isWhole: isKnown() };
  const training = await trainingBefore(trainings);
  const kept = reached.filter(({ path }) => !training.isOwn(path));
  const isShared = ({ path }: FileChange): boolean => training.isShared(path);
  return {
    files: [...kept.filter((file) => !isShared(file)), ...brought],
    sharedFiles: kept.filter(isShared),
    isWhole: isKnown(),
  };
}

/** Files that say what is installed, and of which only that is changed, need no approval. */
async function withoutEnvironments(
  { readOld, readNew }: Sides,
  paths: readonly string[],
): Promise<readonly string[]> {
  const open: string[] = [];
  for (const path of paths) {
    const texts = maySayWhatRuns(path) ? ([await readOld(path), await readNew(path)] as const) : undefined;
    if (texts === undefined || differsInWhatRuns(path, texts)) open.push(path);
  }
  return open;
}

/** Each with the kind of the first file that a checkout has in another form by it. */
async function findAttributes(
  { readOld, readNew }: Sides,
  open: readonly string[],
  deciding: readonly FileChange[],
): Promise<readonly FileChange[]> {
  const found: FileChange[] = [];
  for (const path of open.filter((one) => ATTRIBUTES_FILE.test(one))) {
    const change = { path, before: await readOld(path), after: await readNew(path) };
    const isOfChange = filesOfAttributes(change);
    const first = deciding.find((file) => isOfChange(file.path));
    if (first !== undefined) found.push({ kind: first.kind, path });
  }
  return found;
}

interface Sources {
  readonly index: FileIndex;
  /** As it was before the change. */
  readonly read: ReadScript;
  readonly sides: Sides;
  /** Whether all could be read that was asked for so far. */
  readonly isWhole: () => boolean;
}

async function openSources(ports: ReachPorts, request: ReachRequest): Promise<Sources> {
  const { before, after, changed, isCheckedOut } = request;
  // Without git on the runner, the checkout is files alone.
  const committed = await attempt(() => ports.checkout.committed());
  const tracked = committed.ok ? await committed.value.match(['**']) : [];
  const others = isCheckedOut || !committed.ok ? [] : await filesThatDiffer(ports, before);
  const index = createFileIndex([...tracked, ...changed, ...(others ?? [])]);
  const ofBefore = createReader(ports.contents, before);
  const ofAfter = createReader(ports.contents, after);
  const ofCheckout = committed.ok && others !== undefined ? readScriptsOf(committed.value) : undefined;
  const differ = new Set(others);
  const read: ReadScript = (path) =>
    ofCheckout === undefined || differ.has(path) ? ofBefore.read(path) : ofCheckout(path);
  const readAfter = ofCheckout !== undefined && isCheckedOut ? ofCheckout : ofAfter.read;
  return {
    ...{ index, read },
    sides: readSides(request, { read, readBefore: ofBefore.read, readAfter }),
    isWhole: () => ofBefore.isWhole() && ofAfter.isWhole(),
  };
}

/** Between a commit and what is checked out; undefined where that is not known. */
async function filesThatDiffer(
  { contents, checkout }: ReachPorts,
  commit: string,
): Promise<readonly string[] | undefined> {
  const compared = await attempt(async () => await contents.compare(commit, (await checkout.head()).commit));
  if (!compared.ok || compared.value === undefined || compared.value.lacking > 0) return undefined;
  const { paths, isComplete } = compared.value.changedFiles;
  return isComplete ? paths : undefined;
}

interface Sides {
  readonly readOld: ReadScript;
  readonly readNew: ReadScript;
}

interface Readers {
  readonly read: ReadScript;
  readonly readBefore: ReadScript;
  readonly readAfter: ReadScript;
}

/** What is not changed is the same on both sides. */
function readSides(
  { changed }: Pick<ReachRequest, 'changed'>,
  { read, readBefore, readAfter }: Readers,
): Sides {
  return {
    readOld: (path) => (changed.includes(path) ? readBefore(path) : read(path)),
    readNew: (path) => (changed.includes(path) ? readAfter(path) : read(path)),
  };
}

interface Trainings extends Sides, Pick<ReachRequest, 'configs'> {
  readonly index: FileIndex;
  readonly jobs: readonly JobCommands[];
  /** Files that a step or the score command names. */
  readonly named: ReadonlySet<string>;
}

/**
 * Files that reach rows or scores, and that the change makes code of the training, so that the next change of them would need
 * no approval: the script of the training by which it reaches them is reviewed, and has them.
 * @param others that reach rows or scores, and are not changed.
 */
async function findBrought(
  trainings: Trainings,
  others: ReadonlySet<string>,
  open: readonly string[],
): Promise<readonly FileChange[]> {
  const { readNew, index } = trainings;
  const after = await trainingAfter(trainings);
  const taken = [...others].filter((path) => after.isOwn(path) || after.isShared(path));
  if (taken.length === 0) return [];
  const before = await trainingBefore(trainings);
  const isNew = (path: string): boolean => !before.isOwn(path) && !before.isShared(path);
  const brought = taken.filter(isNew);
  const files: FileChange[] = [];
  for (const path of open.filter((one) => after.isOwn(one) || after.isShared(one))) {
    const { paths: from } = await followScripts(readNew, index, [path]);
    const shares = brought.filter((one) => from.has(one));
    if (shares.length > 0) files.push({ kind: 'training', path, shares });
  }
  const found = new Set(files.flatMap(({ shares = [] }) => shares));
  // The command itself names them, or `paths` do.
  const byConfig = brought.filter((path) => !found.has(path));
  return [...files, ...byConfig.map((path) => ({ kind: 'training', path }) as const)];
}

interface Training {
  /** Files that its command names, and no step and no score command: the model file is theirs, and the scoring loads it. */
  readonly isOwn: (path: string) => boolean;
  /** What it reaches, where a command says it; else a step of the job is the training, and `paths` say what makes the model. */
  readonly isShared: (path: string) => boolean;
}

/** What the change makes of the training must not take a file out of the review. */
function trainingBefore(trainings: Trainings): Promise<Training> {
  return findTraining(trainings, trainings.readOld, trainings.configs[0]);
}

function trainingAfter(trainings: Trainings): Promise<Training> {
  return findTraining(trainings, trainings.readNew, trainings.configs[1] ?? trainings.configs[0]);
}

async function findTraining(
  { index, jobs, named }: Trainings,
  read: ReadScript,
  config: ModelConfig | undefined,
): Promise<Training> {
  const commands = [config?.train?.command, ...jobs.flatMap((job) => job.training)].filter(
    (command) => command !== undefined,
  );
  const patterns = [config?.paths ?? [], config?.data ?? []].map(parsePatterns);
  const isInput = (path: string): boolean => patterns.some((inputs) => inputs.matches(path));
  if (commands.length === 0)
    return { isOwn: () => false, isShared: (path) => (config?.paths ?? []).length === 0 || isInput(path) };
  const own = new Set([
    ...filesOfCommands(commands, index),
    ...(await filesOfOwnPrograms(read, commands, index)),
  ]);
  const { paths } = await followScripts(read, index, own);
  const reached = new Set([...paths, ...contentsOfFolders(commands, index)]);
  return {
    isOwn: (path) => !named.has(path) && own.has(path),
    isShared: (path) =>
      (!named.has(path) && reached.has(path)) || (isInput(path) && isOfVariables(path, jobs, index)),
  };
}

function stepFiles(jobs: readonly JobCommands[], index: FileIndex): readonly string[] {
  return jobs.flatMap(({ steps, values, variables, folders }) => [
    ...[...index.paths].filter((path) => folders.some((folder) => path.startsWith(`${folder}/`))),
    ...steps.flatMap((step) => filesNamedInCommand(step, index)),
    ...values.flatMap((text) => scriptsReachedFrom({ path: 'value.conf', text }, index)),
    ...variables.flatMap((text) => filesOfVariable(text, index)),
  ]);
}

/** Files that it names, and the settings of a folder that it names; `PYTHONPATH` and others have several, with ":" between them. */
function filesOfVariable(text: string, index: FileIndex): readonly string[] {
  return [
    ...filesNamedInCommand({ path: 'value.conf', text }, index),
    ...filesReachedFrom({ path: 'value.conf', text }, index),
  ];
}

/** What a variable names reaches the training too: settings of the model, where `paths` or `data` have them. */
function isOfVariables(path: string, jobs: readonly JobCommands[], index: FileIndex): boolean {
  const found = jobs.flatMap(({ variables }) => variables.flatMap((text) => filesOfVariable(text, index)));
  return !isScript(path) && found.includes(path);
}

/** With the actions and workflows of the repository that they use. */
async function readJobs(read: ReadScript, workflows: readonly string[]): Promise<readonly JobCommands[]> {
  const local = new Map<string, string>();
  const jobs: JobCommands[] = [];
  for (const path of new Set(workflows)) {
    const text = await read(path);
    if (text === undefined) continue;
    await readLocalUses(read, text, local);
    jobs.push(commandsOfWorkflow(text, local));
  }
  return jobs;
}

async function readLocalUses(read: ReadScript, text: string, local: Map<string, string>): Promise<void> {
  for (const used of localUsesOf(text)) {
    if (local.has(used)) continue;
    for (const file of filesOfLocalUse(used)) {
      const found = await read(file);
      if (found === undefined) continue;
      local.set(used, found);
      await readLocalUses(read, found, local);
    }
  }
}

interface CommitReader {
  readonly read: ReadScript;
  /** False once a file was asked for that was not read. */
  readonly isWhole: () => boolean;
}

function createReader(contents: Pick<Contents, 'fileAt'>, commit: string): CommitReader {
  const known = new Map<string, string | undefined>();
  let isWhole = true;
  return {
    isWhole: () => isWhole,
    read: async (path) => {
      if (known.has(path)) return known.get(path);
      const found =
        known.size < MAX_REQUESTS ? await attempt(() => contents.fileAt(path, commit)) : undefined;
      // A folder, a link and a submodule have no text.
      const isKnown = found !== undefined && (found.ok || found.error instanceof DataError);
      isWhole &&= isKnown;
      const text = found?.ok === true ? found.value : undefined;
      known.set(path, text);
      return text;
    },
  };
}
