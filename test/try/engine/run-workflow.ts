/** A workflow run on the box: its jobs in the order of `needs`, each combination of a matrix with a token of its own. */
import type { Box } from '../../github-box/box.ts';
import { interpolate, isTrue, type Contexts } from '../../demo/engine/expressions.ts';
import { combinationsOf, type Combination } from './matrix.ts';
import { githubContext, runJob, type Conclusion, type JobResult, type JobTools } from './run-job.ts';
import {
  permissionsOf,
  type Permissions,
  type Workflow,
  type WorkflowJob,
} from '../../../src/shared/domain/setup/workflow.ts';
import { orderJobs, whyNotRun } from './jobs.ts';

type StartedRun = Awaited<ReturnType<Box['startRun']>>;

export interface RunRequest {
  readonly path: string;
  readonly workflow: Workflow;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Starts the run on the box with its first job. */
  readonly start: (job: { readonly job: string; readonly permissions: Permissions }) => Promise<StartedRun>;
}

export interface RunResult {
  readonly id: number;
  readonly path: string;
  readonly name: string;
  readonly event: string;
  readonly conclusion: Conclusion;
  readonly jobs: readonly JobResult[];
}

export async function runWorkflow(box: Box, tools: JobTools, request: RunRequest): Promise<RunResult> {
  const ordered = orderJobs(request.workflow);
  const [first] = ordered;
  if (first === undefined) throw new Error(`${request.path}: expected a job, got none`);
  const run = await request.start({ job: first[0], permissions: permissionsOf(request.workflow, first[1]) });
  const done = new Map<string, readonly JobResult[]>();
  for (const [id, job] of ordered) {
    const needs = needsOf(job, done);
    const succeeded = Object.values(needs).every(({ result }) => result === 'success');
    const contexts = { needs, inputs: request.inputs, vars: {}, github: {}, secrets: {} };
    const remark = whyNotRun(job);
    if (remark !== undefined) {
      done.set(id, [{ name: job.name ?? id, conclusion: 'skipped', outputs: {}, steps: [], remark }]);
      continue;
    }
    done.set(id, await runCombinations({ run, id, job, contexts, succeeded, request, tools }));
  }
  const jobs = [...done.values()].flat();
  const conclusion = conclude(jobs);
  box.finishRun(run, conclusion);
  return {
    id: run.id,
    path: request.path,
    name: request.workflow.name ?? request.path,
    event: run.environment.GITHUB_EVENT_NAME ?? '',
    conclusion,
    jobs,
  };
}

interface JobPlace {
  readonly run: StartedRun;
  readonly id: string;
  readonly job: WorkflowJob;
  readonly contexts: Contexts;
  /** Whether everything succeeded that it needs. */
  readonly succeeded: boolean;
  readonly request: RunRequest;
  readonly tools: JobTools;
}

async function runCombinations(place: JobPlace): Promise<readonly JobResult[]> {
  const { id, job, request, run } = place;
  const results: JobResult[] = [];
  for (const matrix of combinationsOf(job.strategy?.matrix, place.contexts)) {
    const permissions = permissionsOf(request.workflow, job);
    results.push(await runCombination(place, matrix, await run.startJob({ job: id, permissions })));
  }
  return results;
}

async function runCombination(
  { id, job, contexts, succeeded, request, tools }: JobPlace,
  matrix: Combination,
  started: Pick<StartedRun, 'token' | 'workspace' | 'environment'>,
): Promise<JobResult> {
  const values = Object.values(matrix).map((value) =>
    typeof value === 'string' ? value : JSON.stringify(value),
  );
  const visible = { ...contexts, matrix };
  const label = values.length === 0 ? id : `${id} (${values.join(', ')})`;
  const name = job.name === undefined ? label : interpolate(job.name, visible);
  const github = githubContext(started.environment, started.token);
  if (!isTrue(job.if ?? 'true', { ...visible, github }, succeeded)) {
    return { name, conclusion: 'skipped', outputs: {}, steps: [] };
  }
  const result = await runJob(
    { name, job, workflow: request.workflow, ...started, contexts: visible },
    tools,
  );
  const mayFail = interpolate(String(job['continue-on-error'] ?? false), visible) === 'true';
  return mayFail && result.conclusion === 'failure' ? { ...result, conclusion: 'success' } : result;
}

function conclude(jobs: readonly JobResult[]): Conclusion {
  const has = (conclusion: Conclusion): boolean => jobs.some((job) => job.conclusion === conclusion);
  if (has('failure')) return 'failure';
  return has('success') ? 'success' : 'skipped';
}

function needsOf(
  job: WorkflowJob,
  done: ReadonlyMap<string, readonly JobResult[]>,
): Readonly<Record<string, { readonly result: Conclusion; readonly outputs: JobResult['outputs'] }>> {
  return Object.fromEntries(
    job.needs.map((need) => {
      const results = done.get(need) ?? [];
      return [need, { result: conclude(results), outputs: results.at(-1)?.outputs ?? {} }];
    }),
  );
}
