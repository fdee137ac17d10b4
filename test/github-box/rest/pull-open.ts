/** Opening a pull request, by the API or by a person of the box. */
import { isAncestor } from '../git/ancestry.ts';
import { readRef } from '../git/refs.ts';
import { validationFailed } from '../http/reply.ts';
import type { IssueRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { createIssue } from './issues.ts';
import { pullOf } from './pull-view.ts';
import { syncPull } from './pull-sync.ts';

export interface OpenPull {
  readonly title: string;
  /** `branch`, or `owner:branch` of a fork. */
  readonly head: string;
  readonly base: string;
  readonly body: string | null;
  readonly draft: boolean;
  readonly author: string;
}

/** @throws Refusal 422 for a branch that does not exist, holds nothing new, or has a pull request already. */
export async function openPull(
  world: World,
  repository: Repository,
  options: OpenPull,
): Promise<IssueRecord> {
  const [owner, branch] = options.head.includes(':')
    ? options.head.split(':', 2)
    : [repository.owner.login, options.head];
  const head = world.findRepository(`${owner ?? ''}/${repository.name}`);
  const tip = head === undefined ? undefined : await readRef(head.git, `refs/heads/${branch ?? ''}`);
  const base = await readRef(repository.git, `refs/heads/${options.base}`);
  if (head === undefined || tip === undefined) {
    throw validationFailed({ resource: 'PullRequest', field: 'head', code: 'invalid' });
  }
  if (base === undefined) throw validationFailed({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  const pull = {
    id: world.nextId(),
    headRepository: head.fullName,
    headRef: branch ?? '',
    baseRef: options.base,
    baseChanges: [],
    draft: options.draft,
    headSha: tip.sha,
    baseSha: base.sha,
    mergeSha: null,
    merged: null,
  };
  refuseDuplicate(repository, { label: options.head, pull });
  if (head === repository && (await isAncestor(repository.git, tip.sha, base.sha))) {
    const message = `No commits between ${options.base} and ${options.head}`;
    throw validationFailed({ resource: 'PullRequest', code: 'custom', message });
  }
  const { title, body, author: user } = options;
  const issue = createIssue(world, repository, { title, body, user, pull });
  await syncPull(world, repository, issue);
  return issue;
}

function refuseDuplicate(
  repository: Repository,
  { label, pull }: { label: string; pull: { headRepository: string; headRef: string; baseRef: string } },
): void {
  const twin = repository.issues.find((issue) => {
    if (issue.pull === undefined || issue.state !== 'open') return false;
    const other = pullOf(issue);
    return (
      other.headRepository === pull.headRepository &&
      other.headRef === pull.headRef &&
      other.baseRef === pull.baseRef
    );
  });
  if (twin !== undefined) {
    const message = `A pull request already exists for ${label}.`;
    throw validationFailed({ resource: 'PullRequest', code: 'custom', message });
  }
}
