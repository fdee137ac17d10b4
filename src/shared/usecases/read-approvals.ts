/**
 * Who approved a pull request, according to the API (docs/trust.md#approvals): reviews of its last commit by persons with
 * write permission whose work it is not.
 */
import { hasWriteAccess, type PullRequest, type WorkflowRun } from '../domain/kernel/platform.ts';
import { sortApprovals, type Approvals } from '../domain/supply-chain/approvals.ts';
import type { People, PullRequests } from '../ports/github.ts';
import { findPushers } from './find-pushers.ts';

export interface ApprovalPorts {
  readonly people: People;
  readonly pullRequests: Pick<PullRequests, 'reviews'>;
}

/** @param readRuns those of its last commit. Asked only where an approval could count. */
export async function readApprovals(
  { people, pullRequests }: ApprovalPorts,
  pull: Pick<PullRequest, 'number' | 'author' | 'head'>,
  readRuns: () => Promise<readonly WorkflowRun[]>,
): Promise<Approvals> {
  const reviews = await pullRequests.reviews(pull.number);
  const approved = { head: pull.head.sha, author: pull.author };
  const anybodys = sortApprovals(reviews, { ...approved, pushers: [] });
  if (anybodys.counted.length === 0) return anybodys;
  const pushers = await findPushers(people, pull, await readRuns());
  const { counted, uncounted } = sortApprovals(reviews, { ...approved, pushers });
  const permissions = await Promise.all(counted.map((login) => people.permission(login)));
  const isWriter = (_: string, index: number): boolean => hasWriteAccess(permissions[index] ?? 'none');
  const readers = counted.filter((login, index) => !isWriter(login, index));
  return {
    counted: counted.filter(isWriter),
    uncounted: [
      ...readers.map((login) => ({ login, reason: 'permission', commit: pull.head.sha }) as const),
      ...uncounted,
    ],
  };
}
