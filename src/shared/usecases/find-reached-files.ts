/**
 * Files that reach the rows, the labels or the scores of an evaluation although no configuration names them: what steps
 * of the jobs run, and the scripts that they and the score command call (docs/trust.md#the-base-decides).
 */
import type { ModelConfig } from '../domain/config/config.ts';
import { parsePatterns } from '../domain/kernel/glob.ts';
import { filesNamedBy } from '../domain/supply-chain/command-files.ts';
import {
  commandsOfWorkflow,
  filesOfLocalUse,
  localUsesOf,
  type JobCommands,
} from '../domain/supply-chain/job-commands.ts';
import { lockFilePatterns } from '../domain/supply-chain/lock-files.ts';
import {
  createFileIndex,
  filesNamedInCommand,
  scriptsReachedFrom,
  type FileIndex,
} from '../domain/supply-chain/named-scripts.ts';
import type { FileChange } from '../domain/supply-chain/protected-files.ts';
import type { Contents } from '../ports/github.ts';
import type { Checkout, CommittedFiles } from '../ports/workspace.ts';
import { attempt } from './attempt.ts';
import { followScripts, type ReadScript } from './follow-scripts.ts';

export interface ReachPorts {
  readonly contents: Pick<Contents, 'fileAt'>;
  readonly checkout: Pick<Checkout, 'committed'>;
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
  /** Paths of the workflows that may have made the evidence. */
  readonly workflows: readonly string[];
  /** Whether the commit that is checked out is one of the change; else scripts are read at the commit before it. */
  readonly isCheckedOut: boolean;
}

export interface ReachedFiles {
  /** Those that need a review. */
  readonly files: readonly FileChange[];
  /** Those that the training reaches too: they make the model, and the merge decides. */
  readonly sharedFiles: readonly FileChange[];
}

/** A script is written by people. */
const MAX_SCRIPT_BYTES = 1024 ** 2;
/** Files that are read by the API, each with a request. */
const MAX_REQUESTS = 40;

const NONE: ReachedFiles = { files: [], sharedFiles: [] };

/** Costs no request where the commit of the change is checked out, unless training and scoring have a changed script in common. */
export async function findReachedFiles(ports: ReachPorts, request: ReachRequest): Promise<ReachedFiles> {
  const locks = parsePatterns(lockFilePatterns(undefined));
  const open = request.paths.filter((path) => !locks.matches(path));
  if (open.length === 0) return NONE;
  // Without git on the runner, the checkout is files alone.
  const committed = await attempt(() => ports.checkout.committed());
  const tracked = committed.ok ? await committed.value.match(['**']) : [];
  const index = createFileIndex([...tracked, ...request.changed]);
  const isRead = committed.ok && request.isCheckedOut;
  const readBefore = createReader(ports.contents, request.before);
  const read = isRead ? readFrom(committed.value) : readBefore;
  const sides = readSides(request, {
    read,
    readBefore,
    readAfter: isRead ? read : createReader(ports.contents, request.after),
  });
  const jobs = await readJobs(read, request.workflows);
  const ofSteps = stepFiles(jobs, index);
  const scoreCommands = [
    ...request.configs.map(({ score }) => score?.command),
    ...jobs.flatMap(({ score }) => score),
  ];
  const ofScore = filesNamedBy(scoreCommands, [...index.paths]);
  const byScore = await followScripts(read, index, [...ofScore, ...request.linked]);
  const bySteps = await followScripts(read, index, ofSteps);
  const reached = open.flatMap((path): readonly FileChange[] => {
    if (byScore.has(path)) return [{ kind: 'score-command', path }];
    return bySteps.has(path) ? [{ kind: 'step', path }] : [];
  });
  const trainings = {
    ...sides,
    index,
    jobs,
    configs: request.configs,
    named: new Set([...ofSteps, ...ofScore]),
  };
  const others = new Set([...byScore, ...bySteps].filter((path) => !request.changed.includes(path)));
  const brought = await findBrought(trainings, others, open);
  if (reached.length === 0) return { ...NONE, files: brought };
  const training = await trainingBefore(trainings);
  const kept = reached.filter(({ path }) => !training.isOwn(path));
  const isShared = ({ path }: FileChange): boolean => training.isShared(path);
  return {
    files: [...kept.filter((file) => !isShared(file)), ...brought],
    sharedFiles: kept.filter(isShared),
  };
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
    const from = await followScripts(readNew, index, [path]);
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
  const patterns = config?.paths ?? [];
  if (commands.length === 0) {
    const inputs = parsePatterns(patterns);
    return { isOwn: () => false, isShared: (path) => patterns.length === 0 || inputs.matches(path) };
  }
  const own = new Set(filesNamedBy(commands, [...index.paths]));
  const reached = await followScripts(read, index, own);
  return {
    isOwn: (path) => !named.has(path) && own.has(path),
    isShared: (path) => !named.has(path) && reached.has(path),
  };
}

function stepFiles(jobs: readonly JobCommands[], index: FileIndex): readonly string[] {
  return jobs.flatMap(({ steps, values, folders }) => [
    ...[...index.paths].filter((path) => folders.some((folder) => path.startsWith(`${folder}/`))),
    ...steps.flatMap((step) => filesNamedInCommand(step, index)),
    ...values.flatMap((text) => scriptsReachedFrom({ path: 'value.txt', text }, index)),
  ]);
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

function readFrom(committed: CommittedFiles): ReadScript {
  return async (path) => {
    if (!(await committed.exists(path))) return undefined;
    const opened = await attempt(() => committed.open(path));
    if (!opened.ok || opened.value.sizeBytes > MAX_SCRIPT_BYTES) return undefined;
    return textOf(await opened.value.slice(0, opened.value.sizeBytes));
  };
}

function createReader(contents: Pick<Contents, 'fileAt'>, commit: string): ReadScript {
  const known = new Map<string, string | undefined>();
  return async (path) => {
    if (!known.has(path) && known.size < MAX_REQUESTS) {
      const found = await attempt(() => contents.fileAt(path, commit));
      known.set(path, found.ok ? found.value : undefined);
    }
    return known.get(path);
  };
}

/** Undefined for bytes that are no text. */
function textOf(bytes: Uint8Array): string | undefined {
  return bytes.includes(0) ? undefined : new TextDecoder().decode(bytes);
}
