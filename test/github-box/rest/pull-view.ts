/** GitHub's `pull-request` and its short form; the long one counts commits and lines. */
import { mergeBase } from '../git/ancestry.ts';
import { diffFiles, listCommits } from '../git/history.ts';
import type { IssueRecord, PullRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { viewAccount, viewMaybeAccount } from '../view/account.ts';
import { associationOf, countComments, viewLabels } from '../view/issue.ts';
import { type Json, nodeId } from '../view/links.ts';
import { repositoryPage, repositoryUrl, viewRepository } from '../view/repository.ts';

/** @throws Error when the issue is no pull request. */
/** A list of changed files ends here, however many there are; `changed_files` counts them all. */
export const MAX_LISTED_FILES = 3_000;

export function pullOf(issue: IssueRecord): PullRecord {
  if (issue.pull === undefined) throw new Error(`#${issue.number} is no pull request`);
  return issue.pull;
}

export function viewSimplePull(world: World, repository: Repository, issue: IssueRecord): Json {
  const pull = pullOf(issue);
  const url = `${repositoryUrl(world, repository)}/pulls/${issue.number}`;
  const issueUrl = `${repositoryUrl(world, repository)}/issues/${issue.number}`;
  const page = `${repositoryPage(world, repository)}/pull/${issue.number}`;
  const addresses = {
    commits: `${url}/commits`,
    review_comments: `${url}/comments`,
    review_comment: `${repositoryUrl(world, repository)}/pulls/comments{/number}`,
    comments: `${issueUrl}/comments`,
    statuses: `${repositoryUrl(world, repository)}/statuses/${pull.headSha}`,
  };
  const links = { self: url, html: page, issue: issueUrl, ...addresses };
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    ...Object.fromEntries(Object.entries(addresses).map(([name, address]) => [`${name}_url`, address])),
    number: issue.number,
    state: issue.state,
    locked: false,
    title: issue.title,
    user: viewAccount(world, issue.user),
    body: issue.body,
    labels: viewLabels(world, repository, issue.labels),
    milestone: null,
    active_lock_reason: null,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: pull.mergeSha,
    assignee: viewMaybeAccount(world, issue.assignees[0] ?? null),
    assignees: issue.assignees.map((login) => viewAccount(world, login)),
    requested_reviewers: [],
    requested_teams: [],
    head: viewSide(world, world.findRepository(pull.headRepository) ?? repository, {
      ref: pull.headRef,
      sha: pull.headSha,
    }),
    base: viewSide(world, repository, { ref: pull.baseRef, sha: pull.baseSha }),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: associationOf(repository, issue.user),
    auto_merge: null,
    draft: pull.draft,
  };
}

function viewSide(
  world: World,
  repository: Repository,
  { ref, sha }: { readonly ref: string; readonly sha: string },
): Json {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: viewAccount(world, repository.owner.login),
    repo: viewRepository(world, repository),
  };
}

export async function viewPull(world: World, repository: Repository, issue: IssueRecord): Promise<Json> {
  const pull = pullOf(issue);
  const base = await mergeBase(repository.git, pull.baseSha, pull.headSha);
  const changes = await diffFiles(repository.git, { before: base, after: pull.headSha });
  const commits = await listCommits(repository.git, [`${pull.baseSha}..${pull.headSha}`]);
  const open = issue.state === 'open';
  return {
    ...viewSimplePull(world, repository, issue),
    merged: pull.merged !== null,
    mergeable: open ? pull.mergeSha !== null : null,
    rebaseable: open ? pull.mergeSha !== null : null,
    mergeable_state: open ? (pull.mergeSha === null ? 'dirty' : 'clean') : 'unknown',
    merged_by: viewMaybeAccount(world, pull.merged?.by ?? null),
    comments: countComments(repository, issue.number),
    review_comments: 0,
    maintainer_can_modify: false,
    commits: pull.merged?.commits.length ?? commits.length,
    additions: changes.reduce((sum, change) => sum + change.additions, 0),
    deletions: changes.reduce((sum, change) => sum + change.deletions, 0),
    changed_files: changes.length,
  };
}
