/**
 * Files that reach the rows, the labels or the scores of an evaluation although no configuration names them: what steps
 * of the jobs run, and the scripts that they and the score command call (docs/trust.md#the-base-decides).
 */
import type { ModelConfig } from '../domain/config/config.ts';
import { DataError } from '../domain/kernel/errors.ts';
import { parsePatterns } from '../domain/kernel/glob.ts';
import { folderOf } from '../domain/kernel/repository-path.ts';
import type { JobCommands } from '../domain/supply-chain/job-commands.ts';
import { commandInFolder } from '../domain/supply-chain/command-files.ts';
import { ATTRIBUTES_FILE, filesOfAttributes } from '../domain/supply-chain/git-attributes.ts';
import { filesInOpenedFolders } from '../domain/supply-chain/data-of-scripts.ts';
import { codeAmongOutputs, newOutputsOf } from '../domain/supply-chain/new-outputs.ts';
import { lockFilePatterns } from '../domain/supply-chain/lock-files.ts';
import { createFileIndex, type FileIndex } from '../domain/supply-chain/file-index.ts';
import { mayBeRestored, NO_MAKERS, type RowMakers } from '../domain/supply-chain/held-out-rows.ts';
import { differsInWhatRuns, maySayWhatRuns } from '../domain/supply-chain/running-parts.ts';
import type { FileChange } from '../domain/supply-chain/protected-files.ts';
import type { UncountedChange } from '../domain/supply-chain/read-changes.ts';
import { isScript } from '../domain/supply-chain/script-names.ts';
import { filesBesideScoring } from '../domain/supply-chain/sorted-changes.ts';
import type { Contents } from '../ports/github.ts';
import type { Checkout } from '../ports/workspace.ts';
import { attempt } from './attempt.ts';
import { readScriptsOf } from './command-scripts.ts';
import { findFirstFiles } from './first-files.ts';
import {
  trainingAfter,
  trainingBefore,
  type Sides,
  type TrainingReach,
  type Trainings,
} from './find-training-files.ts';
import { findUncounted } from './find-uncounted-changes.ts';
import { entryOf, followScripts, type ReadScript } from './follow-scripts.ts';
import { filesOfPackages, findOwnPackages } from './find-own-packages.ts';
import { configPathOf } from './load-config.ts';
import { readJobs } from './read-jobs.ts';

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
  /** `owner/name`, by which they may use what the repository has. */
  readonly repository?: string | undefined;
  /** The input `config`. */
  readonly configPath?: string | undefined;
  /** Whether the commit that is checked out is one of the change; else scripts are those of the commit before it. */
  readonly isCheckedOut: boolean;
}

export interface ReachedFiles {
  /** Those that need a review. */
  readonly files: readonly FileChange[];
  /** Those that the training reaches too, and what only these call: they make the model, and the merge decides. */
  readonly sharedFiles: readonly FileChange[];
  /** False where not all scripts could be read: any changed file may be called by one of them. */
  readonly isWhole: boolean;
  readonly makers: RowMakers;
  /** Other changed files: runs may have been seen to read them. */
  readonly uncounted: readonly UncountedChange[];
}

/** Files that are read by the API, each with a request. */
const MAX_REQUESTS = 40;

const NONE: ReachedFiles = { files: [], sharedFiles: [], isWhole: true, makers: NO_MAKERS, uncounted: [] };

/**
 * Costs no request where the commit of the change is checked out, unless training and scoring have a changed script in common. Else a
 * comparison with what is checked out says which scripts have to be asked for.
 */
export async function findReachedFiles(ports: ReachPorts, request: ReachRequest): Promise<ReachedFiles> {
  const locks = parsePatterns(lockFilePatterns(undefined));
  const mayCount = request.paths.filter((path) => !locks.matches(path) || maySayWhatRuns(path));
  if (mayCount.length === 0) {
    const training = request.changed.filter((path) => locks.matches(path));
    return { ...NONE, makers: { ...NO_MAKERS, training } };
  }
  const { index, read, sides, isWhole } = await openSources(ports, request);
  const open = await withoutEnvironments(sides, mayCount);
  const jobs = await readJobs({ read, ...ports, repository: request.repository }, request.workflows);
  const first = await findFirstFiles(read, request, { jobs, index });
  const scoring = await followScripts(read, index, [...first.ofScore, ...request.linked]);
  const stepping = await followScripts(read, index, first.ofSteps);
  const kinds = new Map<string, FileChange['kind']>([
    ...[...stepping.paths].map((path) => [path, 'step'] as const),
    ...[...scoring.paths].map((path) => [path, 'score-command'] as const),
  ]);
  const all = [...kinds].map(([path, kind]) => ({ kind, path }));
  const reached = open
    .filter((path) => kinds.has(path))
    .map((path) => ({ kind: kinds.get(path) ?? 'step', path }));
  const ofAttributes = await findAttributes(sides, open, [...request.tables, ...all]);
  const named = new Set([...first.ofSteps, ...first.ofScore].map(entryOf));
  const trainings = { ...sides, index, jobs, configs: request.configs, named };
  const others = new Set([...kinds.keys()].filter((path) => !request.changed.includes(path)));
  const after = await trainingAfter(trainings);
  const brought = [...ofAttributes, ...(await findBrought(trainings, after, { others, open }))];
  const makers = findMakers(request, after, jobs);
  const isKnown = (): boolean => scoring.isWhole && stepping.isWhole && isWhole();
  const unreached = open.filter((path) => !kinds.has(path));
  const ofScoring = [...scoring.paths].filter(isScript);
  const ofJob = [...kinds.keys()].filter(isScript);
  const unnamed = await findUnnamed(trainings, after, { changed: unreached, ofScoring, ofJob });
  const taken = await findTaken(request, { index, read }, scoring.paths);
  const found = [...brought, ...unnamed, ...taken];
  const uncounted = await findUncounted(trainings, request.changed, unreached);
  if (reached.length === 0) return { ...NONE, files: found, isWhole: isKnown(), makers, uncounted };
  const training = await trainingBefore(trainings);
  const kept = reached.filter(({ path }) => !training.isOwn(path));
  // What only code of the model calls could stand in that code as well: a new module of the features is one of the model.
  const asLeaf: ReadScript = async (path) => (training.isShared(path) ? undefined : await read(path));
  const direct = await followScripts(asLeaf, index, [...first.ofScore, ...request.linked]);
  const isShared = ({ path }: FileChange): boolean =>
    training.isShared(path) || !(direct.paths.has(path) || stepping.paths.has(path));
  const isOfModel = (path: string): boolean => training.isOwn(path) || training.isShared(path);
  const onTheWay = open.filter((path) => stepping.paths.has(path) && isOfModel(path));
  return {
    files: [...kept.filter((file) => !isShared(file)), ...found],
    sharedFiles: kept.filter(isShared),
    ...{ isWhole: isKnown(), uncounted },
    makers: { ...makers, step: [...new Set([...makers.step, ...onTheWay])] },
  };
}

/** What the scoring reaches, and a change of the configuration makes an output of the training, which may write it in each run. */
async function findTaken(
  { configs, changed, configPath }: ReachRequest,
  { index, read }: Pick<Sources, 'index' | 'read'>,
  reached: ReadonlySet<string>,
): Promise<readonly FileChange[]> {
  const [path, isNew] = [configPathOf(configPath), newOutputsOf(configs)];
  const [base, after] = configs;
  if (isNew === undefined || after === undefined || base?.score === undefined) return [];
  if (!changed.includes(path)) return [];
  const scripts = [...reached].filter(isScript);
  const opened: string[] = [];
  if ([...index.paths].some(isNew))
    for (const script of scripts)
      opened.push(...filesInOpenedFolders({ path: script, text: (await read(script)) ?? '' }, index));
  const files = [...new Set([...reached, ...opened])].filter(isNew);
  const folders = new Set(['', ...scripts.map(folderOf)]);
  const shares = [...files, ...codeAmongOutputs(after, isNew, folders)];
  return shares.length === 0 ? [] : [{ kind: 'training', path, shares }];
}

/** Changed files that no script was seen to name. */
async function findUnnamed(
  trainings: Trainings,
  after: TrainingReach,
  { changed, ofScoring, ofJob }: Readonly<Record<'changed' | 'ofScoring' | 'ofJob', readonly string[]>>,
): Promise<readonly FileChange[]> {
  const beside = await findBeside(trainings, after, { changed, scripts: ofScoring });
  const others = changed.filter((path) => !beside.some((file) => file.path === path));
  return [...beside, ...(await findInstalled(trainings, after, { changed: others, scripts: ofJob }))];
}

/** Of two trainings either may reach a folder. The one before the change is read only where the other says that none does. */
async function findBeside(
  trainings: Trainings,
  after: TrainingReach,
  { changed, scripts }: { readonly changed: readonly string[]; readonly scripts: readonly string[] },
): Promise<readonly FileChange[]> {
  const { paths } = trainings.index;
  const files = filesBesideScoring(changed, paths, { scripts, isOfTraining: after.isReached });
  if (files.length === 0) return [];
  const { isReached } = await trainingBefore(trainings);
  return filesBesideScoring(files, paths, { scripts, isOfTraining: isReached }).map((path) => ({
    kind: 'beside-score',
    path,
  }));
}

/** Of packages of the repository that are installed; either training may make one code of the model. */
async function findInstalled(
  trainings: Trainings,
  after: TrainingReach,
  { changed, scripts }: { readonly changed: readonly string[]; readonly scripts: readonly string[] },
): Promise<readonly FileChange[]> {
  const { index, configs } = trainings;
  if (changed.length === 0) return [];
  const folders = configs.flatMap(({ 'working-directory': folder = '', score }) => [
    folder,
    commandInFolder(score?.command ?? '')?.folder ?? '',
  ]);
  const packages = await findOwnPackages(trainings, { scripts, folders });
  const files = filesOfPackages(changed, packages, { index, isOfTraining: after.isReached });
  if (files.length === 0) return [];
  const { isReached } = await trainingBefore(trainings);
  return filesOfPackages(files, packages, { index, isOfTraining: isReached }).map((path) => ({
    kind: 'package',
    path,
  }));
}

/** What a cache brings may have been left by an earlier training of the same change. */
function findMakers(
  { changed, tables }: Pick<ReachRequest, 'changed' | 'tables'>,
  { isInput }: TrainingReach,
  jobs: readonly JobCommands[],
): RowMakers {
  const training = changed.filter(isInput);
  const caches = jobs.flatMap((job) => job.caches);
  return { training, step: tables.some(({ path }) => mayBeRestored(path, caches)) ? training : [] };
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

/**
 * Files that reach rows or scores, and that the change makes code of the training, so that the next change of them would need
 * no approval: the script of the training by which it reaches them is reviewed, and has them.
 * @param others that reach rows or scores, and are not changed.
 */
async function findBrought(
  trainings: Trainings,
  after: TrainingReach,
  { others, open }: { readonly others: ReadonlySet<string>; readonly open: readonly string[] },
): Promise<readonly FileChange[]> {
  const { readNew, index } = trainings;
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
