/** GitHub's `issue`, `issue-comment` and `label`. */
import type { CommentRecord, IssueRecord, LabelRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { viewAccount, viewMaybeAccount } from './account.ts';
import { viewApp } from './app.ts';
import { type Json, nodeId } from './links.ts';
import { repositoryPage, repositoryUrl } from './repository.ts';

export function viewLabel(world: World, repository: Repository, label: LabelRecord): Json {
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: `${repositoryUrl(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

export function viewLabels(world: World, repository: Repository, names: readonly string[]): readonly Json[] {
  return repository.labels
    .filter(({ name }) => names.includes(name))
    .map((label) => viewLabel(world, repository, label));
}

export function viewIssue(world: World, repository: Repository, issue: IssueRecord): Json {
  const url = `${repositoryUrl(world, repository)}/issues/${issue.number}`;
  const page = `${repositoryPage(world, repository)}/${issue.pull === undefined ? 'issues' : 'pull'}/${issue.number}`;
  return {
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    url,
    repository_url: repositoryUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    number: issue.number,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    state_reason: issue.stateReason,
    user: viewAccount(world, issue.user),
    labels: viewLabels(world, repository, issue.labels),
    assignee: viewMaybeAccount(world, issue.assignees[0] ?? null),
    assignees: issue.assignees.map((login) => viewAccount(world, login)),
    milestone: null,
    locked: issue.lockReason !== undefined,
    active_lock_reason: issue.lockReason === 'none' ? null : (issue.lockReason ?? null),
    comments: countComments(repository, issue.number),
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    closed_by: viewMaybeAccount(world, issue.closedBy),
    author_association: associationOf(repository, issue.user),
    performed_via_github_app: viewApp(world, repository, issue.user),
    ...(issue.pull === undefined
      ? {}
      : {
          draft: issue.pull.draft,
          pull_request: {
            url: `${repositoryUrl(world, repository)}/pulls/${issue.number}`,
            html_url: page,
            diff_url: `${page}.diff`,
            patch_url: `${page}.patch`,
            merged_at: issue.pull.merged?.at ?? null,
          },
        }),
  };
}

export function viewComment(world: World, repository: Repository, comment: CommentRecord): Json {
  const issue = repository.issues.find(({ number }) => number === comment.issue);
  const kind = issue?.pull === undefined ? 'issues' : 'pull';
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${repositoryUrl(world, repository)}/issues/comments/${comment.id}`,
    html_url: `${repositoryPage(world, repository)}/${kind}/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl(world, repository)}/issues/${comment.issue}`,
    user: viewAccount(world, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(repository, comment.user),
    body: comment.body,
    performed_via_github_app: viewApp(world, repository, comment.user),
  };
}

export function countComments(repository: Repository, number: number): number {
  return repository.comments.filter(({ issue }) => issue === number).length;
}

export function associationOf(repository: Repository, login: string): string {
  if (repository.owner.login === login) return 'OWNER';
  if (repository.collaborators.has(login)) return 'COLLABORATOR';
  return 'NONE';
}
