/** Comments on issues and pull requests, found by marker and author, because any user can write a marker. */
import { z } from 'zod';
import type { Comment } from '../../../domain/kernel/platform.ts';
import type { Comments, FoundInPull } from '../../../ports/github.ts';
import { writerShape } from './author.ts';
import { readPullConversation, type WrittenComment } from './pull-conversation.ts';
import { readPullRequest } from './pull-requests.ts';
import type { Call } from '../transport/call.ts';
import { undefinedFor404, type GitHubClient } from '../transport/client.ts';
import type { Identity } from '../transport/identity.ts';

const commentShape = z
  .object({ id: z.number(), body: z.string().nullish(), user: writerShape, html_url: z.string() })
  .transform((comment): WrittenComment => ({
    id: comment.id,
    body: comment.body ?? '',
    author: comment.user.login,
    url: comment.html_url,
    writer: comment.user,
  }));

/** The first for a pull request, the second for an issue: their comments share one endpoint. */
const permission = ['pull-requests: write', 'issues: write'];

export function createComments(client: GitHubClient, identity: Identity): Comments {
  const findAll = async (number: number, marker: string): Promise<readonly WrittenComment[]> =>
    ownOf(identity, await client.list(listCall(number), commentShape), marker);
  const find = async (number: number, marker: string): Promise<WrittenComment | undefined> =>
    (await findAll(number, marker))[0];
  const createOnly = async (number: number, marker: string, body: string): Promise<Comment> => {
    const created = await client.create(createCall(number, body), commentShape, () => find(number, marker));
    identity.learn(created.writer);
    return created;
  };
  /** Two runs may find none and create one each: both see both afterwards, and keep the oldest. */
  const create = async (number: number, marker: string, body: string): Promise<Comment> => {
    const created = await createOnly(number, marker, body);
    const [oldest = created, ...younger] = await findAll(number, marker);
    for (const { id } of younger) await client.removeIfThere(removeCall(id));
    return oldest;
  };
  const update = (id: number, body: string): Promise<Comment | undefined> =>
    undefinedFor404(client.idempotentWrite(updateCall(id, body), commentShape));
  return {
    find,
    findInPull: async (number, marker) => {
      const conversation = await readPullConversation(client, number);
      if (conversation !== undefined) {
        const found = await findByBots(identity, conversation.comments, marker);
        return { ...found, headSha: conversation.headSha };
      }
      const found = await findByBots(identity, await client.list(listCall(number), commentShape), marker);
      return { ...found, headSha: (await readPullRequest(client, number)).head.sha };
    },
    upsert: async (number, marker, { body, found }) => {
      const existing = found === undefined ? await find(number, marker) : found.comment;
      if (existing?.body === body) return existing;
      const updated = existing && (await update(existing.id, body));
      if (updated !== undefined) return updated;
      const kept = await create(number, marker, body);
      return kept.body === body ? kept : ((await update(kept.id, body)) ?? kept);
    },
    claim: async (number, marker, body) =>
      (await find(number, marker)) ?? (await create(number, marker, body)),
  };
}

/**
 * The oldest one first, so that every run chooses the same if there are two. The marker counts only at the beginning
 * of the body: names that a training wrote are quoted further down, and may look like a marker.
 */
async function ownOf(
  identity: Identity,
  listed: readonly WrittenComment[],
  marker: string,
): Promise<readonly WrittenComment[]> {
  const marked = listed.filter(({ body }) => body.startsWith(marker));
  const own: WrittenComment[] = [];
  for (const comment of marked) if (await identity.isOwn(comment.writer)) own.push(comment);
  return own.sort((left, right) => left.id - right.id);
}

/** This token's own comment, and those of other bots. */
async function findByBots(
  identity: Identity,
  listed: readonly WrittenComment[],
  marker: string,
): Promise<Omit<FoundInPull, 'headSha'>> {
  const own = await ownOf(identity, listed, marker);
  const isOfOther = (one: WrittenComment): boolean =>
    one.writer.isBot && one.body.startsWith(marker) && !own.includes(one);
  return { comment: own[0], byOtherBots: listed.filter(isOfOther) };
}

function listCall(number: number): Call {
  return {
    purpose: `list the comments of #${number}`,
    route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
    parameters: { issue_number: number },
    permission: ['pull-requests: read', 'issues: read'],
  };
}

function createCall(number: number, body: string): Call {
  return {
    purpose: `comment on #${number}`,
    route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    parameters: { issue_number: number, body },
    permission,
  };
}

function updateCall(id: number, body: string): Call {
  return {
    purpose: `update comment ${id}`,
    route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
    parameters: { comment_id: id, body },
    permission,
  };
}

function removeCall(id: number): Call {
  return {
    purpose: `delete comment ${id}`,
    route: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
    parameters: { comment_id: id },
    permission,
  };
}
