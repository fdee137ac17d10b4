/** Moves of a stage on request: to a version that is named, or back to the one before. */
import { fetchVersion } from '../../../src/shared/usecases/released-version.ts';
import { ConflictError, InputError } from '../../../src/shared/domain/kernel/errors.ts';
import { findAssignment, resolveStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import {
  listStageMoves,
  previousAssignment,
  type StageMove,
} from '../../../src/shared/domain/registry/stage-history.ts';
import { readTagHistory } from '../../../src/shared/domain/registry/tag-history.ts';
import type { StageOperation } from '../../../src/shared/domain/registry/tag-message.ts';
import { requireInUse } from '../../../src/shared/domain/registry/version-status.ts';
import { listVersions, type RegisteredVersion } from '../../../src/shared/domain/registry/versions.ts';
import type { Tag } from '../../../src/shared/domain/kernel/platform.ts';
import { enterLedger } from './enter-ledger.ts';
import { stageStateOf, moveStage } from './move-stage.ts';
import type { Assigned, Nothing } from '../outcome.ts';
import { attemptUrlOf, isSameRun } from '../../../src/shared/domain/kernel/origin.ts';
import type { RegisterStep } from '../ports.ts';

/** @throws InputError for a version that is not registered; ConflictError NOT_PUBLISHED. */
export async function promote(step: RegisterStep): Promise<Assigned | Nothing> {
  const tags = await step.ports.tags.ofModel(step.model.name);
  const version = findVersion(step, tags, step.inputs.version ?? '');
  const own = findOwnMove(step, tags, (move) => !move.rollback && move.commit === version.commit);
  return own === undefined
    ? await assignStage(step, version, 'promote')
    : await keepStage(step, tags, { own, operation: 'promote' });
}

/** @throws ConflictError when the stage had no version before. */
export async function rollback(step: RegisterStep): Promise<Assigned | Nothing> {
  const { inputs, model } = step;
  const tags = await step.ports.tags.ofModel(model.name);
  const own = findOwnMove(step, tags, (move) => move.rollback);
  if (own !== undefined) return await keepStage(step, tags, { own, operation: 'rollback' });
  const version =
    inputs.version === undefined ? versionBefore(step, tags) : findVersion(step, tags, inputs.version);
  return await assignStage(step, version, 'rollback');
}

/** What an earlier attempt of this run did: a run moves a stage once (docs/lifecycle.md#promote-roll-back-resolve). */
function findOwnMove(
  step: RegisterStep,
  tags: readonly Tag[],
  isSameMove: (move: StageMove) => boolean,
): StageMove | undefined {
  const attemptUrl = attemptUrlOf(step.context);
  return listStageMoves(step.model.name, stageOf(step), tags).findLast(
    (move) => move.kind === 'assignment' && isSameRun(move.run, attemptUrl) && isSameMove(move),
  );
}

interface OwnMove {
  readonly own: StageMove;
  readonly operation: StageOperation;
}

/** Moves nothing, and finishes what the earlier attempt may not have: its ledger entry and its outputs. */
async function keepStage(
  step: RegisterStep,
  tags: readonly Tag[],
  { own, operation }: OwnMove,
): Promise<Assigned | Nothing> {
  const state = stageStateOf(step, tags, { stage: stageOf(step), commit: own.commit });
  const version = listVersions(step.model.name, tags).find(({ commit }) => commit === own.commit);
  if (state === undefined || version === undefined) return await leaveStage(step, tags, own);
  return await assignPublished(step, version, {
    operation,
    move: () => Promise.resolve({ state, moved: false }),
  });
}

/** Somebody has moved the stage since: that is newer than what this run was started for. */
async function leaveStage(step: RegisterStep, tags: readonly Tag[], own: StageMove): Promise<Nothing> {
  const { model } = step;
  const stage = stageOf(step);
  const now = findAssignment(readTagHistory(model.name, tags), stage)?.version.version;
  await enterLedger(step);
  const moved = `this run assigned ${own.version ?? own.commit} of ${model.name} to ${stage} before (${own.tag})`;
  const since = now === undefined ? 'the stage was emptied' : `${now} is assigned to it`;
  const reason = `${moved}, and ${since} since; a run moves a stage once, so start a new run to move it again`;
  return { kind: 'nothing', model: model.name, reason, warning: undefined };
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

/** The version that is named, else that of the stage. @returns undefined where the stage is empty. */
export function findAsked(
  step: RegisterStep,
  tags: readonly Tag[],
  stage: string,
): RegisteredVersion | undefined {
  const { inputs, model } = step;
  if (inputs.version !== undefined) return findVersion(step, tags, inputs.version);
  return resolveStage({ model: model.name, stage, tags });
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
  const { version, commit } = registered;
  const warning = requireInUse(step.model.name, await step.ports.tags.known(step.model.name), registered);
  if (warning !== undefined) step.ports.log.warning(warning);
  const request = { stage: stageOf(step), version, commit, operation, checkAssigned: () => undefined };
  return await assignPublished(step, registered, { operation, move: () => moveStage(step, request) });
}

interface Assignment {
  readonly operation: StageOperation;
  readonly move: () => ReturnType<typeof moveStage>;
}

/** The release is read first: a version that was not published takes no stage. */
async function assignPublished(
  step: RegisterStep,
  registered: RegisteredVersion,
  { operation, move }: Assignment,
): Promise<Assigned> {
  const files = await step.ports.scratch('version');
  const { document, release } = await fetchVersion(step.ports, registered, files);
  const { state, moved } = await move();
  await enterLedger(step);
  const { tag } = registered;
  return {
    ...{ kind: 'assigned', operation, document, tag, releaseUrl: release.url },
    ...{ stage: state, moved, folder: undefined },
  };
}
