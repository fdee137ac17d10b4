/** The one tag that gives a stage to a version. */
import { stageTag } from '../kernel/names.ts';
import type { Tag } from '../kernel/platform.ts';
import { parseTagName } from './tag-name.ts';
import { chooseFree, isCountable, listUncounted, type TagObstacle } from './tag-obstacles.ts';
import { nextTagTime } from './tag-time.ts';

export interface StageMoveRequest {
  readonly model: string;
  readonly stage: string;
  readonly tags: readonly Tag[];
  /** The commit that the version's tag leads to. */
  readonly commit: string;
  readonly now: Date;
}

export interface StageMovePlan {
  readonly tag: string;
  readonly commit: string;
  /** RFC 3339, in whole seconds, later than every tag of the model. */
  readonly taggedAt: string;
  /** Tags that are in the way, and skipped. */
  readonly obstacles: readonly TagObstacle[];
}

/** The counter runs over all stages of the model, as GTO's own does, so that both can work on one repository. */
export function planStageMove(request: StageMoveRequest): StageMovePlan {
  const { model, stage, tags, commit, now } = request;
  const { chosen, obstacles } = chooseFree(tags, {
    first: greatestCounter(model, tags) + 1n,
    next: (counter) => counter + 1n,
    nameOf: (counter) => stageTag(model, stage, counter),
  });
  return {
    tag: stageTag(model, stage, chosen),
    commit,
    taggedAt: nextTagTime(model, tags, now),
    obstacles: [...obstacles, ...listUncounted(model, tags)],
  };
}

/** By names alone, so that a lightweight tag is counted too. */
function greatestCounter(model: string, tags: readonly Tag[]): bigint {
  const names = tags.map(({ name }) => parseTagName(name)).filter((name) => name?.model === model);
  const counters = names.map((name) => name?.counter ?? 0n).filter(isCountable);
  return counters.reduce((greatest, other) => (other > greatest ? other : greatest), 0n);
}
