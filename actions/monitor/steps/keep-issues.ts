/** Updates the issues of a model after a check, and starts the retraining that the decision requires. */
import { readMonitorRules } from '../../../src/shared/domain/monitoring/rules.ts';
import { ServiceError } from '../../../src/shared/domain/kernel/errors.ts';
import { issueKinds, issueLabels, marker, type IssueKind } from '../../../src/shared/domain/kernel/names.ts';
import type { Issue } from '../../../src/shared/domain/kernel/platform.ts';
import { parseInstant } from '../../../src/shared/domain/kernel/time.ts';
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import type { Issues } from '../../../src/shared/ports/github.ts';
import type { Clock } from '../../../src/shared/ports/runner.ts';
import { attempt, tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import type { KeptIssue, Retraining } from '../outcome.ts';
import type { MonitorPorts } from '../ports.ts';
import type { IssueRequest, KnownIssues } from './issue-request.ts';
import { parseIssueState, type IssueState } from './issue-state.ts';
import { renderIssueBody, renderIssueTitle, renderRecovery, type IssueText } from './issue-text.ts';
import { hasAlert, planIssue, type IssuePlan } from './plan-issue.ts';
import { NO_RETRAINING } from './plan-retraining.ts';
import {
  findProposals,
  readVerdict,
  updateProposal,
  withdrawProposal,
  type OpenProposal,
} from './retraining-proposals.ts';
import { describeProposal } from './pull-request-text.ts';
import { requestRetraining, type RetrainingPorts } from './request-retraining.ts';

/** Which issue requests the retraining when several are open: the one with the lowest number. */
const REQUEST_PRIORITY: Readonly<Record<IssueKind, number>> = {
  ...{ performance: 1, drift: 2, 'data-quality': 3, service: 4 },
};

export type IssuePorts = RetrainingPorts & Pick<MonitorPorts, 'issues'>;

export interface KeptIssues {
  readonly issues: readonly KeptIssue[];
  readonly retraining: Retraining;
}

export async function keepIssues(ports: IssuePorts, request: IssueRequest): Promise<KeptIssues> {
  const known = await findAll(ports.issues, request.model.name);
  const nowMs = ports.clock.now().getTime();
  const plans = issueKinds.map((issueKind) => ({
    issueKind,
    plan: planIssue({ issueKind, check: request.check, issues: known.get(issueKind) ?? [], nowMs }),
  }));
  const proposals = await keepProposals(
    ports,
    request,
    plans.map(({ plan }) => plan),
  );
  const requesting = requestingKind(request.check);
  const kept: KeptIssue[] = [];
  let retraining = NO_RETRAINING;
  for (const { issueKind, plan } of plans) {
    if (plan.kind === 'nothing') continue;
    const issue = await ensureIssue(ports, request, { issueKind, plan });
    const isRequesting = issueKind === requesting;
    if (isRequesting) retraining = await requestRetraining(ports, request, { issue, known, proposals });
    const own = isRequesting ? retraining : undefined;
    const proposal = await describeOwnProposal(ports, request, { issue, proposals, retraining: own });
    await writeIssue(ports, request, { issueKind, plan, issue, retraining: own, proposal });
    kept.push({ issueKind, number: issue.number, url: issue.url, change: CHANGES[plan.kind] });
  }
  return { issues: kept, retraining };
}

/**
 * Closes the pull requests of issues that do not stay open, and writes into the others what the newest check says, where it
 * decides something else than the retraining that they propose. @returns those that stay open; undefined where they could not be listed.
 */
async function keepProposals(
  ports: IssuePorts,
  { model, check, runUrl }: IssueRequest,
  plans: readonly IssuePlan[],
): Promise<readonly OpenProposal[] | undefined> {
  const { change, retrain } = readMonitorRules(model.config);
  if (retrain !== 'pull-request' || change === undefined) return [];
  const what = 'pull requests for retrainings could not be listed';
  const open = await tryOrWarn(ports.log, what, () => findProposals(ports, model.name));
  const staying = new Set(
    plans.flatMap((plan) => (plan.kind === 'update' || plan.kind === 'reopen' ? plan.issue.number : [])),
  );
  const kept: OpenProposal[] = [];
  for (const proposal of open ?? []) {
    const { issue, pull } = proposal;
    const name = `pull request #${pull.number} could not be`;
    if (!staying.has(issue)) {
      await tryOrWarn(ports.log, `${name} closed`, () => withdrawProposal(ports, proposal, runUrl));
      continue;
    }
    kept.push(proposal);
    if (check.decision.kind === 'retrain') continue;
    const request = { check, change, issue, runUrl };
    await tryOrWarn(ports.log, `${name} updated`, () =>
      updateProposal(ports, request, { pull, isDue: false }),
    );
  }
  return open === undefined ? undefined : kept;
}

/** Of the pull request that proposed the last retraining: whether it is open, what its evaluation says, how it ended. */
async function describeOwnProposal(
  ports: IssuePorts,
  { model }: IssueRequest,
  { issue, proposals = [], retraining }: OwnProposal,
): Promise<{ readonly number: number; readonly text: string } | undefined> {
  const open = proposals.find((proposal) => proposal.issue === issue.number)?.pull.number;
  const number = retraining?.pull?.number ?? open ?? parseIssueState(issue.body)?.pull;
  if (number === undefined) return undefined;
  const what = `pull request #${number} could not be read`;
  const text = await tryOrWarn(ports.log, what, async () => {
    const pull = await ports.ownPullRequests.get(number);
    return describeProposal(pull, await readVerdict(ports, pull, model.name));
  });
  return { number, text: text ?? `Pull request #${number} proposes a retraining.` };
}

interface OwnProposal {
  readonly issue: Issue;
  readonly proposals: readonly OpenProposal[] | undefined;
  readonly retraining: Retraining | undefined;
}

function requestingKind(check: Check): IssueKind | undefined {
  const [first] = issueKinds
    .filter((issueKind) => hasAlert(check, issueKind))
    .sort((left, right) => REQUEST_PRIORITY[left] - REQUEST_PRIORITY[right]);
  return first;
}

const CHANGES = {
  open: 'opened',
  update: 'updated',
  reopen: 'reopened',
  close: 'closed',
  snooze: 'snoozed',
} as const;

type ActivePlan = Exclude<IssuePlan, { kind: 'nothing' }>;

async function findAll(issues: Issues, model: string): Promise<KnownIssues> {
  const known = new Map<IssueKind, readonly Issue[]>();
  for (const issueKind of issueKinds) {
    known.set(issueKind, await issues.find(issueLabels(issueKind, model), marker(issueKind, model)));
  }
  return known;
}

/** The issue of the plan; a new one is created here, because a retraining needs its number. */
async function ensureIssue(
  { issues, clock, log }: IssuePorts,
  request: IssueRequest,
  { issueKind, plan }: Pick<IssueWrite, 'issueKind' | 'plan'>,
): Promise<Issue> {
  if (plan.kind !== 'open') return plan.issue;
  const { check, model, assignees } = request;
  const text = textOf(request, { issueKind, state: firstState(check, clock), retraining: undefined });
  const create = (logins: readonly string[]): Promise<Issue> =>
    issues.create({
      title: renderIssueTitle({ check, issueKind }),
      body: renderIssueBody(text),
      labels: issueLabels(issueKind, model.name),
      marker: marker(issueKind, model.name),
      assignees: logins,
    });
  const created = await attempt(() => create(assignees));
  if (created.ok) return created.value;
  const { error } = created;
  // One person without access to the repository keeps all others away.
  const isRefused = assignees.length > 0 && error instanceof ServiceError && error.status === 422;
  if (!isRefused) throw error;
  log.warning(
    `the issue could not be assigned to ${assignees.join(', ')}: ${error.message}. Name people who may write to the repository in \`monitor: { assignees: [...] }\`.`,
  );
  return await create([]);
}

interface IssueWrite {
  readonly issueKind: IssueKind;
  readonly plan: ActivePlan;
  readonly issue: Issue;
  readonly retraining: Retraining | undefined;
  readonly proposal: { readonly number: number; readonly text: string } | undefined;
}

async function writeIssue(ports: IssuePorts, request: IssueRequest, write: IssueWrite): Promise<void> {
  const { issueKind, plan, issue, retraining, proposal } = write;
  const before = parseIssueState(issue.body);
  const remembered = plan.kind === 'reopen' ? undefined : before?.since;
  const state: IssueState = {
    since: remembered ?? firstState(request.check, ports.clock).since,
    retrainings: withStart(before?.retrainings ?? [], retraining?.startedAt, ports.clock.now()),
    ...(proposal !== undefined && { pull: proposal.number }),
  };
  const text = textOf(request, { issueKind, state, retraining, proposal: proposal?.text });
  const hasNews = hasAlert(request.check, issueKind);
  const title = hasNews ? renderIssueTitle({ check: request.check, issueKind }) : issue.title;
  const body = plan.kind === 'close' ? renderRecovery(text) : renderIssueBody(text);
  if (body !== issue.body || title !== issue.title) await ports.issues.update(issue.number, { title, body });
  if (plan.kind === 'reopen') await ports.issues.reopen(issue.number);
  if (plan.kind === 'close') await ports.issues.close(issue.number, 'completed');
}

/** Two checks of one moment started one retraining, each by its own clock. */
const SAME_START_MS = 30 * 60 * 1000;

/** One that is dated later than now was not started: it would keep every retraining away. */
function withStart(starts: readonly string[], startedAt: string | undefined, now: Date): string[] {
  const possible = starts.filter((start) => parseInstant(start) <= now.getTime() + SAME_START_MS);
  if (startedAt === undefined) return possible;
  const startedMs = parseInstant(startedAt);
  const isKnown = possible.some((start) => Math.abs(parseInstant(start) - startedMs) < SAME_START_MS);
  return isKnown ? possible : [...possible, startedAt].sort();
}

/** A problem begins with the first day of the window that showed it. */
function firstState({ current }: Check, clock: Clock): IssueState {
  return { since: current?.from ?? clock.now().toISOString() };
}

function textOf(
  { check, earlier, runUrl, releaseUrl }: IssueRequest,
  own: {
    readonly issueKind: IssueKind;
    readonly state: IssueState;
    readonly retraining: Retraining | undefined;
    readonly proposal?: string | undefined;
  },
): IssueText {
  return {
    check,
    earlier,
    runUrl,
    releaseUrl,
    ...own,
    retraining: own.retraining?.text ?? NO_RETRAINING.text,
  };
}
