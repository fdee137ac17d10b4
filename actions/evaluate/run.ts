/** The story of one judgement: find the evidence, verify it, judge it, keep the judgement, tell everybody. */
import { evaluateEvidence } from '../../src/shared/usecases/evaluate-evidence.ts';
import type { Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import { DataError } from '../../src/shared/domain/kernel/errors.ts';
import { repositoryUrlOf } from '../../src/shared/domain/kernel/origin.ts';
import type { RunContext } from '../../src/shared/domain/kernel/platform.ts';
import { checkoutAffectsModel, pullAffectsModel } from './steps/affected.ts';
import { findChampion } from './steps/champion.ts';
import { editsGate } from './steps/gate-edit.ts';
import type { EvaluateInputs } from './inputs.ts';
import { prepareEvaluate, type EvaluatePorts, type EvaluateContext } from './context.ts';
import { keepEvaluation } from './steps/keep-evaluation.ts';
import { openEvidence, type Evidence } from './steps/open-evidence.ts';
import type { EvaluateOutcome, Judged, Nothing } from './outcome.ts';
import { publish, setStatus } from './steps/publish.ts';
import { findForeignRun, findSubject, type PullRequestSubject, type Subject } from './steps/subject.ts';

/** @throws StewardError when there is nothing that can be judged. */
export async function runEvaluate(
  inputs: EvaluateInputs,
  context: RunContext,
  ports: EvaluatePorts,
): Promise<EvaluateOutcome> {
  const judging = await prepareEvaluate(inputs, context, ports);
  return inputs.mode === 'comment' ? await commentOnRun(judging) : await evaluateRun(judging);
}

async function evaluateRun(judging: EvaluateContext): Promise<EvaluateOutcome> {
  const { context, ports } = judging;
  const stopwatch = { startedAt: ports.clock.now(), startedMs: ports.clock.monotonicMs() };
  const subject = findSubject(judging);
  const evidence = await openEvidence(judging, context.runId);
  if (evidence === undefined || evidence.run.affected === false) {
    const isAffected = subject.kind !== 'pull-request' || (await checkoutAffectsModel(judging));
    return await withoutModel(judging, subject, isAffected);
  }
  const isRetraining = context.eventName === 'schedule' || context.eventName === 'workflow_dispatch';
  const evaluation = await judge(judging, evidence, isRetraining ? 'gate-retrain' : 'gate');
  const kept = await keepEvaluation(judging, evaluation, stopwatch);
  const pull = subject.kind === 'pull-request' ? subject : undefined;
  const judged = { ...(await describe(judging, { evaluation, evidence, pull })), kept };
  return { ...judged, published: await publish(judging, judged) };
}

/** Everything in the artifact is a stranger's: it is judged again, by the gate of the default branch. */
async function commentOnRun(judging: EvaluateContext): Promise<EvaluateOutcome> {
  const found = await findForeignRun(judging);
  if ('reason' in found) return nothing(judging, 'nothing', found.reason);
  const { workflowRun, pull } = found;
  const evidence = await openEvidence(judging, workflowRun.id);
  if (evidence === undefined || evidence.run.affected === false) {
    return await withoutModel(judging, pull, await pullAffectsModel(judging, pull));
  }
  const evaluation = await judge(judging, evidence, 'gate');
  const judged = await describe(judging, { evaluation, evidence, pull });
  return { ...judged, published: await publish(judging, judged) };
}

async function judge(
  judging: EvaluateContext,
  { run, files }: Evidence,
  gate: 'gate' | 'gate-retrain',
): Promise<Evaluation> {
  const { model, ports } = judging;
  const assigned = await findChampion(judging);
  return await evaluateEvidence(ports, { model, gate, run, evidence: files, assigned });
}

async function describe(
  judging: EvaluateContext,
  judgement: Pick<Judged, 'evaluation' | 'evidence' | 'pull'>,
): Promise<Judged> {
  const { pull } = judgement;
  return {
    kind: 'judged',
    ...judgement,
    kept: undefined,
    editsGate: pull !== undefined && (await editsGate(judging, pull)),
    repositoryUrl: repositoryUrlOf(judging.context),
    onInconclusive: judging.inputs.onInconclusive,
  };
}

/** Right where the pull request does not change the model; else train did not run, or failed. */
async function withoutModel(
  judging: EvaluateContext,
  subject: Subject,
  isAffected: boolean,
): Promise<Nothing> {
  const { model } = judging;
  if (subject.kind === 'pull-request' && !isAffected) return await unaffected(judging, subject);
  throw new DataError(
    'EVIDENCE_INVALID',
    `run: expected the evidence of a training of ${model.name}, got none`,
    { hint: 'let this job need the one that runs train, in the same workflow' },
  );
}

async function unaffected(judging: EvaluateContext, pull: PullRequestSubject): Promise<Nothing> {
  const reason = `not affected: the pull request changes nothing that makes ${judging.model.name}`;
  if (!pull.isReadOnly) await setStatus(judging, pull, { state: 'success', description: reason });
  return nothing(judging, 'unaffected', reason);
}

function nothing({ model }: EvaluateContext, kind: Nothing['kind'], reason: string): Nothing {
  return { kind, model: model.name, reason };
}
