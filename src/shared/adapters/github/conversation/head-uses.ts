/**
 * What else a head branch was proposed for: other pull requests of it, and an earlier base of this one. Asked within the
 * query of what a pull request changes; by REST, which lists the pull requests alone, where that is refused.
 */
import { z } from 'zod';
import type { HeadUses, OtherPull } from '../../../domain/supply-chain/evidence-runs.ts';
import type { GitHubClient } from '../transport/client.ts';

/** The newest: a branch such as `develop` is proposed again and again. */
const MAX_PULLS = 100;

const PULLS = `pullRequests(headRefName: $headRef, first: ${MAX_PULLS}, orderBy: { field: CREATED_AT, direction: DESC })`;
export const OTHER_PULLS = `${PULLS} { nodes { number baseRefName createdAt closedAt headRepository { nameWithOwner } } }`;
export const BASE_CHANGES = `timelineItems(itemTypes: [BASE_REF_CHANGED_EVENT], last: 1) { nodes { ... on BaseRefChangedEvent { createdAt } } }`;

export const otherPullsShape = z.object({
  nodes: z.array(
    z.object({
      number: z.number(),
      baseRefName: z.string(),
      createdAt: z.string(),
      closedAt: z.string().nullish(),
      headRepository: z.object({ nameWithOwner: z.string() }).nullish(),
    }),
  ),
});
export const baseChangesShape = z.object({ nodes: z.array(z.object({ createdAt: z.string() })) });

interface Reply {
  readonly pulls: z.infer<typeof otherPullsShape>;
  readonly changes: z.infer<typeof baseChangesShape>;
}

export function describeUses(client: GitHubClient, number: number, { pulls, changes }: Reply): HeadUses {
  const { owner, name } = client.repository;
  const own = pulls.nodes.filter(
    ({ headRepository }) => headRepository?.nameWithOwner === `${owner}/${name}`,
  );
  return {
    others: own
      .filter((pull) => pull.number !== number)
      .map(({ baseRefName: base, closedAt, ...pull }): OtherPull => ({
        ...{ number: pull.number, base, createdAt: pull.createdAt },
        closedAt: closedAt ?? undefined,
      })),
    retargetedAt: changes.nodes.at(-1)?.createdAt,
  };
}

const listedShape = z
  .object({
    number: z.number(),
    base: z.object({ ref: z.string() }),
    created_at: z.string(),
    closed_at: z.string().nullish(),
  })
  .transform(({ number, base, created_at: createdAt, closed_at: closedAt }): OtherPull => ({
    ...{ number, base: base.ref, createdAt, closedAt: closedAt ?? undefined },
  }));

export async function listUses(client: GitHubClient, number: number, headRef: string): Promise<HeadUses> {
  const call = {
    purpose: `list the pull requests of ${headRef}`,
    route: 'GET /repos/{owner}/{repo}/pulls',
    parameters: { head: `${client.repository.owner}:${headRef}`, state: 'all' },
    permission: 'pull-requests: read',
  };
  const listed = await client.list(call, listedShape, { limit: MAX_PULLS });
  return { others: listed.filter((pull) => pull.number !== number), retargetedAt: undefined };
}
