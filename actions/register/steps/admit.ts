/** Everything that must hold before a judged model becomes a version; each "no" has its own code. */
import { findChangedInputs } from '../../../src/shared/usecases/find-changed-inputs.ts';
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { decideAdmission } from '../../../src/shared/domain/supply-chain/decide-admission.ts';
import { readApproval, requireWriter } from './approval.ts';
import { evaluateNow, type Judgement } from './confirm-evaluation.ts';
import type { Evidence } from './open-evidence.ts';
import type { RegisterStep } from '../ports.ts';

export interface Admitted {
  readonly judgement: Judgement;
  readonly approval: ModelVersion['approval'];
  readonly overrides: ModelVersion['overrides'];
}

const MAX_LISTED = 5;

/** @throws ConflictError EVIDENCE_STALE when the merged tree would train another model (docs/lifecycle.md#stale-evidence). */
export async function requireFresh(step: RegisterStep, { run }: Evidence): Promise<void> {
  const stale = await findChangedInputs(step.ports.workspace, step.model, run.inputs);
  if (stale.length === 0) return;
  throw new ConflictError(
    'EVIDENCE_STALE',
    `inputs of ${step.model.name}: expected those that were tested at ${run.source.commit.slice(0, 12)}, got others: ${list(stale)}`,
    { hint: 'something else was merged meanwhile: train again on the merged code' },
  );
}

/** @throws ConflictError NOT_PASSED, or CHAMPION_MOVED when it did not pass against the champion of now (docs/lifecycle.md#the-champion-changed). */
export async function admit(step: RegisterStep, evidence: Evidence): Promise<Admitted> {
  const { inputs, model, context } = step;
  const judgement = await evaluateNow(step, evidence);
  const approval = await readApproval(step, evidence);
  const required = approval.kind === 'pull-request' ? model.config.approvals : 0;
  const { admitted, reasons, overridden } = decideAdmission({
    evaluation: judgement.decisive,
    overrides: inputs.overrides,
    approvals: { required, reviewers: approval.reviewers },
  });
  if (!admitted) throw refusal(evidence, judgement, reasons);
  if (overridden.length > 0) await requireWriter(step, 'override');
  const reason = inputs.overrideReason ?? '';
  return { judgement, approval, overrides: overridden.map((what) => ({ what, by: context.actor, reason })) };
}

function refusal(
  { evaluation }: Evidence,
  { championMoved, assigned, again, decisive }: Judgement,
  reasons: readonly string[],
): ConflictError {
  const why = reasons.join('; ');
  if (!championMoved || evaluation.verdict !== 'pass') {
    const gate = again === undefined ? '' : ' by the gate of now';
    return new ConflictError('NOT_PASSED', `judged${gate}: expected a pass, got: ${why}`, {
      hint: 'improve the model in a new pull request, or override a rule by name with the input `override`',
    });
  }
  const judged = evaluation.champion?.tag ?? 'no version';
  const without =
    decisive.champion?.evidence === 'none' ? ', whose release stores no predictions of the same rows' : '';
  return new ConflictError(
    'CHAMPION_MOVED',
    `champion: expected ${judged}, with which the model was compared, got ${assigned?.tag ?? 'none'}${without}; judged again: ${why}`,
    { hint: 'train again, so that both are compared on the same rows' },
  );
}

function list(lines: readonly string[]): string {
  const more = lines.length > MAX_LISTED ? `, and ${lines.length - MAX_LISTED} more` : '';
  return lines.slice(0, MAX_LISTED).join(', ') + more;
}
