/** The story of an evaluation: find the evidence, verify it, evaluate it, keep the document, publish the verdict. */
import { gateOfEvent } from '../../src/shared/domain/config/select-model.ts';
import { isWithoutGate } from '../../src/shared/domain/evaluation/decide-verdict.ts';
import { repositoryUrlOf, runUrlOf } from '../../src/shared/domain/kernel/origin.ts';
import { withPipelineOfRun } from '../../src/shared/domain/supply-chain/adopted-outputs.ts';
import { withOtherRows } from '../../src/shared/domain/supply-chain/held-out-rows.ts';
import { changedKeys, configurationsOf } from '../../src/shared/domain/supply-chain/protection.ts';
import { withNewEffects } from '../../src/shared/domain/supply-chain/side-effects.ts';
import { withReads } from '../../src/shared/domain/supply-chain/read-changes.ts';
import { scanModelFiles } from '../../src/shared/usecases/scan-model-files.ts';
import type { EvaluateOutcome, Evaluated, ReportedEvaluation, Subject } from './outcome.ts';
import type { EvaluateStep } from './ports.ts';
import { checkoutAffectsModel, pullAffectsModel } from './steps/affected.ts';
import { endWithoutModel, nothingToEvaluate } from './steps/end-without-model.ts';
import { configurationsOfBranch, evaluateRun } from './steps/evaluate-run.ts';
import { findEvidenceOfRun } from './steps/find-evidence.ts';
import { protectionOf, protectionOfForeign, withMergedChanges } from './steps/find-protection.ts';
import { keepEvaluation } from './steps/keep-evaluation.ts';
import { publish } from './steps/publish.ts';
import { readIncludedEvidence } from './steps/read-included-evidence.ts';
import { sayWhenNotEvaluated } from './steps/say-not-evaluated.ts';
import { findForeignRun, findSubject, type ForeignRun } from './steps/subject.ts';
import { writeReport } from './steps/write-report.ts';

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
  const found = await findEvidenceOfRun(step, context.runId);
  if (found === undefined || found.run.unaffected === true) {
    const isAffected = subject.kind !== 'pull-request' || (await checkoutAffectsModel(step));
    return await endWithoutModel(step, subject, { isAffected, runId: context.runId });
  }
  const gate = gateOfEvent(context.eventName);
  const pull = subject.kind === 'pull-request' ? subject : undefined;
  const { pipeline } = found.run;
  const protection = pull && withPipelineOfRun(await protectionOf(step, pull), pipeline);
  const configurations =
    pull === undefined ? await configurationsOfBranch(step) : configurationsOf(step.model, protection);
  const { results, replaced, readRows, otherRows, reads } = await evaluateRun(step, found, {
    gate,
    configurations,
  });
  const { evaluation, evidence } = results;
  const scan = await scanModelFiles(step.ports, evidence, configurations.base.config);
  // Without a gate no verdict needs the approval of a person: what was merged meanwhile need not be looked up.
  const mayNeedApproval = protection !== undefined && pull !== undefined && !isWithoutGate(evaluation);
  const whole = mayNeedApproval
    ? await withMergedChanges(step, { pull, protection, replaced, pipeline, otherRows, reads })
    : protection;
  const included = await readIncludedEvidence(evidence, evaluation);
  const reported = describe(step, {
    ...{ ...results, pull, scan, included },
    protection: withOtherRows(withNewEffects(withReads(whole, reads), reads), otherRows),
  });
  const report = await writeReport(step, reported, { configurations, readRows });
  const kept = await keepEvaluation(step, evaluation, report);
  return await publishVerdict(step, { ...reported, kept });
}

/** Nothing in the artifact of a fork is trusted: it is evaluated again, by the gate of the default branch. */
async function commentOnForeignRun(step: EvaluateStep): Promise<EvaluateOutcome> {
  const found = await findForeignRun(step);
  if (found.kind === 'nothing') return nothingToEvaluate(step, 'nothing', found.reason);
  const { pull, workflowRun } = found;
  return await sayWhenNotEvaluated(step, { subject: pull, trainedIn: workflowRun.id }, () =>
    evaluateForeignRun(step, found),
  );
}

async function evaluateForeignRun(
  step: EvaluateStep,
  { workflowRun, pull }: Extract<ForeignRun, { kind: 'found' }>,
): Promise<EvaluateOutcome> {
  const found = await findEvidenceOfRun(step, workflowRun.id);
  if (found === undefined || found.run.unaffected === true) {
    const isAffected = await pullAffectsModel(step, pull);
    return await endWithoutModel(step, pull, { isAffected, runId: workflowRun.id });
  }
  const protection = await protectionOfForeign(step, pull, workflowRun);
  // The configuration of a stranger evaluates nothing here: it could name any file of this job.
  const configurations = { base: step.model, head: step.model, changed: changedKeys(protection) };
  const { results, otherRows, reads } = await evaluateRun(step, found, { gate: 'gate', configurations });
  const scan = await scanModelFiles(step.ports, results.evidence, configurations.base.config);
  const reported = describe(step, {
    ...{ ...results, pull, scan },
    protection: withOtherRows(withNewEffects(withReads(protection, reads), reads), otherRows),
  });
  return await publishVerdict(step, { ...reported, kept: undefined });
}

async function publishVerdict(step: EvaluateStep, evaluated: Evaluated): Promise<EvaluateOutcome> {
  return { ...evaluated, published: await publish(step, evaluated) };
}

function describe(
  step: EvaluateStep,
  evaluated: Omit<ReportedEvaluation, 'kind' | 'repositoryUrl' | 'runUrl' | 'onInconclusive'>,
): ReportedEvaluation {
  return {
    kind: 'evaluated',
    ...evaluated,
    repositoryUrl: repositoryUrlOf(step.context),
    runUrl: runUrlOf(step.context),
    onInconclusive: step.inputs.onInconclusive,
  };
}
