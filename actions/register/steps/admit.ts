/** The conditions under which an evaluated model becomes a version; each has an error code of its own. */
import { findChangedInputs } from '../../../src/shared/usecases/find-changed-inputs.ts';
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { describeObstacle } from '../../../src/shared/domain/report/admission-text.ts';
import { decideAdmission } from '../../../src/shared/domain/supply-chain/decide-admission.ts';
import { readApproval, requireWriter } from './approval.ts';
import { confirmEvaluation, type ConfirmedEvaluation } from './confirm-evaluation.ts';
import type { EvaluatedEvidence } from './open-evidence.ts';
import type { RegisterStep } from '../ports.ts';

export interface Admitted {
  readonly confirmed: ConfirmedEvaluation;
  readonly approval: ModelVersion['approval'];
  readonly overrides: ModelVersion['overrides'];
}

const MAX_LISTED = 5;

/** @throws ConflictError EVIDENCE_STALE when the merged tree would train another model (docs/lifecycle.md#stale-evidence). */
export async function requireFresh(step: RegisterStep, { run }: EvaluatedEvidence): Promise<void> {
  const stale = await findChangedInputs(step.ports.checkout, step.model, run);
  if (stale.length === 0) return;
  throw new ConflictError(
    'EVIDENCE_STALE',
    `inputs of ${step.model.name}: expected those that were trained on at ${run.source.commit.slice(0, 12)}, got others: ${list(stale)}`,
    { hint: 'another change was merged in the meantime: train again on the merged code' },
  );
}

/** @throws ConflictError NOT_PASSED, or CHAMPION_MOVED when it did not pass against the current champion (docs/lifecycle.md#the-champion-changed). */
export async function admit(step: RegisterStep, evidence: EvaluatedEvidence): Promise<Admitted> {
  const { inputs, model, context } = step;
  const confirmed = await confirmEvaluation(step, evidence);
  const approval = await readApproval(step, evidence);
  const required = approval.kind === 'pull-request' ? model.config.approvals : 0;
  const { admitted, obstacles, overridden } = decideAdmission({
    evaluation: confirmed.decisive,
    overrides: inputs.overrides,
    approvals: { required, reviewers: approval.reviewers },
  });
  if (!admitted) {
    const reasons = obstacles.map((obstacle) => describeObstacle(obstacle, confirmed.decisive));
    throw refusal(evidence, confirmed, reasons);
  }
  if (overridden.length > 0) await requireWriter(step, 'override');
  const reason = inputs.overrideReason ?? '';
  return { confirmed, approval, overrides: overridden.map((what) => ({ what, by: context.actor, reason })) };
}

function refusal(
  { evaluation }: EvaluatedEvidence,
  { championChanged, champion, reevaluation, decisive }: ConfirmedEvaluation,
  reasons: readonly string[],
): ConflictError {
  const why = reasons.join('; ');
  if (!championChanged || evaluation.verdict !== 'pass') {
    const gate = reevaluation === undefined ? '' : ' by the current gate';
    return new ConflictError('NOT_PASSED', `evaluation${gate}: expected pass, got: ${why}`, {
      hint: 'improve the model in a new pull request, or override a rule by name with the input `override`',
    });
  }
  const compared = evaluation.champion?.tag ?? 'no version';
  const without =
    decisive.champion?.evidence === 'none' ? ', whose release stores no predictions of the same rows' : '';
  return new ConflictError(
    'CHAMPION_MOVED',
    `champion: expected ${compared}, with which the model was compared, got ${champion?.tag ?? 'none'}${without}; evaluated again: ${why}`,
    { hint: 'train again, so that both are compared on the same rows' },
  );
}

function list(lines: readonly string[]): string {
  const more = lines.length > MAX_LISTED ? `, and ${lines.length - MAX_LISTED} more` : '';
  return lines.slice(0, MAX_LISTED).join(', ') + more;
}
