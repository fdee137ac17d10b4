/** Moves of a stage on request: to a version that is named, or back to the one before. */
import { fetchVersion } from '../../../src/shared/usecases/released-version.ts';
import { ConflictError, InputError } from '../../../src/shared/domain/kernel/errors.ts';
import { findAssignment } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { listStageMoves, previousAssignment } from '../../../src/shared/domain/registry/stage-history.ts';
import { readTagHistory } from '../../../src/shared/domain/registry/tag-history.ts';
import type { StageOperation } from '../../../src/shared/domain/registry/tag-message.ts';
import { listVersions, type RegisteredVersion } from '../../../src/shared/domain/registry/versions.ts';
import type { Tag } from '../../../src/shared/domain/kernel/platform.ts';
import { enterLedger } from './enter-ledger.ts';
import { stageStateOf, moveStage } from './move-stage.ts';
import type { Assigned } from '../outcome.ts';
import { attemptUrlOf, isSameRun } from '../../../src/shared/domain/kernel/origin.ts';
import type { RegisterStep } from '../ports.ts';

/** @throws InputError for a version that is not registered; ConflictError NOT_PUBLISHED. */
export async function promote(step: RegisterStep): Promise<Assigned> {
  const tags = await step.ports.tags.ofModel(step.model.name);
  const version = findVersion(step, tags, step.inputs.version ?? '');
  return await assignStage(step, version, 'promote');
}

/** @throws ConflictError when the stage had no version before. */
export async function rollback(step: RegisterStep): Promise<Assigned> {
  const { inputs } = step;
  const tags = await step.ports.tags.ofModel(step.model.name);
  const own = findOwnRollback(step, tags);
  const version =
    own ??
    (inputs.version === undefined ? versionBefore(step, tags) : findVersion(step, tags, inputs.version));
  return await assignStage(step, version, 'rollback');
}

/** A re-run of a job that has rolled back must not roll back once more. */
function findOwnRollback(step: RegisterStep, tags: readonly Tag[]): RegisteredVersion | undefined {
  const { model } = step;
  const stage = stageOf(step);
  const assigned = findAssignment(readTagHistory(model.name, tags), stage)?.version.commit;
  const state = assigned === undefined ? undefined : stageStateOf(step, tags, { stage, commit: assigned });
  const isOwn = state?.operation === 'rollback' && isSameRun(state.movedBy, attemptUrlOf(step.context));
  return isOwn ? listVersions(model.name, tags).find(({ commit }) => commit === assigned) : undefined;
}

function versionBefore(step: RegisterStep, tags: readonly Tag[]): RegisteredVersion {
  const { model } = step;
  const stage = stageOf(step);
  const before = previousAssignment(listStageMoves(model.name, stage, tags));
  if (before?.version !== undefined) return findVersion(step, tags, before.version);
  throw new ConflictError(
    'NOT_PUBLISHED',
    `${stage} of ${model.name}: expected a version before the assigned one, got none`,
    {
      hint: 'name a version with the input `version`',
    },
  );
}

export function findVersion(
  { model }: RegisterStep,
  tags: readonly Tag[],
  version: string,
): RegisteredVersion {
  const versions = listVersions(model.name, tags);
  const found = versions.find((candidate) => candidate.version === version);
  if (found !== undefined) return found;
  const known = versions.slice(0, 5).map((candidate) => candidate.version);
  throw new InputError(
    'INPUT_INVALID',
    `input "version": expected a registered version of ${model.name}, got ${version}`,
    { hint: known.length === 0 ? 'no version is registered yet' : `the newest are ${known.join(', ')}` },
  );
}

export function stageOf({ inputs, model }: RegisterStep): string {
  return inputs.stage ?? model.config.stage;
}

async function assignStage(
  step: RegisterStep,
  registered: RegisteredVersion,
  operation: StageOperation,
): Promise<Assigned> {
  const { version, tag, commit } = registered;
  const { document, release } = await fetchVersion(
    step.ports,
    registered,
    await step.ports.scratch('version'),
  );
  const { state, moved } = await moveStage(step, {
    stage: stageOf(step),
    version,
    commit,
    operation,
    checkAssigned: () => undefined,
  });
  await enterLedger(step);
  return { kind: 'assigned', operation, document, tag, releaseUrl: release.url, stage: state, moved };
}
