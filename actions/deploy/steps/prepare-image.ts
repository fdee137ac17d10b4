/**
 * The image of a version, planned to the last byte before anything is written: the base is read from its registry, the
 * model's files become one more layer, and the digest is known. What is missing in the registry is pushed later.
 */
import { imageTag, type PinnedImage } from '../../../src/shared/domain/kernel/image-reference.ts';
import { repositoryUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import { planImage, type ImagePlan } from '../../../src/shared/domain/rollout/image/image-plan.ts';
import type { ImageSettings } from '../../../src/shared/domain/rollout/serving-settings.ts';
import type { ImageBlob, ImageRegistry } from '../../../src/shared/ports/registry.ts';
import type { DeployStep } from '../ports.ts';
import type { FetchedModel } from './fetch-model.ts';
import { sealLayer } from './model-layer.ts';
import { readBase } from './read-base.ts';

export interface PreparedImage {
  readonly pinned: PinnedImage;
  readonly registry: ImageRegistry;
  readonly plan: ImagePlan;
  readonly layer: ImageBlob;
  /** Of the version. */
  readonly tag: string;
  readonly base: { readonly reference: string; readonly digest: string } | undefined;
  /** Whether the registry has it under the version's tag already. */
  readonly isPushed: boolean;
}

/** @param settings undefined when no image is made. */
export async function prepareImage(
  { ports, context }: DeployStep,
  settings: ImageSettings | undefined,
  model: FetchedModel,
): Promise<PreparedImage | undefined> {
  if (settings === undefined) return undefined;
  const { name, modelPath } = settings;
  const registry = ports.registry(name);
  const base = await readBase(registry, settings);
  const layer = await sealLayer(model, modelPath);
  const { model: modelName, version, commit, modelDigest } = model.document;
  const identity = { name: modelName, version, commit, digest: modelDigest, folder: modelPath };
  const plan = planImage({ base, layer, model: identity, source: repositoryUrlOf(context) });
  const tag = imageTag(version);
  const { digest } = plan.manifest;
  return {
    pinned: { ...name, digest },
    registry,
    plan,
    layer,
    tag,
    base: base.digest === undefined ? undefined : { reference: base.reference, digest: base.digest },
    isPushed: (await registry.manifest(name, tag))?.digest === digest,
  };
}
