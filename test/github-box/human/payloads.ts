/** The event that a job finds in GITHUB_EVENT_PATH, with the fields that actions read. */
import { listCommits, readCommits } from '../git/history.ts';
import { readCommit } from '../git/objects.ts';
import { viewPull } from '../rest/pull-view.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { viewAccount } from '../view/account.ts';
import type { Json } from '../view/links.ts';
import { viewRepository } from '../view/repository.ts';
import { viewHeadCommit, viewRun, viewWorkflow } from '../view/run.ts';
import type { RunHead, RunOptions } from './run-options.ts';

export async function createPayload(
  world: World,
  repository: Repository,
  options: RunOptions & RunHead & { readonly actor: string },
): Promise<Json> {
  return {
    repository: viewRepository(world, repository),
    sender: viewAccount(world, options.actor),
    ...(await eventFields(world, repository, options)),
  };
}

async function eventFields(
  world: World,
  repository: Repository,
  options: RunOptions & RunHead,
): Promise<Json> {
  switch (options.event) {
    case 'push':
      return pushFields(repository, options);
    case 'pull_request':
    case 'pull_request_target': {
      const issue = repository.issues.find(({ number }) => number === options.pull);
      if (issue === undefined) throw new RangeError('startRun: expected "pull" for a pull request event');
      const pull = await viewPull(world, repository, issue);
      return { action: 'synchronize', number: issue.number, pull_request: pull };
    }
    case 'workflow_dispatch':
      return { inputs: options.inputs ?? {}, ref: options.ref, workflow: options.workflow };
    case 'schedule':
      return { schedule: options.schedule ?? '17 5 * * *' };
    case 'workflow_run':
      return workflowRunFields(world, repository, options);
    default:
      return {};
  }
}

async function pushFields(repository: Repository, options: RunOptions & RunHead): Promise<Json> {
  const { git } = repository;
  const head = await readCommit(git, options.sha);
  const before = options.before ?? head?.parents[0] ?? '0'.repeat(40);
  const range = /^0+$/.test(before) ? [options.sha] : [`${before}..${options.sha}`];
  const commits = await readCommits(git, (await listCommits(git, range)).toReversed());
  return {
    ref: options.ref,
    before,
    after: options.sha,
    created: /^0+$/.test(before),
    // An engine believes `after` only next to it.
    deleted: false,
    forced: false,
    commits: commits.map(viewHeadCommit),
    head_commit: head === undefined ? null : viewHeadCommit(head),
  };
}

async function workflowRunFields(world: World, repository: Repository, options: RunOptions): Promise<Json> {
  const run = repository.runs.find(({ id }) => id === options.completedRun);
  if (run === undefined) throw new RangeError('startRun: expected "completedRun" for workflow_run');
  const commit = await readCommit(repository.git, run.headSha);
  return {
    action: 'completed',
    workflow_run: viewRun(world, repository, { run, commit }),
    workflow: viewWorkflow(world, repository, run.workflow),
  };
}
