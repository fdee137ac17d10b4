/** The one tag that gives a stage to a version. */
import { stageTag } from '../kernel/names.ts';
import type { Tag } from '../kernel/platform.ts';
import { readTagHistory } from './tag-history.ts';
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
}

/** The counter runs over all stages of the model, as GTO's own does, so that both can work on one repository. */
export function planStageMove(request: StageMoveRequest): StageMovePlan {
  const { model, stage, tags, commit, now } = request;
  const counters = readTagHistory(model, tags).events.map(({ counter }) => counter ?? 0);
  const counter = counters.reduce((greatest, other) => Math.max(greatest, other), 0) + 1;
  return { tag: stageTag(model, stage, counter), commit, taggedAt: nextTagTime(model, tags, now) };
}
