/** Looks up a stage, or a version: writes nothing. */
import { fetchVersion } from '../../../src/shared/usecases/released-version.ts';
import { resolveStage } from '../../../src/shared/domain/registry/resolve-stage.ts';
import { stageStateOf } from './move-stage.ts';
import type { Held, Nothing } from '../outcome.ts';
import { findVersion, stageOf } from './promote.ts';
import { listTags, type Registration } from '../context.ts';

/** @returns nothing for a stage that nobody holds. */
export async function resolve(registration: Registration): Promise<Held | Nothing> {
  const { inputs, model, ports } = registration;
  const tags = await listTags(registration);
  const stage = stageOf(registration);
  const found =
    inputs.version === undefined
      ? resolveStage({ model: model.name, stage, tags })
      : findVersion(registration, tags, inputs.version);
  if (found === undefined) {
    const reason = `no version of ${model.name} holds ${stage}`;
    return { kind: 'nothing', model: model.name, reason, warning: undefined };
  }
  const { document, release } = await fetchVersion(ports.releases, found.tag, await ports.scratch('version'));
  return {
    kind: 'held',
    operation: 'resolve',
    document,
    tag: found.tag,
    releaseUrl: release.url,
    stage: stageStateOf(registration, tags, { stage, commit: found.commit }),
    moved: false,
  };
}
