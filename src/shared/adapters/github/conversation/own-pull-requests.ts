/** Pull requests as state: found by the branch that they come from and by their author. */
import { z } from 'zod';
import type { OwnPullRequest } from '../../../domain/kernel/platform.ts';
import type { NewPullRequest, OwnPullRequests } from '../../../ports/github.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import type { Author, Identity } from '../transport/identity.ts';
import { writerShape } from './author.ts';

/** Whoever writes with the token of a workflow. */
const WORKFLOW_LOGIN = 'github-actions[bot]';

type Found = OwnPullRequest & { readonly writer: Author; readonly headRepository: string | undefined };

const pullShape = z
  .object({
    number: z.number(),
    title: z.string(),
    body: z.string().nullish(),
    state: z.enum(['open', 'closed']),
    merged_at: z.string().nullish(),
    user: writerShape,
    head: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ full_name: z.string() }).nullish() }),
    html_url: z.string(),
    created_at: z.string(),
  })
  .transform((pull): Found => ({
    number: pull.number,
    url: pull.html_url,
    title: pull.title,
    body: pull.body ?? '',
    branch: pull.head.ref,
    headSha: pull.head.sha,
    state: pull.state,
    isMerged: typeof pull.merged_at === 'string',
    openedAt: pull.created_at,
    isOfWorkflow: pull.user.login === WORKFLOW_LOGIN,
    writer: pull.user,
    headRepository: pull.head.repo?.full_name,
  }));

const permission = 'pull-requests: write';

export function createOwnPullRequests(client: GitHubClient, identity: Identity): OwnPullRequests {
  return {
    findOpen: async (branchPrefix) => {
      const open = await listOwn(client, identity, { state: 'open' });
      return open
        .filter(({ branch }) => branch.startsWith(branchPrefix))
        .sort((left, right) => left.number - right.number);
    },
    get: (number) => {
      const call: Call = {
        purpose: `read pull request #${number}`,
        route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
        parameters: { pull_number: number },
        permission: 'pull-requests: read',
      };
      return client.read(call, pullShape);
    },
    open: async (pull) => {
      const opened = await openPull(client, identity, pull);
      identity.learn(opened.writer);
      return opened;
    },
    update: async (number, { title, body, state }) => {
      const call: Call = {
        purpose: `${state === 'closed' ? 'close' : 'update'} pull request #${number}`,
        route: 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}',
        parameters: {
          pull_number: number,
          ...(title !== undefined && { title }),
          ...(body !== undefined && { body }),
          ...(state !== undefined && { state }),
        },
        permission,
      };
      await client.idempotentWrite(call, pullShape);
    },
  };
}

function openPull(
  client: GitHubClient,
  identity: Identity,
  { branch, base, title, body }: NewPullRequest,
): Promise<Found> {
  const call: Call = {
    purpose: `open a pull request from ${branch}`,
    route: 'POST /repos/{owner}/{repo}/pulls',
    parameters: { title, body, head: branch, base },
    permission,
  };
  const head = `${client.repository.owner}:${branch}`;
  return client.create(call, pullShape, async () => {
    const [found] = await listOwn(client, identity, { state: 'open', head, base });
    return found;
  });
}

async function listOwn(
  client: GitHubClient,
  identity: Identity,
  filter: Readonly<Record<string, string>>,
): Promise<readonly Found[]> {
  const { owner, name } = client.repository;
  const call: Call = {
    purpose: 'list the open pull requests',
    route: 'GET /repos/{owner}/{repo}/pulls',
    parameters: filter,
    permission: 'pull-requests: read',
  };
  const own: Found[] = [];
  for (const pull of await client.list(call, pullShape)) {
    const isHere = pull.headRepository?.toLowerCase() === `${owner}/${name}`.toLowerCase();
    if (isHere && (await identity.isOwn(pull.writer))) own.push(pull);
  }
  return own;
}
