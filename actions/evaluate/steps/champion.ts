/** Who holds the target stage now, by the tags: the same answer that register will ask for. */
import { findAssignedVersion } from '../../../src/shared/usecases/model-tags.ts';
import type { ResolvedStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import type { EvaluateContext } from '../context.ts';

export function findChampion({ model, ports }: EvaluateContext): Promise<ResolvedStage | undefined> {
  return findAssignedVersion(ports.tags, { model: model.name, stage: model.config.stage });
}
