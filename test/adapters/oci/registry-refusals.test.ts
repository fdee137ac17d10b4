/** What registries, their token services and the proxies before them reply where the specification leaves them a choice. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { RegistryLogin } from '../../../src/shared/domain/rollout/image/registry-login.ts';
import { serveAltered, type AlteredRegistry, type Alteration } from './altered-registry.ts';
import { isMount, isToken, reply, without } from './altered-replies.ts';
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

describe('a layer of the base arrives by an ordinary upload', () => {
  async function copy(alteration: Alteration): Promise<readonly number[]> {
    const server = await altered(alteration);
    const { registry, waits } = createRegistryClient('writer');
    await registry.pushBlob(imageAt(server.url, 'acme/base'), layer);
    await registry.copyBlob(layer, imageAt(server.url, 'acme/base'), imageAt(server.url));
    expect(digestOf(await registry.blob(imageAt(server.url), layer.digest))).toBe(layer.digest);
    return waits;
  }

  test.each([400, 401, 403, 404, 405, 409, 415, 429, 500, 501, 503])(
    'where the registry answers %i to a mount',
    async (status) => {
      const body = '{"errors":[{"code":"DENIED","message":"mounting is disabled"}]}';
      expect(await copy(reply(isMount, { status, body }))).toEqual([]);
    },
  );

  test('where it starts an upload instead', async () => {
    await copy(reply(isMount, { status: 202, headers: { location: '/v2/acme/flights/blobs/uploads/1' } }));
  });

  test('where it has mounted something else', async () => {
    const other = digestOf(Buffer.from('another layer'));
    await copy(reply(isMount, { status: 201, headers: { 'docker-content-digest': other } }));
  });

  test('where the token service gives no token for two repositories', async () => {
    const isForTwo = (request: IncomingMessage): boolean =>
      isToken(request) &&
      request.url?.includes('acme%2Fbase') === true &&
      request.url.includes('acme%2Fflights');
    await copy(reply(isForTwo, { status: 401, body: '{"details":"no access to acme/base"}' }));
  });

  test('where HEAD says no length', async () => {
    await copy({
      headers: (status, headers, { method }) => {
        if (method !== 'HEAD' || status !== 200) return headers;
        return without('content-length', headers);
      },
    });
  });
});

describe('a client signs in', () => {
  const challengeOf = (change: (url: string) => string): Alteration => ({
    headers: (_, headers) => {
      const challenge = headers['www-authenticate'];
      return challenge === undefined ? headers : { ...headers, 'www-authenticate': change(challenge) };
    },
  });

  async function push(alteration: Alteration): Promise<AlteredRegistry> {
    const server = await altered(alteration);
    const { registry } = createRegistryClient('writer');
    await registry.pushBlob(imageAt(server.url), layer);
    expect(await registry.hasBlob(imageAt(server.url), layer.digest)).toBe(true);
    return server;
  }

  test.each<[string, (challenge: string) => string]>([
    ['in lower case', (challenge) => challenge.replace('Bearer', 'bearer')],
    ['beside another way', (challenge) => `Basic realm="x, y", ${challenge}`],
    ['before another way', (challenge) => `${challenge}, Basic realm="x"`],
    ['with a realm without a host', (challenge) => challenge.replace(/realm="http:\/\/[^/]+/, 'realm="')],
    ['without a scope', (challenge) => challenge.replace(/,scope=.*$/, '')],
    ['without a service', (challenge) => challenge.replace(/service="[^"]*",/, '')],
  ])('by a challenge %s', async (_, change) => {
    await push(challengeOf(change));
  });

  test('by the challenge of /v2/ where a refusal has none', async () => {
    await push({
      headers: (_, headers, { url }) => {
        if (url === '/v2/') return headers;
        return without('www-authenticate', headers);
      },
    });
  });

  test('where those who do not say who they are are forbidden', async () => {
    const isAnonymous = (request: IncomingMessage): boolean =>
      request.headers.authorization === undefined && request.url !== '/v2/' && !isToken(request);
    await push(reply(isAnonymous, { status: 403, body: 'Forbidden' }));
  });

  test('for the scope that a proxy knows the image by', async () => {
    const { seen } = await push(
      challengeOf((challenge) => challenge.replace(/scope=".*"/, 'scope="repository:proxy/flights:pull"')),
    );
    const asked = seen
      .filter(({ request }) => request.includes('/token'))
      .map(({ request }) => decodeURIComponent(request));
    expect(asked[0]).toContain('scope=repository:acme/flights:pull,push&scope=repository:proxy/flights:pull');
  });

  test.each([
    ['access_token alone', (token: string) => ({ access_token: token })],
    ['access_token beside an empty token', (token: string) => ({ token: '', access_token: token })],
    ['token alone', (token: string) => ({ token })],
  ])('with a token service that answers %s', async (_, spell) => {
    await push({
      instead: (request, response) => {
        if (isToken(request)) spellToken(response, spell);
        return false;
      },
    });
  });

  function spellToken(response: ServerResponse, spell: (token: string) => object): void {
    const end = response.end.bind(response) as (body: string) => ServerResponse;
    response.end = ((body: string) =>
      end(JSON.stringify(spell((JSON.parse(body) as { token: string }).token)))) as typeof response.end;
  }

  test('again when the token expires between the start of an upload and its bytes', async () => {
    const isPut = ({ method }: IncomingMessage): boolean => method === 'PUT';
    const headers = { 'www-authenticate': '' };
    const alteration = reply(isPut, { status: 401, headers, body: 'token expired', times: 1 });
    const { seen } = await push(alteration);
    expect(seen.filter(({ request }) => request.startsWith('PUT'))).toHaveLength(2);
  });
});

describe('a sign-in that is refused is the error', () => {
  const ask = async (alteration: Alteration): Promise<{ error: unknown; waits: readonly number[] }> => {
    const server = await altered(alteration);
    const { registry, waits } = createRegistryClient('writer');
    return {
      error: await registry.pushBlob(imageAt(server.url), layer).catch((error: unknown) => error),
      waits,
    };
  };

  test.each([
    ['{"details":"incorrect username or password"}', '401 "incorrect username or password"'],
    [
      '{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}',
      '401 "UNAUTHORIZED authentication required"',
    ],
    ['{"error":"invalid_grant","error_description":"the token has expired"}', '401 "the token has expired"'],
    ['<html>\n<body>401</body></html>', '401 "<html>"'],
    ['', 'status 401'],
  ])('with what the token service says: %s', async (body, said) => {
    const { error, waits } = await ask(reply(isToken, { status: 401, body }));
    expect(error).toMatchObject({
      code: 'PERMISSION_MISSING',
      status: 401,
      message: expect.stringMatching(
        /expected a token of 127\.0\.0\.1:\d+ from its token service http:\/\/127\.0\.0\.1:\d+\/token, got /,
      ),
      hint: expect.stringMatching(/`registry-password`.*`write:packages`/),
    });
    expect(String(error)).toContain(`got ${said}`);
    expect(waits).toEqual([]);
  });

  test('when a reply of 200 has no token', async () => {
    const { error, waits } = await ask(reply(isToken, { status: 200, body: '{"expires_in":300}' }));
    expect(error).toMatchObject({
      code: 'SERVICE_FAILED',
      message: expect.stringContaining('got 200 "a reply without a token"'),
      hint: expect.stringContaining('no proxy answers in their place'),
    });
    expect(waits).toEqual([]);
  });

  test('after several attempts when the token service fails, and not before', async () => {
    const failing = await ask(reply(isToken, { status: 503, headers: { 'retry-after': '3' } }));
    expect(failing.error).toMatchObject({ code: 'SERVICE_FAILED', status: 503, retryable: true });
    expect(failing.waits).toEqual([3000, 3000, 3000, 3000, 3000]);
    expect((await ask(reply(isToken, { status: 503, times: 2 }))).error).toBeUndefined();
  });

  test('with the host of the token service when it cannot be reached', async () => {
    const headers = { 'www-authenticate': 'Bearer realm="http://127.0.0.1:1/token"' };
    const { error } = await ask(reply(({ method }) => method === 'POST', { status: 401, headers }));
    expect(error).toMatchObject({
      code: 'SERVICE_UNREACHABLE',
      message: expect.stringContaining('sign-in: expected an answer from the registry 127.0.0.1:1'),
    });
  });

  test.each([
    ['without a challenge anywhere', {}],
    ['with a challenge without a realm', { 'www-authenticate': 'Bearer service="x"' }],
  ])('when the registry refuses %s', async (_, headers) => {
    const { error, waits } = await ask(reply(() => true, { status: 401, headers, body: 'who are you?' }));
    expect(error).toMatchObject({
      code: 'PERMISSION_MISSING',
      message: expect.stringContaining('got 401 "who are you?"'),
    });
    expect(waits).toEqual([]);
  });

  test.each<[string, RegistryLogin, RegExp]>([
    [
      'a base image in another registry',
      { kind: 'other-registry' },
      /base image that can be read without a password/,
    ],
    [
      "the registry of `image`, which is not GitHub's",
      { kind: 'no-password' },
      /set `registry-username` and `registry-password` .* may read: the token of the job is sent to GitHub's own/,
    ],
  ])('of an anonymous request says what to set: %s', async (_, login, hint) => {
    const server = await altered({});
    const { registry } = createRegistryClient(login);
    await expect(registry.blob(imageAt(server.url), layer.digest)).rejects.toMatchObject({
      code: 'PERMISSION_MISSING',
      hint: expect.stringMatching(hint),
    });
    expect(server.seen.filter(({ authorization }) => authorization?.startsWith('Basic '))).toEqual([]);
  });
});

test('the token of the job goes to no token service but one of GitHub, whatever a challenge names', async () => {
  const elsewhere = 'https://tokens.acme.example/token';
  const server = await altered(
    reply(({ method }) => method === 'POST', {
      status: 401,
      headers: { 'www-authenticate': `Bearer realm="${elsewhere}"` },
    }),
  );
  const sent: (string | null)[] = [];
  const { fetch } = globalThis;
  // A name that does not exist, with TLS: nothing local can stand there.
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : input.toString();
    if (!url.startsWith(elsewhere)) return fetch(input, init);
    sent.push(new Headers(init?.headers).get('authorization'));
    return Promise.resolve(new Response('{"details":"who are you?"}', { status: 401 }));
  };
  try {
    const { host } = new URL(server.url);
    const account = { username: 'ann', password: 'writer' };
    const push = (login: RegistryLogin): Promise<void> =>
      createRegistryClient(login).registry.pushBlob(imageAt(server.url), layer);
    await expect(push({ kind: 'job-token', ...account, hosts: [host] })).rejects.toMatchObject({
      code: 'PERMISSION_MISSING',
      hint: expect.stringMatching(/`registry-password`.*the token of the job is sent to GitHub alone/),
    });
    expect(sent).toEqual([null]);
    // Many registries have a token service elsewhere, and GitHub may: `hosts` says so.
    const basic = `Basic ${Buffer.from('ann:writer').toString('base64')}`;
    const trusting: readonly RegistryLogin[] = [
      { kind: 'password', ...account },
      { kind: 'job-token', ...account, hosts: [host, 'tokens.acme.example'] },
    ];
    for (const login of trusting) await expect(push(login)).rejects.toMatchObject({ status: 401 });
    expect(sent).toEqual([null, basic, basic]);
  } finally {
    globalThis.fetch = fetch;
  }
});

describe('whether a blob is there', () => {
  const isHead = ({ method }: IncomingMessage): boolean => method === 'HEAD';

  async function askFor(alteration: Alteration): Promise<readonly boolean[]> {
    const server = await altered(alteration);
    const { registry } = createRegistryClient('writer');
    const image = imageAt(server.url);
    await registry.pushBlob(image, layer);
    const missing = digestOf(Buffer.from('missing'));
    return [await registry.hasBlob(image, layer.digest), await registry.hasBlob(image, missing)];
  }

  test.each([400, 403, 405, 501])('is asked with GET where HEAD is answered with %i', async (status) => {
    const isKnown = (request: IncomingMessage): boolean =>
      isHead(request) && request.headers.authorization !== undefined;
    expect(await askFor(reply(isKnown, { status }))).toEqual([true, false]);
  });

  test('is not believed of another digest', async () => {
    const headers = { 'docker-content-digest': digestOf(Buffer.from('another')) };
    expect(await askFor(reply(isHead, { status: 200, headers }))).toEqual([false, false]);
  });

  test('needs no Docker-Content-Digest', async () => {
    expect(await askFor({ headers: (_, headers) => without('docker-content-digest', headers) })).toEqual([
      true,
      false,
    ]);
  });

  test('is asked at the storage without the token, and with GET where its address is for GET alone', async () => {
    const storage = await altered({
      instead: (request, response) => {
        const isGet = request.method === 'GET';
        response
          .writeHead(isGet ? 200 : 403, { 'www-authenticate': 'Bearer realm="/token"' })
          .end(isGet ? 'x' : '');
        return true;
      },
    });
    const server = await altered({
      instead: (request, response) => {
        if (request.headers.authorization === undefined || !request.url?.includes(layer.digest)) return false;
        if (request.method !== 'HEAD' && request.method !== 'GET') return false;
        response.writeHead(307, { location: `${storage.url}/bucket?signature=1` }).end();
        return true;
      },
    });
    const { registry } = createRegistryClient('writer');
    expect(await registry.hasBlob(imageAt(server.url), layer.digest)).toBe(true);
    expect(storage.seen).toEqual([
      { request: 'HEAD /bucket?signature=1', authorization: undefined },
      { request: 'GET /bucket?signature=1', authorization: undefined },
    ]);
  });
});

test('a storage that asks who reads is not answered, and gets no request for a token', async () => {
  const headers = { 'www-authenticate': 'Bearer realm="/token",service="storage"' };
  const storage = await altered(reply(() => true, { status: 401, headers, body: 'SignatureDoesNotMatch' }));
  const isBlob = ({ method, url }: IncomingMessage): boolean =>
    method === 'GET' && url?.includes('/blobs/') === true;
  const server = await altered(
    reply(isBlob, { status: 307, headers: { location: `${storage.url}/bucket` } }),
  );
  await expect(
    createRegistryClient('writer').registry.blob(imageAt(server.url), layer.digest),
  ).rejects.toMatchObject({
    message: expect.stringContaining('got 401 "SignatureDoesNotMatch"'),
  });
  expect(storage.seen).toEqual([{ request: 'GET /bucket', authorization: undefined }]);
  expect(server.seen.filter(({ request }) => request.includes('/token'))).toEqual([]);
});
