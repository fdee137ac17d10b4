/** An OCI registry: images by digest. */

export interface ImageBlob {
  /** `sha256:<hex>` */
  readonly digest: string;
  readonly sizeBytes: number;
  /** The bytes from the beginning, again at each call: models are larger than memory, and attempts fail. */
  readonly content: () => AsyncIterable<Uint8Array>;
}

export interface ImageRegistry {
  /** Manifest and its digest, by tag or digest; undefined when there is none. */
  manifest(
    repository: string,
    reference: string,
  ): Promise<{ readonly digest: string; readonly mediaType: string; readonly bytes: Uint8Array } | undefined>;
  blob(repository: string, digest: string): Promise<Uint8Array>;
  hasBlob(repository: string, digest: string): Promise<boolean>;
  /** Copies within the registry where it can, else by download and upload. */
  copyBlob(digest: string, from: string, to: string): Promise<void>;
  pushBlob(repository: string, blob: ImageBlob): Promise<void>;
  pushManifest(
    repository: string,
    reference: string,
    manifest: { readonly mediaType: string; readonly bytes: Uint8Array },
  ): Promise<{ readonly digest: string }>;
}
