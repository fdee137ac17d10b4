/**
 * Whether a version is deprecated or archived: by two stages of GTO's grammar that no version is served from. A mark ends
 * with the tag that takes its stage away. An archive ends with a real stage that is given later, or in the same second, and
 * does not count while the version has one: of an archive and a promotion at once the promotion stays.
 */
import { InputError } from '../kernel/errors.ts';
import { parseName } from '../kernel/names.ts';
import type { Tag } from '../kernel/platform.ts';
import { findAssignment } from './resolve-stage.ts';
import { readTagHistory, type TagHistory, type VersionHistory } from './tag-history.ts';
import { readTagMessage } from './tag-message.ts';
import type { RegisteredVersion } from './versions.ts';

const versionMarks = ['archived', 'deprecated'] as const;
export type VersionMark = (typeof versionMarks)[number];
export type VersionStatus = VersionMark | 'active';

/** Whether the name of a stage is one of the two marks. */
export function isVersionMark(stage: string): stage is VersionMark {
  return versionMarks.some((mark) => mark === stage);
}

/** A stage that a version can be served from. @throws InputError for any other name. */
export function parseStage(text: string, where: string): string {
  const stage = parseName(text, where);
  if (!isVersionMark(stage)) return stage;
  throw new InputError('INPUT_INVALID', `${where}: expected the name of a stage, got "${stage}"`, {
    hint: 'it marks a version: run register with `operation: archive`, `deprecate` or `restore`',
  });
}

/** An archived version that is deprecated too is archived. @param hasStage whether it is assigned to a stage now. */
export function statusOf(version: VersionHistory, hasStage: boolean): VersionStatus {
  return listMarks(version).find((mark) => mark !== 'archived' || !hasStage) ?? 'active';
}

/** Both where there are both: `archived` first. */
export function listMarks(version: VersionHistory): readonly VersionMark[] {
  return versionMarks.filter((mark) => findMark(version, mark) !== undefined);
}

/**
 * Before a version takes a stage or is deployed.
 * @returns a warning about a deprecated version.
 * @throws InputError for an archived one.
 */
export function requireInUse(
  model: string,
  tags: readonly Tag[],
  found: Pick<RegisteredVersion, 'version' | 'commit' | 'tag'>,
): string | undefined {
  const { status, reason = 'no reason is given' } = describeVersionStatus(model, tags, found);
  if (status === 'active') return undefined;
  if (status === 'deprecated') return `${found.tag} is deprecated: ${reason}`;
  throw new InputError(
    'INPUT_INVALID',
    `${found.tag}: expected a version in use, got one that is archived: ${reason}`,
    { hint: 'run register with `operation: restore` first, or name another version' },
  );
}

/** What is said of the version that is registered so: its status, and the reason that its tag has. */
export function describeVersionStatus(
  model: string,
  tags: readonly Tag[],
  found: Pick<RegisteredVersion, 'version' | 'commit'>,
): { readonly status: VersionStatus; readonly reason: string | undefined } {
  const history = readTagHistory(model, tags);
  const version = findVersionHistory(history, found);
  const status = statusOf(version, stagesOfVersion(history, found).length > 0);
  const mark = status === 'active' ? undefined : findMark(version, status);
  return { status, reason: mark && readTagMessage(mark.message).reason };
}

export function findVersionHistory(
  { named }: TagHistory,
  { version, commit }: Pick<RegisteredVersion, 'version' | 'commit'>,
): VersionHistory {
  const found = named.get(commit)?.find((other) => other.version === version);
  if (found !== undefined) return found;
  throw new RangeError(`expected the history of version ${version} on ${commit}, got none`);
}

/** Stages that the version is assigned to now, without marks. */
export function stagesOfVersion(
  history: TagHistory,
  { commit }: Pick<RegisteredVersion, 'commit'>,
): readonly string[] {
  const stages = new Set(history.events.flatMap(({ stage }) => stage ?? []));
  return [...stages].filter(
    (stage) => !isVersionMark(stage) && findAssignment(history, stage)?.version.commit === commit,
  );
}

function findMark(
  { assignments, unassignments }: VersionHistory,
  mark: VersionMark,
): VersionHistory['assignments'][number] | undefined {
  const last = (
    events: VersionHistory['assignments'],
    isOf: (stage: string) => boolean,
  ): VersionHistory['assignments'][number] | undefined => events.findLast(({ stage = '' }) => isOf(stage));
  const marked = last(assignments, (stage) => stage === mark);
  const ended = last(unassignments, (stage) => stage === mark)?.atSeconds ?? -Infinity;
  const used = mark === 'archived' ? last(assignments, (stage) => !isVersionMark(stage)) : undefined;
  const isOver = (marked?.atSeconds ?? -Infinity) <= Math.max(ended, used?.atSeconds ?? -Infinity);
  return isOver ? undefined : marked;
}
