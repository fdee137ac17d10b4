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
  type TagEvent,
  type TagHistory,
  type VersionHistory,
} from './tag-history.ts';
import { readTagMessage } from './tag-message.ts';
import { parseTagName } from './tag-name.ts';
import { listVersions } from './versions.ts';

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

/** The version that a new one is compared with: it was assigned to the stage last. */
export interface Champion extends ResolvedStage {
  /** Undefined while it has the stage. */
  readonly withdrawnBy: Withdrawal | undefined;
}

export interface Withdrawal {
  /**
   * The tag that took the stage, the registration or the whole model away, or gave the stage to an older version without
   * register.
   */
  readonly tag: string;
  /** The greatest other version that register can promote instead; undefined where there is none. */
  readonly otherVersion: string | undefined;
}

/**
 * The newest commit whose merge its registration looked at: what came after it rode in with the code, and no one was asked.
 * Older tags say the commit of the code alone; a tag with a commit of its own has it as its parent.
 */
export function mergedUntil({ tag, message, commit }: ResolvedStage): {
  readonly tag: string;
  readonly commit: string;
} {
  const { merged, commit: code } = readTagMessage(message);
  return { tag, commit: merged ?? code ?? commit };
}

/**
 * @returns undefined when the stage is empty.
 * @throws DataError when the tags do not say which version it is: the commit holds none, or more than one.
 */
export function resolveStage({ model, stage, tags }: StageQuery): ResolvedStage | undefined {
  const history = readTagHistory(model, tags);
  return resolve(history, stage, findAssignment(history, stage));
}

/** What a new version replaces: its registration ends the deprecation of the model. @throws as `resolveStage`. */
export function resolveReplaced({ model, stage, tags }: StageQuery): ResolvedStage | undefined {
  const lasting = tags.filter(({ name }) => parseTagName(name)?.kind !== 'deprecation');
  return resolveStage({ model, stage, tags: lasting });
}

/**
 * The version that was assigned to the stage last. It stays the one to compare with when a tag empties the stage, or
 * leaves it to an older version: whoever may push a tag would choose a weaker champion. An assignment ends that.
 * @returns undefined when no version was ever assigned. @throws as `resolveStage`.
 */
export function resolveChampion({ model, stage, tags }: StageQuery): Champion | undefined {
  const history = readTagHistory(model, tags);
  const now = findAssignment(history, stage);
  const backward = listBackward(history, stage);
  const last = findLatest(
    history,
    { stage, ignored: backward },
    ({ version }) => version.version !== undefined,
  );
  // A stage tag on a commit without a version says that the tags have to be put in order first.
  const isNameless = now !== undefined && now.version.version === undefined;
  if (last === undefined || isNameless || now?.stageTag === last.stageTag) {
    const assigned = resolve(history, stage, now);
    return assigned && { ...assigned, withdrawnBy: undefined };
  }
  const champion = resolve(history, stage, last);
  const isMovedBack = now !== undefined && backward.has(now.stageTag);
  const tag = isMovedBack ? now.stageTag : findWithdrawal(history, stage, last.version);
  if (champion === undefined || tag === undefined) return champion && { ...champion, withdrawnBy: undefined };
  const otherVersion = isMovedBack
    ? now.version.version
    : listVersions(model, tags).find(({ version }) => version !== champion.version)?.version;
  return { ...champion, withdrawnBy: { tag, otherVersion } };
}

/**
 * Tags that give the stage to a version that was registered before the one to compare with, and that register did not
 * make: such a tag deploys, and chooses no weaker champion. Who promotes or rolls back with register decides both.
 */
function listBackward(history: TagHistory, stage: string): ReadonlySet<string> {
  const assignments = history.versions
    .flatMap((version) => version.assignments.map((event) => ({ event, version })))
    .filter(({ event, version }) => event.stage === stage && version.version !== undefined)
    .sort((left, right) => left.event.atSeconds - right.event.atSeconds);
  const backward = new Set<string>();
  let registeredAtSeconds = -Infinity;
  for (const { event, version } of assignments) {
    const atSeconds = version.registrations[0]?.atSeconds ?? -Infinity;
    if (atSeconds < registeredAtSeconds && !isByRegister(event)) backward.add(event.tag);
    else registeredAtSeconds = atSeconds;
  }
  return backward;
}

/** Anybody who may push tags can write that too: then the message names a run that says otherwise. */
function isByRegister({ message }: TagEvent): boolean {
  const { operation, run } = readTagMessage(message);
  return operation !== undefined && run !== undefined;
}

/** The latest event that ends an assignment. */
function findWithdrawal(history: TagHistory, stage: string, version: VersionHistory): string | undefined {
  const ending = [
    ...version.unassignments.filter((event) => event.stage === stage),
    ...version.deregistrations,
    ...(isDeprecated(history) ? history.events.slice(-1) : []),
  ];
  return ending.sort((left, right) => left.atSeconds - right.atSeconds).at(-1)?.tag;
}

function resolve(
  history: TagHistory,
  stage: string,
  assigned: StageAssignment | undefined,
): ResolvedStage | undefined {
  if (assigned === undefined) return undefined;
  const { model } = history;
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
  return findLatest(history, { stage }, ({ version, atSeconds }) => {
    const unassigned = version.unassignments.findLast((event) => event.stage === stage);
    return isActive(version) && (unassigned?.atSeconds ?? -Infinity) < atSeconds;
  });
}

interface Candidate extends StageAssignment {
  readonly atSeconds: number;
}

interface LatestQuery {
  readonly stage: string;
  /** Names of stage tags that do not count. */
  readonly ignored?: ReadonlySet<string>;
}

function findLatest(
  history: TagHistory,
  { stage, ignored }: LatestQuery,
  counts: (candidate: Candidate) => boolean,
): StageAssignment | undefined {
  const candidates = history.versions.flatMap((version, index) => {
    const assigned = version.assignments.findLast(
      (event) => event.stage === stage && ignored?.has(event.tag) !== true,
    );
    if (assigned === undefined || !counts({ version, stageTag: assigned.tag, atSeconds: assigned.atSeconds }))
      return [];
    const createdAtSeconds = version.registrations.at(-1)?.atSeconds ?? assigned.atSeconds;
    return [{ version, stageTag: assigned.tag, atSeconds: assigned.atSeconds, createdAtSeconds, index }];
  });
  // In one second the version that was registered first wins: GTO's order of versions, reversed.
  const [winner] = candidates.sort(
    (left, right) =>
      right.atSeconds - left.atSeconds ||
      left.createdAtSeconds - right.createdAtSeconds ||
      left.index - right.index,
  );
  return winner;
}
