/** The moves of one stage, and which version a rollback returns to. */
import type { Tag } from '../kernel/platform.ts';
import { readTagHistory, versionsOn, type TagEvent } from './tag-history.ts';
import { readTagMessage } from './tag-message.ts';

export interface StageMove {
  readonly kind: 'assignment' | 'unassignment';
  /** Without the `v`; undefined when the commit holds no version. */
  readonly version: string | undefined;
  readonly commit: string;
  readonly tag: string;
  /** Unix time of the tagger date, in seconds. */
  readonly atSeconds: number;
  /** Whether register made it as a rollback. */
  readonly rollback: boolean;
  /** Address of the run that made it; undefined where the tag does not say it. */
  readonly run: string | undefined;
}

/** Oldest first. */
export function listStageMoves(model: string, stage: string, tags: readonly Tag[]): readonly StageMove[] {
  const history = readTagHistory(model, tags);
  return history.events
    .filter((event): event is TagEvent & { kind: StageMove['kind'] } => event.stage === stage)
    .map(({ kind, commit, tag, atSeconds, message }) => {
      const { operation, run } = readTagMessage(message);
      const version = versionsOn(history, commit).at(-1)?.version;
      return { kind, version, commit, tag, atSeconds, rollback: operation === 'rollback', run };
    });
}

/**
 * The version before the one that is assigned to the stage now. A rollback takes its predecessor off
 * the pile, so a second rollback goes further back instead of forward again.
 */
export function previousAssignment(moves: readonly StageMove[]): StageMove | undefined {
  const pile: StageMove[] = [];
  for (const move of moves) {
    if (move.kind === 'unassignment') continue;
    const below = move.rollback ? pile.findLastIndex(({ commit }) => commit === move.commit) : -1;
    if (below !== -1) pile.length = below;
    if (pile.at(-1)?.commit !== move.commit) pile.push(move);
  }
  return pile.at(-2);
}

/** The version that was assigned to the stage before this tag moved it. */
export function versionBefore(
  model: string,
  tags: readonly Tag[],
  { stage = '', tag, commit }: Pick<TagEvent, 'stage' | 'tag' | 'commit'>,
): string | undefined {
  const moves = listStageMoves(model, stage, tags);
  const since = moves.findIndex((move) => move.tag === tag);
  const before = moves.slice(0, since).findLast((move) => move.commit !== commit);
  return before?.kind === 'assignment' ? before.version : undefined;
}
