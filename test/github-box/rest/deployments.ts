/** Deployments and their statuses, with the defaults that surprise: automatic merges, required contexts, inactivation. */
import { isoDate } from '../clock.ts';
import { isAncestor } from '../git/ancestry.ts';
import { mergeTrees } from '../git/history.ts';
import { type Commit, writeCommit } from '../git/objects.ts';
import { moveRef, readRef } from '../git/refs.ts';
import { type Call, numberParam } from '../http/call.ts';
import { listReply } from '../http/paginate.ts';
import { created, noContent, notFound, ok, refuse, type Reply, unprocessable } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { DeploymentRecord, DeploymentStatusRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import { viewDeployment, viewDeploymentStatus } from '../view/deployment.ts';
import { signatureOf } from './git-objects.ts';
import { resolveCommit } from './resolve.ts';
import { currentStatuses } from './statuses.ts';
import { checkDescription } from './text-limits.ts';

const DEPLOYMENTS = '/repos/{owner}/{repo}/deployments';
const read = [{ deployments: 'read' }] as const;
const write = [{ deployments: 'write' }] as const;

export const deploymentRoutes: readonly Route[] = [
  { method: 'GET', template: DEPLOYMENTS, needs: read, handle: listDeployments },
  { method: 'POST', template: DEPLOYMENTS, needs: write, handle: postDeployment },
  {
    method: 'GET',
    template: `${DEPLOYMENTS}/{deployment_id}`,
    needs: read,
    handle: (call) => ok(viewDeployment(call.world, call.repository, requireDeployment(call))),
  },
  {
    method: 'DELETE',
    template: `${DEPLOYMENTS}/{deployment_id}`,
    needs: write,
    handle: (call) => {
      const deployment = requireDeployment(call);
      const all = call.repository.deployments;
      if (all.length > 1 && deployment.statuses.at(-1)?.state !== 'inactive') {
        throw unprocessable(
          'We cannot delete an active deployment unless it is the only deployment in a given environment.',
        );
      }
      all.splice(all.indexOf(deployment), 1);
      return noContent();
    },
  },
  {
    method: 'GET',
    template: `${DEPLOYMENTS}/{deployment_id}/statuses`,
    needs: read,
    handle: (call) => {
      const deployment = requireDeployment(call);
      return listReply(call, deployment.statuses.toReversed(), (status) =>
        viewDeploymentStatus(call.world, call.repository, { deployment, status }),
      );
    },
  },
  { method: 'POST', template: `${DEPLOYMENTS}/{deployment_id}/statuses`, needs: write, handle: postStatus },
];

function requireDeployment(call: Call): DeploymentRecord {
  const id = numberParam(call, 'deployment_id');
  const deployment = call.repository.deployments.find((candidate) => candidate.id === id);
  if (deployment === undefined) throw notFound();
  return deployment;
}

/** Newest first. */
function listDeployments(call: Call): Promise<Reply> {
  const { query, repository } = call;
  let found: readonly DeploymentRecord[] = repository.deployments;
  for (const name of ['sha', 'ref', 'task', 'environment'] as const) {
    const asked = query.get(name) ?? 'none';
    if (asked !== 'none') found = found.filter((deployment) => deployment[name] === asked);
  }
  return listReply(call, found.toReversed(), (deployment) =>
    viewDeployment(call.world, repository, deployment),
  );
}

interface DeploymentBody {
  readonly ref: string;
  readonly task?: string;
  readonly auto_merge?: boolean;
  readonly required_contexts?: readonly string[];
  readonly payload?: unknown;
  readonly environment?: string;
  readonly description?: string | null;
  readonly transient_environment?: boolean;
  readonly production_environment?: boolean;
}

async function postDeployment(call: Call): Promise<Reply> {
  const { repository, world } = call;
  const body = call.body as DeploymentBody;
  const { auto_merge: merges = true, required_contexts: required } = body;
  const commit = await resolveCommit(repository, body.ref);
  if (commit === undefined) throw unprocessable(`No ref found for: ${body.ref}`);
  if (merges) {
    const merged = await mergeDefaultBranch(call, body.ref, commit);
    if (merged !== undefined) return merged;
  }
  checkContexts(repository, commit.sha, required);
  const environment = body.environment ?? 'production';
  const now = isoDate(world.clock.now());
  const deployment: DeploymentRecord = {
    id: world.nextId(),
    sha: commit.sha,
    ref: body.ref,
    task: body.task ?? 'deploy',
    payload: body.payload ?? {},
    environment,
    description: body.description ?? null,
    creator: call.actor.login,
    createdAt: now,
    transient: body.transient_environment ?? false,
    production: body.production_environment ?? environment === 'production',
    statuses: [],
    updatedAt: now,
  };
  repository.deployments.push(deployment);
  const view = viewDeployment(world, repository, deployment);
  return created(view, String(view.url));
}

/** Unless said otherwise GitHub first brings a branch up to date, and deploys nothing when it did. */
async function mergeDefaultBranch(call: Call, ref: string, commit: Commit): Promise<Reply | undefined> {
  const { git, defaultBranch } = call.repository;
  const branch = await readRef(git, `refs/heads/${ref}`);
  const main = await readRef(git, `refs/heads/${defaultBranch}`);
  if (branch === undefined || main === undefined || (await isAncestor(git, main.sha, commit.sha))) {
    return undefined;
  }
  const tree = await mergeTrees(git, commit.sha, main.sha);
  if (tree === undefined) throw refuse(409, `Conflict merging ${defaultBranch} into ${ref}`);
  const signature = signatureOf(call, undefined);
  const merge = await writeCommit(git, {
    tree,
    parents: [commit.sha, main.sha],
    author: signature,
    committer: signature,
    message: `Merge ${defaultBranch} into ${ref}`,
  });
  await moveRef(git, branch.name, { from: branch.sha, to: merge });
  return { status: 202, body: { message: `Auto-merged ${defaultBranch} into ${ref} on deployment.` } };
}

/** @throws Refusal 409 unless every context (those asked for, or all) is green. */
function checkContexts(repository: Repository, sha: string, required: readonly string[] | undefined): void {
  const current = currentStatuses(repository, sha);
  const names = required ?? current.map(({ context }) => context);
  const red = names.filter((name) => current.find(({ context }) => context === name)?.state !== 'success');
  if (red.length > 0) {
    throw refuse(409, `Conflict: Commit status checks failed for ${sha.slice(0, 7)}: ${red.join(', ')}`);
  }
}

function postStatus(call: Call): Reply {
  const { repository, world } = call;
  const deployment = requireDeployment(call);
  const body = call.body as {
    state: DeploymentStatusRecord['state'];
    description?: string;
    environment?: string;
    environment_url?: string;
    log_url?: string;
    target_url?: string;
    auto_inactive?: boolean;
  };
  checkDescription(body.description);
  const { target_url: targetUrl = '', log_url: logUrl = targetUrl, auto_inactive: retire = true } = body;
  const status: DeploymentStatusRecord = {
    id: world.nextId(),
    state: body.state,
    creator: call.actor.login,
    description: body.description ?? '',
    environment: body.environment ?? deployment.environment,
    logUrl,
    environmentUrl: body.environment_url ?? '',
    createdAt: isoDate(world.clock.now()),
  };
  deployment.statuses.push(status);
  deployment.updatedAt = status.createdAt;
  if (body.state === 'success' && retire) inactivateEarlier(call, deployment);
  const view = viewDeploymentStatus(world, repository, { deployment, status });
  return created(view, String(view.url));
}

/** Earlier deployments to the same environment, except transient and production ones. */
function inactivateEarlier(call: Call, deployment: DeploymentRecord): void {
  for (const earlier of call.repository.deployments) {
    if (earlier.id >= deployment.id || earlier.environment !== deployment.environment) continue;
    const last = earlier.statuses.at(-1);
    if (earlier.transient || earlier.production || last?.state !== 'success') continue;
    const createdAt = isoDate(call.world.clock.now());
    earlier.statuses.push({
      ...last,
      id: call.world.nextId(),
      state: 'inactive',
      description: '',
      createdAt,
    });
    earlier.updatedAt = createdAt;
  }
}
