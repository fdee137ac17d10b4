/** Looks up a stage or a version, with the files of the model where they are asked for. Nothing is written to the repository. */
import { MODEL_FOLDER } from '../../../src/shared/domain/kernel/names.ts';
import { fetchModelFiles } from '../../../src/shared/usecases/model-cache.ts';
import { fetchVersion, type ReleasedVersion } from '../../../src/shared/usecases/released-version.ts';
import { emptyStage } from './nothing.ts';
import { stageStateOf } from './move-stage.ts';
import type { Assigned, Nothing } from '../outcome.ts';
import { findAsked, stageOf } from './promote.ts';
import type { RegisterStep } from '../ports.ts';

/** @returns `nothing` for an empty stage. */
export async function resolve(step: RegisterStep): Promise<Assigned | Nothing> {
  const { inputs, ports } = step;
  const tags = await step.ports.tags.ofModel(step.model.name);
  const stage = stageOf(step);
  const found = findAsked(step, tags, stage);
  if (found === undefined) return emptyStage(step, stage);
  const operation = inputs.operation === 'download' ? 'download' : 'resolve';
  const version = await fetchVersion(ports, found, await ports.scratch('version'));
  const { document, release } = version;
  const folder = operation === 'download' ? await downloadModel(step, version) : undefined;
  return {
    kind: 'assigned',
    operation,
    folder,
    document,
    tag: found.tag,
    releaseUrl: release.url,
    stage: stageStateOf(step, tags, { stage, commit: found.commit }),
    moved: false,
  };
}

/** The path is said when every byte is the registered one: a step behind this one never finds half a model. */
async function downloadModel({ ports }: RegisterStep, version: ReleasedVersion): Promise<string> {
  const files = await ports.log.group(`Download and verify ${version.tag}`, () =>
    fetchModelFiles(ports, version),
  );
  return `${files.root}/${MODEL_FOLDER.slice(0, -1)}`;
}
