/**
 * What the registry keeps, in memory: blobs once by digest, and for each image repository which of them it
 * holds, its manifests and its tags. Nothing enters under a digest that is not its own.
 */
import { createHash } from 'node:crypto';
import { OciError } from './oci-error.ts';

export interface StoredManifest {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

interface Image {
  readonly blobs: Set<string>;
  readonly manifests: Map<string, StoredManifest>;
  readonly tags: Map<string, string>;
}

interface Descriptor {
  readonly digest: string;
}

/** The parts of an image manifest or of an index that name other content. */
interface ManifestDocument {
  readonly mediaType?: string;
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
}

export class OciStore {
  readonly #blobs = new Map<string, Buffer>();
  readonly #images = new Map<string, Image>();

  #image(name: string): Image {
    const image = this.#images.get(name) ?? { blobs: new Set(), manifests: new Map(), tags: new Map() };
    this.#images.set(name, image);
    return image;
  }

  blob(name: string, digest: string): Buffer {
    const bytes = this.#image(name).blobs.has(digest) ? this.#blobs.get(digest) : undefined;
    if (bytes === undefined) throw new OciError(404, 'BLOB_UNKNOWN', `blob ${digest} unknown to ${name}`);
    return bytes;
  }

  addBlob(name: string, digest: string, bytes: Buffer): void {
    if (sha256(bytes) !== digest) {
      throw new OciError(400, 'DIGEST_INVALID', `the bytes have ${sha256(bytes)}, not ${digest}`);
    }
    this.#blobs.set(digest, bytes);
    this.#image(name).blobs.add(digest);
  }

  /** Lets `name` hold a blob of `from`; false when `from` does not hold it. */
  mountBlob(name: string, digest: string, from: string): boolean {
    if (!this.#image(from).blobs.has(digest)) return false;
    this.#image(name).blobs.add(digest);
    return true;
  }

  /** @param reference a tag, or the digest of the manifest */
  manifest(name: string, reference: string): StoredManifest & { readonly digest: string } {
    const image = this.#image(name);
    const digest = image.tags.get(reference) ?? reference;
    const manifest = image.manifests.get(digest);
    if (manifest === undefined) {
      throw new OciError(404, 'MANIFEST_UNKNOWN', `manifest ${reference} unknown to ${name}`);
    }
    return { ...manifest, digest };
  }

  /** @returns the digest of the manifest, once everything that it names is there */
  putManifest(name: string, reference: string, manifest: StoredManifest): string {
    const digest = sha256(manifest.bytes);
    if (reference.startsWith('sha256:') && reference !== digest) {
      throw new OciError(400, 'DIGEST_INVALID', `the manifest has ${digest}, not ${reference}`);
    }
    this.#requireContent(name, parseManifest(manifest));
    const image = this.#image(name);
    image.manifests.set(digest, manifest);
    if (!reference.startsWith('sha256:')) image.tags.set(reference, digest);
    return digest;
  }

  #requireContent(name: string, { config, layers = [], manifests = [] }: ManifestDocument): void {
    const image = this.#image(name);
    for (const { digest } of [...(config ? [config] : []), ...layers]) {
      if (!image.blobs.has(digest)) {
        throw new OciError(400, 'MANIFEST_BLOB_UNKNOWN', `the manifest names ${digest}, unknown to ${name}`);
      }
    }
    for (const { digest } of manifests) {
      if (!image.manifests.has(digest)) {
        throw new OciError(400, 'MANIFEST_BLOB_UNKNOWN', `the index names ${digest}, unknown to ${name}`);
      }
    }
  }

  tags(name: string): readonly string[] {
    const { tags } = this.#image(name);
    if (tags.size === 0) throw new OciError(404, 'NAME_UNKNOWN', `image ${name} unknown`);
    return [...tags.keys()].sort();
  }
}

export function sha256(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function parseManifest({ bytes, mediaType }: StoredManifest): ManifestDocument {
  try {
    const parsed = JSON.parse(bytes.toString('utf8')) as ManifestDocument;
    const hasContent = parsed.manifests !== undefined || (parsed.config && parsed.layers) !== undefined;
    if (hasContent && (parsed.mediaType ?? mediaType) === mediaType) return parsed;
  } catch {
    // Answered below: what is not JSON and what is no manifest are refused alike.
  }
  throw new OciError(400, 'MANIFEST_INVALID', `the body is no manifest of type ${mediaType}`);
}
