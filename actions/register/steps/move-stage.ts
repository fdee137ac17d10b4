/**
 * A move of a stage creates one more tag. Its counter is the compare-and-swap: a run that loses the claim reads the
 * assigned version again before it tries the next number.
 */
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { versionBefore } from '../../../src/shared/domain/registry/stage-history.ts';
import { findAssignment, resolveChampion } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { readTagHistory } from '../../../src/shared/domain/registry/tag-history.ts';
import { readTagMessage, type StageOperation } from '../../../src/shared/domain/registry/tag-message.ts';
import type { Tag } from '../../../src/shared/domain/kernel/platform.ts';
import type { StageState } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';
import { claimStageTag } from './claim-stage-tag.ts';
import { awaitOtherTag, MAX_CLAIMS } from './lost-claim.ts';

export interface GuardedStageMove {
  readonly stage: string;
  readonly version: string;
  /** The commit that the version's tag leads to. */
  readonly commit: string;
  readonly operation: StageOperation;
  /** Throws when the stage may not be moved away from the commit that it is assigned to. */
  readonly checkAssigned: (commit: string | undefined) => void;
}

/** Does nothing when the version is assigned already. @throws what `checkAssigned` throws; ConflictError. */
export async function moveStage(
  step: RegisterStep,
  request: GuardedStageMove,
): Promise<{ readonly state: StageState; readonly moved: boolean }> {
  const { model, ports } = step;
  const { stage, commit, version, operation } = request;
  for (let attempt = 1; attempt <= MAX_CLAIMS; attempt += 1) {
    const tags = await step.ports.tags.ofModel(step.model.name);
    const current = stageStateOf(step, tags, { stage, commit });
    // An older version that has the stage because a tag withdrew a newer one is not the version to compare with yet.
    const isWithdrawn = resolveChampion({ model: model.name, stage, tags })?.withdrawnBy !== undefined;
    if (current !== undefined && !isWithdrawn) return { state: current, moved: false };
    request.checkAssigned(findAssignment(readTagHistory(model.name, tags), stage)?.version.commit);
    const title = `Assign ${model.name} v${version} to ${stage}`;
    const tag = await claimStageTag(step, tags, { stage, commit, says: { title, operation } });
    if (tag !== undefined) {
      const state = stageStateOf(step, [...tags, tag], { stage, commit });
      if (state !== undefined) return { state, moved: true };
    }
    await awaitOtherTag(ports.clock);
  }
  throw new ConflictError('CHAMPION_MOVED', `${stage}: expected to move it, lost ${MAX_CLAIMS} times`, {
    hint: 'run the job again',
  });
}

export interface StagePlace {
  readonly stage: string;
  readonly commit: string;
}

/** The state of the stage when it is assigned to the version at `commit`; undefined when it is not. */
export function stageStateOf(
  { model }: Pick<RegisterStep, 'model'>,
  tags: readonly Tag[],
  { stage, commit }: StagePlace,
): StageState | undefined {
  const assigned = findAssignment(readTagHistory(model.name, tags), stage);
  const tag = tags.find(({ name }) => name === assigned?.stageTag);
  if (assigned?.version.commit !== commit || tag === undefined) return undefined;
  const { run: movedBy, operation = 'promote' } = readTagMessage(tag.message);
  return {
    name: stage,
    tag: tag.name,
    operation,
    movedBy,
    previous: versionBefore(model.name, tags, { stage, tag: tag.name, commit }),
  };
}
