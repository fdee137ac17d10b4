/**
 * The image of a model: the base image's layers with one more on top, as the exact bytes of its
 * configuration and manifest. Same base and same model, same bytes: no time of day is in them.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/
 */
import { sha256 } from '../../kernel/digest.ts';
import { DataError } from '../../kernel/errors.ts';
import type { BaseImage } from './base-image.ts';
import { OCI_MANIFEST } from './base-image.ts';

const OCI_CONFIG = 'application/vnd.oci.image.config.v1+json';
const OCI_LAYER = 'application/vnd.oci.image.layer.v1.tar';
/** The time of everything that has none, so that an image that is made again is the same. */
const EPOCH = '1970-01-01T00:00:00Z';

/** A stored document: its digest (`sha256:<hex>`) and its bytes. */
export interface ImageDocument {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
}

export interface ModelLayer {
  /** `sha256:<hex>` of the uncompressed tar, which is both the layer's digest and its diff id. */
  readonly digest: string;
  readonly sizeBytes: number;
}

export interface ImageRequest {
  readonly base: BaseImage;
  readonly layer: ModelLayer;
  readonly model: {
    readonly name: string;
    readonly version: string;
    /** 64 hexadecimal digits. */
    readonly digest: string;
    readonly commit: string;
    /** Absolute folder in the image. */
    readonly folder: string;
  };
  /** Web address of the repository. */
  readonly source: string;
}

export interface ImagePlan {
  readonly config: ImageDocument;
  readonly manifest: ImageDocument;
  /** Layers of the base, which have to be in the registry that the image is pushed to. */
  readonly baseLayers: readonly { readonly digest: string; readonly sizeBytes: number }[];
}

/** @throws DataError when the base has layers that may not be copied. */
export function planImage(request: ImageRequest): ImagePlan {
  const { base, layer } = request;
  const config = imageDocument(OCI_CONFIG, imageConfig(request));
  const layers = [
    ...base.layers.map((descriptor) => ({
      mediaType: ociLayerType(descriptor.mediaType, base.reference),
      digest: descriptor.digest,
      size: descriptor.size,
    })),
    { mediaType: OCI_LAYER, digest: layer.digest, size: layer.sizeBytes },
  ];
  const manifest = imageDocument(OCI_MANIFEST, {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: { mediaType: OCI_CONFIG, digest: config.digest, size: config.bytes.length },
    layers,
    annotations: labelsOf(request),
  });
  const baseLayers = base.layers.map(({ digest, size }) => ({ digest, sizeBytes: size }));
  return { config, manifest, baseLayers };
}

function imageDocument(mediaType: string, content: unknown): ImageDocument {
  const bytes = Buffer.from(JSON.stringify(content));
  return { mediaType, digest: `sha256:${sha256(bytes)}`, bytes };
}

function imageConfig(request: ImageRequest): unknown {
  const { base, layer, model } = request;
  const step = { created: EPOCH, created_by: `model-steward deploy ${model.name}@v${model.version}` };
  return {
    ...base.config,
    created: base.config.created ?? EPOCH,
    config: {
      ...base.config.config,
      Env: withVariables(base.config.config?.Env ?? [], {
        MODEL_STEWARD_MODEL: model.folder,
        MODEL_STEWARD_VERSION: model.version,
        MODEL_STEWARD_DIGEST: model.digest,
      }),
      Labels: { ...base.config.config?.Labels, ...labelsOf(request) },
    },
    rootfs: { type: 'layers', diff_ids: [...(base.config.rootfs.diff_ids ?? []), layer.digest] },
    // Some tools refuse a history of a part of the layers; none at all is allowed.
    ...(base.layers.length === 0 || base.config.history?.length
      ? { history: [...(base.config.history ?? []), step] }
      : {}),
  };
}

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md, and the model's own identity. */
function labelsOf({ base, model, source }: ImageRequest): Readonly<Record<string, string>> {
  return {
    'model-steward.digest': model.digest,
    'model-steward.model': model.name,
    'model-steward.version': model.version,
    ...(base.digest !== undefined && { 'org.opencontainers.image.base.digest': base.digest }),
    'org.opencontainers.image.base.name': base.reference,
    'org.opencontainers.image.revision': model.commit,
    'org.opencontainers.image.source': source,
    'org.opencontainers.image.title': model.name,
    'org.opencontainers.image.version': model.version,
  };
}

function withVariables(
  environment: readonly string[],
  variables: Readonly<Record<string, string>>,
): readonly string[] {
  const kept = environment.filter((entry) => !((entry.split('=')[0] ?? '') in variables));
  return [...kept, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)];
}

/** Docker's own media type of a layer as OCI's: the bytes are the same. */
function ociLayerType(mediaType: string, reference: string): string {
  if (mediaType === 'application/vnd.docker.image.rootfs.diff.tar.gzip') return `${OCI_LAYER}+gzip`;
  if (mediaType.startsWith(OCI_LAYER)) return mediaType;
  throw new DataError(
    'DATA_INVALID',
    `base image ${reference}: expected layers that can be copied, got one of type ${mediaType}`,
    { hint: 'name a base image whose layers lie in its registry' },
  );
}
