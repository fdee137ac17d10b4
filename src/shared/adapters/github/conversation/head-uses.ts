/**
 * What else a head branch was proposed for: other pull requests of it, and earlier bases of them and of this one. Asked
 * within the query of what a pull request changes. REST does not say when a base was changed, so it is not asked instead.
 */
import { z } from 'zod';
import type { HeadUses, OtherPull } from '../../../domain/supply-chain/evidence-runs.ts';
import type { GitHubClient } from '../transport/client.ts';

/** A branch such as `develop` is proposed again and again: what happened to the others is older than to these. */
const MAX_PULLS = 100;

/** Made by hand, and by the platform when a base is merged and deleted. */
const BASE_EVENTS = '[BASE_REF_CHANGED_EVENT, AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT]';
const AT = '... on BaseRefChangedEvent { createdAt } ... on AutomaticBaseChangeSucceededEvent { createdAt }';
export const BASE_CHANGES = `timelineItems(itemTypes: ${BASE_EVENTS}, last: 1) { nodes { ${AT} } }`;

const PULLS = `pullRequests(headRefName: $headRef, first: ${MAX_PULLS}, orderBy: { field: UPDATED_AT, direction: DESC })`;
const PULL = `number baseRefName headRefOid createdAt updatedAt closedAt headRepository { nameWithOwner } ${BASE_CHANGES}`;
export const OTHER_PULLS = `${PULLS} { totalCount nodes { ${PULL} } }`;

export const baseChangesShape = z.object({ nodes: z.array(z.object({ createdAt: z.string() })) });
type BaseChanges = z.infer<typeof baseChangesShape>;

export const otherPullsShape = z.object({
  totalCount: z.number(),
  nodes: z.array(
    z.object({
      number: z.number(),
      baseRefName: z.string(),
      headRefOid: z.string(),
      createdAt: z.string(),
      updatedAt: z.string(),
      closedAt: z.string().nullish(),
      headRepository: z.object({ nameWithOwner: z.string() }).nullish(),
      timelineItems: baseChangesShape,
    }),
  ),
});
type OtherPulls = z.infer<typeof otherPullsShape>;

interface Reply {
  readonly pulls: OtherPulls;
  readonly changes: BaseChanges;
}

export function describeUses(client: GitHubClient, number: number, { pulls, changes }: Reply): HeadUses {
  const { owner, name } = client.repository;
  const own = pulls.nodes.filter(
    ({ headRepository }) => headRepository?.nameWithOwner === `${owner}/${name}`,
  );
  const isWhole = pulls.totalCount <= pulls.nodes.length;
  return {
    others: own.filter((pull) => pull.number !== number).map(describePull),
    retargetedAt: lastChange(changes),
    unlistedUntil: isWhole ? undefined : pulls.nodes.at(-1)?.updatedAt,
  };
}

function describePull({ number, createdAt, ...pull }: OtherPulls['nodes'][number]): OtherPull {
  return {
    ...{ number, base: pull.baseRefName, headSha: pull.headRefOid, createdAt },
    ...{ closedAt: pull.closedAt ?? undefined, retargetedAt: lastChange(pull.timelineItems) },
  };
}

function lastChange({ nodes }: BaseChanges): string | undefined {
  return nodes.at(-1)?.createdAt;
}
