/** Which stage a new version is assigned to, and how to promote it when there is none (docs/lifecycle.md#which-stage-a-version-takes). */
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { planStageMove } from '../../../src/shared/domain/registry/plan-stage-move.ts';
import { protectedModel } from '../../../src/shared/domain/supply-chain/protection.ts';
import { listStageMoves } from '../../../src/shared/domain/registry/stage-history.ts';
import type { ClaimedVersion } from './claimed-version.ts';
import type { ConfirmedEvaluation } from './confirm-evaluation.ts';
import type { FoundEvidence } from './find-evidence.ts';
import type { RegisterStep } from '../ports.ts';

/** A retrained model waits for a person, unless the configuration says `promote: automatic`. */
export function stageToTake(
  { inputs, model }: RegisterStep,
  { subject, protection }: Pick<FoundEvidence, 'subject' | 'protection'>,
): string | undefined {
  if (subject.kind !== 'retraining') return inputs.stage;
  const { promote, stage } = protectedModel(model, protection).config;
  return promote === 'automatic' ? (inputs.stage ?? stage) : undefined;
}

/** Whether the version was assigned to the stage before: then a later run does not assign it again. */
export async function hadStage(step: RegisterStep, claim: ClaimedVersion, stage: string): Promise<boolean> {
  const moves = listStageMoves(step.model.name, stage, await step.ports.tags.known(step.model.name));
  return moves.some(({ kind, commit }) => kind === 'assignment' && commit === claim.commit);
}

/** The stage may be moved away from the version that the new one was compared with, and from no other. */
export function requireReplaced(
  { replaced }: ConfirmedEvaluation,
  stage: string,
): (commit: string | undefined) => void {
  return (commit) => {
    if (commit === replaced?.commit) return;
    throw new ConflictError(
      'CHAMPION_MOVED',
      `${stage}: expected ${replaced?.tag ?? 'an empty stage'}, which the new version was to replace, got another version`,
      { hint: 're-run the job: it compares with the version that is assigned now' },
    );
  };
}

/** The command that promotes, with git alone: it needs no workflow, and GTO reads the same tag. */
export async function promotionCommand(
  step: RegisterStep,
  { subject, protection }: Pick<FoundEvidence, 'subject' | 'protection'>,
  claim: ClaimedVersion,
): Promise<string | undefined> {
  const { model, ports } = step;
  const { promote, stage } = protectedModel(model, protection).config;
  if (subject.kind !== 'retraining' || promote === 'automatic') return undefined;
  if (await hadStage(step, claim, stage)) return undefined;
  const tags = await step.ports.tags.known(step.model.name);
  const { tag } = planStageMove({
    model: model.name,
    stage,
    tags,
    commit: claim.commit,
    now: ports.clock.now(),
  });
  return [
    `git fetch origin tag '${claim.tag}'`,
    `git tag -a '${tag}' '${claim.tag}^{}' -m 'Promote to ${stage}'`,
    `git push origin '${tag}'`,
  ].join(' && ');
}
