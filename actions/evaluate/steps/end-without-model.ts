/** A run that trained no model: the pull request does not change it, or there is an error that says why. */
import { describeUnaffected } from '../../../src/shared/domain/report/not-evaluated.ts';
import { missingEvidence } from '../../../src/shared/domain/supply-chain/training-failure.ts';
import type { Nothing, PullRequestSubject, Subject } from '../outcome.ts';
import type { EvaluateStep } from '../ports.ts';
import { uncountedTablesOf } from './affected.ts';
import { findFailureOfRun } from './find-evidence.ts';
import { protectionOf } from './find-protection.ts';
import { setStatus } from './publish.ts';
import { sayUnaffected } from './say-not-evaluated.ts';

/** Correct where the pull request does not change the model; else train did not run, or failed. */
export async function endWithoutModel(
  step: EvaluateStep,
  subject: Subject,
  { isAffected, runId }: { readonly isAffected: boolean; readonly runId: number },
): Promise<Nothing> {
  if (subject.kind === 'pull-request' && !isAffected) return await unaffected(step, subject);
  throw missingEvidence(step.model.name, await findFailureOfRun(step, runId));
}

async function unaffected(step: EvaluateStep, pull: PullRequestSubject): Promise<Nothing> {
  const tables = await uncountedTablesOf(step, pull);
  if (!pull.isReadOnly) {
    const description = describeUnaffected(step.model.name, tables);
    await setStatus(step, pull, { state: 'success', description });
    await sayUnaffected(step, pull, { protection: await protectionOf(step, pull), tables });
  }
  const reason = `unaffected: the pull request changes no input of ${step.model.name}`;
  const uncounted = tables.length === 0 ? '' : `; ${tables.join(', ')} changed and counts as no input`;
  return nothingToEvaluate(step, 'unaffected', reason + uncounted);
}

export function nothingToEvaluate({ model }: EvaluateStep, kind: Nothing['kind'], reason: string): Nothing {
  return { kind, model: model.name, reason };
}
