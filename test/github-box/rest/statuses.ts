/** Commit statuses: appended, and combined by their newest a context. */
import { isoDate } from '../clock.ts';
import { readCommit } from '../git/objects.ts';
import { type Call, param } from '../http/call.ts';
import { listReply, takePage } from '../http/paginate.ts';
import { created, notFound, ok, type Reply, unprocessable } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { StatusRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { viewAccount } from '../view/account.ts';
import { type Json, nodeId } from '../view/links.ts';
import { repositoryUrl, viewMinimalRepository } from '../view/repository.ts';
import { resolveCommit } from './resolve.ts';
import { checkDescription } from './text-limits.ts';

const REPO = '/repos/{owner}/{repo}';
const MAX_PER_CONTEXT = 1000;
const read = [{ statuses: 'read' }, { contents: 'read' }] as const;

export const statusRoutes: readonly Route[] = [
  { method: 'POST', template: `${REPO}/statuses/{sha}`, needs: [{ statuses: 'write' }], handle: postStatus },
  {
    method: 'GET',
    template: `${REPO}/commits/{ref}/statuses`,
    needs: read,
    handle: async (call) => {
      const sha = await requireSha(call);
      const statuses = call.repository.statuses.filter((status) => status.sha === sha).toReversed();
      return listReply(call, statuses, (status) => ({
        ...viewStatus(call.world, call.repository, status),
        creator: viewAccount(call.world, status.creator),
      }));
    },
  },
  { method: 'GET', template: `${REPO}/commits/{ref}/status`, needs: read, handle: getCombined },
];

async function requireSha(call: Call): Promise<string> {
  const commit = await resolveCommit(call.repository, param(call, 'ref'));
  if (commit === undefined) throw notFound();
  return commit.sha;
}

/** Newest of each context, in order of first mention. */
export function currentStatuses(repository: Repository, sha: string): readonly StatusRecord[] {
  const byContext = new Map<string, StatusRecord>();
  for (const status of repository.statuses) {
    if (status.sha === sha) byContext.set(status.context, status);
  }
  return [...byContext.values()];
}

async function postStatus(call: Call): Promise<Reply> {
  const sha = param(call, 'sha');
  const body = call.body as {
    state: StatusRecord['state'];
    context?: string;
    description?: string | null;
    target_url?: string | null;
  };
  if (!/^[0-9a-f]{40}$/.test(sha) || (await readCommit(call.repository.git, sha)) === undefined) {
    throw unprocessable(`No commit found for SHA: ${sha}`);
  }
  checkDescription(body.description);
  const context = body.context ?? 'default';
  const same = call.repository.statuses.filter((status) => status.sha === sha && status.context === context);
  if (same.length >= MAX_PER_CONTEXT) {
    throw unprocessable(
      'Validation failed: This SHA and context has reached the maximum number of statuses.',
    );
  }
  const status: StatusRecord = {
    id: call.world.nextId(),
    sha,
    state: body.state,
    context,
    description: body.description ?? null,
    targetUrl: body.target_url ?? null,
    creator: call.actor.login,
    createdAt: isoDate(call.world.clock.now()),
  };
  call.repository.statuses.push(status);
  const view = viewStatus(call.world, call.repository, status);
  return created({ ...view, creator: viewAccount(call.world, status.creator) }, String(view.url));
}

async function getCombined(call: Call): Promise<Reply> {
  const { repository, world } = call;
  const sha = await requireSha(call);
  const current = currentStatuses(repository, sha);
  const { items, headers } = takePage(call, current);
  return ok(
    {
      state: combine(current),
      statuses: items.map((status) => viewStatus(world, repository, status)),
      sha,
      total_count: current.length,
      repository: viewMinimalRepository(world, repository),
      commit_url: `${repositoryUrl(world, repository)}/commits/${sha}`,
      url: `${repositoryUrl(world, repository)}/commits/${sha}/status`,
    },
    headers,
  );
}

function combine(statuses: readonly StatusRecord[]): string {
  if (statuses.some(({ state }) => state === 'error' || state === 'failure')) return 'failure';
  return statuses.length > 0 && statuses.every(({ state }) => state === 'success') ? 'success' : 'pending';
}

function viewStatus(world: World, repository: Repository, status: StatusRecord): Json {
  return {
    url: `${repositoryUrl(world, repository)}/statuses/${status.sha}`,
    avatar_url: viewAccount(world, status.creator).avatar_url,
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}
