/** The loop on the user's repository: the pull request, its workflows, the merge, and the workflows of the push. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBox, type Box } from '../github-box/box.ts';
import { gitText } from '../github-box/git/command.ts';
import { createProcesses, type Processes } from '../demo/engine/processes.ts';
import { createPythonTools } from './engine/python.ts';
import type { JobTools } from './engine/run-job.ts';
import { runWorkflow, type RunRequest, type RunResult } from './engine/run-workflow.ts';
import { isStartedBy, type HappenedEvent } from './engine/triggers.ts';
import { parseWorkflow, type Workflow } from '../../src/shared/domain/setup/workflow.ts';
import { usesOwnAction } from '../../src/shared/domain/supply-chain/own-action.ts';
import { openSecond, type SecondFiles, type SecondPull } from './second-pull.ts';
import { readPatch, readWorkingTree, WORKING_TREE } from './read-change.ts';
import { surveyRepository } from './survey.ts';
import { BASE_BRANCH, copyRepository, loadRepository, type LoadedRepository } from './load-repository.ts';

export interface PlayOptions {
  readonly folder: string;
  /** Called with the copy of the repository, before the pull request is opened. @returns files to add to it. */
  readonly propose: (copy: string) => Promise<Readonly<Record<string, string>>>;
  readonly onPhase: (title: string) => void;
  readonly onStep: JobTools['onStep'];
  readonly interrupted: AbortSignal;
  /** Also those without a step of this product, which may deploy something. */
  readonly hasAllWorkflows?: boolean;
  /** Whether a pull request against the first version follows, or what it changes; without it none does. */
  readonly second?: 'always' | 'when-quick' | SecondFiles;
  /** What that pull request changes instead: the path of a patch, or WORKING_TREE, which the first one then leaves out. */
  readonly change?: string | undefined;
  /** Where the Python environment of the steps is made, or lies already; without it one that is thrown away. */
  readonly pythonFolder?: string;
}

export interface Played {
  readonly box: Box;
  readonly loaded: LoadedRepository;
  readonly runs: readonly RunResult[];
  /** Tags that the repository had before. */
  readonly tagsBefore: ReadonlySet<string>;
  /** The pull request against the first version, where it was played. */
  readonly second?: SecondPull | undefined;
}

/** @param show called while the box still runs. */
export async function play<T>(options: PlayOptions, show: (played: Played) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'model-steward-try-'));
  const processes = createProcesses();
  options.interrupted.addEventListener('abort', () => void processes.end());
  const runs: RunResult[] = [];
  const dispatches: {
    readonly workflow: string;
    readonly runId: number;
    readonly inputs: RunRequest['inputs'];
  }[] = [];
  // Dates of today: a person reads until when the evidence counts.
  const box = await startBox({ start: new Date(), onDispatch: (dispatch) => void dispatches.push(dispatch) });
  try {
    const isOfTree = options.change === WORKING_TREE;
    const changed = isOfTree ? await readWorkingTree(options.folder) : undefined;
    const copy = await copyRepository({ ...options, scratch, isCommittedOnly: isOfTree });
    const loaded = await loadRepository(box, copy, {
      ...options,
      scratch,
      proposed: await options.propose(copy),
    });
    const patched =
      options.change === undefined || isOfTree ? undefined : await readPatch(copy, options.change);
    const tools = await createTools(options, { scratch, copy, processes });
    const stage: Stage = { box, loaded, processes, tools, runs };
    const tagsBefore = await tagsOf(stage);
    await sayLeftOut(stage, options);
    const started = performance.now();
    await playPullRequest(stage, options);
    await playMerge(stage, options);
    const isRegistered = (await tagsOf(stage)).size > tagsBefore.size;
    const asked = changed ?? patched ?? options.second;
    if (!isRegistered && asked !== undefined && asked !== 'when-quick')
      options.onPhase('No second pull request was played: the merge registered no version to compare with');
    const second = isRegistered
      ? await openSecond(stage, {
          ...{ ...options, copy, second: asked },
          seconds: (performance.now() - started) / 1000,
        })
      : undefined;
    if (second !== undefined) await playPullRequest({ ...stage, loaded: { ...loaded, ...second } }, options);
    for (const { workflow, runId, inputs } of dispatches.splice(0)) {
      options.onPhase(`${workflow} was started by an action`);
      await playWorkflow(stage, {
        path: workflow,
        ref: BASE_BRANCH,
        inputs,
        start: (job) => box.resumeRun({ id: runId }, job),
      });
    }
    return await show({ box, loaded, runs, tagsBefore, second });
  } finally {
    await processes.end();
    box.takeViolations();
    await box.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Stage {
  readonly box: Box;
  readonly loaded: LoadedRepository;
  readonly processes: Processes;
  readonly tools: JobTools;
  readonly runs: RunResult[];
}

/** Making an environment takes seconds, which a repository without Python need not wait for. */
const PYTHON_FILE = /\.(py|ipynb)$|(^|\/)(requirements[\w.-]*\.txt|pyproject\.toml|dvc\.yaml|MLproject)$/;

async function createTools(
  { onStep, pythonFolder }: PlayOptions,
  {
    scratch,
    copy,
    processes,
  }: { readonly scratch: string; readonly copy: string; readonly processes: Processes },
): Promise<JobTools> {
  const { paths } = await surveyRepository(copy);
  const folder = paths.some((path) => PYTHON_FILE.test(path))
    ? (pythonFolder ?? join(scratch, 'python'))
    : undefined;
  return { processes, onStep, python: createPythonTools(folder) };
}

async function playPullRequest(stage: Stage, options: PlayOptions): Promise<void> {
  const { onPhase } = options;
  const { box, loaded } = stage;
  const ref = `refs/pull/${loaded.pull}/head`;
  onPhase(`Pull request #${loaded.pull}: ${loaded.source}`);
  const event: HappenedEvent = {
    name: 'pull_request',
    branch: BASE_BRANCH,
    changedPaths: await changedPaths(stage, BASE_BRANCH, ref),
  };
  const started = await playEvent(stage, event, {
    ref,
    options,
    start: (path) => (job) =>
      box.startRun({
        repository: loaded.name,
        workflow: path,
        event: 'pull_request',
        pull: loaded.pull,
        ...job,
      }),
  });
  for (const { id, name } of started) {
    const after: HappenedEvent = { ...event, name: 'workflow_run', completed: [name] };
    await playEvent(stage, after, {
      ref: BASE_BRANCH,
      options,
      start: (path) => (job) =>
        box.startRun({
          repository: loaded.name,
          workflow: path,
          event: 'workflow_run',
          completedRun: id,
          ...job,
        }),
    });
  }
}

async function playMerge(stage: Stage, options: PlayOptions): Promise<void> {
  const { onPhase } = options;
  const { box, loaded } = stage;
  onPhase(`Merge of #${loaded.pull} into ${BASE_BRANCH}`);
  const { sha, before } = await box.mergePull({ repository: loaded.name, number: loaded.pull });
  const event: HappenedEvent = {
    name: 'push',
    branch: BASE_BRANCH,
    changedPaths: await changedPaths(stage, before, sha),
  };
  await playEvent(stage, event, {
    ref: BASE_BRANCH,
    options,
    start: (path) => (job) =>
      box.startRun({ repository: loaded.name, workflow: path, event: 'push', before, ...job }),
  });
}

interface EventPlace {
  /** Where the workflow files are read. */
  readonly ref: string;
  readonly start: (path: string) => RunRequest['start'];
  readonly options: Pick<PlayOptions, 'onPhase' | 'hasAllWorkflows'>;
}

async function playEvent(
  stage: Stage,
  event: HappenedEvent,
  { ref, start, options }: EventPlace,
): Promise<readonly RunResult[]> {
  const results: RunResult[] = [];
  for (const { path, workflow, isOwn } of await readWorkflows(stage, ref, options.onPhase)) {
    if (!isOwn && options.hasAllWorkflows !== true) continue;
    if (!isStartedBy(workflow.on, event)) continue;
    results.push(await playWorkflow(stage, { path, ref, inputs: {}, start: start(path) }));
  }
  return results;
}

async function playWorkflow(
  { box, loaded, tools, runs }: Stage,
  { path, ref, inputs, start }: Omit<RunRequest, 'workflow'> & { readonly ref: string },
): Promise<RunResult> {
  const workflow = parseWorkflow(await readFileAt({ box, loaded }, ref, path), path);
  const result = await runWorkflow(box, tools, { path, workflow, inputs, start });
  runs.push(result);
  return result;
}

interface FoundWorkflow {
  readonly path: string;
  readonly workflow: Workflow;
  /** Whether it has a step of this product. */
  readonly isOwn: boolean;
}

/** What others do on this machine is not known: they may push or deploy. */
async function sayLeftOut(stage: Stage, { onPhase, hasAllWorkflows }: PlayOptions): Promise<void> {
  const found = await readWorkflows(stage, `refs/pull/${stage.loaded.pull}/head`, onPhase);
  const others = found.filter(({ isOwn }) => !isOwn).map(({ path }) => path);
  if (others.length > 0 && hasAllWorkflows !== true)
    onPhase(
      `Left out, because they have no step of Model Steward: ${others.join(', ')} (--all-workflows runs them too)`,
    );
}

/** A file that is no workflow is said, and the others are played. */
async function readWorkflows(
  stage: Stage,
  ref: string,
  onPhase: PlayOptions['onPhase'],
): Promise<readonly FoundWorkflow[]> {
  const repository = requireRepository(stage);
  const list = await gitText(repository.git.path, [
    'ls-tree',
    '-r',
    '--name-only',
    ref,
    '--',
    '.github/workflows',
  ]);
  const paths = list.split('\n').filter((path) => /\.ya?ml$/.test(path));
  const found: FoundWorkflow[] = [];
  for (const path of paths) {
    try {
      const source = await readFileAt(stage, ref, path);
      found.push({ path, workflow: parseWorkflow(source, path), isOwn: usesOwnAction(source) });
    } catch (error) {
      onPhase(`Not played: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return found;
}

async function readFileAt(stage: Pick<Stage, 'box' | 'loaded'>, ref: string, path: string): Promise<string> {
  return await gitText(requireRepository(stage).git.path, ['show', `${ref}:${path}`]);
}

async function tagsOf(stage: Pick<Stage, 'box' | 'loaded'>): Promise<ReadonlySet<string>> {
  const list = await gitText(requireRepository(stage).git.path, ['tag', '--list']);
  return new Set(list.split('\n').filter((name) => name !== ''));
}

async function changedPaths(stage: Stage, from: string, to: string): Promise<readonly string[]> {
  const text = await gitText(requireRepository(stage).git.path, ['diff', '--name-only', `${from}...${to}`]);
  return text.split('\n').filter((path) => path !== '');
}

function requireRepository({
  box,
  loaded,
}: Pick<Stage, 'box' | 'loaded'>): NonNullable<ReturnType<Box['world']['findRepository']>> {
  const repository = box.world.findRepository(loaded.name);
  if (repository === undefined)
    throw new Error(`${loaded.name}: expected the repository in the box, got none`);
  return repository;
}
