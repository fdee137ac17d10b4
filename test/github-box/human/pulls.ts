/** What people do to pull requests and issues: open, review, merge, comment. */
import { isoDate } from '../clock.ts';
import { adoptLabels } from '../rest/label-names.ts';
import { type MergeMethod, mergePull } from '../rest/pull-merge.ts';
import { openPull } from '../rest/pull-open.ts';
import { createIssue } from '../rest/issues.ts';
import { pullOf } from '../rest/pull-view.ts';
import type { CommentRecord, IssueRecord, LockReason, ReviewRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { readRef } from '../git/refs.ts';
import { requireRepository } from './commits.ts';

export interface OpenPullOptions {
  readonly repository: string;
  /** `branch`, or `owner:branch` of a fork. */
  readonly head: string;
  readonly base?: string;
  readonly title?: string;
  readonly body?: string;
  readonly draft?: boolean;
  readonly author?: string;
}

/** @returns the number of the pull request. */
export async function openPullAs(world: World, options: OpenPullOptions): Promise<number> {
  const repository = requireRepository(world, options.repository);
  world.clock.tick();
  const issue = await world.serialize(() =>
    openPull(world, repository, {
      title: options.title ?? options.head,
      head: options.head,
      base: options.base ?? repository.defaultBranch,
      body: options.body ?? null,
      draft: options.draft ?? false,
      author: options.author ?? repository.owner.login,
    }),
  );
  return issue.number;
}

export interface MergePullOptions {
  readonly repository: string;
  readonly number: number;
  readonly method?: MergeMethod;
  readonly by?: string;
}

export interface RetargetOptions {
  readonly repository: string;
  readonly number: number;
  /** The branch into which it is proposed from now on. */
  readonly base: string;
  /** By the platform, because its base was merged and deleted. */
  readonly isAutomatic?: boolean;
}

export async function retargetPull(
  world: World,
  { number, base, isAutomatic = false, ...options }: RetargetOptions,
): Promise<void> {
  const repository = requireRepository(world, options.repository);
  const at = isoDate(world.clock.tick());
  const issue = repository.issues.find((other) => other.number === number);
  const tip = await readRef(repository.git, `refs/heads/${base}`);
  if (issue?.pull === undefined || tip === undefined)
    throw new RangeError(`expected a pull request #${number} and a branch ${base}`);
  issue.pull.baseChanges.push({ at, isAutomatic });
  issue.updatedAt = at;
  Object.assign(issue.pull, { baseRef: base, baseSha: tip.sha });
}

/** Without a merge. */
export function closePullAs(world: World, options: Target): void {
  const at = isoDate(world.clock.tick());
  Object.assign(requireIssue(world, options), { state: 'closed', closedAt: at, updatedAt: at });
}

/** @returns the new tip of the base branch and where it was before. */
export async function mergePullAs(
  world: World,
  options: MergePullOptions,
): Promise<{ readonly sha: string; readonly before: string }> {
  const repository = requireRepository(world, options.repository);
  const issue = requireIssue(world, options);
  world.clock.tick();
  return world.serialize(async () => {
    const sha = await mergePull(world, repository, {
      issue,
      method: options.method ?? 'merge',
      by: options.by ?? repository.owner.login,
    });
    return { sha, before: pullOf(issue).baseSha };
  });
}

export interface Target {
  readonly repository: string;
  readonly number: number;
}

export function reviewAs(
  world: World,
  options: Target & { readonly by: string; readonly state?: ReviewRecord['state']; readonly body?: string },
): ReviewRecord {
  const issue = requireIssue(world, options);
  const review: ReviewRecord = {
    id: world.nextId(),
    pull: issue.number,
    user: options.by,
    state: options.state ?? 'APPROVED',
    body: options.body ?? '',
    commit: pullOf(issue).headSha,
    submittedAt: isoDate(world.clock.tick()),
  };
  requireRepository(world, options.repository).reviews.push(review);
  return review;
}

export function commentAs(
  world: World,
  options: Target & { readonly by: string; readonly body: string },
): CommentRecord {
  const issue = requireIssue(world, options);
  const now = isoDate(world.clock.tick());
  const comment: CommentRecord = {
    id: world.nextId(),
    issue: issue.number,
    user: options.by,
    body: options.body,
    createdAt: now,
    updatedAt: now,
  };
  requireRepository(world, options.repository).comments.push(comment);
  return comment;
}

/** "Lock conversation"; the reason may be left out, as in the form. */
export function lockAs(world: World, options: Target & { readonly reason?: LockReason }): void {
  requireIssue(world, options).lockReason = options.reason ?? 'none';
}

/** The labels that an issue or a pull request has from now on; new ones are created. */
export function labelAs(world: World, options: Target & { readonly labels: readonly string[] }): void {
  const issue = requireIssue(world, options);
  issue.labels = adoptLabels(world, requireRepository(world, options.repository), options.labels);
  issue.updatedAt = isoDate(world.clock.tick());
}

/** @returns the number of the issue. */
export function openIssueAs(
  world: World,
  options: {
    readonly repository: string;
    readonly by: string;
    readonly title: string;
    readonly body?: string;
    readonly labels?: readonly string[];
  },
): number {
  const repository = requireRepository(world, options.repository);
  world.clock.tick();
  const { title, by: user, body = null, labels = [] } = options;
  return createIssue(world, repository, { title, body, user, labels }).number;
}

function requireIssue(world: World, { repository, number }: Target): IssueRecord {
  const issue = requireRepository(world, repository).issues.find((candidate) => candidate.number === number);
  if (issue === undefined) throw new RangeError(`box: expected an issue of ${repository}, got #${number}`);
  return issue;
}
