/** One more tag of a stage: its counter is the compare-and-swap, so of two runs one gets it. */
import type { NewTag, Tag } from '../../../src/shared/domain/kernel/platform.ts';
import { planStageMove } from '../../../src/shared/domain/registry/plan-stage-move.ts';
import { renderTagMessage, type TagMessage } from '../../../src/shared/domain/registry/tag-message.ts';
import { attemptUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import { describeTagObstacle } from '../../../src/shared/domain/report/tag-text.ts';
import type { RegisterStep } from '../ports.ts';

export interface NewStageTag {
  /** Of the tag: the name of a stage, with `!` behind it where the stage is taken away. */
  readonly stage: string;
  /** The commit that the version's tag leads to. */
  readonly commit: string;
  readonly says: Pick<TagMessage, 'title' | 'operation' | 'reason'>;
}

/** @param tags of the model, as they are now. @returns undefined where another run has the number. */
export async function claimStageTag(
  { context, model, ports }: RegisterStep,
  tags: readonly Tag[],
  { stage, commit, says }: NewStageTag,
): Promise<NewTag | undefined> {
  const plan = planStageMove({ model: model.name, stage, tags, commit, now: ports.clock.now() });
  const message = renderTagMessage({ ...says, run: attemptUrlOf(context) });
  const tag = { name: plan.tag, commit, message, taggedAt: plan.taggedAt };
  if ((await ports.tags.create(tag)) !== 'created') return undefined;
  for (const obstacle of plan.obstacles) ports.log.notice(describeTagObstacle(obstacle, tag.name));
  return tag;
}
