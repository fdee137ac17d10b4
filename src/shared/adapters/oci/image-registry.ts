/**
 * Images in any registry that speaks the OCI distribution API: read by tag or digest, written by digest.
 * Every byte that comes is checked against the digest that was asked for.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md
 */
import {
  DOCKER_INDEX,
  DOCKER_MANIFEST,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../domain/rollout/image/base-image.ts';
import { sha256 } from '../../domain/kernel/digest.ts';
import { ConflictError } from '../../domain/kernel/errors.ts';
import type { ImageBlob, ImageRegistry } from '../../ports/registry.ts';
import { pullScope, pushScope } from './authorization.ts';
import { splitImageName } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { RegistryCaller } from './registry-call.ts';
import type { RegistryCall, RegistryOptions } from './registry-call.ts';

const ACCEPTED = [OCI_INDEX, OCI_MANIFEST, DOCKER_INDEX, DOCKER_MANIFEST].join(', ');

export function createImageRegistry(options: RegistryOptions): ImageRegistry {
  return new OciImageRegistry(new RegistryCaller(options));
}

class OciImageRegistry implements ImageRegistry {
  readonly #caller: RegistryCaller;

  constructor(caller: RegistryCaller) {
    this.#caller = caller;
  }

  async manifest(image: string, reference: string): ReturnType<ImageRegistry['manifest']> {
    const { endpoint, repository } = splitImageName(image);
    const call: RegistryCall = {
      purpose: `manifest ${reference} of ${image}`,
      method: 'GET',
      path: `/v2/${repository}/manifests/${reference}`,
      scopes: [pullScope(repository)],
      headers: { accept: ACCEPTED },
      expect: [200, 404],
    };
    return this.#caller.call(endpoint, call, async (response) => {
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (response.status === 404) return undefined;
      const digest = `sha256:${sha256(bytes)}`;
      const promised = reference.startsWith('sha256:')
        ? reference
        : (response.headers.get('docker-content-digest') ?? digest);
      requireDigest(call, promised, digest);
      const mediaType = response.headers.get('content-type')?.split(';')[0] ?? OCI_MANIFEST;
      return { digest, mediaType, bytes };
    });
  }

  async blob(image: string, digest: string): Promise<Uint8Array> {
    const { endpoint, call } = readBlob(image, digest);
    return this.#caller.call(endpoint, call, async (response) => {
      const bytes = new Uint8Array(await response.arrayBuffer());
      requireDigest(call, digest, `sha256:${sha256(bytes)}`);
      return bytes;
    });
  }

  async hasBlob(image: string, digest: string): Promise<boolean> {
    const { endpoint, call } = readBlob(image, digest);
    const head: RegistryCall = { ...call, method: 'HEAD', expect: [200, 404] };
    return this.#caller.call(endpoint, head, ({ status }) => status === 200);
  }

  async copyBlob(digest: string, from: string, to: string): Promise<void> {
    const [source, target] = [splitImageName(from), splitImageName(to)];
    if (source.endpoint.registry === target.endpoint.registry) {
      const upload = startUpload(to, new URLSearchParams({ mount: digest, from: source.repository }));
      const call = { ...upload, scopes: [...upload.scopes, pullScope(source.repository)] };
      const status = await this.#caller.call(target.endpoint, call, (response) => response.status);
      if (status === 201) return;
    }
    const content = (): AsyncIterable<Uint8Array> => this.#stream(from, digest);
    await this.pushBlob(to, { digest, sizeBytes: await this.#sizeOf(from, digest), content });
  }

  async pushBlob(image: string, { digest, sizeBytes, content }: ImageBlob): Promise<void> {
    const { endpoint, repository } = splitImageName(image);
    // Together: what a broken upload has left at its address is for the registry to forget.
    await this.#caller.repeat(async () => {
      const call = startUpload(image);
      const location = await this.#caller.attempt(endpoint, { ...call, expect: [202] }, ({ headers }) =>
        headers.get('location'),
      );
      const address = new URL(location ?? '', endpoint.origin);
      address.searchParams.set('digest', digest);
      const upload: RegistryCall = {
        purpose: `push of ${digest} to ${image}`,
        method: 'PUT',
        path: address.href,
        scopes: [pushScope(repository)],
        headers: { 'content-type': 'application/octet-stream' },
        body: { sizeBytes, content },
        expect: [201],
      };
      await this.#caller.attempt(endpoint, upload, drain);
    });
  }

  async pushManifest(
    image: string,
    reference: string,
    manifest: { readonly mediaType: string; readonly bytes: Uint8Array },
  ): Promise<{ readonly digest: string }> {
    const { endpoint, repository } = splitImageName(image);
    const digest = `sha256:${sha256(manifest.bytes)}`;
    const call: RegistryCall = {
      purpose: `push of the manifest ${reference} to ${image}`,
      method: 'PUT',
      path: `/v2/${repository}/manifests/${reference}`,
      scopes: [pushScope(repository)],
      headers: { 'content-type': manifest.mediaType },
      body: { sizeBytes: manifest.bytes.length, content: () => once(manifest.bytes) },
      expect: [201],
    };
    const stored = await this.#caller.call(endpoint, call, async (response) => {
      await drain(response);
      return response.headers.get('docker-content-digest') ?? digest;
    });
    requireDigest(call, digest, stored);
    return { digest };
  }

  async #sizeOf(image: string, digest: string): Promise<number> {
    const { endpoint, call } = readBlob(image, digest);
    return this.#caller.call(endpoint, { ...call, method: 'HEAD' }, ({ headers }) =>
      Number(headers.get('content-length')),
    );
  }

  /** The registry that gets these bytes refuses them unless they have the digest. */
  async *#stream(image: string, digest: string): AsyncGenerator<Uint8Array> {
    const { endpoint, call } = readBlob(image, digest);
    const body = await this.#caller.call(endpoint, call, ({ body }) => body);
    yield* body ?? [];
  }
}

function readBlob(
  image: string,
  digest: string,
): { readonly endpoint: Endpoint; readonly call: RegistryCall } {
  const { endpoint, repository } = splitImageName(image);
  const call = {
    purpose: `blob ${digest} of ${image}`,
    method: 'GET',
    path: `/v2/${repository}/blobs/${digest}`,
    scopes: [pullScope(repository)],
    expect: [200],
  } as const;
  return { endpoint, call };
}

function startUpload(image: string, query = new URLSearchParams()): RegistryCall {
  const { repository } = splitImageName(image);
  return {
    purpose: `push to ${image}`,
    method: 'POST',
    path: `/v2/${repository}/blobs/uploads/?${query.toString()}`,
    scopes: [pushScope(repository)],
    headers: { 'content-length': '0' },
    expect: [201, 202],
  };
}

function requireDigest({ purpose }: RegistryCall, expected: string, got: string): void {
  if (expected === got) return;
  throw new ConflictError('DIGEST_MISMATCH', `${purpose}: expected ${expected}, got ${got}`, {
    hint: 'something between the runner and the registry changed the bytes',
  });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

async function drain(response: Response): Promise<void> {
  await response.arrayBuffer();
}
