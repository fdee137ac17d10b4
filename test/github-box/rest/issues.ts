/** Issues: created, listed with their filters, updated, closed and opened again. */
import { isoDate } from '../clock.ts';
import { type Call, numberParam } from '../http/call.ts';
import { listReply } from '../http/paginate.ts';
import { created, notFound, ok, refuse, type Reply, validationFailed } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { IssueRecord, PullRecord } from '../state/records.ts';
import { canWrite, type Repository, roleOf } from '../state/repository.ts';
import type { Needs } from '../state/tokens.ts';
import type { World } from '../state/world.ts';
import { countComments, viewIssue } from '../view/issue.ts';
import { adoptLabels } from './label-names.ts';
import { checkBody, isBodyTooLong } from './text-limits.ts';

const ISSUES = '/repos/{owner}/{repo}/issues';

export const issueRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: ISSUES,
    needs: [{ issues: 'read' }, { 'pull-requests': 'read' }],
    handle: listIssues,
  },
  { method: 'POST', template: ISSUES, needs: [{ issues: 'write' }], handle: postIssue },
  {
    method: 'GET',
    template: `${ISSUES}/{issue_number}`,
    needs: [{ issues: 'read' }, { 'pull-requests': 'read' }],
    handle: (call) => ok(viewIssue(call.world, call.repository, requireIssue(call))),
  },
  {
    method: 'PATCH',
    template: `${ISSUES}/{issue_number}`,
    needs: [{ issues: 'write' }, { 'pull-requests': 'write' }],
    handle: patchIssue,
  },
];

export function requireIssue(call: Call): IssueRecord {
  const number = numberParam(call, 'issue_number');
  const issue = call.repository.issues.find((candidate) => candidate.number === number);
  if (issue === undefined) throw notFound();
  return issue;
}

/** A pull request's comments and labels need another permission than an issue's. */
export function writeNeeds(issue: IssueRecord): readonly Needs[] {
  return [issue.pull === undefined ? { issues: 'write' } : { 'pull-requests': 'write' }];
}

export interface IssueText {
  readonly title: string;
  readonly body: string | null;
  readonly user: string;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly pull?: PullRecord;
}

export function createIssue(world: World, repository: Repository, text: IssueText): IssueRecord {
  const now = isoDate(world.clock.now());
  const issue: IssueRecord = {
    id: world.nextId(),
    number: repository.issues.length + 1,
    user: text.user,
    title: text.title,
    body: text.body,
    state: 'open',
    stateReason: null,
    labels: [...(text.labels ?? [])],
    assignees: [...(text.assignees ?? [])],
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
    ...(text.pull === undefined ? {} : { pull: text.pull }),
  };
  repository.issues.push(issue);
  return issue;
}

interface IssueBody {
  readonly title?: string | number | null;
  readonly body?: string | null;
  readonly labels?: readonly (string | { readonly name?: string })[];
  readonly assignees?: readonly string[];
  readonly state?: 'open' | 'closed';
  readonly state_reason?: IssueRecord['stateReason'];
}

function postIssue(call: Call): Reply {
  const { repository, world, actor } = call;
  if (!repository.hasIssues) throw refuse(410, 'Issues are disabled for this repo');
  const body = call.body as IssueBody;
  checkBody('Issue', body.body);
  // Labels and assignees of people without push access are dropped in silence.
  const trusted = actor.type === 'bot' || canWrite(roleOf(repository, actor.login));
  if (trusted) checkAssignees(repository, body.assignees ?? []);
  const issue = createIssue(world, repository, {
    title: String(body.title),
    body: body.body ?? null,
    user: actor.login,
    labels: trusted ? adoptLabels(world, repository, labelNames(body.labels)) : [],
    assignees: trusted ? (body.assignees ?? []) : [],
  });
  const view = viewIssue(world, repository, issue);
  return created(view, String(view.url));
}

function patchIssue(call: Call): Reply {
  const issue = requireIssue(call);
  call.require(writeNeeds(issue));
  const body = call.body as IssueBody;
  if (body.title !== undefined) issue.title = String(body.title);
  // A body that is too long is dropped in silence: the answer is 200 and shows the old one.
  if (body.body !== undefined && !isBodyTooLong(body.body)) issue.body = body.body;
  if (body.labels !== undefined) {
    issue.labels = adoptLabels(call.world, call.repository, labelNames(body.labels));
  }
  if (body.assignees !== undefined) {
    checkAssignees(call.repository, body.assignees);
    issue.assignees = [...body.assignees];
  }
  setState(call, issue, body);
  issue.updatedAt = isoDate(call.world.clock.now());
  return ok(viewIssue(call.world, call.repository, issue));
}

/** One who has no access keeps all others away. */
function checkAssignees(repository: Repository, logins: readonly string[]): void {
  const strangers = logins.filter((login) => !canWrite(roleOf(repository, login)));
  if (strangers.length === 0) return;
  const message = `assignees ${strangers.join(', ')} cannot be assigned to this issue`;
  throw validationFailed({ resource: 'Issue', field: 'assignees', code: 'invalid', message });
}

function setState(call: Call, issue: IssueRecord, body: IssueBody): void {
  const { state, state_reason: reason = null } = body;
  if (state === 'closed') {
    if (issue.state === 'open') {
      issue.closedAt = isoDate(call.world.clock.now());
      issue.closedBy = call.actor.login;
    }
    issue.state = 'closed';
    issue.stateReason = reason ?? 'completed';
  }
  if (state === 'open' && issue.state === 'closed') {
    Object.assign(issue, { state: 'open', stateReason: 'reopened', closedAt: null, closedBy: null });
  }
}

export function labelNames(labels: IssueBody['labels']): readonly string[] {
  return (labels ?? []).map((label) => (typeof label === 'string' ? label : (label.name ?? '')));
}

function listIssues(call: Call): Promise<Reply> {
  const { query, repository } = call;
  const state = query.get('state') ?? 'open';
  const creator = query.get('creator');
  const since = query.get('since');
  const labels = (query.get('labels') ?? '').split(',').filter((name) => name !== '');
  const found = repository.issues
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => creator === null || issue.user === creator)
    .filter((issue) => since === null || new Date(issue.updatedAt) >= new Date(since))
    .filter((issue) => labels.every((label) => hasLabel(issue, label)));
  return listReply(call, sortIssues(call, found), (issue) => viewIssue(call.world, repository, issue));
}

function hasLabel(issue: IssueRecord, label: string): boolean {
  return issue.labels.some((name) => name.toLowerCase() === label.toLowerCase());
}

function sortIssues(call: Call, issues: IssueRecord[]): readonly IssueRecord[] {
  const { query, repository } = call;
  const order = query.get('sort') ?? 'created';
  const keyOf = (issue: IssueRecord): string | number => {
    if (order === 'updated') return issue.updatedAt;
    return order === 'comments' ? countComments(repository, issue.number) : issue.number;
  };
  const sorted = issues.toSorted((left, right) => {
    const [first, second] = [keyOf(left), keyOf(right)];
    if (first === second) return left.number - right.number;
    return first < second ? -1 : 1;
  });
  return query.get('direction') === 'asc' ? sorted : sorted.reverse();
}
