/** Starts or proposes the retraining that the decision of a check requires, where it is due. */
import { largest } from '../../../src/shared/domain/kernel/extremes.ts';
import { isOwnRepository } from '../../../src/shared/domain/kernel/origin.ts';
import type { Issue, RunContext, WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import { parseInstant } from '../../../src/shared/domain/kernel/time.ts';
import { readMonitorRules, type MonitorRules } from '../../../src/shared/domain/monitoring/rules.ts';
import { codeSpan, escapeSentence } from '../../../src/shared/domain/text/untrusted-text.ts';
import { attempt } from '../../../src/shared/usecases/attempt.ts';
import type { Retraining } from '../outcome.ts';
import type { MonitorPorts } from '../ports.ts';
import { claimRetraining, findClaimedAt, type ClaimRequest } from './claim-retraining.ts';
import type { IssueRequest, KnownIssues } from './issue-request.ts';
import { parseIssueState } from './issue-state.ts';
import { isSnoozed } from './plan-issue.ts';
import { planRetraining, waitForOther, type RetrainingPlan } from './plan-retraining.ts';
import {
  openProposal,
  updateProposal,
  type OpenProposal,
  type ProposalPorts,
} from './retraining-proposals.ts';

const DEFAULT_WORKFLOW = 'retrain.yml';

export type RetrainingPorts = ProposalPorts & Pick<MonitorPorts, 'comments' | 'workflows' | 'log'>;

export interface RetrainingContext {
  readonly issue: Issue;
  readonly known: KnownIssues;
  /** The open ones of the model; undefined where they could not be listed. */
  readonly proposals: readonly OpenProposal[] | undefined;
}

/** An error is a warning, and a sentence of the issue: what is wrong does not keep the check away. */
export async function requestRetraining(
  ports: RetrainingPorts,
  request: IssueRequest,
  context: RetrainingContext,
): Promise<Retraining> {
  const rules = readMonitorRules(request.model.config);
  const workflow = request.model.config.retrain?.workflow ?? DEFAULT_WORKFLOW;
  const configured = { ...context, rules, workflow };
  const result = await attempt(() =>
    rules.change !== undefined && rules.retrain === 'pull-request'
      ? propose(ports, request, { ...configured, change: rules.change })
      : start(ports, request, configured),
  );
  if (result.ok) return result.value;
  const { error } = result;
  ports.log.warning(`retraining could not be started: ${error.message}`);
  const manually = `To start it manually: \`gh workflow run ${workflow} -f issue=${context.issue.number}\`.`;
  const why =
    rules.retrain === 'pull-request'
      ? `No pull request could propose a retraining: ${escapeSentence(error.message)}.${error.hint === undefined ? '' : ` What to do: ${escapeSentence(error.hint)}.`}`
      : 'A retraining could not be started (the log of the newest check has the error).';
  return { kind: 'failed', text: `${why} ${manually}` };
}

/** What the configuration says of a retraining, beside the issue that it is for. */
interface ConfiguredRetraining extends RetrainingContext {
  readonly rules: MonitorRules;
  readonly workflow: string;
}

async function start(
  ports: RetrainingPorts,
  request: IssueRequest,
  configured: ConfiguredRetraining,
): Promise<Retraining> {
  const { issue, workflow, rules } = configured;
  const wants = request.check.decision.kind === 'retrain' && rules.retrain === 'dispatch';
  const active = wants ? await findActive(ports, request.context, workflow) : [];
  const plan = planOf(ports, request, { ...configured, unfinished: active.map(({ url }) => url) });
  const claimed = claimOf(ports, request, configured);
  if (plan.kind !== 'now') {
    const startedAt = active.length === 0 ? undefined : await findClaimedAt(ports, claimed);
    return startedAt === undefined ? plan : { ...plan, startedAt };
  }
  const claim = await claimRetraining(ports, { ...claimed, context: request.context });
  return claim.kind === 'own' ? await dispatch(ports, request, { workflow, issue }) : waitForOther(claim);
}

async function propose(
  ports: RetrainingPorts,
  request: IssueRequest,
  configured: ConfiguredRetraining & Pick<Parameters<typeof openProposal>[1], 'change'>,
): Promise<Retraining> {
  const { issue, proposals, change } = configured;
  if (proposals === undefined) {
    const text =
      'No pull request is opened, since the open ones could not be listed (the log of the newest check has the error).';
    return { kind: 'failed', text };
  }
  const { check, runUrl, context } = request;
  const others = proposals.filter((proposal) => proposal.issue !== issue.number);
  const plan = planOf(ports, request, { ...configured, unfinished: others.map(({ pull }) => pull.url) });
  const own = proposals.find((proposal) => proposal.issue === issue.number)?.pull;
  const proposal = { check, change, runUrl, issue: issue.number };
  if (own !== undefined) {
    const isMoved = await updateProposal(ports, proposal, { pull: own, isDue: plan.kind === 'now' });
    const pull = { number: own.number, url: own.url };
    if (isMoved) {
      const startedAt = ports.clock.now().toISOString();
      return { kind: 'started', pull, startedAt, text: 'Its line was moved on to newer data.' };
    }
    const text = plan.kind === 'now' ? 'It is about the newest data.' : plan.text;
    return { kind: 'waiting', pull, startedAt: own.openedAt, text };
  }
  if (plan.kind !== 'now') return plan;
  const claimed = claimOf(ports, request, configured);
  const claim = await claimRetraining(ports, { ...claimed, context });
  if (claim.kind === 'other') return waitForOther(claim);
  const opened = await openProposal(ports, proposal, claimed.lastStartedMs);
  if (opened === undefined)
    return {
      kind: 'waiting',
      text: `No pull request is opened: ${codeSpan(change.file)} is about these data already, on the default branch.`,
    };
  const pull = { number: opened.number, url: opened.url };
  const startedAt = opened.openedAt;
  return {
    kind: 'started',
    pull,
    startedAt,
    text: 'It has a branch of its own, and is evaluated like any other.',
  };
}

function planOf(
  { clock }: Pick<RetrainingPorts, 'clock'>,
  { check }: IssueRequest,
  {
    rules,
    workflow,
    issue,
    unfinished,
    ...configured
  }: ConfiguredRetraining & { readonly unfinished: readonly string[] },
): RetrainingPlan {
  const nowMs = clock.now().getTime();
  return planRetraining({
    decision: check.decision.kind,
    mode: rules.retrain,
    ...{ workflow, issue: issue.number, isSnoozed: isSnoozed(issue), nowMs, unfinished },
    coolDownMs: rules.coolDownMs,
    mostPerMonth: rules.retrainingsPerMonth,
    startedMs: startsOf(configured, nowMs),
  });
}

function claimOf(
  { clock }: Pick<RetrainingPorts, 'clock'>,
  { model }: IssueRequest,
  { issue, ...configured }: ConfiguredRetraining,
): Omit<ClaimRequest, 'context'> {
  const startedMs = startsOf(configured, clock.now().getTime());
  return {
    model: model.name,
    issue: issue.number,
    lastStartedMs: startedMs.length === 0 ? undefined : largest(startedMs),
  };
}

/** A run of another branch is no retraining: one that waits there for an approval keeps none away. */
async function findActive(
  { workflows, repositories }: RetrainingPorts,
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
  { workflows, repositories, clock }: RetrainingPorts,
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
 * Over all issues of the model, because they share cool-down and budget; an open pull request says when it was opened, also
 * where a check was killed before it wrote that down. Whoever may edit an issue can write a time to come, which would keep
 * every retraining away.
 */
function startsOf(
  { known, proposals }: Pick<RetrainingContext, 'known' | 'proposals'>,
  nowMs: number,
): readonly number[] {
  const written = [...known.values()].flat().flatMap(({ body }) => parseIssueState(body)?.retrainings ?? []);
  const times = new Set(
    [...written, ...(proposals ?? []).map(({ pull }) => pull.openedAt)].map(parseInstant),
  );
  return [...times].filter((timeMs) => timeMs <= nowMs + CLOCK_DIFFERENCE_MS);
}
