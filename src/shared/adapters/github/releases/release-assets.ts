/**
 * Assets of a release: an equal one is adopted, an incomplete one is replaced, and a different complete one is
 * an error: it may have been downloaded already.
 */
import { z } from 'zod';
import { ConflictError } from '../../../domain/kernel/errors.ts';
import { digestStream, type ContentDigest, type FileRecord } from '../../../domain/kernel/digest.ts';
import type { Release, ReleaseAsset } from '../../../domain/kernel/platform.ts';
import type { AssetSource } from '../../../ports/github.ts';
import type { Files } from '../../../ports/workspace.ts';
import { NetworkError } from '../../http/network-error.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';

export const assetShape = z
  .object({
    id: z.number(),
    name: z.string(),
    size: z.number(),
    state: z.string(),
    digest: z.string().nullish(),
  })
  .transform((asset): ReleaseAsset => ({
    id: asset.id,
    name: asset.name,
    sizeBytes: asset.size,
    state: asset.state,
    digest: asset.digest ?? undefined,
  }));

const permission = 'contents: write';

export function listAssets(client: GitHubClient, releaseId: number): Promise<readonly ReleaseAsset[]> {
  const call: Call = {
    purpose: 'list the assets of the release',
    route: 'GET /repos/{owner}/{repo}/releases/{release_id}/assets',
    parameters: { release_id: releaseId },
    permission: 'contents: read',
  };
  return client.list(call, assetShape);
}

interface LocalFile {
  readonly files: Files;
  readonly path: string;
}

interface NewAsset {
  readonly name: string;
  readonly source: AssetSource;
}

/**
 * Looks for it first where the release names it. GitHub refuses a second one of a name, so what another run uploaded
 * meanwhile is found then.
 * @throws ConflictError DIGEST_MISMATCH when a complete asset of this name has, or ends up with, other bytes.
 */
export async function uploadAsset(
  client: GitHubClient,
  release: Release,
  { name, source }: NewAsset,
): Promise<ReleaseAsset> {
  const { sha256, sizeBytes } = source;
  const find = (): Promise<ReleaseAsset | undefined> => findComplete(client, release, name);
  const existing = release.assets.find((asset) => asset.name === name);
  // Nothing takes it away or changes it: what is there needs no request.
  if (existing !== undefined && isStored(existing, source)) return existing;
  const asset = (existing && (await find())) ?? (await upload(client, { release, name, source, find }));
  const stored = asset.digest ?? `sha256:${(await fetchDigest(client, asset)).sha256}`;
  if (asset.sizeBytes === sizeBytes && stored === `sha256:${sha256}`) return asset;
  throw new ConflictError(
    'DIGEST_MISMATCH',
    `asset "${name}" of "${release.tag}": expected sha256:${sha256} (${sizeBytes} bytes), got ${stored} (${asset.sizeBytes} bytes)`,
    {
      hint: 'a version never changes: register these bytes under another version, or delete the draft release',
    },
  );
}

function isStored({ state, sizeBytes, digest }: ReleaseAsset, source: AssetSource): boolean {
  return state === 'uploaded' && sizeBytes === source.sizeBytes && digest === `sha256:${source.sha256}`;
}

/** The complete asset of this name; an incomplete one, left by a failed upload, is removed. */
async function findComplete(
  client: GitHubClient,
  release: Release,
  name: string,
): Promise<ReleaseAsset | undefined> {
  const asset = (await listAssets(client, release.id)).find((candidate) => candidate.name === name);
  if (asset === undefined || asset.state === 'uploaded') return asset;
  const call: Call = {
    purpose: `remove the incomplete asset "${name}"`,
    route: 'DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}',
    parameters: { asset_id: asset.id },
    permission,
  };
  await client.removeIfThere(call);
  return undefined;
}

interface PendingUpload {
  readonly release: Release;
  readonly name: string;
  readonly source: AssetSource;
  readonly find: () => Promise<ReleaseAsset | undefined>;
}

async function upload(
  client: GitHubClient,
  { release, name, source, find }: PendingUpload,
): Promise<ReleaseAsset> {
  return client.upload({
    sizeBytes: source.sizeBytes,
    shape: assetShape,
    find,
    makeCall: () => ({
      purpose: `upload the asset "${name}"`,
      // The server's own template, like `https://uploads.github.com/…/assets{?name,label}`: another host on GHES.
      route: `POST ${release.uploadUrl}`,
      parameters: {
        name,
        // A new stream in each attempt, because a stream can be read once.
        data: ReadableStream.from(source.stream()),
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(source.sizeBytes) },
      },
      permission,
    }),
  });
}

function assetCall(asset: ReleaseAsset): Call {
  return {
    purpose: `download the asset "${asset.name}"`,
    route: 'GET /repos/{owner}/{repo}/releases/assets/{asset_id}',
    parameters: { asset_id: asset.id, headers: { accept: 'application/octet-stream' } },
    permission: 'contents: read',
  };
}

/** For servers that report no digest. */
function fetchDigest(client: GitHubClient, asset: ReleaseAsset): Promise<ContentDigest> {
  return client.download(assetCall(asset), asset.sizeBytes, digestStream);
}

/** @throws ServiceError when every attempt receives other bytes than the server says that it stores. */
export async function downloadAsset(
  client: GitHubClient,
  asset: ReleaseAsset,
  to: LocalFile,
): Promise<FileRecord> {
  // Throws for a path outside the folder before anything is requested.
  await to.files.exists(to.path);
  return client.download(assetCall(asset), asset.sizeBytes, (body) =>
    to.files.writeFrom(to.path, body, (received) => {
      checkReceived(received, asset);
    }),
  );
}

function checkReceived(received: ContentDigest, asset: ReleaseAsset): void {
  const digest = `sha256:${received.sha256}`;
  if (received.sizeBytes === asset.sizeBytes && (asset.digest ?? digest) === digest) return;
  throw new NetworkError(
    `${received.sizeBytes} bytes with ${digest} where ${asset.sizeBytes} bytes with ${asset.digest ?? 'any digest'} are stored`,
  );
}
