/** What registries and the storages behind them reply to uploads of layers and manifests. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { serveAltered, type AlteredRegistry, type Alteration } from './altered-registry.ts';
import { reply, without } from './altered-replies.ts';
import { blobOf, createRegistryClient, digestOf, imageAt } from './registry-client.ts';

const layer = blobOf(randomBytes(100_000));
const servers: AlteredRegistry[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function altered(alteration: Alteration): Promise<AlteredRegistry> {
  const server = await serveAltered(alteration);
  servers.push(server);
  return server;
}

describe('an upload', () => {
  const isStart = ({ method }: IncomingMessage): boolean => method === 'POST';
  const isPut = ({ method }: IncomingMessage): boolean => method === 'PUT';

  async function push(
    alteration: Alteration,
  ): Promise<{ server: AlteredRegistry; waits: readonly number[] }> {
    const server = await altered(alteration);
    const { registry, waits } = createRegistryClient('writer');
    await registry.pushBlob(imageAt(server.url), layer);
    expect(digestOf(await registry.blob(imageAt(server.url), layer.digest))).toBe(layer.digest);
    return { server, waits };
  }

  /** @param address of the one that the box gives, which begins with `/v2/`. */
  const at = (address: (path: string, host: string) => string): Alteration => ({
    headers: (status, headers, { headers: { host = '' } }) =>
      status === 202 && headers.location !== undefined
        ? { ...headers, location: address(headers.location, host) }
        : headers,
  });

  test.each<[string, (path: string, host: string) => string]>([
    ['a path', (path) => path],
    ['a path relative to the request', (path) => path.replace(/^.*\//, '')],
    ['a whole address', (path, host) => `http://${host}${path}`],
    ['an address without a scheme', (path, host) => `//${host}${path}`],
    ['a path with a query', (path) => `${path}?_state=a%2Fb%3D&digest=`],
  ])('goes to %s', async (_, address) => {
    const { server } = await push(at(address));
    const [put] = server.seen.filter(({ request }) => request.startsWith('PUT'));
    expect(put?.authorization).toMatch(/^Bearer /);
  });

  test('keeps the query of its address', async () => {
    const { server } = await push(at((path) => `${path}?_state=a%2Fb%3D`));
    const [put] = server.log.filter(({ method }) => method === 'PUT');
    expect(put?.path).toContain('_state=a%2Fb%3D&digest=sha256%3A');
  });

  test('goes to a storage without the token', async () => {
    const storage = await altered(reply(() => true, { status: 201 }));
    const server = await altered(
      reply((request) => isStart(request) && request.headers.authorization !== undefined, {
        status: 202,
        headers: { location: `${storage.url}/bucket/1?signature=2` },
      }),
    );
    await createRegistryClient('writer').registry.pushBlob(imageAt(server.url), layer);
    expect(storage.seen).toEqual([
      { request: expect.stringMatching(/^PUT \/bucket\/1\?signature=2&digest=/), authorization: undefined },
    ]);
  });

  test('follows a redirect with all of its bytes', async () => {
    let redirected = false;
    await push({
      instead: (request, response) => {
        if (!isPut(request) || redirected) return false;
        redirected = true;
        response.writeHead(307, { location: `${request.url}&again=1` }).end();
        return true;
      },
    });
    expect(redirected).toBe(true);
  });

  test.each([301, 302, 307, 308])('starts where a redirect of %i leads', async (status) => {
    let redirected = false;
    await push({
      instead: (request, response) => {
        if (!isStart(request) || redirected) return false;
        redirected = true;
        response.writeHead(status, { location: request.url }).end();
        return true;
      },
    });
    expect(redirected).toBe(true);
  });

  test.each([404, 416])('starts again when its address is answered with %i', async (status) => {
    const body = '{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN"}]}';
    const { server, waits } = await push(reply(isPut, { status, body, times: 1 }));
    expect(waits).toHaveLength(1);
    expect(server.log.filter(({ method, status }) => method === 'POST' && status === 202)).toHaveLength(2);
  });

  test.each([200, 202, 204])('is done when its bytes are answered with %i', async (status) => {
    const server = await altered(
      reply((request) => isPut(request) && request.headers.authorization !== undefined, { status }),
    );
    await createRegistryClient('writer').registry.pushBlob(imageAt(server.url), layer);
    expect(server.log.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  test('without an address names the header that is missing', async () => {
    const server = await altered(reply(isStart, { status: 202 }));
    const { registry, waits } = createRegistryClient('writer');
    await expect(registry.pushBlob(imageAt(server.url), layer)).rejects.toMatchObject({
      code: 'SERVICE_FAILED',
      message: expect.stringContaining(
        'expected the address of an upload in the header "Location", got none',
      ),
    });
    expect(waits).toEqual([]);
  });

  test.each([
    [404, 'create the repository in the registry before'],
    [405, 'can only be read'],
    [413, '`client_max_body_size`'],
  ])('that is answered with %i names the setting', async (status, hint) => {
    const server = await altered(reply(status === 413 ? isPut : isStart, { status }));
    const pushing = createRegistryClient('writer').registry.pushBlob(imageAt(server.url), layer);
    await expect(pushing).rejects.toMatchObject({ status, hint: expect.stringContaining(hint) });
  });

  test('that redirects without end says so', async () => {
    const server = await altered({
      instead: (request, response) => {
        response.writeHead(307, { location: request.url }).end();
        return true;
      },
    });
    const pushing = createRegistryClient('writer').registry.pushBlob(imageAt(server.url), layer);
    await expect(pushing).rejects.toMatchObject({ code: 'SERVICE_FAILED', status: 307 });
  });
});

describe('a manifest', () => {
  const bytes = Buffer.from(JSON.stringify({ config: { digest: layer.digest }, layers: [] }));
  const manifest = { mediaType: 'application/vnd.oci.image.manifest.v1+json', bytes };
  const isManifest = ({ url }: IncomingMessage): boolean => url?.includes('/manifests/') === true;

  test('is read and written where the registry names no digest, or one by another algorithm', async () => {
    for (const named of [undefined, 'sha512:00']) {
      const server = await altered({
        headers: (_, headers) =>
          named === undefined
            ? without('docker-content-digest', headers)
            : { ...headers, 'docker-content-digest': named },
      });
      const { registry } = createRegistryClient('writer');
      await registry.pushBlob(imageAt(server.url), layer);
      await registry.pushManifest(imageAt(server.url), '1.0.0', manifest);
      expect(await registry.manifest(imageAt(server.url), '1.0.0')).toMatchObject({
        digest: digestOf(manifest.bytes),
      });
    }
  });

  test('that the registry keeps under another digest is refused', async () => {
    const headers = { 'docker-content-digest': digestOf(Buffer.from('rewritten')) };
    const server = await altered(
      reply((request) => request.method === 'PUT' && isManifest(request), { status: 201, headers }),
    );
    const pushing = createRegistryClient('writer').registry.pushManifest(
      imageAt(server.url),
      '1.0.0',
      manifest,
    );
    await expect(pushing).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  });

  test.each([409, 412])('whose tag cannot be moved (%i) names the setting', async (status) => {
    const server = await altered(reply((request) => request.method === 'PUT', { status }));
    const pushing = createRegistryClient('writer').registry.pushManifest(
      imageAt(server.url),
      '1.0.0',
      manifest,
    );
    await expect(pushing).rejects.toMatchObject({
      hint: expect.stringContaining('allow tags of this repository'),
    });
  });
});
