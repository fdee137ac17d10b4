/** Starting, finishing and re-running workflow runs, with the environment that a step of theirs would see. */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isoDate } from '../clock.ts';
import { ACTIONS_BOT } from '../state/accounts.ts';
import type { RunRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { Permissions } from '../state/tokens.ts';
import type { World } from '../state/world.ts';
import { requireRepository } from './commits.ts';
import type { RunOptions } from './run-options.ts';
import { createRun } from './run-records.ts';

export interface JobOptions {
  /** Identifier of the job; `job` by default. */
  readonly job?: string;
  /** `permissions:` of the job. */
  readonly permissions?: Permissions;
  /** GITHUB_WORKSPACE; a fresh folder by default. */
  readonly workspace?: string;
}

export interface RerunOptions extends JobOptions {
  /** Who presses the button; by default who started the first attempt. */
  readonly by?: string;
}

export interface StartedJob {
  /** The job's GITHUB_TOKEN; as on GitHub, steps get it only when they are given it. */
  readonly token: string;
  readonly workspace: string;
  /** GITHUB_*, RUNNER_* and ACTIONS_* of a JavaScript action's step. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface StartedRun extends StartedJob {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  readonly headSha: string;
  /** Another job of the same run and attempt, with a token of its own. */
  startJob(options: JobOptions): Promise<StartedJob>;
}

/** A run of the repository with its first job. */
export async function startRun(
  world: World,
  options: RunOptions & JobOptions & { readonly repository: string; readonly folder: string },
): Promise<StartedRun> {
  const repository = requireRepository(world, options.repository);
  world.clock.tick();
  const run = await createRun(world, repository, options);
  return startAttempt(world, repository, { ...options, run });
}

/** The same run once more, as "Re-run all jobs" does. */
export async function rerun(
  world: World,
  options: RerunOptions & { readonly runId: number; readonly folder: string },
): Promise<StartedRun> {
  const { repository, run } = requireRun(world, options.runId);
  const { attempt, conclusion, startedAt, updatedAt, triggeringActor } = run;
  run.attempts.push({ attempt, conclusion, startedAt, updatedAt, triggeringActor });
  const now = isoDate(world.clock.tick());
  Object.assign(run, {
    attempt: attempt + 1,
    status: 'in_progress',
    conclusion: null,
    startedAt: now,
    updatedAt: now,
    triggeringActor: options.by ?? run.actor,
  });
  return startAttempt(world, repository, { ...options, run });
}

/** Gives a dispatched run its first job. */
export async function resumeRun(
  world: World,
  options: JobOptions & { readonly runId: number; readonly folder: string },
): Promise<StartedRun> {
  const { repository, run } = requireRun(world, options.runId);
  run.status = 'in_progress';
  return startAttempt(world, repository, { ...options, run });
}

export function finishRun(world: World, runId: number, conclusion: string): void {
  const { run } = requireRun(world, runId);
  Object.assign(run, { status: 'completed', conclusion, updatedAt: isoDate(world.clock.tick()) });
}

function requireRun(world: World, runId: number): { repository: Repository; run: RunRecord } {
  for (const repository of world.repositories) {
    const run = repository.runs.find(({ id }) => id === runId);
    if (run !== undefined) return { repository, run };
  }
  throw new RangeError(`box: expected a workflow run of the box, got ${runId}`);
}

type Attempt = JobOptions & { readonly run: RunRecord; readonly folder: string };

async function startAttempt(world: World, repository: Repository, options: Attempt): Promise<StartedRun> {
  const { run } = options;
  const first = await startJob(world, repository, options);
  return {
    ...first,
    id: run.id,
    number: run.number,
    attempt: run.attempt,
    headSha: run.headSha,
    startJob: (job) => startJob(world, repository, { ...job, run, folder: options.folder }),
  };
}

async function startJob(world: World, repository: Repository, options: Attempt): Promise<StartedJob> {
  const { run, job = 'job' } = options;
  const folder = await mkdtemp(join(options.folder, `run-${run.id}-`));
  const workspace = options.workspace ?? join(folder, 'workspace');
  const files = await writeStepFiles(folder, run.payload);
  await mkdir(workspace, { recursive: true });
  const token = world.tokens.issue({
    login: ACTIONS_BOT,
    type: 'bot',
    repository: repository.fullName,
    permissions: limitPermissions(repository, run, options.permissions ?? {}),
  });
  const environment = {
    ...files,
    ...runVariables(world, repository, run),
    GITHUB_JOB: job,
    GITHUB_WORKSPACE: workspace,
    RUNNER_NAME: 'github-box',
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_TEMP: join(folder, 'temp'),
    RUNNER_TOOL_CACHE: join(folder, 'tools'),
    ACTIONS_RUNTIME_TOKEN: issueRuntimeToken(world, repository, { run, job }),
    ACTIONS_RUNTIME_URL: `${world.urls.origin}/`,
    ACTIONS_RESULTS_URL: `${world.urls.origin}/`,
    ACTIONS_CACHE_URL: `${world.urls.origin}/`,
    ACTIONS_CACHE_SERVICE_V2: 'True',
  };
  return { token, workspace, environment };
}

/** Runs of forks and of Dependabot only ever read. */
function limitPermissions(repository: Repository, run: RunRecord, asked: Permissions): Permissions {
  const isFork = run.headRepository !== repository.fullName;
  const isLimited = run.event === 'pull_request' && (isFork || run.actor === 'dependabot[bot]');
  if (!isLimited) return asked;
  return Object.fromEntries(
    Object.entries(asked).map(([name, access]) => [name, access === 'write' ? 'read' : access]),
  );
}

async function writeStepFiles(folder: string, payload: unknown): Promise<Record<string, string>> {
  const commands = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'];
  const files: Record<string, string> = { GITHUB_EVENT_PATH: join(folder, 'event.json') };
  await mkdir(join(folder, 'temp'));
  await writeFile(files.GITHUB_EVENT_PATH!, JSON.stringify(payload));
  for (const name of commands) {
    files[name] = join(folder, name.toLowerCase());
    await writeFile(files[name], '');
  }
  return files;
}

function runVariables(world: World, repository: Repository, run: RunRecord): Record<string, string> {
  const { pull } = run;
  const issue = repository.issues.find(({ number }) => number === pull);
  const isPull = run.event.startsWith('pull_request');
  const workflowRef = `${repository.fullName}/${run.workflow.path}@${run.ref}`;
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: run.actor,
    GITHUB_TRIGGERING_ACTOR: run.triggeringActor,
    GITHUB_API_URL: world.urls.api,
    GITHUB_SERVER_URL: world.urls.server,
    GITHUB_GRAPHQL_URL: world.urls.graphql,
    GITHUB_REPOSITORY: repository.fullName,
    GITHUB_REPOSITORY_ID: String(repository.id),
    GITHUB_REPOSITORY_OWNER: repository.owner.login,
    GITHUB_REPOSITORY_OWNER_ID: String(repository.owner.id),
    GITHUB_EVENT_NAME: run.event,
    GITHUB_REF: run.ref,
    GITHUB_REF_NAME: run.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    GITHUB_REF_TYPE: run.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_SHA: run.sha,
    GITHUB_HEAD_REF: isPull ? run.headBranch : '',
    GITHUB_BASE_REF: isPull ? (issue?.pull?.baseRef ?? '') : '',
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.number),
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_WORKFLOW: run.workflow.name,
    GITHUB_WORKFLOW_REF: workflowRef,
    GITHUB_WORKFLOW_SHA: run.sha,
  };
}

/** An unsigned JWT: the clients read its claim `scp`, the services look the whole token up. */
function issueRuntimeToken(
  world: World,
  repository: Repository,
  { run, job }: { readonly run: RunRecord; readonly job: string },
): string {
  const runBackendId = `run-${run.id}`;
  const jobBackendId = `job-${run.id}-${run.attempt}-${job}`;
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = encode({ scp: `Actions.Results:${runBackendId}:${jobBackendId}` });
  const token = `${encode({ alg: 'none', typ: 'JWT' })}.${claims}.${randomBytes(24).toString('base64url')}`;
  const main = `refs/heads/${repository.defaultBranch}`;
  world.jobs.set(token, {
    repository: repository.fullName,
    runId: run.id,
    attempt: run.attempt,
    jobId: job,
    runBackendId,
    jobBackendId,
    cacheScope: run.ref,
    cacheReadScopes: run.ref === main ? [] : [main],
  });
  return token;
}
