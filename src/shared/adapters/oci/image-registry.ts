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
import { ConflictError, ServiceError } from '../../domain/kernel/errors.ts';
import { renderImageName, type ImageName } from '../../domain/kernel/image-reference.ts';
import type { ImageBlob, ImageManifest, ImageRegistry } from '../../ports/registry.ts';
import { RetryableError } from '../http/retry.ts';
import { pullScope, pushScope } from './authorization.ts';
import { endpointOf } from './endpoint.ts';
import { locationOf, type RegistryCall, type RegistryOptions } from './registry-request.ts';
import { createRegistryCaller, type RegistryCaller } from './registry-call.ts';

/** The specification says 201; older registries say something else that is no error. */
const STORED = [200, 201, 202, 204];

const ACCEPTED = [OCI_INDEX, OCI_MANIFEST, DOCKER_INDEX, DOCKER_MANIFEST].join(', ');

export function createImageRegistry(options: RegistryOptions): ImageRegistry {
  const caller = createRegistryCaller(options);
  return {
    manifest: (image, reference) => readManifest(caller, image, reference),
    blob: (image, digest) => readBlob(caller, image, digest),
    hasBlob: (image, digest) => hasBlob(caller, image, digest),
    copyBlob: async ({ digest, sizeBytes }, from, to) => {
      if (await mountBlob(caller, digest, { from, to })) return;
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
    requireDigest(
      call,
      reference.startsWith('sha256:') ? reference : (namedDigest(response) ?? digest),
      digest,
    );
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

/** A HEAD has no answer to these: the method is not allowed, or an address was signed for GET alone. */
const HEAD_REFUSED = [400, 403, 405, 501];

async function hasBlob(caller: RegistryCaller, image: ImageName, digest: string): Promise<boolean> {
  const endpoint = endpointOf(image);
  const get: RegistryCall = { ...blobCall(image, digest), expect: [200, 404] };
  const isThere = (response: Response): boolean =>
    response.status === 200 && (namedDigest(response) ?? digest) === digest;
  const head: RegistryCall = { ...get, method: 'HEAD', expect: [...get.expect, ...HEAD_REFUSED] };
  const answer = await caller.call(endpoint, head, (response) =>
    HEAD_REFUSED.includes(response.status) ? undefined : isThere(response),
  );
  if (answer !== undefined) return answer;
  return caller.call(endpoint, get, async (response) => {
    await response.body?.cancel();
    return isThere(response);
  });
}

/**
 * Within one registry a blob of one repository can appear in another without a transfer. The registry answers 201, or
 * 202 when it starts an ordinary upload instead; that upload is left to expire. Registries refuse a mount in many ways
 * (the token may not read the other repository, the registry knows no mounts): nothing is lost, the blob is uploaded.
 * @returns whether the blob is in `to` now.
 */
async function mountBlob(
  caller: RegistryCaller,
  digest: string,
  { from, to }: { readonly from: ImageName; readonly to: ImageName },
): Promise<boolean> {
  if (from.registry !== to.registry) return false;
  const upload = startUpload(to, new URLSearchParams({ mount: digest, from: from.repository }));
  const call = { ...upload, scopes: [...upload.scopes, pullScope(from)], expect: [201, 202] };
  try {
    return await caller.attempt(
      endpointOf(to),
      call,
      (response) => response.status === 201 && (namedDigest(response) ?? digest) === digest,
    );
  } catch (error) {
    if (error instanceof ServiceError || error instanceof RetryableError) return false;
    throw error;
  }
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
    const start = startUpload(image);
    const address = await caller.attempt(endpoint, start, (response) => locationOf(response, endpoint));
    if (address === undefined) throw noUpload(start);
    address.searchParams.set('digest', digest);
    const upload: RegistryCall = {
      purpose: `push of ${digest} to ${renderImageName(image)}`,
      method: 'PUT',
      path: address.href,
      scopes: [pushScope(image)],
      headers: { 'content-type': 'application/octet-stream' },
      body: { sizeBytes, content },
      expect: STORED,
      // The upload is unknown to another instance of the registry, or has bytes of an attempt that broke off.
      retry: [404, 416],
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
    expect: STORED,
  };
  const stored = await caller.call(endpointOf(image), call, async (response) => {
    await drain(response);
    return namedDigest(response) ?? digest;
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
    expect: [202],
  };
}

function noUpload({ purpose }: RegistryCall): ServiceError {
  return new ServiceError(
    'SERVICE_FAILED',
    `${purpose}: expected the address of an upload in the header "Location", got none`,
    { hint: 'look for a proxy between the runner and the registry that removes the header' },
  );
}

/** As the registry names it; undefined where it names none, or one by another algorithm. */
function namedDigest({ headers }: Response): string | undefined {
  const digest = headers.get('docker-content-digest')?.trim();
  return digest?.startsWith('sha256:') === true ? digest : undefined;
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
