/**
 * Images in any registry that implements the OCI distribution API: read by tag or digest, written by digest.
 * Every response body is compared with the digest that was requested.
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
import { renderImageName, type ImageName } from '../../domain/kernel/image-reference.ts';
import type { ImageBlob, ImageManifest, ImageRegistry } from '../../ports/registry.ts';
import { pullScope, pushScope } from './authorization.ts';
import { endpointOf } from './endpoint.ts';
import { createRegistryCaller } from './registry-call.ts';
import type { RegistryCall, RegistryCaller, RegistryOptions } from './registry-call.ts';

const ACCEPTED = [OCI_INDEX, OCI_MANIFEST, DOCKER_INDEX, DOCKER_MANIFEST].join(', ');

export function createImageRegistry(options: RegistryOptions): ImageRegistry {
  const caller = createRegistryCaller(options);
  return {
    manifest: (image, reference) => readManifest(caller, image, reference),
    blob: (image, digest) => readBlob(caller, image, digest),
    hasBlob: (image, digest) => {
      const head: RegistryCall = { ...blobCall(image, digest), method: 'HEAD', expect: [200, 404] };
      return caller.call(endpointOf(image), head, ({ status }) => status === 200);
    },
    copyBlob: async (digest, from, to) => {
      if (await mountBlob(caller, digest, { from, to })) return;
      const sizeBytes = await sizeOfBlob(caller, from, digest);
      await pushBlob(caller, to, { digest, sizeBytes, content: () => streamBlob(caller, from, digest) });
    },
    pushBlob: (image, blob) => pushBlob(caller, image, blob),
    pushManifest: (image, reference, manifest) => pushManifest(caller, { image, reference, manifest }),
  };
}

async function readManifest(
  caller: RegistryCaller,
  image: ImageName,
  reference: string,
): ReturnType<ImageRegistry['manifest']> {
  const call: RegistryCall = {
    purpose: `manifest ${reference} of ${renderImageName(image)}`,
    method: 'GET',
    path: `/v2/${image.repository}/manifests/${reference}`,
    scopes: [pullScope(image)],
    headers: { accept: ACCEPTED },
    expect: [200, 404],
  };
  return caller.call(endpointOf(image), call, async (response) => {
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (response.status === 404) return undefined;
    const digest = `sha256:${sha256(bytes)}`;
    const expected = reference.startsWith('sha256:')
      ? reference
      : (response.headers.get('docker-content-digest') ?? digest);
    requireDigest(call, expected, digest);
    const mediaType = response.headers.get('content-type')?.split(';')[0] ?? OCI_MANIFEST;
    return { digest, mediaType, bytes };
  });
}

async function readBlob(caller: RegistryCaller, image: ImageName, digest: string): Promise<Uint8Array> {
  const call = blobCall(image, digest);
  return caller.call(endpointOf(image), call, async (response) => {
    const bytes = new Uint8Array(await response.arrayBuffer());
    requireDigest(call, digest, `sha256:${sha256(bytes)}`);
    return bytes;
  });
}

/** Needs no check of its own: the registry that receives these bytes refuses them unless they have the digest. */
async function* streamBlob(
  caller: RegistryCaller,
  image: ImageName,
  digest: string,
): AsyncGenerator<Uint8Array> {
  const body = await caller.call(endpointOf(image), blobCall(image, digest), ({ body }) => body);
  yield* body ?? [];
}

function sizeOfBlob(caller: RegistryCaller, image: ImageName, digest: string): Promise<number> {
  const head: RegistryCall = { ...blobCall(image, digest), method: 'HEAD' };
  return caller.call(endpointOf(image), head, ({ headers }) => Number(headers.get('content-length')));
}

/**
 * Within one registry a blob of one repository can appear in another without a transfer. The registry answers 201, or
 * 202 when it starts an ordinary upload instead; that upload is left to expire.
 * @returns whether the blob is in `to` now.
 */
async function mountBlob(
  caller: RegistryCaller,
  digest: string,
  { from, to }: { readonly from: ImageName; readonly to: ImageName },
): Promise<boolean> {
  if (from.registry !== to.registry) return false;
  const upload = startUpload(to, new URLSearchParams({ mount: digest, from: from.repository }));
  const call = { ...upload, scopes: [...upload.scopes, pullScope(from)] };
  const status = await caller.call(endpointOf(to), call, (response) => response.status);
  return status === 201;
}

/** A POST opens the upload and answers with its address; a PUT of the whole blob to that address completes it. */
async function pushBlob(
  caller: RegistryCaller,
  image: ImageName,
  { digest, sizeBytes, content }: ImageBlob,
): Promise<void> {
  const endpoint = endpointOf(image);
  // Both calls are retried together: after a broken PUT the state of the upload is unknown, so a new one is opened.
  await caller.retry(async () => {
    const start: RegistryCall = { ...startUpload(image), expect: [202] };
    const location = await caller.attempt(endpoint, start, ({ headers }) => headers.get('location'));
    const address = new URL(location ?? '', endpoint.origin);
    address.searchParams.set('digest', digest);
    const upload: RegistryCall = {
      purpose: `push of ${digest} to ${renderImageName(image)}`,
      method: 'PUT',
      path: address.href,
      scopes: [pushScope(image)],
      headers: { 'content-type': 'application/octet-stream' },
      body: { sizeBytes, content },
      expect: [201],
    };
    await caller.attempt(endpoint, upload, drain);
  });
}

interface ManifestPush {
  readonly image: ImageName;
  readonly reference: string;
  readonly manifest: ImageManifest;
}

async function pushManifest(
  caller: RegistryCaller,
  { image, reference, manifest: { mediaType, bytes } }: ManifestPush,
): Promise<{ readonly digest: string }> {
  const digest = `sha256:${sha256(bytes)}`;
  const call: RegistryCall = {
    purpose: `push of the manifest ${reference} to ${renderImageName(image)}`,
    method: 'PUT',
    path: `/v2/${image.repository}/manifests/${reference}`,
    scopes: [pushScope(image)],
    headers: { 'content-type': mediaType },
    body: { sizeBytes: bytes.length, content: () => [bytes] },
    expect: [201],
  };
  const stored = await caller.call(endpointOf(image), call, async (response) => {
    await drain(response);
    return response.headers.get('docker-content-digest') ?? digest;
  });
  requireDigest(call, digest, stored);
  return { digest };
}

function blobCall(image: ImageName, digest: string): RegistryCall {
  return {
    purpose: `blob ${digest} of ${renderImageName(image)}`,
    method: 'GET',
    path: `/v2/${image.repository}/blobs/${digest}`,
    scopes: [pullScope(image)],
    expect: [200],
  };
}

function startUpload(image: ImageName, query = new URLSearchParams()): RegistryCall {
  return {
    purpose: `push to ${renderImageName(image)}`,
    method: 'POST',
    path: `/v2/${image.repository}/blobs/uploads/?${query.toString()}`,
    scopes: [pushScope(image)],
    headers: { 'content-length': '0' },
    expect: [201, 202],
  };
}

function requireDigest({ purpose }: RegistryCall, expected: string, got: string): void {
  if (expected === got) return;
  throw new ConflictError('DIGEST_MISMATCH', `${purpose}: expected ${expected}, got ${got}`, {
    hint: 'look for a proxy between the runner and the registry that changes the bytes, then run the job again',
  });
}

async function drain(response: Response): Promise<void> {
  await response.arrayBuffer();
}
