/**
 * Whether a version is deprecated or archived: by two stages of GTO's grammar that no version is served from. A mark ends
 * with the tag that takes its stage away; an archived version that is given a real stage later is in use again, so it is
 * archived no more, whichever of the two tags came from where.
 */
import type { VersionHistory } from './tag-history.ts';

const versionMarks = ['archived', 'deprecated'] as const;
export type VersionMark = (typeof versionMarks)[number];
export type VersionStatus = VersionMark | 'active';

/** Whether the name of a stage is one of the two marks. */
export function isVersionMark(stage: string): stage is VersionMark {
  return versionMarks.some((mark) => mark === stage);
}

/** An archived version that is deprecated too is archived. */
export function statusOf(version: VersionHistory): VersionStatus {
  return versionMarks.find((mark) => isMarked(version, mark)) ?? 'active';
}

function isMarked({ assignments, unassignments }: VersionHistory, mark: VersionMark): boolean {
  const last = (events: VersionHistory['assignments'], isEnd: (stage: string) => boolean): number =>
    events.findLast(({ stage = '' }) => isEnd(stage))?.atSeconds ?? -Infinity;
  const marked = last(assignments, (stage) => stage === mark);
  const ended = last(unassignments, (stage) => stage === mark);
  const used = mark === 'archived' ? last(assignments, (stage) => !isVersionMark(stage)) : -Infinity;
  return marked > Math.max(ended, used);
}
