/** The loop on the user's repository: the pull request, its workflows, the merge, and the workflows of the push. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBox, type Box } from '../github-box/box.ts';
import type { Dispatch } from '../github-box/state/world.ts';
import { createProcesses, type Processes } from '../demo/engine/processes.ts';
import { createPythonTools } from './engine/python.ts';
import type { JobTools } from './engine/run-job.ts';
import { createStandInRegistry } from './engine/stand-in-registry.ts';
import type { RunRequest, RunResult } from './engine/run-workflow.ts';
import { isStartedBy, type HappenedEvent } from './engine/triggers.ts';
import { playLater } from './play-later.ts';
import { openSecond, type SecondFiles, type SecondPull } from './second-pull.ts';
import { readPatch, readWorkingTree, WORKING_TREE } from './read-change.ts';
import { surveyRepository } from './survey.ts';
import { changedPaths, playWorkflow, readWorkflows, tagsOf, type Stage } from './stage.ts';
import { copyRepository, loadRepository, OWNER, type LoadedRepository } from './load-repository.ts';

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
  const dispatches: Dispatch[] = [];
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
    const tools = await createTools(options, { scratch, copy, processes, registry: box.registry });
    const stage: Stage = { box, loaded, processes, tools, runs };
    const tagsBefore = await tagsOf(stage);
    await sayLeftOut(stage, options);
    const started = performance.now();
    await playPullRequest(stage, options);
    await playMerge(stage, options);
    const secondsOfLoop = (performance.now() - started) / 1000;
    const isRegistered = (await tagsOf(stage)).size > tagsBefore.size;
    const asked = changed ?? patched ?? options.second;
    if (!isRegistered && asked !== undefined && asked !== 'when-quick')
      options.onPhase('No second pull request was played: the merge registered no version to compare with');
    const second = isRegistered
      ? await openSecond(stage, {
          ...{ ...options, copy, second: asked },
          seconds: secondsOfLoop,
        })
      : undefined;
    if (second !== undefined) await playPullRequest({ ...stage, loaded: { ...loaded, ...second } }, options);
    const playDispatched = (): Promise<void> => playDispatches(stage, dispatches, options.onPhase);
    await playDispatched();
    await playLater(stage, { options, playDispatched, isRegistered, seconds: secondsOfLoop });
    return await show({ box, loaded, runs, tagsBefore, second });
  } finally {
    await processes.end();
    box.takeViolations();
    await box.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A run that a dispatch started may dispatch others, such as a retraining; one that never ends is no one's intention. */
const MAX_DISPATCHED = 10;

async function playDispatches(
  stage: Stage,
  waiting: Dispatch[],
  onPhase: PlayOptions['onPhase'],
): Promise<void> {
  for (let count = 0; count < MAX_DISPATCHED; count += 1) {
    const [dispatch] = waiting.splice(0, 1);
    if (dispatch === undefined) return;
    const { workflow, runId, inputs, login } = dispatch;
    onPhase(login === OWNER ? `By hand: ${workflow}` : `${workflow} was started by an action`);
    await playWorkflow(stage, {
      path: workflow,
      ref: stage.loaded.base,
      inputs,
      start: (job) => stage.box.resumeRun({ id: runId }, job),
    });
  }
  if (waiting.length > 0) onPhase(`Not played: ${waiting.length} more runs that actions started`);
}

/** Making an environment takes seconds, which a repository without Python need not wait for. */
const PYTHON_FILE = /\.(py|ipynb)$|(^|\/)(requirements[\w.-]*\.txt|pyproject\.toml|dvc\.yaml|MLproject)$/;

async function createTools(
  { onStep, onPhase, pythonFolder }: PlayOptions,
  {
    scratch,
    copy,
    processes,
    registry,
  }: {
    readonly scratch: string;
    readonly copy: string;
    readonly processes: Processes;
    /** Host and port of that of the box. */
    readonly registry: string;
  },
): Promise<JobTools> {
  const { paths } = await surveyRepository(copy);
  const folder = paths.some((path) => PYTHON_FILE.test(path))
    ? (pythonFolder ?? join(scratch, 'python'))
    : undefined;
  const python = createPythonTools(folder);
  // Before the first step, which would seem to take these seconds.
  const started = performance.now();
  if ((await python.bin()) !== undefined)
    onPhase(
      `Python: an environment for the steps was made in ${((performance.now() - started) / 1000).toFixed(1)} s`,
    );
  return { processes, onStep, python, standInRegistry: createStandInRegistry(registry) };
}

async function playPullRequest(stage: Stage, options: PlayOptions): Promise<void> {
  const { onPhase } = options;
  const { box, loaded } = stage;
  const ref = `refs/pull/${loaded.pull}/head`;
  onPhase(`Pull request #${loaded.pull}: ${loaded.source}`);
  const event: HappenedEvent = {
    name: 'pull_request',
    branch: loaded.base,
    changedPaths: await changedPaths(stage, loaded.base, ref),
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
      ref: loaded.base,
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
  onPhase(`Merge of #${loaded.pull} into ${loaded.base}`);
  const { sha, before } = await box.mergePull({ repository: loaded.name, number: loaded.pull });
  const event: HappenedEvent = {
    name: 'push',
    branch: loaded.base,
    changedPaths: await changedPaths(stage, before, sha),
  };
  await playEvent(stage, event, {
    ref: loaded.base,
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

/** What others do on this machine is not known: they may push or deploy. */
async function sayLeftOut(stage: Stage, { onPhase, hasAllWorkflows }: PlayOptions): Promise<void> {
  const found = await readWorkflows(stage, `refs/pull/${stage.loaded.pull}/head`, onPhase);
  const others = found.filter(({ isOwn }) => !isOwn).map(({ path }) => path);
  if (others.length > 0 && hasAllWorkflows !== true)
    onPhase(
      `Left out, because they have no step of Model Steward: ${others.join(', ')} (--all-workflows runs them too)`,
    );
}
