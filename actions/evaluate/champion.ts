/** Who holds the target stage now, by the tags: the same answer that register will ask for. */
import { resolveStage, type ResolvedStage } from '../../src/shared/domain/model/resolve-stage.ts';
import type { Judging } from './judging.ts';

export async function findChampion({ model, ports }: Judging): Promise<ResolvedStage | undefined> {
  const [versions, stages] = await Promise.all([
    ports.tags.list(`${model.name}@`),
    ports.tags.list(`${model.name}#`),
  ]);
  return resolveStage({ model: model.name, stage: model.config.stage, tags: [...versions, ...stages] });
}
