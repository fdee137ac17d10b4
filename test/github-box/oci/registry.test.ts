import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveMount } from '../serve-mount.ts';
import type { MountServer } from '../serve-mount.ts';
import { createOciRegistry } from './registry.ts';

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const digestOf = (bytes: string): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

let server: MountServer;

beforeEach(async () => {
  server = await serveMount((baseUrl) =>
    createOciRegistry({
      baseUrl,
      authorize: (token, image, action) =>
        image.startsWith('acme/') && (token === 'writer' || (token === 'reader' && action === 'pull')),
    }),
  );
});

afterEach(() => server.close());

/** Exchanges a GitHub token for a bearer token, following the challenge that the registry gave. */
async function login(challenge: string, token: string | undefined): Promise<string> {
  const parts = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  ) as Record<string, string>;
  const url = `${parts.realm!}?service=${parts.service!}&scope=${encodeURIComponent(parts.scope!)}`;
  const basic = Buffer.from(`someone:${token ?? ''}`).toString('base64');
  const answer = await fetch(
    url,
    token === undefined ? {} : { headers: { authorization: `Basic ${basic}` } },
  );
  return ((await answer.json()) as { token: string }).token;
}

/** A client of one image repository with `token`, with the scopes of a push. */
async function clientOf(token: string | undefined, image = 'acme/flights') {
  const refused = await fetch(`${server.url}/v2/${image}/blobs/uploads/`, { method: 'POST' });
  const bearer = await login(refused.headers.get('www-authenticate') ?? '', token);
  return (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path.startsWith('/') ? path : `/v2/${image}/${path}`, server.url), {
      method,
      headers: { authorization: `Bearer ${bearer}`, ...headers },
      ...(body !== undefined && { body }),
    });
}

const errorCode = async (response: Response): Promise<string> =>
  ((await response.json()) as { errors: { code: string }[] }).errors[0]!.code;

test('a request without a token is answered with a challenge that names realm, service and scope', async () => {
  const response = await fetch(`${server.url}/v2/acme/flights/manifests/latest`);
  const host = new URL(server.url).host;
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe(
    `Bearer realm="${server.url}/token",service="${host}",scope="repository:acme/flights:pull"`,
  );
  expect((await fetch(`${server.url}/v2/`)).status).toBe(401);
});

test('an image is pushed and pulled by tag and by digest', async () => {
  const call = await clientOf('writer');
  const [config, layer] = ['{"architecture":"amd64"}', 'layer bytes'];
  for (const blob of [config, layer]) {
    const started = await call('POST', 'blobs/uploads/');
    expect(started.status).toBe(202);
    const location = `${started.headers.get('location')!}?digest=${digestOf(blob)}`;
    const finished = await call('PUT', location, blob);
    expect([finished.status, finished.headers.get('docker-content-digest')]).toEqual([201, digestOf(blob)]);
  }
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: { digest: digestOf(config) },
    layers: [{ digest: digestOf(layer) }],
  });
  const put = await call('PUT', 'manifests/1.0.0', manifest, { 'content-type': MANIFEST_TYPE });
  expect([put.status, put.headers.get('docker-content-digest')]).toEqual([201, digestOf(manifest)]);
  for (const reference of ['1.0.0', digestOf(manifest)]) {
    const pulled = await call('GET', `manifests/${reference}`);
    expect([pulled.headers.get('content-type'), await pulled.text()]).toEqual([MANIFEST_TYPE, manifest]);
  }
  expect(await (await call('GET', `blobs/${digestOf(layer)}`)).text()).toBe(layer);
  const head = await call('HEAD', `blobs/${digestOf(layer)}`);
  expect(head.headers.get('content-length')).toBe(String(layer.length));
  expect(await (await call('GET', 'tags/list')).json()).toEqual({ name: 'acme/flights', tags: ['1.0.0'] });
});

test('a blob is uploaded in pieces, and a piece in the wrong place is refused', async () => {
  const call = await clientOf('writer');
  const location = (await call('POST', 'blobs/uploads/')).headers.get('location')!;
  expect((await call('PATCH', location, 'one ', { 'content-range': '0-3' })).status).toBe(202);
  const gap = await call('PATCH', location, 'three', { 'content-range': '8-12' });
  expect([gap.status, await errorCode(gap)]).toEqual([416, 'BLOB_UPLOAD_INVALID']);
  const second = await call('PATCH', location, 'two', { 'content-range': '4-6' });
  expect(second.headers.get('range')).toBe('0-6');
  expect((await call('PUT', `${location}?digest=${digestOf('one two')}`)).status).toBe(201);
});

test('bytes that have another digest than declared are refused', async () => {
  const call = await clientOf('writer');
  const single = await call('POST', `blobs/uploads/?digest=${digestOf('these')}`, 'those');
  expect([single.status, await errorCode(single)]).toEqual([400, 'DIGEST_INVALID']);
  expect((await call('HEAD', `blobs/${digestOf('these')}`)).status).toBe(404);
  const manifest = JSON.stringify({ config: { digest: digestOf('x') }, layers: [] });
  const type = { 'content-type': MANIFEST_TYPE };
  const put = await call('PUT', `manifests/${digestOf('another manifest')}`, manifest, type);
  expect(await errorCode(put)).toBe('DIGEST_INVALID');
});

test('a manifest that names a missing blob is refused, and so is one that is none', async () => {
  const call = await clientOf('writer');
  const type = { 'content-type': MANIFEST_TYPE };
  const manifest = JSON.stringify({ config: { digest: digestOf('never uploaded') }, layers: [] });
  const missing = await call('PUT', 'manifests/1.0.0', manifest, type);
  expect([missing.status, await errorCode(missing)]).toEqual([400, 'MANIFEST_BLOB_UNKNOWN']);
  expect(await errorCode(await call('PUT', 'manifests/1.0.0', '{"a":1}', type))).toBe('MANIFEST_INVALID');
  expect(await errorCode(await call('GET', 'manifests/1.0.0'))).toBe('MANIFEST_UNKNOWN');
});

test('a mount needs a blob that is there and a token that may read it', async () => {
  const base = await clientOf('writer', 'acme/base');
  await base('POST', `blobs/uploads/?digest=${digestOf('base')}`, 'base');
  const mount = `blobs/uploads/?mount=${digestOf('base')}&from=acme/base`;
  const call = await clientOf('writer');
  expect((await call('POST', mount)).status).toBe(202);
  expect((await call('HEAD', `blobs/${digestOf('base')}`)).status).toBe(404);
  const scope = 'repository:acme/flights:pull,push repository:acme/base:pull';
  const bearer = await login(`realm="${server.url}/token",service="x",scope="${scope}"`, 'writer');
  const withBoth = (path: string, method: string) =>
    fetch(`${server.url}/v2/acme/flights/${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}` },
    });
  expect((await withBoth(mount, 'POST')).status).toBe(201);
  expect((await withBoth(`blobs/${digestOf('base')}`, 'HEAD')).status).toBe(200);
  const absent = `blobs/uploads/?mount=${digestOf('absent')}&from=acme/base`;
  expect((await withBoth(absent, 'POST')).status).toBe(202);
});

test('who may only read cannot push, and an anonymous request reads nothing', async () => {
  const writer = await clientOf('writer');
  await writer('POST', `blobs/uploads/?digest=${digestOf('layer')}`, 'layer');
  const reader = await clientOf('reader');
  expect((await reader('GET', `blobs/${digestOf('layer')}`)).status).toBe(200);
  const push = await reader('POST', 'blobs/uploads/');
  expect([push.status, await errorCode(push)]).toEqual([403, 'DENIED']);
  const anonymous = await clientOf(undefined);
  expect((await anonymous('GET', `blobs/${digestOf('layer')}`)).status).toBe(403);
});

test('tags come in pages', async () => {
  const call = await clientOf('writer');
  await call('POST', `blobs/uploads/?digest=${digestOf('{}')}`, '{}');
  const manifest = JSON.stringify({ config: { digest: digestOf('{}') }, layers: [] });
  for (const tag of ['b', 'c', 'a'])
    await call('PUT', `manifests/${tag}`, manifest, { 'content-type': MANIFEST_TYPE });
  const first = await call('GET', 'tags/list?n=2');
  expect(await first.json()).toMatchObject({ tags: ['a', 'b'] });
  const next = /<([^>]+)>/.exec(first.headers.get('link')!)![1]!;
  expect(await (await call('GET', next)).json()).toMatchObject({ tags: ['c'] });
});

test('referrers are not kept, and unknown resources are 404', async () => {
  const call = await clientOf('writer');
  expect((await call('GET', `referrers/${digestOf('x')}`)).status).toBe(404);
  expect((await call('GET', '/v2/Acme/Flights/tags/list')).status).toBe(404);
});
