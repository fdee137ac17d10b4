/** The story of an evaluation: find the evidence, verify it, evaluate it, keep the document, publish the verdict. */
import { gateOfEvent, needsAnchor } from '../../src/shared/domain/config/select-model.ts';
import type { Evaluation, GateName } from '../../src/shared/domain/documents/evaluation.ts';
import { repositoryUrlOf, runUrlOf } from '../../src/shared/domain/kernel/origin.ts';
import {
  changedKeys,
  protectedModel,
  type Protection,
} from '../../src/shared/domain/supply-chain/protection.ts';
import { missingEvidence } from '../../src/shared/domain/supply-chain/training-failure.ts';
import {
  createEvidenceReader,
  evaluateProposal,
  type Configurations,
} from '../../src/shared/usecases/evaluate-evidence.ts';
import { findAnchor } from '../../src/shared/usecases/confirm-anchor.ts';
import { findAssignedSince } from '../../src/shared/usecases/model-tags.ts';
import type {
  EvaluateOutcome,
  Evaluated,
  Evidence,
  Nothing,
  PullRequestSubject,
  Subject,
} from './outcome.ts';
import type { EvaluateStep } from './ports.ts';
import { checkoutAffectsModel, pullAffectsModel } from './steps/affected.ts';
import { findEvidenceOfRun, findFailureOfRun } from './steps/find-evidence.ts';
import { keepEvaluation } from './steps/keep-evaluation.ts';
import { protectionOf, protectionOfForeign } from './steps/protection.ts';
import { publish, setStatus } from './steps/publish.ts';
import { sayUnaffected, sayWhenNotEvaluated } from './steps/say-not-evaluated.ts';
import { findForeignRun, findSubject, type ForeignRun } from './steps/subject.ts';
import { writeReport, type ReadRows } from './steps/write-report.ts';

/** @throws StewardError when there is nothing that can be evaluated. */
export async function runEvaluate(step: EvaluateStep): Promise<EvaluateOutcome> {
  switch (step.inputs.mode) {
    case 'evaluate':
      return await evaluateOwnRun(step);
    case 'comment':
      return await commentOnForeignRun(step);
  }
}

async function evaluateOwnRun(step: EvaluateStep): Promise<EvaluateOutcome> {
  const subject = findSubject(step);
  return await sayWhenNotEvaluated(step, { subject }, () => evaluateSubject(step, subject));
}

async function evaluateSubject(step: EvaluateStep, subject: Subject): Promise<EvaluateOutcome> {
  const { context } = step;
  const evidence = await findEvidenceOfRun(step, context.runId);
  if (evidence === undefined || evidence.run.unaffected === true) {
    const isAffected = subject.kind !== 'pull-request' || (await checkoutAffectsModel(step));
    return await withoutModel(step, subject, { isAffected, runId: context.runId });
  }
  const gate = gateOfEvent(context.eventName);
  const pull = subject.kind === 'pull-request' ? subject : undefined;
  const protection = pull && (await protectionOf(step, pull));
  const configurations = configurationsOf(step, protection);
  const { evaluation, readRows } = await evaluate(step, evidence, { gate, configurations });
  const described = describe(step, { evaluation, evidence, pull, protection });
  const report = await writeReport(step, described, { configurations, readRows });
  const evaluated = { ...described, kept: await keepEvaluation(step, evaluation, report) };
  return { ...evaluated, published: await publish(step, evaluated) };
}

/** Nothing in the artifact of a fork is trusted: it is evaluated again, by the gate of the default branch. */
async function commentOnForeignRun(step: EvaluateStep): Promise<EvaluateOutcome> {
  const found = await findForeignRun(step);
  if (found.kind === 'nothing') return nothing(step, 'nothing', found.reason);
  const { pull, workflowRun } = found;
  return await sayWhenNotEvaluated(step, { subject: pull, trainedIn: workflowRun.id }, () =>
    evaluateForeignRun(step, found),
  );
}

async function evaluateForeignRun(
  step: EvaluateStep,
  { workflowRun, pull }: Extract<ForeignRun, { kind: 'found' }>,
): Promise<EvaluateOutcome> {
  const evidence = await findEvidenceOfRun(step, workflowRun.id);
  if (evidence === undefined || evidence.run.unaffected === true) {
    const isAffected = await pullAffectsModel(step, pull);
    return await withoutModel(step, pull, { isAffected, runId: workflowRun.id });
  }
  const protection = await protectionOfForeign(step, pull, workflowRun.workflowPath);
  // The configuration of a stranger evaluates nothing here: it could name any file of this job.
  const configurations = { base: step.model, head: step.model, changed: changedKeys(protection) };
  const { evaluation } = await evaluate(step, evidence, { gate: 'gate', configurations });
  const evaluated = describe(step, { evaluation, evidence, pull, protection });
  return { ...evaluated, published: await publish(step, evaluated) };
}

interface Evaluators {
  readonly gate: GateName;
  readonly configurations: Configurations;
}

function configurationsOf({ model }: EvaluateStep, protection: Protection | undefined): Configurations {
  return { base: protectedModel(model, protection), head: model, changed: changedKeys(protection) };
}

/** Against the version that a registration would replace: the one in the stage that the base names. */
async function evaluate(
  { inputs, ports }: EvaluateStep,
  { run, files }: Evidence,
  { gate, configurations }: Evaluators,
): Promise<{ readonly evaluation: Evaluation; readonly readRows: ReadRows }> {
  const { labels } = inputs;
  const { name, config } = configurations.base;
  const known = run.champion?.tag;
  const assigned = await findAssignedSince(ports, { model: name, stage: config.stage, known });
  const isAsked = [configurations.base, configurations.head].some((model) => needsAnchor(model, gate));
  const anchor = assigned && isAsked ? await findAnchor(ports, configurations.base) : undefined;
  const read = createEvidenceReader(ports, { run, files, labels });
  const opponents = { assigned, anchor };
  return {
    evaluation: await evaluateProposal(read, { configurations, gate, run, opponents }),
    readRows: async (model) => (await read(model, opponents)).rows,
  };
}

function describe(
  step: EvaluateStep,
  evaluated: Pick<Evaluated, 'evaluation' | 'evidence' | 'pull' | 'protection'>,
): Evaluated {
  return {
    kind: 'evaluated',
    ...evaluated,
    kept: undefined,
    repositoryUrl: repositoryUrlOf(step.context),
    runUrl: runUrlOf(step.context),
    onInconclusive: step.inputs.onInconclusive,
  };
}

/** Correct where the pull request does not change the model; else train did not run, or failed. */
async function withoutModel(
  step: EvaluateStep,
  subject: Subject,
  { isAffected, runId }: { readonly isAffected: boolean; readonly runId: number },
): Promise<Nothing> {
  if (subject.kind === 'pull-request' && !isAffected) return await unaffected(step, subject);
  throw missingEvidence(step.model.name, await findFailureOfRun(step, runId));
}

async function unaffected(step: EvaluateStep, pull: PullRequestSubject): Promise<Nothing> {
  const reason = `unaffected: the pull request changes no input of ${step.model.name}`;
  if (!pull.isReadOnly) {
    await setStatus(step, pull, { state: 'success', description: reason });
    await sayUnaffected(step, pull, await protectionOf(step, pull));
  }
  return nothing(step, 'unaffected', reason);
}

function nothing({ model }: EvaluateStep, kind: Nothing['kind'], reason: string): Nothing {
  return { kind, model: model.name, reason };
}
