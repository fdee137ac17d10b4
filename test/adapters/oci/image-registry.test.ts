import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endpointOf } from '../../../src/shared/adapters/oci/endpoint.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { readImageReference, type ImageName } from '../../../src/shared/domain/kernel/image-reference.ts';
import type { ImageRegistry } from '../../../src/shared/ports/registry.ts';
import { createOciRegistry } from '../../github-box/oci/registry.ts';
import { serveMount } from '../../github-box/serve-mount.ts';
import type { MountServer } from '../../github-box/serve-mount.ts';
import { blobOf, createRegistryClient, digestOf, imageAt } from './registry-client.ts';

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';

let server: MountServer;
let waits: number[];

beforeEach(async () => {
  waits = [];
  server = await serveMount((baseUrl) =>
    createOciRegistry({
      baseUrl,
      authorize: (token, image, action) =>
        token === 'writer' || (image === 'acme/public' && action === 'pull') || token === `${action}er`,
    }),
  );
});

afterEach(() => server.close());

const registryAs = (password: string | undefined): ImageRegistry =>
  createRegistryClient(password ?? { kind: 'no-password' }, waits).registry;

const image = (repository = 'acme/flights', url = server.url): ImageName => imageAt(url, repository);

/** An answer that the registry of the box would not give. */
async function serve(listener: RequestListener): Promise<{ readonly url: string; close(): Promise<void> }> {
  const other = createServer(listener);
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(other.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        other.close(() => resolve());
        other.closeAllConnections();
      }),
  };
}

describe('an image', () => {
  test('is pushed and read back by tag and by digest', async () => {
    const registry = registryAs('writer');
    const [config, layer] = [blobOf(Buffer.from('{}')), blobOf(randomBytes(3_000_000))];
    expect(await registry.hasBlob(image(), layer.digest)).toBe(false);
    await registry.pushBlob(image(), config);
    await registry.pushBlob(image(), layer);
    expect(await registry.hasBlob(image(), layer.digest)).toBe(true);
    expect(digestOf(await registry.blob(image(), layer.digest))).toBe(layer.digest);
    const bytes = Buffer.from(
      JSON.stringify({ config: { digest: config.digest }, layers: [{ digest: layer.digest }] }),
    );
    const pushed = await registry.pushManifest(image(), '1.0.0', { mediaType: MANIFEST_TYPE, bytes });
    expect(pushed).toEqual({ digest: digestOf(bytes) });
    for (const reference of ['1.0.0', pushed.digest]) {
      expect(await registry.manifest(image(), reference)).toEqual({
        digest: pushed.digest,
        mediaType: MANIFEST_TYPE,
        bytes: new Uint8Array(bytes),
      });
    }
    expect(await registry.manifest(image(), 'no-such-tag')).toBeUndefined();
  });

  test('exchanges its credentials once for each scope', async () => {
    const registry = registryAs('writer');
    for (let count = 0; count < 3; count += 1) await registry.hasBlob(image(), digestOf(Buffer.from('x')));
    expect(server.log.filter(({ path }) => path.startsWith('/token'))).toHaveLength(1);
    expect(server.log.filter(({ status }) => status === 401)).toHaveLength(1);
  });

  test('is read anonymously where it is public', async () => {
    await registryAs('writer').pushBlob(image('acme/public'), blobOf(Buffer.from('open')));
    const bytes = await registryAs(undefined).blob(image('acme/public'), digestOf(Buffer.from('open')));
    expect(Buffer.from(bytes).toString()).toBe('open');
  });
});

describe('a layer of the base', () => {
  const layer = blobOf(randomBytes(100_000));

  test('is mounted without a byte being sent, within one registry', async () => {
    const registry = registryAs('writer');
    await registry.pushBlob(image('acme/base'), layer);
    const before = server.log.length;
    await registry.copyBlob(layer, image('acme/base'), image());
    expect(await registry.hasBlob(image(), layer.digest)).toBe(true);
    expect(server.log.slice(before).filter(({ method }) => method === 'GET')).toMatchObject([
      { path: expect.stringContaining('/token') },
      { path: expect.stringContaining('/token') },
    ]);
    expect(server.log.slice(before).some(({ method }) => method === 'PUT')).toBe(false);
  });

  test('is copied from another registry', async () => {
    const other = await serveMount((baseUrl) => createOciRegistry({ baseUrl, authorize: () => true }));
    const registry = registryAs('writer');
    await registry.pushBlob(image('library/base', other.url), layer);
    await registry.copyBlob(layer, image('library/base', other.url), image());
    await other.close();
    expect(digestOf(await registry.blob(image(), layer.digest))).toBe(layer.digest);
  });
});

describe('a registry that fails', () => {
  test('says which permission is missing', async () => {
    const pushing = registryAs('puller').pushBlob(image(), blobOf(Buffer.from('x')));
    await expect(pushing).rejects.toMatchObject({
      code: 'PERMISSION_MISSING',
      status: 403,
      message: expect.stringMatching(
        /^push to 127\.0\.0\.1:\d+\/acme\/flights: expected the registry .* to accept it, got 403 "DENIED/,
      ),
      hint: expect.stringContaining('`write:packages`'),
    });
    expect(waits).toEqual([]);
  });

  test('is named when it is down', async () => {
    const name = image();
    await server.close();
    const asking = registryAs('writer').hasBlob(name, digestOf(Buffer.from('x')));
    await expect(asking).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
      retryable: true,
      message: expect.stringMatching(
        /expected an answer from the registry 127\.0\.0\.1:\d+, got ".*ECONNREFUSED/,
      ),
    });
    expect(waits.length).toBeGreaterThan(2);
    server = await serveMount((baseUrl) => createOciRegistry({ baseUrl, authorize: () => true }));
  });

  test('is called again after a transient failure, and the upload starts from the beginning', async () => {
    const bytes = randomBytes(200_000);
    const seen: string[] = [];
    const flaky = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const length = request.headers['content-length'] ?? '';
        seen.push(`${request.method ?? ''} ${length} ${Buffer.concat(chunks).length}`);
        if (request.method === 'POST') {
          response.writeHead(202, { location: `/upload-${seen.length}` }).end();
        } else response.writeHead(seen.length < 3 ? 503 : 201).end('one moment\n');
      });
    });
    await registryAs('writer').pushBlob(image('acme/flights', flaky.url), blobOf(bytes));
    await flaky.close();
    expect(seen).toEqual(['POST 0 0', 'PUT 200000 200000', 'POST 0 0', 'PUT 200000 200000']);
    expect(waits).toHaveLength(1);
  });

  test('is sent the request again after the time that it names in Retry-After', async () => {
    let requests = 0;
    const busy = await serve((_, response) => {
      requests += 1;
      response.writeHead(requests === 1 ? 429 : 200, { 'retry-after': '7' }).end();
    });
    expect(
      await registryAs(undefined).hasBlob(image('acme/flights', busy.url), digestOf(Buffer.from('x'))),
    ).toBe(true);
    await busy.close();
    expect(waits).toEqual([7000]);
  });

  test('is not believed when the bytes have another digest', async () => {
    const lying = await serve((_, response) => response.writeHead(200).end('other bytes'));
    const asked = digestOf(Buffer.from('these bytes'));
    const registry = registryAs(undefined);
    const name = image('acme/flights', lying.url);
    await expect(registry.blob(name, asked)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    await expect(registry.manifest(name, asked)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    await lying.close();
  });

  test('does not get the credentials through a realm elsewhere without TLS', async () => {
    const asked: (string | undefined)[] = [];
    const elsewhere = await serve((request, response) => {
      asked.push(request.headers.authorization);
      response.end('{"token":"useless"}');
    });
    const phishing = await serve((_, response) =>
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${elsewhere.url}/token"` }).end(),
    );
    const asking = registryAs('writer').hasBlob(
      image('acme/flights', phishing.url),
      digestOf(Buffer.from('x')),
    );
    await expect(asking).rejects.toMatchObject({ code: 'PERMISSION_MISSING', status: 401 });
    await Promise.all([elsewhere.close(), phishing.close()]);
    expect(asked).toEqual([undefined]);
  });
});

test('a file that changes while it is pushed is the error, not the registry', async () => {
  const changed = new DataError('FILES_INVALID', 'weights.bin: expected the verified bytes, got others');
  const blob = {
    ...blobOf(Buffer.from('x')),
    // oxlint-disable-next-line require-yield
    async *content(): AsyncGenerator<Uint8Array> {
      throw changed;
    },
  };
  await expect(registryAs('writer').pushBlob(image(), blob)).rejects.toBe(changed);
});

test.each([
  ['ghcr.io/acme/flights', 'https://ghcr.io', 'acme/flights'],
  ['docker.io/library/python', 'https://registry-1.docker.io', 'library/python'],
  ['127.0.0.1:5000/flights', 'http://127.0.0.1:5000', 'flights'],
  ['localhost:5000/flights', 'http://localhost:5000', 'flights'],
  ['localhost.evil.example/flights', 'https://localhost.evil.example', 'flights'],
  ['127.0.0.1.evil.example/flights', 'https://127.0.0.1.evil.example', 'flights'],
])('the API of %s is at %s', (name, origin, repository) => {
  const reference = readImageReference(name)!;
  expect(reference.repository).toBe(repository);
  expect(endpointOf(reference)).toEqual({ registry: reference.registry, origin });
});
