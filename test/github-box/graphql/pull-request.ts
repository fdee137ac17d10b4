/** `pullRequest` of GraphQL: its head, its files and its comments. */
import { mergeBase } from '../git/ancestry.ts';
import { diffFiles, type FileChange } from '../git/history.ts';
import { isEnough } from '../http/access.ts';
import { MAX_LISTED_FILES } from '../rest/pull-view.ts';
import type { BaseChange, CommentRecord, IssueRecord, PullRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import { viewComment } from '../view/issue.ts';
import { type Json, nodeId } from '../view/links.ts';
import type { Asker } from './asker.ts';
import { type PageArguments, takeConnection } from './connection.ts';
import { FieldRefusal } from './refusal.ts';

export function viewPullRequest(asker: Asker, repository: Repository, number: number): Json {
  if (!isEnough(asker.actor, repository, { 'pull-requests': 'read' })) {
    throw new FieldRefusal('FORBIDDEN', 'Resource not accessible by integration');
  }
  const issue = repository.issues.find((other) => other.number === number);
  const pull = issue?.pull;
  if (issue === undefined || pull === undefined) {
    throw new FieldRefusal('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`);
  }
  return {
    ...viewPullRecord(issue, pull),
    comments: ({ first, last, after, before }: PageArguments) => {
      const comments = repository.comments.filter(({ issue }) => issue === number);
      return takeConnection('comments', comments, {
        page: { first, last, after, before },
        view: (comment) => viewGraphqlComment(asker, repository, comment),
      });
    },
    changedFiles: async () => (await changesOf(repository, pull)).length,
    files: async ({ first, last, after, before }: PageArguments) =>
      takeConnection('files', (await changesOf(repository, pull)).slice(0, MAX_LISTED_FILES), {
        page: { first, last, after, before },
        view: viewFile,
      }),
  };
}

interface TimelineArguments extends PageArguments {
  readonly itemTypes?: readonly string[] | null;
}

/** Changes of the base alone: those by hand, and those by the platform. */
function viewTimeline(
  changes: readonly BaseChange[],
  { itemTypes, first, last, after, before }: TimelineArguments,
): Json {
  const asked = changes.filter(
    ({ isAutomatic }) =>
      itemTypes?.includes(isAutomatic ? 'AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT' : 'BASE_REF_CHANGED_EVENT') ??
      true,
  );
  return takeConnection('timelineItems', asked, {
    page: { first, last, after, before },
    view: ({ at: createdAt, isAutomatic }) => ({
      __typename: isAutomatic ? 'AutomaticBaseChangeSucceededEvent' : 'BaseRefChangedEvent',
      createdAt,
    }),
  });
}

function viewPullRecord({ number, createdAt, updatedAt, closedAt }: IssueRecord, pull: PullRecord): Json {
  return {
    __typename: 'PullRequest',
    id: nodeId('PullRequest', pull.id),
    ...{ number, createdAt, updatedAt, closedAt },
    timelineItems: (page: TimelineArguments) => viewTimeline(pull.baseChanges, page),
    ...{ headRefName: pull.headRef, headRefOid: pull.headSha },
    ...{ baseRefName: pull.baseRef, baseRefOid: pull.baseSha },
    headRepository: { __typename: 'Repository', nameWithOwner: pull.headRepository },
  };
}

export interface PullsArguments extends PageArguments {
  readonly headRefName?: string | null;
  readonly orderBy?: { readonly field: 'CREATED_AT' | 'UPDATED_AT'; readonly direction: 'ASC' | 'DESC' };
}

/** Of any state, oldest first unless asked otherwise. */
export function viewPullRequests(
  { actor }: Asker,
  repository: Repository,
  { headRefName, orderBy, first, last, after, before }: PullsArguments,
): Json {
  if (!isEnough(actor, repository, { 'pull-requests': 'read' })) {
    throw new FieldRefusal('FORBIDDEN', 'Resource not accessible by integration');
  }
  const issues =
    orderBy?.field === 'UPDATED_AT'
      ? repository.issues.toSorted((left, right) => left.updatedAt.localeCompare(right.updatedAt))
      : repository.issues;
  const found = issues.flatMap((issue) =>
    issue.pull !== undefined && (headRefName == null || issue.pull.headRef === headRefName)
      ? [viewPullRecord(issue, issue.pull)]
      : [],
  );
  return takeConnection('pullRequests', orderBy?.direction === 'DESC' ? found.toReversed() : found, {
    page: { first, last, after, before },
    view: (pull) => pull,
  });
}

async function changesOf(
  { git }: Repository,
  { baseSha, headSha }: PullRecord,
): Promise<readonly FileChange[]> {
  return await diffFiles(git, { before: await mergeBase(git, baseSha, headSha), after: headSha });
}

const CHANGE_TYPES = {
  added: 'ADDED',
  removed: 'DELETED',
  modified: 'MODIFIED',
  renamed: 'RENAMED',
  copied: 'COPIED',
  changed: 'CHANGED',
} as const satisfies Readonly<Record<FileChange['status'], string>>;

/** A renamed file is named by its new path alone. */
function viewFile({ path, status, additions, deletions }: FileChange): Json {
  return { path, changeType: CHANGE_TYPES[status], additions, deletions };
}

function viewGraphqlComment({ world }: Asker, repository: Repository, comment: CommentRecord): Json {
  const { node_id: id, html_url: url } = viewComment(world, repository, comment);
  const { login, type } = world.accounts.get(comment.user);
  return {
    __typename: 'IssueComment',
    id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    url,
    // An App has its name alone here, without the suffix that REST gives it.
    author: { __typename: type, login: type === 'Bot' ? login.replace('[bot]', '') : login },
  };
}
