/** Comments on issues and pull requests. */
import { isoDate } from '../clock.ts';
import { type Call, numberParam } from '../http/call.ts';
import { listReply } from '../http/paginate.ts';
import { created, noContent, notFound, ok, refuse, type Reply } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { CommentRecord, IssueRecord } from '../state/records.ts';
import { canWrite, roleOf } from '../state/repository.ts';
import { viewComment } from '../view/issue.ts';
import { requireIssue, writeNeeds } from './issues.ts';
import { checkBody } from './text-limits.ts';

const ISSUES = '/repos/{owner}/{repo}/issues';
const read = [{ issues: 'read' }, { 'pull-requests': 'read' }] as const;
const write = [{ issues: 'write' }, { 'pull-requests': 'write' }] as const;

export const commentRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: `${ISSUES}/{issue_number}/comments`,
    needs: read,
    handle: (call) => {
      const { number } = requireIssue(call);
      const since = call.query.get('since');
      const comments = call.repository.comments
        .filter((comment) => comment.issue === number)
        .filter((comment) => since === null || new Date(comment.updatedAt) >= new Date(since));
      return listReply(call, comments, (comment) => viewComment(call.world, call.repository, comment));
    },
  },
  { method: 'POST', template: `${ISSUES}/{issue_number}/comments`, needs: write, handle: postComment },
  {
    method: 'GET',
    template: `${ISSUES}/comments/{comment_id}`,
    needs: read,
    handle: (call) => ok(viewComment(call.world, call.repository, requireComment(call))),
  },
  { method: 'PATCH', template: `${ISSUES}/comments/{comment_id}`, needs: write, handle: patchComment },
  {
    method: 'DELETE',
    template: `${ISSUES}/comments/{comment_id}`,
    needs: write,
    handle: (call) => {
      const comment = requireComment(call);
      requireAuthor(call, comment);
      call.repository.comments.splice(call.repository.comments.indexOf(comment), 1);
      return noContent();
    },
  },
];

function requireComment(call: Call): CommentRecord {
  const id = numberParam(call, 'comment_id');
  const comment = call.repository.comments.find((candidate) => candidate.id === id);
  if (comment === undefined) throw notFound();
  return comment;
}

function postComment(call: Call): Reply {
  const issue = requireIssue(call);
  call.require(writeNeeds(issue));
  checkUnlocked(call, issue);
  const { body } = call.body as { body: string };
  checkBody('IssueComment', body);
  const now = isoDate(call.world.clock.now());
  const comment: CommentRecord = {
    id: call.world.nextId(),
    issue: issue.number,
    user: call.actor.login,
    body,
    createdAt: now,
    updatedAt: now,
  };
  call.repository.comments.push(comment);
  issue.updatedAt = now;
  const view = viewComment(call.world, call.repository, comment);
  return created(view, String(view.url));
}

/**
 * In a locked conversation comment people who may write, and no App: actions/stale#51, renovatebot/renovate#6215.
 * https://docs.github.com/en/communities/moderating-comments-and-conversations/locking-conversations
 */
function checkUnlocked({ actor, repository }: Call, issue: IssueRecord): void {
  if (issue.lockReason === undefined) return;
  if (actor.type === 'user' && canWrite(roleOf(repository, actor.login))) return;
  throw refuse(403, 'Unable to create comment because issue is locked.');
}

function patchComment(call: Call): Reply {
  const comment = requireComment(call);
  requireAuthor(call, comment);
  const { body } = call.body as { body: string };
  checkBody('IssueComment', body);
  comment.body = body;
  comment.updatedAt = isoDate(call.world.clock.now());
  return ok(viewComment(call.world, call.repository, comment));
}

/** Own comments, and everybody's for those who may write. */
function requireAuthor(call: Call, comment: CommentRecord): void {
  const issue = call.repository.issues.find(({ number }) => number === comment.issue);
  if (issue !== undefined) call.require(writeNeeds(issue));
  const { actor } = call;
  const trusted = actor.type === 'bot' || canWrite(roleOf(call.repository, actor.login));
  if (comment.user !== actor.login && !trusted) throw refuse(403, 'Forbidden');
}
