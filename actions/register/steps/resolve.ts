/** Looks up a stage or a version, and writes nothing. */
import { fetchVersion } from '../../../src/shared/usecases/released-version.ts';
import { resolveStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { stageStateOf } from './move-stage.ts';
import type { Assigned, Nothing } from '../outcome.ts';
import { findVersion, stageOf } from './promote.ts';
import type { RegisterStep } from '../ports.ts';

/** @returns `nothing` for an empty stage. */
export async function resolve(step: RegisterStep): Promise<Assigned | Nothing> {
  const { inputs, model, ports } = step;
  const tags = await step.ports.tags.ofModel(step.model.name);
  const stage = stageOf(step);
  const found =
    inputs.version === undefined
      ? resolveStage({ model: model.name, stage, tags })
      : findVersion(step, tags, inputs.version);
  if (found === undefined) {
    const reason = `the stage ${stage} of ${model.name} is empty`;
    return { kind: 'nothing', model: model.name, reason, warning: undefined };
  }
  const { document, release } = await fetchVersion(ports, found, await ports.scratch('version'));
  return {
    kind: 'assigned',
    operation: 'resolve',
    document,
    tag: found.tag,
    releaseUrl: release.url,
    stage: stageStateOf(step, tags, { stage, commit: found.commit }),
    moved: false,
  };
}
