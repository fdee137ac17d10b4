/** An OCI registry: images by digest, in the terms of the distribution specification. */
import type { ImageName } from '../domain/kernel/image-reference.ts';

export interface ImageBlob {
  /** `sha256:<hex>` */
  readonly digest: string;
  readonly sizeBytes: number;
  /** The bytes from the beginning, at each call: models are larger than memory, and an upload may have to be repeated. */
  readonly content: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface ImageManifest {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface ImageRegistry {
  /** Manifest and its digest. @param reference a tag or a digest. @returns undefined when there is none. */
  manifest(
    image: ImageName,
    reference: string,
  ): Promise<(ImageManifest & { readonly digest: string }) | undefined>;
  blob(image: ImageName, digest: string): Promise<Uint8Array>;
  hasBlob(image: ImageName, digest: string): Promise<boolean>;
  /** Mounts the blob where the registry can, else downloads and uploads it. */
  copyBlob(blob: Omit<ImageBlob, 'content'>, from: ImageName, to: ImageName): Promise<void>;
  pushBlob(image: ImageName, blob: ImageBlob): Promise<void>;
  pushManifest(
    image: ImageName,
    reference: string,
    manifest: ImageManifest,
  ): Promise<{ readonly digest: string }>;
}
