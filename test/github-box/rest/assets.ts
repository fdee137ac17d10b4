/** Files of a release: uploaded to another host, downloaded through a redirect, with the platform's digest. */
import { createHash } from 'node:crypto';
import { isoDate } from '../clock.ts';
import { type Call, numberParam } from '../http/call.ts';
import { listReply } from '../http/paginate.ts';
import {
  created,
  noContent,
  notFound,
  ok,
  redirect,
  refuse,
  type Reply,
  unprocessable,
  validationFailed,
} from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { AssetRecord, ReleaseRecord } from '../state/records.ts';
import { viewAsset } from '../view/release.ts';
import { refuseSize } from './asset-size.ts';
import { isVisibleRelease, requireRelease } from './releases.ts';

const RELEASES = '/repos/{owner}/{repo}/releases';
const MAX_ASSETS = 1000;
const read = [{ contents: 'read' }] as const;
const write = [{ contents: 'write' }] as const;

export const assetRoutes: readonly Route[] = [
  {
    method: 'POST',
    template: `${RELEASES}/{release_id}/assets`,
    host: 'uploads',
    needs: write,
    handle: postAsset,
  },
  {
    method: 'GET',
    template: `${RELEASES}/{release_id}/assets`,
    needs: read,
    handle: (call) => {
      const release = requireRelease(call);
      return listReply(call, release.assets, (asset) =>
        viewAsset(call.world, call.repository, { release, asset }),
      );
    },
  },
  { method: 'GET', template: `${RELEASES}/assets/{asset_id}`, needs: read, handle: getAsset },
  { method: 'PATCH', template: `${RELEASES}/assets/{asset_id}`, needs: write, handle: patchAsset },
  {
    method: 'DELETE',
    template: `${RELEASES}/assets/{asset_id}`,
    needs: write,
    handle: (call) => {
      const { release, asset } = requireAsset(call);
      checkMutable(release);
      release.assets = release.assets.filter(({ id }) => id !== asset.id);
      return noContent();
    },
  },
];

function requireAsset(call: Call): { release: ReleaseRecord; asset: AssetRecord } {
  const id = numberParam(call, 'asset_id');
  for (const release of call.repository.releases) {
    const asset = release.assets.find((candidate) => candidate.id === id);
    if (asset !== undefined && isVisibleRelease(call, release)) return { release, asset };
  }
  throw notFound();
}

function checkMutable(release: ReleaseRecord): void {
  if (release.immutable) throw unprocessable('Cannot change the assets of an immutable release');
}

/**
 * GitHub's spelling of a file name, after the GitHub CLI's imitation of it: anything but letters, digits
 * and `-_+@` becomes a dot, dots are joined and trimmed, a name without a stem is called `default`.
 */
export function assetNameOf(name: string): string {
  const plain = name.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  const safe = plain.replace(/[^A-Za-z0-9\-_+@]+/g, '.').replace(/\.+$/, '');
  return safe.startsWith('.') ? `default${safe}` : safe;
}

function postAsset(call: Call): Reply {
  const release = requireRelease(call);
  checkMutable(release);
  const name = assetNameOf(call.query.get('name') ?? '');
  const contentType = call.headers['content-type'];
  if (typeof contentType !== 'string') throw refuse(400, 'Bad Content-Type');
  const refusal = refuseSize(call.headers['content-length']);
  if (refusal !== undefined) throw refusal;
  if (name === '') throw validationFailed({ resource: 'ReleaseAsset', code: 'missing_field', field: 'name' });
  if (release.assets.some((asset) => asset.name === name)) {
    throw validationFailed({ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' });
  }
  if (release.assets.length >= MAX_ASSETS) {
    throw unprocessable(`file_count limited to ${MAX_ASSETS} assets per release`);
  }
  const broken = call.fault === 'broken-upload';
  const bytes = broken ? Buffer.alloc(0) : call.bytes;
  const asset: AssetRecord = {
    id: call.world.nextId(),
    uploader: call.actor.login,
    contentType,
    bytes,
    createdAt: isoDate(call.world.clock.now()),
    state: broken ? 'starter' : 'uploaded',
    digest: broken ? null : `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    name,
    label: call.query.get('label') ?? '',
    downloads: 0,
  };
  release.assets.push(asset);
  if (broken) throw refuse(502, 'Server Error');
  return created(viewAsset(call.world, call.repository, { release, asset }));
}

function getAsset(call: Call): Reply {
  const { release, asset } = requireAsset(call);
  if (!String(call.headers.accept).includes('application/octet-stream')) {
    return ok(viewAsset(call.world, call.repository, { release, asset }));
  }
  if (asset.state !== 'uploaded') throw notFound();
  asset.downloads += 1;
  const { bytes, contentType, name } = asset;
  return redirect(call.world.downloads.sign({ bytes, contentType, fileName: name }));
}

function patchAsset(call: Call): Reply {
  const { release, asset } = requireAsset(call);
  checkMutable(release);
  const body = call.body as { name?: string; label?: string };
  const name = body.name === undefined ? asset.name : assetNameOf(body.name);
  if (release.assets.some((other) => other.id !== asset.id && other.name === name)) {
    throw validationFailed({ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' });
  }
  asset.name = name;
  asset.label = body.label ?? asset.label;
  return ok(viewAsset(call.world, call.repository, { release, asset }));
}
