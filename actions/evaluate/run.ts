/** The story of one judgement: find the evidence, verify it, judge it, keep the judgement, tell everybody. */
import { evaluateEvidence } from '../../src/shared/usecases/evaluate-evidence.ts';
import { findAssignedVersion } from '../../src/shared/usecases/model-tags.ts';
import type { Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import { DataError } from '../../src/shared/domain/kernel/errors.ts';
import { repositoryUrlOf } from '../../src/shared/domain/kernel/origin.ts';
import { isRetraining } from '../../src/shared/domain/kernel/trigger.ts';
import { checkoutAffectsModel, pullAffectsModel } from './steps/affected.ts';
import { editsGate } from './steps/gate-edit.ts';
import type { EvaluateStep } from './ports.ts';
import { keepEvaluation } from './steps/keep-evaluation.ts';
import { openEvidence, type Evidence } from './steps/open-evidence.ts';
import type { EvaluateOutcome, Judged, Nothing } from './outcome.ts';
import { publish, setStatus } from './steps/publish.ts';
import { findForeignRun, findSubject, type PullRequestSubject, type Subject } from './steps/subject.ts';

/** @throws StewardError when there is nothing that can be judged. */
export async function runEvaluate(step: EvaluateStep): Promise<EvaluateOutcome> {
  return step.inputs.mode === 'comment' ? await commentOnRun(step) : await evaluateRun(step);
}

async function evaluateRun(step: EvaluateStep): Promise<EvaluateOutcome> {
  const { context } = step;
  const subject = findSubject(step);
  const evidence = await openEvidence(step, context.runId);
  if (evidence === undefined || evidence.run.affected === false) {
    const isAffected = subject.kind !== 'pull-request' || (await checkoutAffectsModel(step));
    return await withoutModel(step, subject, isAffected);
  }
  const gate = isRetraining(context.eventName) ? 'gate-retrain' : 'gate';
  const evaluation = await judge(step, evidence, gate);
  const kept = await keepEvaluation(step, evaluation);
  const pull = subject.kind === 'pull-request' ? subject : undefined;
  const judged = { ...(await describe(step, { evaluation, evidence, pull })), kept };
  return { ...judged, published: await publish(step, judged) };
}

/** Everything in the artifact is a stranger's: it is judged again, by the gate of the default branch. */
async function commentOnRun(step: EvaluateStep): Promise<EvaluateOutcome> {
  const found = await findForeignRun(step);
  if ('reason' in found) return nothing(step, 'nothing', found.reason);
  const { workflowRun, pull } = found;
  const evidence = await openEvidence(step, workflowRun.id);
  if (evidence === undefined || evidence.run.affected === false) {
    return await withoutModel(step, pull, await pullAffectsModel(step, pull));
  }
  const evaluation = await judge(step, evidence, 'gate');
  const judged = await describe(step, { evaluation, evidence, pull });
  return { ...judged, published: await publish(step, judged) };
}

async function judge(
  step: EvaluateStep,
  { run, files }: Evidence,
  gate: 'gate' | 'gate-retrain',
): Promise<Evaluation> {
  const { model, ports, inputs } = step;
  const assigned = await findAssignedVersion(ports.tags, { model: model.name, stage: model.config.stage });
  return await evaluateEvidence(ports, { model, gate, run, files, assigned, labels: inputs.labels });
}

async function describe(
  step: EvaluateStep,
  judgement: Pick<Judged, 'evaluation' | 'evidence' | 'pull'>,
): Promise<Judged> {
  const { pull } = judgement;
  return {
    kind: 'judged',
    ...judgement,
    kept: undefined,
    editsGate: pull !== undefined && (await editsGate(step, pull)),
    repositoryUrl: repositoryUrlOf(step.context),
    onInconclusive: step.inputs.onInconclusive,
  };
}

/** Right where the pull request does not change the model; else train did not run, or failed. */
async function withoutModel(step: EvaluateStep, subject: Subject, isAffected: boolean): Promise<Nothing> {
  const { model } = step;
  if (subject.kind === 'pull-request' && !isAffected) return await unaffected(step, subject);
  throw new DataError(
    'EVIDENCE_INVALID',
    `run: expected the evidence of a training of ${model.name}, got none`,
    { hint: 'let this job need the one that runs train, in the same workflow' },
  );
}

async function unaffected(step: EvaluateStep, pull: PullRequestSubject): Promise<Nothing> {
  const reason = `not affected: the pull request changes nothing that makes ${step.model.name}`;
  if (!pull.isReadOnly) await setStatus(step, pull, { state: 'success', description: reason });
  return nothing(step, 'unaffected', reason);
}

function nothing({ model }: EvaluateStep, kind: Nothing['kind'], reason: string): Nothing {
  return { kind, model: model.name, reason };
}
