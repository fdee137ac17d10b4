/** What is to be deployed, and where: resolved, verified, and as an image where one is wanted. */
import { DEFAULT_STAGE } from '../../../src/shared/domain/kernel/names.ts';
import { repositoryUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { RunContext } from '../../../src/shared/domain/kernel/platform.ts';
import { selectServing, type ServingSettings } from '../../../src/shared/domain/rollout/serving.ts';
import { fetchModel, type FetchedModel } from './fetch-model.ts';
import type { EmptyStage } from '../outcome.ts';
import type { DeployPorts, DeployStep } from '../ports.ts';
import { pushImage, type PushedImage } from './push-image.ts';
import { resolveVersion } from './resolve-version.ts';

export interface Subject {
  readonly kind: 'subject';
  /** Of the model. */
  readonly name: string;
  /** Of the version. */
  readonly tag: string;
  /** Undefined when a version was named. */
  readonly stage: string | undefined;
  readonly environment: string;
  readonly settings: ServingSettings;
  readonly model: FetchedModel;
  readonly image: PushedImage | undefined;
}

export async function prepareSubject(step: DeployStep): Promise<Subject | EmptyStage> {
  const { inputs, context, ports } = step;
  const { name, config } = step.model;
  const settings = selectServing(name, inputs, config.serve);
  const named = inputs.stage ?? config.stage;
  const resolved = await resolveVersion(ports.tags, { model: name, stage: named, version: inputs.version });
  if (resolved === undefined) return { kind: 'empty-stage', model: name, stage: named };
  const { tag } = resolved;
  const model = await ports.log.group(`Download and verify ${tag}`, async () =>
    fetchModel(ports.releases, resolved, await ports.scratch('version')),
  );
  const image = await makeImage(settings, model, { context, ports });
  const stage = inputs.version === undefined ? named : inputs.stage;
  const environment = inputs.environment ?? stage ?? DEFAULT_STAGE;
  return { kind: 'subject', name, tag, stage, environment, settings, model, image };
}

async function makeImage(
  settings: ServingSettings,
  model: FetchedModel,
  { context, ports }: { readonly context: RunContext; readonly ports: DeployPorts },
): Promise<PushedImage | undefined> {
  const { image } = settings;
  if (image === undefined) return undefined;
  return ports.log.group(`Push the image of ${model.document.version}`, () =>
    pushImage({
      registry: ports.registry(settings),
      settings,
      image,
      model,
      source: repositoryUrlOf(context),
    }),
  );
}
