/**
 * The image of a version in its registry. What is there already is not sent again, so the same version on
 * the same base costs a few questions and no upload.
 */
import { createHash } from 'node:crypto';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import { ConflictError, InputError } from '../../../src/shared/domain/kernel/errors.ts';
import {
  EMPTY_BASE,
  emptyBase,
  readBaseConfig,
  readBaseManifest,
  type BaseImage,
} from '../../../src/shared/domain/rollout/image/base-image.ts';
import { MODEL_FOLDER } from '../../../src/shared/domain/rollout/check-released-model.ts';
import {
  planImage,
  type ImagePlan,
  type ModelLayer,
} from '../../../src/shared/domain/rollout/image/image-plan.ts';
import {
  imageTag,
  renderImageName,
  type ImageName,
} from '../../../src/shared/domain/kernel/image-reference.ts';
import type { ServingSettings } from '../../../src/shared/domain/rollout/serving.ts';
import { planTar, type TarFile, type TarPlan } from '../../../src/shared/domain/rollout/image/tar.ts';
import type { ImageBlob, ImageRegistry } from '../../../src/shared/ports/registry.ts';
import type { FetchedModel } from './fetch-model.ts';

export interface PushedImage {
  /** Registry and repository. */
  readonly name: string;
  readonly digest: string;
  /** `<name>@<digest>` */
  readonly reference: string;
  readonly base: { readonly reference: string; readonly digest: string } | undefined;
  /** Bytes that had to be sent; 0 when all was there. */
  readonly uploadedBytes: number;
}

export interface PushRequest {
  readonly registry: ImageRegistry;
  readonly settings: ServingSettings;
  readonly image: ImageName;
  readonly model: FetchedModel;
  /** Web address of the repository. */
  readonly source: string;
}

export async function pushImage(request: PushRequest): Promise<PushedImage> {
  const { registry, settings, image, model, source } = request;
  const { document } = model;
  const base = await readBase(registry, settings);
  const layer = await sealLayer(model, settings.modelPath);
  const { model: name, version, commit, modelDigest: digest } = document;
  const identity = { name, version, commit, digest, folder: settings.modelPath };
  const plan = planImage({ base, layer, model: identity, source });
  const uploadedBytes = await upload(request, plan, layer);
  const { manifest } = plan;
  if ((await registry.manifest(image, imageTag(version)))?.digest !== manifest.digest) {
    await registry.pushManifest(image, imageTag(version), manifest);
  }
  return {
    name: renderImageName(image),
    digest: manifest.digest,
    reference: `${renderImageName(image)}@${manifest.digest}`,
    base: base.digest === undefined ? undefined : { reference: base.reference, digest: base.digest },
    uploadedBytes,
  };
}

async function upload(
  { registry, settings, image }: PushRequest,
  plan: ImagePlan,
  layer: ImageBlob,
): Promise<number> {
  for (const digest of plan.baseLayers) {
    if (settings.base === EMPTY_BASE || (await registry.hasBlob(image, digest))) continue;
    await registry.copyBlob(digest, settings.base, image);
  }
  const { digest, bytes } = plan.config;
  const config = { digest, sizeBytes: bytes.length, content: () => once(bytes) };
  let uploadedBytes = 0;
  for (const blob of [layer, config]) {
    if (await registry.hasBlob(image, blob.digest)) continue;
    await registry.pushBlob(image, blob);
    uploadedBytes += blob.sizeBytes;
  }
  return uploadedBytes;
}

async function readBase(registry: ImageRegistry, { base, platform }: ServingSettings): Promise<BaseImage> {
  if (base === EMPTY_BASE) return emptyBase(platform);
  const name = renderImageName(base);
  const reference = base.digest ?? base.tag ?? 'latest';
  const shown = base.digest === undefined ? `${name}:${reference}` : `${name}@${reference}`;
  const read = async (wanted: string): ReturnType<typeof registry.manifest> => {
    const stored = await registry.manifest(base, wanted);
    if (stored !== undefined) return stored;
    throw new InputError('INPUT_INVALID', `"base": expected an image that is there, got ${shown}`, {
      hint: 'check the name, and that the token may read the image',
    });
  };
  const stored = await read(reference);
  const top = stored && readBaseManifest(stored, shown, platform);
  const chosen = top !== undefined && 'digest' in top ? await read(top.digest) : stored;
  const found = chosen && readBaseManifest(chosen, shown, platform);
  if (chosen === undefined || found === undefined || 'digest' in found) {
    throw new InputError('INPUT_INVALID', `"base": expected an image, got an index in an index at ${shown}`);
  }
  const { image } = found;
  const config = readBaseConfig(await registry.blob(base, image.config.digest), image, shown);
  return { reference: shown, digest: chosen.digest, layers: image.layers, config };
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

/** Holds one file in memory at a time. @throws ConflictError when a file changed since it was verified. */
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
        { hint: 'something on the runner changed the file while the image was made' },
      );
    }
    yield bytes;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
