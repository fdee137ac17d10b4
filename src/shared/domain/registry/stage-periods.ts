/**
 * Which version had a stage, from when to when, by the tags alone: at each moment the one that the tags up to then
 * assign to it. A tag that was deleted since is not seen, and the date of a tag is what its author says.
 */
import type { Tag } from '../kernel/platform.ts';
import { findAssignment } from './resolve-stage.ts';
import { readTagEvents, toHistory, versionsOn, type TagEvent } from './tag-history.ts';
import { readTagMessage, type StageOperation } from './tag-message.ts';

export interface StagePeriod {
  /** Without the `v`; undefined where the commit holds no version. */
  readonly version: string | undefined;
  readonly commit: string;
  /** The tag that gave the stage. */
  readonly stageTag: string;
  /** Unix time of its beginning, in seconds. */
  readonly fromSeconds: number;
  /** The first second after it; undefined while it lasts. */
  readonly toSeconds: number | undefined;
  /** How register gave the stage; undefined where the tag does not say it. */
  readonly operation: StageOperation | undefined;
  /** Address of the run that gave it. */
  readonly run: string | undefined;
}

/**
 * Oldest first; between two of them the stage was empty, or one begins where the other ends.
 * O(T log T + M²) for T tags of a model, of which M matter to the stage.
 */
export function listStagePeriods(model: string, stage: string, tags: readonly Tag[]): readonly StagePeriod[] {
  const all = readTagEvents(model, tags);
  const events = eventsThatMatter(all, stage);
  const history = toHistory(model, all);
  const eventOf = new Map(events.map((event) => [event.tag, event]));
  const periods: StagePeriod[] = [];
  let open: StagePeriod | undefined;
  for (const [index, { atSeconds }] of events.entries()) {
    if (events[index + 1]?.atSeconds === atSeconds) continue;
    const found = findAssignment(toHistory(model, events.slice(0, index + 1)), stage);
    if (found?.stageTag === open?.stageTag) continue;
    if (open !== undefined) periods.push({ ...open, toSeconds: atSeconds });
    const event = found && eventOf.get(found.stageTag);
    open = event && {
      ...{ version: versionsOn(history, event.commit).at(-1)?.version, commit: event.commit },
      ...{ stageTag: event.tag, fromSeconds: atSeconds, toSeconds: undefined },
      ...originOf(event),
    };
  }
  return open === undefined ? periods : [...periods, open];
}

/** Those that had the stage at some second from `fromSeconds` up to, but without, `toSeconds`. */
export function periodsBetween(
  periods: readonly StagePeriod[],
  { fromSeconds, toSeconds }: { readonly fromSeconds: number; readonly toSeconds: number },
): readonly StagePeriod[] {
  return periods.filter(
    (period) => period.fromSeconds < toSeconds && (period.toSeconds ?? Infinity) > fromSeconds,
  );
}

/** Those of the stage, of the versions that ever had it, and what deprecates the model, prevents that or ends it. */
function eventsThatMatter(events: readonly TagEvent[], stage: string): readonly TagEvent[] {
  const commits = new Set(events.filter((event) => event.stage === stage).map(({ commit }) => commit));
  const deprecations = events.filter(({ kind }) => kind === 'deprecation');
  const deprecatedAt = new Set(deprecations.map(({ atSeconds }) => atSeconds));
  let before = -Infinity;
  return events.filter(({ atSeconds, commit, stage: own }, index) => {
    const previous = events[index - 1]?.atSeconds ?? -Infinity;
    if (previous < atSeconds) before = previous;
    const concernsDeprecation = deprecatedAt.has(atSeconds) || deprecatedAt.has(before);
    return own === stage || (own === undefined && commits.has(commit)) || concernsDeprecation;
  });
}

function originOf({ message }: TagEvent): Pick<StagePeriod, 'operation' | 'run'> {
  const { operation, run } = readTagMessage(message);
  return { operation, run };
}
