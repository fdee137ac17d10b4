/** A workflow run on the box: its jobs in order, each in a fresh checkout with a token of its own. */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Box } from '../../github-box/box.ts';
import type { ActionForm } from './actions.ts';
import { interpolate, isTrue, type Contexts } from './expressions.ts';
import type { Processes } from './processes.ts';
import { runStep, type StepResult } from './run-step.ts';
import { parseWorkflow, type Workflow, type WorkflowJob } from './workflow.ts';

/** How the box starts the run: as an event, or from a dispatch that it has queued. */
export type StartRun = (first: {
  readonly job: string;
  readonly permissions: WorkflowJob['permissions'];
}) => Promise<Awaited<ReturnType<Box['startRun']>>>;

export interface EngineOptions {
  readonly box: Box;
  readonly actionForm: ActionForm;
  readonly processes: Processes;
  /** `vars` of the repository. */
  readonly variables: () => Readonly<Record<string, string>>;
  /** Between the steps, for instance to inject a fault. */
  readonly afterStep?: (title: string, workspace: string) => Promise<void>;
  readonly onStep: (job: string, result: StepResult) => void;
}

export interface JobResult {
  readonly name: string;
  readonly conclusion: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepResult[];
}

export interface RunResult {
  readonly id: number;
  readonly workflow: string;
  readonly conclusion: 'success' | 'failure';
  readonly jobs: readonly JobResult[];
}

interface RunRequest {
  readonly path: string;
  /** Text of the workflow file. */
  readonly source: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly start: StartRun;
}

type StartedRun = Awaited<ReturnType<Box['startRun']>>;
type StartedJob = Pick<StartedRun, 'token' | 'workspace' | 'environment'>;

export async function runWorkflow(options: EngineOptions, request: RunRequest): Promise<RunResult> {
  const workflow = parseWorkflow(request.source, request.path);
  const done = new Map<string, JobResult>();
  let run: StartedRun | undefined;
  for (const [id, job] of Object.entries(workflow.jobs)) {
    const contexts = { vars: options.variables(), inputs: request.inputs ?? {}, needs: needsOf(job, done) };
    const succeeded = job.needs.every((need) => done.get(need)?.conclusion === 'success');
    if (!isTrue(job.if ?? 'true', contexts, succeeded)) {
      done.set(id, { name: job.name ?? id, conclusion: 'skipped', outputs: {}, steps: [] });
      continue;
    }
    const first = { job: id, permissions: permissionsOf(job, workflow) };
    const started: StartedJob =
      run === undefined ? (run = await request.start(first)) : await run.startJob(first);
    done.set(id, await runJob(options, { id, job, started, contexts }));
  }
  if (run === undefined) throw new Error(`${request.path}: expected a job that runs, got none`);
  const jobs = [...done.values()];
  const conclusion = jobs.some((job) => job.conclusion === 'failure') ? 'failure' : 'success';
  options.box.finishRun(run, conclusion);
  return { id: run.id, workflow: workflow.name, conclusion, jobs };
}

interface JobRequest {
  readonly id: string;
  readonly job: WorkflowJob;
  readonly started: StartedJob;
  readonly contexts: Contexts;
}

async function runJob(
  options: EngineOptions,
  { id, job, started, contexts }: JobRequest,
): Promise<JobResult> {
  const { workspace, environment, token } = started;
  const folder = dirname(workspace);
  const github = githubContext(environment, token);
  const steps: StepResult[] = [];
  const outputsById: Record<string, { outputs: Readonly<Record<string, string>> }> = {};
  for (const step of job.steps) {
    const visible = { ...contexts, github, steps: outputsById };
    const jobEnvironment = Object.entries(job.env).map(([name, value]) => [
      name,
      interpolate(value, visible),
    ]);
    const result = await runStep(step, {
      workspace,
      folder,
      index: steps.length,
      environment: { ...environment, ...(Object.fromEntries(jobEnvironment) as Record<string, string>) },
      contexts: visible,
      now: options.box.clock.now(),
      actionForm: options.actionForm,
      processes: options.processes,
    });
    steps.push(result);
    options.onStep(job.name ?? id, result);
    if (!result.succeeded) break;
    if (step.id !== undefined) outputsById[step.id] = { outputs: result.outputs };
    await options.afterStep?.(result.title, workspace);
  }
  // A hosted machine is thrown away after its job.
  await rm(workspace, { recursive: true, force: true });
  const visible = { ...contexts, github, steps: outputsById };
  const outputs = Object.entries(job.outputs).map(([name, value]) => [name, interpolate(value, visible)]);
  return {
    name: job.name ?? id,
    conclusion: steps.every(({ succeeded }) => succeeded) ? 'success' : 'failure',
    outputs: Object.fromEntries(outputs) as Record<string, string>,
    steps,
  };
}

/** `permissions:` of the job, or else of the workflow; what is not named is not given. */
function permissionsOf(job: WorkflowJob, workflow: Workflow): WorkflowJob['permissions'] {
  return Object.keys(job.permissions).length > 0 ? job.permissions : workflow.permissions;
}

function needsOf(job: WorkflowJob, done: ReadonlyMap<string, JobResult>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    job.needs.map((need) => {
      const { conclusion, outputs } = done.get(need) ?? { conclusion: 'skipped', outputs: {} };
      return [need, { result: conclusion, outputs }];
    }),
  );
}

/** The part of the `github` context that the example workflows and the actions' defaults use. */
function githubContext(
  environment: Readonly<Record<string, string>>,
  token: string,
): Readonly<Record<string, unknown>> {
  return {
    token,
    repository: environment.GITHUB_REPOSITORY,
    sha: environment.GITHUB_SHA,
    ref: environment.GITHUB_REF,
    event_name: environment.GITHUB_EVENT_NAME,
    run_id: environment.GITHUB_RUN_ID,
    run_attempt: environment.GITHUB_RUN_ATTEMPT,
    workflow: environment.GITHUB_WORKFLOW,
    job: environment.GITHUB_JOB,
    actor: environment.GITHUB_ACTOR,
    event: {},
  };
}
