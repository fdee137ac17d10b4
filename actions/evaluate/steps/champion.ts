/** Who holds the target stage now, by the tags: the same answer that register will ask for. */
import { findStageHolder } from '../../../src/shared/usecases/model-tags.ts';
import type { ResolvedStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import type { Judging } from '../context.ts';

export function findChampion({ model, ports }: Judging): Promise<ResolvedStage | undefined> {
  return findStageHolder(ports.tags, { model: model.name, stage: model.config.stage });
}
