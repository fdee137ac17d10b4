/**
 * The image of a version, planned to the last byte before anything is written: the base is read from its registry, the
 * model's files become one more layer, and the digest is known. What is missing in the registry is pushed later.
 */
import { createHash } from 'node:crypto';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { imageTag, type PinnedImage } from '../../../src/shared/domain/kernel/image-reference.ts';
import { repositoryUrlOf } from '../../../src/shared/domain/kernel/origin.ts';
import { MODEL_FOLDER } from '../../../src/shared/domain/rollout/check-released-model.ts';
import {
  planImage,
  type ImagePlan,
  type ModelLayer,
} from '../../../src/shared/domain/rollout/image/image-plan.ts';
import { planTar, type TarFile, type TarPlan } from '../../../src/shared/domain/rollout/image/tar.ts';
import type { ImageSettings } from '../../../src/shared/domain/rollout/serving.ts';
import type { ImageBlob, ImageRegistry } from '../../../src/shared/ports/registry.ts';
import type { DeployStep } from '../ports.ts';
import type { FetchedModel } from './fetch-model.ts';
import { readBase } from './read-base.ts';

export interface PreparedImage {
  readonly pinned: PinnedImage;
  readonly settings: ImageSettings;
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
    settings,
    registry,
    plan,
    layer,
    tag,
    base: base.digest === undefined ? undefined : { reference: base.reference, digest: base.digest },
    isPushed: (await registry.manifest(name, tag))?.digest === digest,
  };
}

interface LayerFile extends TarFile {
  /** Path below the folder of what was downloaded. */
  readonly from: string;
  readonly sha256: string;
}

/** The layer with its digest, which takes one pass over the model's files; pushing it takes another. */
async function sealLayer(
  { document, files }: FetchedModel,
  modelPath: string,
): Promise<ModelLayer & ImageBlob> {
  const plan = planTar(
    document.files.map(({ path, sizeBytes, sha256: digest }): LayerFile => ({
      path: `${modelPath.slice(1)}/${path}`,
      from: MODEL_FOLDER + path,
      sizeBytes,
      sha256: digest,
    })),
  );
  const content = (): AsyncIterable<Uint8Array> => streamTar(plan, (path) => files.read(path));
  const hash = createHash('sha256');
  for await (const chunk of content()) hash.update(chunk);
  return { digest: `sha256:${hash.digest('hex')}`, sizeBytes: plan.sizeBytes, content };
}

/** One file in memory at a time. @throws ConflictError when a file changed since it was verified. */
async function* streamTar(
  plan: TarPlan<LayerFile>,
  read: (path: string) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for (const segment of plan.segments) {
    if (segment instanceof Uint8Array) {
      yield segment;
      continue;
    }
    const bytes = await read(segment.from);
    const got = sha256(bytes);
    if (got !== segment.sha256) {
      throw new ConflictError(
        'DIGEST_MISMATCH',
        `${segment.from}: expected the verified bytes with SHA-256 ${segment.sha256}, got ${got}`,
        { hint: 'find out what changed the file on the runner while the image was made' },
      );
    }
    yield bytes;
  }
}
