/**
 * Which version is assigned to a stage, by the tags alone: what `gto show` 1.10.1 prints for it, ties included. GTO
 * may assign several versions to a stage; the one that was assigned last counts.
 */
import { DataError } from '../kernel/errors.ts';
import type { Tag } from '../kernel/platform.ts';
import {
  isActive,
  isDeprecated,
  readTagHistory,
  versionsOn,
  type TagHistory,
  type VersionHistory,
} from './tag-history.ts';

export interface StageQuery {
  readonly model: string;
  readonly stage: string;
  /** All tags of the repository, or only those that begin with the model's name. */
  readonly tags: readonly Tag[];
}

export interface ResolvedStage {
  /** Without the `v`. */
  readonly version: string;
  /** The tag that registered the version. */
  readonly tag: string;
  /** Of that tag. */
  readonly message: string;
  /** The commit that both tags lead to. */
  readonly commit: string;
  /** The tag that gave the version its stage. */
  readonly stageTag: string;
}

export interface StageAssignment {
  /** Undefined when the stage was given to a commit that holds no version. */
  readonly version: VersionHistory;
  readonly stageTag: string;
}

/**
 * @returns undefined when the stage is empty.
 * @throws DataError when the tags do not say which version it is: the commit holds none, or more than one.
 */
export function resolveStage({ model, stage, tags }: StageQuery): ResolvedStage | undefined {
  const history = readTagHistory(model, tags);
  const assigned = findAssignment(history, stage);
  if (assigned === undefined) return undefined;
  const { commit } = assigned.version;
  const named = versionsOn(history, commit);
  const [only] = named;
  const registration = only?.registrations.at(-1);
  if (only?.version !== undefined && named.length === 1 && registration !== undefined) {
    const { tag, message } = registration;
    return { version: only.version, tag, message, commit, stageTag: assigned.stageTag };
  }
  const found = named.map((other) => `v${other.version ?? ''}`).join(' and ') || 'none';
  throw new DataError(
    'DATA_INVALID',
    `tag ${JSON.stringify(assigned.stageTag)}: expected one version of ${model} on commit ${commit}, got ${found}`,
    {
      hint: `give ${stage} to a registered version: run register with \`operation: promote\`; or delete the tag`,
    },
  );
}

/** The version that `stage` is assigned to now: what a new assignment would replace. */
export function findAssignment(history: TagHistory, stage: string): StageAssignment | undefined {
  if (isDeprecated(history)) return undefined;
  const candidates = history.versions.flatMap((version, index) => {
    const assigned = version.assignments.findLast((event) => event.stage === stage);
    const unassigned = version.unassignments.findLast((event) => event.stage === stage);
    if (
      assigned === undefined ||
      !isActive(version) ||
      (unassigned?.atSeconds ?? -Infinity) >= assigned.atSeconds
    )
      return [];
    const createdAt = version.registrations.at(-1)?.atSeconds ?? assigned.atSeconds;
    return [{ version, stageTag: assigned.tag, at: assigned.atSeconds, createdAt, index }];
  });
  // In one second the version that was registered first wins: GTO's order of versions, reversed.
  const [winner] = candidates.sort(
    (left, right) => right.at - left.at || left.createdAt - right.createdAt || left.index - right.index,
  );
  return winner;
}
