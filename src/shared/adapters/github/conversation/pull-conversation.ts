/**
 * The last commit of a pull request and its comments, as of one moment and in one query. REST needs two requests for them,
 * and is asked where GraphQL is refused.
 */
import { z } from 'zod';
import type { Comment } from '../../../domain/kernel/platform.ts';
import type { GitHubClient } from '../transport/client.ts';
import type { Author } from '../transport/identity.ts';
import { unlessRefused } from '../transport/service-errors.ts';
import { botLogin } from './author.ts';

export type WrittenComment = Comment & { readonly writer: Author };

export interface PullConversation {
  readonly headSha: string;
  readonly comments: readonly WrittenComment[];
}

/** GraphQL names an App without the suffix that REST and `viewer` give it; null is a deleted account. */
const writerShape = z
  .object({ __typename: z.string(), login: z.string() })
  .nullable()
  .transform((author): Author => {
    if (author === null) return { login: 'ghost', isBot: false };
    const isBot = author.__typename === 'Bot';
    return { login: isBot ? botLogin(author.login) : author.login, isBot };
  });

const commentShape = z
  // A number as text: ids do not fit into GraphQL's integers any more.
  .object({ fullDatabaseId: z.coerce.number(), body: z.string(), url: z.string(), author: writerShape })
  .transform(({ fullDatabaseId: id, body, url, author: writer }): WrittenComment => {
    return { id, body, url, author: writer.login, writer };
  });

const pageShape = z.object({
  repository: z.object({
    pullRequest: z.object({
      headRefOid: z.string(),
      comments: z.object({
        nodes: z.array(commentShape),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    }),
  }),
});
type Page = z.infer<typeof pageShape>['repository']['pullRequest'];

const QUERY = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid
      comments(first: 100, after: $after) {
        nodes { fullDatabaseId body url author { __typename login } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

/** @returns undefined where GraphQL is refused. */
export async function readPullConversation(
  client: GitHubClient,
  number: number,
): Promise<PullConversation | undefined> {
  return await unlessRefused(async () => {
    const comments: WrittenComment[] = [];
    for (let after: string | null = null; ;) {
      const page: Page = await readPage(client, number, after);
      comments.push(...page.comments.nodes);
      const { hasNextPage, endCursor } = page.comments.pageInfo;
      // The head of the last page is the newest that was seen.
      if (!hasNextPage) return { headSha: page.headRefOid, comments };
      after = endCursor;
    }
  });
}

async function readPage(client: GitHubClient, number: number, after: string | null): Promise<Page> {
  const { owner, name } = client.repository;
  const query = {
    purpose: `read the head and the comments of #${number}`,
    query: QUERY,
    variables: { owner, name, number, after },
    permission: 'pull-requests: read',
  };
  return (await client.query(query, pageShape)).repository.pullRequest;
}
