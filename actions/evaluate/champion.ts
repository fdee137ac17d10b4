/** Who holds the target stage now, by the tags: the same answer that register will ask for. */
import { findStageHolder } from '../../src/shared/adapters/registry/model-tags.ts';
import type { ResolvedStage } from '../../src/shared/domain/model/resolve-stage.ts';
import type { Judging } from './judging.ts';

export function findChampion({ model, ports }: Judging): Promise<ResolvedStage | undefined> {
  return findStageHolder(ports.tags, { model: model.name, stage: model.config.stage });
}
