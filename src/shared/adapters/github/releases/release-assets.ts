/**
 * Assets of a release: an equal one is adopted, an incomplete one replaced, and a different complete one is
 * never touched, because somebody may have downloaded it.
 */
import { z } from 'zod';
import { ConflictError } from '../../../domain/kernel/errors.ts';
import type { FileRecord } from '../../../domain/kernel/digest.ts';
import type { Release, ReleaseAsset } from '../../../domain/kernel/platform.ts';
import { NetworkError } from '../../http/network-error.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import {
  locate,
  receiveDigest,
  receiveFile,
  sendFile,
  type LocalFile,
  type Received,
} from '../transport/local-files.ts';

const assetShape = z
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

interface NewAsset {
  readonly name: string;
  readonly source: LocalFile;
}

/** @throws ConflictError DIGEST_MISMATCH when a complete asset of this name holds, or ends up holding, other bytes. */
export async function uploadAsset(
  client: GitHubClient,
  release: Release,
  { name, source }: NewAsset,
): Promise<ReleaseAsset> {
  const path = await locate(source);
  const file = await source.files.record(source.path);
  const find = (): Promise<ReleaseAsset | undefined> => settle(client, release, name);
  const asset = (await find()) ?? (await upload(client, { release, name, path, file, find }));
  const stored = asset.digest ?? `sha256:${(await readDigest(client, asset)).sha256}`;
  if (asset.sizeBytes === file.sizeBytes && stored === `sha256:${file.sha256}`) return asset;
  throw new ConflictError(
    'DIGEST_MISMATCH',
    `asset "${name}" of "${release.tag}": expected sha256:${file.sha256} (${file.sizeBytes} bytes), got ${stored} (${asset.sizeBytes} bytes)`,
    {
      hint: 'a version never changes: register these bytes under another version, or delete the draft release',
    },
  );
}

/** The complete asset of this name; an incomplete one (a broken upload) is removed on the way. */
async function settle(
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
  readonly path: string;
  readonly file: FileRecord;
  readonly find: () => Promise<ReleaseAsset | undefined>;
}

async function upload(
  client: GitHubClient,
  { release, name, path, file, find }: PendingUpload,
): Promise<ReleaseAsset> {
  return client.upload({
    sizeBytes: file.sizeBytes,
    shape: assetShape,
    find,
    makeCall: () => ({
      purpose: `upload the asset "${name}"`,
      // The server's own template, like `https://uploads.github.com/…/assets{?name,label}`: another host on GHES.
      route: `POST ${release.uploadUrl}`,
      parameters: {
        name,
        data: sendFile(path),
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(file.sizeBytes) },
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

/** For servers that tell no digest. */
function readDigest(client: GitHubClient, asset: ReleaseAsset): Promise<Received> {
  return client.download(assetCall(asset), asset.sizeBytes, receiveDigest);
}

/** @throws ServiceError when what arrives is, time after time, not what the server says that it stores. */
export async function downloadAsset(
  client: GitHubClient,
  asset: ReleaseAsset,
  to: LocalFile,
): Promise<FileRecord> {
  const path = await locate(to);
  return client.download(assetCall(asset), asset.sizeBytes, async (body) => {
    const received = await receiveFile(body, path);
    checkReceived(received, asset);
    return { path: to.path, ...received };
  });
}

function checkReceived(received: Received, asset: ReleaseAsset): void {
  const digest = `sha256:${received.sha256}`;
  if (received.sizeBytes === asset.sizeBytes && (asset.digest ?? digest) === digest) return;
  throw new NetworkError(
    `${received.sizeBytes} bytes with ${digest} where ${asset.sizeBytes} bytes with ${asset.digest ?? 'any digest'} are stored`,
  );
}
