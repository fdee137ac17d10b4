/** Updates the issues of a model after a check, and starts the retraining that the decision requires. */
import { largest } from '../../../src/shared/domain/kernel/extremes.ts';
import type { SelectedModel } from '../../../src/shared/domain/config/select-model.ts';
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import { readMonitorRules } from '../../../src/shared/domain/monitoring/rules.ts';
import { issueKinds, issueLabels, marker, type IssueKind } from '../../../src/shared/domain/kernel/names.ts';
import { isOwnRepository } from '../../../src/shared/domain/kernel/origin.ts';
import type { Issue, RunContext, WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import type { Issues } from '../../../src/shared/ports/github.ts';
import type { Clock } from '../../../src/shared/ports/runner.ts';
import type { MonitorPorts } from '../ports.ts';
import { parseIssueState, type IssueState } from './issue-state.ts';
import { renderIssueBody, renderIssueTitle, renderRecovery, type IssueText } from './issue-text.ts';
import { tryOrWarn } from '../../../src/shared/usecases/attempt.ts';
import type { KeptIssue, Retraining } from '../outcome.ts';
import { hasAlert, planIssue, type IssuePlan } from './plan-issue.ts';
import { NO_RETRAINING, planRetraining, waitForOther } from './plan-retraining.ts';
import { claimRetraining, findClaimedAt } from './claim-retraining.ts';
import { parseInstant } from '../../../src/shared/domain/kernel/time.ts';

const DEFAULT_WORKFLOW = 'retrain.yml';

/** Which issue requests the retraining when several are open: the one with the lowest number. */
const REQUEST_PRIORITY: Readonly<Record<IssueKind, number>> = { performance: 1, drift: 2, 'data-quality': 3 };

export type IssuePorts = Pick<
  MonitorPorts,
  'issues' | 'comments' | 'workflows' | 'repositories' | 'clock' | 'log'
>;

export interface IssueRequest {
  readonly model: SelectedModel;
  /** Whether the configuration has other models: then the retraining gets the name of this one. */
  readonly hasOtherModels: boolean;
  readonly check: Check;
  readonly context: RunContext;
  readonly runUrl: string;
  readonly releaseUrl: string;
}

export interface KeptIssues {
  readonly issues: readonly KeptIssue[];
  readonly retraining: Retraining;
}

export async function keepIssues(ports: IssuePorts, request: IssueRequest): Promise<KeptIssues> {
  const known = await findAll(ports.issues, request.model.name);
  const requesting = requestingKind(request.check);
  const kept: KeptIssue[] = [];
  let retraining = NO_RETRAINING;
  for (const issueKind of issueKinds) {
    const plan = planIssue({
      issueKind,
      check: request.check,
      issues: known.get(issueKind) ?? [],
      nowMs: ports.clock.now().getTime(),
    });
    if (plan.kind === 'nothing') continue;
    const issue = await ensureIssue(ports, request, { issueKind, plan });
    if (issueKind === requesting) retraining = await retrain(ports, request, { issue, known });
    await writeIssue(ports, request, {
      issueKind,
      plan,
      issue,
      retraining: issueKind === requesting ? retraining : undefined,
    });
    kept.push({ issueKind, number: issue.number, url: issue.url, change: CHANGES[plan.kind] });
  }
  return { issues: kept, retraining };
}

function requestingKind(check: Check): IssueKind | undefined {
  const [first] = issueKinds
    .filter((issueKind) => hasAlert(check, issueKind))
    .sort((left, right) => REQUEST_PRIORITY[left] - REQUEST_PRIORITY[right]);
  return first;
}

const CHANGES = { open: 'opened', update: 'updated', reopen: 'reopened', close: 'closed' } as const;

type KnownIssues = ReadonlyMap<IssueKind, readonly Issue[]>;
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
  { issues, clock }: IssuePorts,
  request: IssueRequest,
  { issueKind, plan }: Pick<IssueWrite, 'issueKind' | 'plan'>,
): Promise<Issue> {
  if (plan.kind !== 'open') return plan.issue;
  const { check, model } = request;
  const text = textOf(request, { issueKind, state: firstState(check, clock), retraining: undefined });
  return await issues.create({
    title: renderIssueTitle({ check, issueKind }),
    body: renderIssueBody(text),
    labels: issueLabels(issueKind, model.name),
    marker: marker(issueKind, model.name),
  });
}

interface IssueWrite {
  readonly issueKind: IssueKind;
  readonly plan: ActivePlan;
  readonly issue: Issue;
  readonly retraining: Retraining | undefined;
}

async function writeIssue(ports: IssuePorts, request: IssueRequest, write: IssueWrite): Promise<void> {
  const { issueKind, plan, issue, retraining } = write;
  const remembered = plan.kind === 'reopen' ? undefined : parseIssueState(issue.body)?.since;
  const first = firstState(request.check, ports.clock);
  const retrainingAt = retraining?.startedAt ?? parseIssueState(issue.body)?.retrainingAt;
  const state = {
    since: remembered ?? first.since,
    ...(retrainingAt === undefined ? {} : { retrainingAt }),
  };
  const text = textOf(request, { issueKind, state, retraining });
  const hasNews = hasAlert(request.check, issueKind);
  const title = hasNews ? renderIssueTitle({ check: request.check, issueKind }) : issue.title;
  const body = plan.kind === 'close' ? renderRecovery(text) : renderIssueBody(text);
  if (body !== issue.body || title !== issue.title) await ports.issues.update(issue.number, { title, body });
  if (plan.kind === 'reopen') await ports.issues.reopen(issue.number);
  if (plan.kind === 'close') await ports.issues.close(issue.number, 'completed');
}

/** A problem begins with the first day of the window that showed it. */
function firstState({ current }: Check, clock: Clock): IssueState {
  return { since: current?.from ?? clock.now().toISOString() };
}

function textOf(
  { check, runUrl, releaseUrl }: IssueRequest,
  own: {
    readonly issueKind: IssueKind;
    readonly state: IssueState;
    readonly retraining: Retraining | undefined;
  },
): IssueText {
  return {
    check,
    runUrl,
    releaseUrl,
    ...own,
    retraining: own.retraining?.text ?? NO_RETRAINING.text,
  };
}

async function retrain(
  ports: IssuePorts,
  request: IssueRequest,
  { issue, known }: { readonly issue: Issue; readonly known: KnownIssues },
): Promise<Retraining> {
  const { model, check } = request;
  const rules = readMonitorRules(model.config);
  const workflow = model.config.retrain?.workflow ?? DEFAULT_WORKFLOW;
  const retrainingRequest = {
    decision: check.decision.kind,
    mode: rules.retrain,
    workflow,
    issue: issue.number,
    nowMs: ports.clock.now().getTime(),
    coolDownMs: rules.coolDownMs,
    lastStartedMs: lastStarted(known, ports.clock.now().getTime()),
  };
  const wants = retrainingRequest.decision === 'retrain' && retrainingRequest.mode === 'dispatch';
  const retraining = await tryOrWarn(ports.log, 'retraining could not be started', async () => {
    const active = wants ? await findActive(ports, request.context, workflow) : [];
    const plan = planRetraining({ ...retrainingRequest, activeRuns: active.map(({ url }) => url) });
    const { lastStartedMs } = retrainingRequest;
    const claimed = { model: model.name, issue: issue.number, lastStartedMs };
    if (plan.kind !== 'dispatch') {
      const startedAt = active.length === 0 ? undefined : await findClaimedAt(ports, claimed);
      return startedAt === undefined ? plan : { ...plan, startedAt };
    }
    const { context } = request;
    const claim = await claimRetraining(ports, { ...claimed, context });
    return claim.kind === 'own' ? await dispatch(ports, request, { workflow, issue }) : waitForOther(claim);
  });
  const command = `gh workflow run ${workflow} -f issue=${issue.number}`;
  const text = `A retraining could not be started (the log of the newest check has the error). To start it manually: \`${command}\`.`;
  return retraining ?? { kind: 'failed', text };
}

/** A run of another branch is no retraining: one that waits there for an approval keeps none away. */
async function findActive(
  { workflows, repositories }: IssuePorts,
  context: RunContext,
  workflow: string,
): Promise<readonly WorkflowRun[]> {
  const active = await workflows.activeRuns(workflow);
  if (active.length === 0) return [];
  const branch = await repositories.defaultBranch();
  return active.filter(
    ({ headBranch, headRepository }) => headBranch === branch && isOwnRepository(context, headRepository),
  );
}

async function dispatch(
  { workflows, repositories, clock }: IssuePorts,
  { model, hasOtherModels }: IssueRequest,
  { workflow, issue }: { readonly workflow: string; readonly issue: Issue },
): Promise<Retraining> {
  const branch = await repositories.defaultBranch();
  const inputs = { issue: String(issue.number), ...(hasOtherModels ? { model: model.name } : {}) };
  const { runId } = await workflows.dispatch(workflow, branch, inputs);
  const startedAt = clock.now().toISOString();
  const run = runId === undefined ? '' : ` (run ${runId})`;
  const text = `A retraining was started by ${workflow}${run}; its outcome is written here.`;
  return { kind: 'started', text, startedAt, ...(runId === undefined ? {} : { runId }) };
}

/** Clocks of two runners differ by less. */
const CLOCK_DIFFERENCE_MS = 60 * 60 * 1000;

/**
 * Over all issues of the model, because they share the cool-down. Whoever may edit an issue can write a time to come, which
 * would keep every retraining away.
 */
function lastStarted(known: KnownIssues, nowMs: number): number | undefined {
  const times = [...known.values()]
    .flat()
    .flatMap(({ body }) => parseIssueState(body)?.retrainingAt ?? [])
    .map((time) => parseInstant(time))
    .filter((timeMs) => timeMs <= nowMs + CLOCK_DIFFERENCE_MS);
  return times.length === 0 ? undefined : largest(times);
}
