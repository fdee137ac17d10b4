/** Workflow runs as records: made by events, with what their jobs will see of the event. */
import { parse } from 'yaml';
import { isoDate } from '../clock.ts';
import { readCommit } from '../git/objects.ts';
import type { RunRecord, WorkflowRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { createPayload } from './payloads.ts';
import { findReferencedWorkflows } from './referenced-workflows.ts';
import type { RunHead, RunOptions } from './run-options.ts';

/** @param commit where the file is read for its name; it need not exist. */
export async function findWorkflow(
  world: World,
  repository: Repository,
  { path, commit }: { readonly path: string; readonly commit: string },
): Promise<WorkflowRecord> {
  const known = (): WorkflowRecord | undefined =>
    repository.workflows.find((workflow) => workflow.path === path);
  if (known() !== undefined) return known()!;
  const file = await repository.git.objects.read(`${commit}:${path}`);
  const createdAt = isoDate(world.clock.now());
  const name = readName(file?.content.toString() ?? '') ?? path;
  const workflow = known() ?? { id: world.nextId(), path, name, createdAt };
  if (known() === undefined) repository.workflows.push(workflow);
  return workflow;
}

function readName(source: string): string | undefined {
  const document: unknown = parse(source, { logLevel: 'silent' });
  if (typeof document !== 'object' || document === null || !('name' in document)) return undefined;
  return typeof document.name === 'string' ? document.name : undefined;
}

export async function createRun(
  world: World,
  repository: Repository,
  options: RunOptions,
): Promise<RunRecord> {
  const head = await findHead(repository, options);
  const now = isoDate(world.clock.now());
  const workflow = await findWorkflow(world, repository, { path: options.workflow, commit: head.sha });
  const actor = options.actor ?? repository.owner.login;
  const payload = await createPayload(world, repository, { ...options, ...head, actor });
  const run: RunRecord = {
    id: world.nextId(),
    number: repository.runs.filter((other) => other.workflow.id === workflow.id).length + 1,
    workflow,
    event: options.event,
    headSha: head.headSha,
    headBranch: head.headBranch,
    headRepository: head.headRepository,
    actor,
    triggeringActor: actor,
    title: head.title,
    createdAt: now,
    ref: head.ref,
    sha: head.sha,
    pull: options.pull,
    referencedWorkflows: await findReferencedWorkflows(world, repository, {
      ...head,
      path: options.workflow,
    }),
    payload: { ...payload, ...options.payload },
    attempt: 1,
    status: options.status ?? 'in_progress',
    conclusion: null,
    startedAt: now,
    updatedAt: now,
    attempts: [],
  };
  repository.runs.push(run);
  return run;
}

/** The run of a pull request names its head, while its jobs see the test merge. */
async function findHead(repository: Repository, options: RunOptions): Promise<RunHead> {
  const issue = repository.issues.find(({ number }) => number === options.pull);
  const pull = issue?.pull;
  if (options.pull !== undefined && (issue === undefined || pull === undefined)) {
    throw new RangeError(`startRun: expected a pull request of ${repository.fullName}, got #${options.pull}`);
  }
  if (issue !== undefined && pull !== undefined && options.event.startsWith('pull_request')) {
    const headSha = options.headSha ?? pull.headSha;
    return {
      headSha,
      headBranch: pull.headRef,
      headRepository: pull.headRepository,
      ref: `refs/pull/${issue.number}/merge`,
      sha: pull.mergeSha ?? headSha,
      title: issue.title,
    };
  }
  const headBranch = options.headBranch ?? repository.defaultBranch;
  const commit = await readCommit(repository.git, options.headSha ?? `refs/heads/${headBranch}`);
  if (commit === undefined) {
    throw new RangeError(`startRun: expected a commit on ${headBranch}, got ${options.headSha ?? 'none'}`);
  }
  return {
    headSha: commit.sha,
    headBranch,
    headRepository: options.headRepository ?? repository.fullName,
    ref: `refs/heads/${headBranch}`,
    sha: commit.sha,
    title: commit.message.split('\n')[0] ?? '',
  };
}
