/** GitHub's `workflow-run`, `workflow` and `artifact`. */
import { isoDate } from '../clock.ts';
import { type Commit } from '../git/objects.ts';
import type { StoredArtifact } from '../mount.ts';
import type { RunRecord, WorkflowRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { viewAccount } from './account.ts';
import { type Json, nodeId } from './links.ts';
import { repositoryPage, repositoryUrl, viewMinimalRepository } from './repository.ts';

/** @param attempt one of the earlier attempts, or the latest. */
export function viewRun(
  world: World,
  repository: Repository,
  { run, commit, attempt = run.attempt }: { run: RunRecord; commit: Commit | undefined; attempt?: number },
): Json {
  const url = `${repositoryUrl(world, repository)}/actions/runs/${run.id}`;
  const page = `${repositoryPage(world, repository)}/actions/runs/${run.id}`;
  const earlier = run.attempts.find((candidate) => candidate.attempt === attempt);
  const state = earlier === undefined ? run : { ...earlier, status: 'completed' };
  const head = world.findRepository(run.headRepository) ?? repository;
  return {
    id: run.id,
    name: run.workflow.name,
    node_id: nodeId('WorkflowRun', run.id),
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CheckSuite', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    display_title: run.title,
    run_number: run.number,
    run_attempt: attempt,
    event: run.event,
    status: state.status,
    conclusion: state.conclusion,
    workflow_id: run.workflow.id,
    url,
    html_url: page,
    pull_requests: viewRunPulls(world, repository, run),
    created_at: run.createdAt,
    updated_at: state.updatedAt,
    run_started_at: state.startedAt,
    actor: viewAccount(world, run.actor),
    triggering_actor: viewAccount(world, state.triggeringActor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${repositoryUrl(world, repository)}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: attempt > 1 ? `${url}/attempts/${attempt - 1}` : null,
    workflow_url: `${repositoryUrl(world, repository)}/actions/workflows/${run.workflow.id}`,
    head_commit: commit === undefined ? null : viewHeadCommit(commit),
    repository: viewMinimalRepository(world, repository),
    head_repository: viewMinimalRepository(world, head),
    head_repository_id: head.id,
    referenced_workflows: run.referencedWorkflows,
  };
}

/** Empty for forks, as on GitHub. */
function viewRunPulls(world: World, repository: Repository, run: RunRecord): readonly Json[] {
  if (run.headRepository !== repository.fullName) return [];
  const reference = { id: repository.id, url: repositoryUrl(world, repository), name: repository.name };
  return repository.issues
    .filter(({ state, pull }) => state === 'open' && pull?.headSha === run.headSha)
    .map(({ number, pull }) => ({
      id: pull!.id,
      number,
      url: `${repositoryUrl(world, repository)}/pulls/${number}`,
      head: { ref: pull!.headRef, sha: pull!.headSha, repo: reference },
      base: { ref: pull!.baseRef, sha: pull!.baseSha, repo: reference },
    }));
}

export function viewHeadCommit(commit: Commit): Json {
  const { author, committer } = commit;
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: committer.date,
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  };
}

export function viewWorkflow(world: World, repository: Repository, workflow: WorkflowRecord): Json {
  const page = repositoryPage(world, repository);
  const file = workflow.path.replace(/^.*\//, '');
  return {
    id: workflow.id,
    node_id: nodeId('Workflow', workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    created_at: workflow.createdAt,
    updated_at: workflow.createdAt,
    url: `${repositoryUrl(world, repository)}/actions/workflows/${workflow.id}`,
    html_url: `${page}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(file)}/badge.svg`,
  };
}

export function viewArtifact(world: World, repository: Repository, artifact: StoredArtifact): Json {
  const url = `${repositoryUrl(world, repository)}/actions/artifacts/${artifact.id}`;
  const run = repository.runs.find(({ id }) => id === artifact.runId);
  const head = run === undefined ? undefined : world.findRepository(run.headRepository);
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.sizeBytes,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    created_at: isoDate(artifact.createdAt),
    updated_at: isoDate(artifact.createdAt),
    expires_at: isoDate(artifact.expiresAt),
    digest: artifact.digest,
    workflow_run:
      run === undefined
        ? null
        : {
            id: run.id,
            repository_id: repository.id,
            head_repository_id: head?.id ?? repository.id,
            head_branch: run.headBranch,
            head_sha: run.headSha,
          },
  };
}
