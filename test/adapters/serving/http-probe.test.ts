import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { refuseAddress, refuseUrl } from '../../../src/shared/adapters/serving/address-policy.ts';
import { createHttpProbe } from '../../../src/shared/adapters/serving/http-probe.ts';

const strict = { allowPrivateNetwork: false };
const lenient = { allowPrivateNetwork: true };
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A resolver that gives these addresses, one list a question, the last one from then on. */
function resolver(...answers: string[][]): LookupFunction {
  return (_, options, callback) => {
    const addresses = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    const all = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all === true) callback(null, all);
    else callback(null, all[0]!.address, all[0]!.family);
  };
}

describe('an address that no service has is never asked', () => {
  test.each([
    'https://169.254.169.254/latest/meta-data/',
    'https://169.254.170.2/v2/credentials',
    'https://0xa9fea9fe/',
    'https://0xa9.0xfe.0xa9.0xfe/',
    'https://2852039166/',
    'https://0251.0376.0251.0376/',
    'https://[::ffff:169.254.169.254]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://[fd00:ec2::254]/',
    'https://[fd20:ce::254]/',
    'https://[fe80::1]/',
    'https://168.63.129.16/machine',
    'https://100.100.100.200/',
    'https://192.0.0.192/',
    'https://0.0.0.0/',
    'https://0/',
    'https://[::]/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://metadata.google.internal/',
    'https://METADATA.google.internal./',
    'https://metadata.goog/',
    'https://user:password@example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
  ])('%s', (url) => {
    expect(refuseUrl(new URL(url), lenient)).toBeTypeOf('string');
    expect(refuseUrl(new URL(url), strict)).toBeTypeOf('string');
  });
});

describe('an address in a private network is asked only where that is allowed', () => {
  test.each([
    'http://127.0.0.1:8080/',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://017700000001/',
    'http://127.1/',
    'http://１２７.0.0.1/',
    'http://[::1]/',
    'http://[::7f00:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'https://10.0.0.7/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://[fc00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
  ])('%s', (url) => {
    expect(refuseUrl(new URL(url), strict)).toContain('private network');
    expect(refuseUrl(new URL(url), lenient)).toBeUndefined();
  });
});

test.each([
  ['93.184.216.34', 'https:', undefined],
  ['2606:2800:220:1::1', 'https:', undefined],
  ['93.184.216.34', 'http:', '93.184.216.34 is public, and the address does not begin with https'],
])('a public address %s is asked over %s: %s', (address, protocol, refused) => {
  expect(refuseAddress(address, protocol, strict)).toBe(refused);
  expect(refuseAddress(address, protocol, lenient)).toBe(refused);
});

describe('a request', () => {
  test('brings back status and body, and sends JSON', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      request.on('data', (chunk: Buffer) => {
        seen.push(request.method, request.headers['content-type'], chunk.toString());
      });
      request.on('end', () => response.writeHead(201).end('[0.5]'));
    });
    const probe = createHttpProbe(lenient);
    const answer = await probe.request({
      url: `${url}/predict`,
      method: 'POST',
      json: [{ a: 1 }],
      timeoutMs: 60_000,
    });
    expect(answer).toEqual({ status: 201, body: '[0.5]' });
    expect(seen).toEqual(['POST', 'application/json', '[{"a":1}]']);
  });

  test('follows no redirect', async () => {
    const asked: unknown[] = [];
    const elsewhere = await serve((request, response) => {
      asked.push(request.url);
      response.end();
    });
    const url = await serve((_, response) => response.writeHead(302, { location: elsewhere }).end());
    const answer = await createHttpProbe(lenient).request({ url, method: 'GET', timeoutMs: 60_000 });
    expect(answer?.status).toBe(302);
    expect(asked).toEqual([]);
  });

  test('is undefined when nothing answers in time, or nothing listens', async () => {
    const silent = await serve(() => undefined);
    const probe = createHttpProbe(lenient);
    expect(await probe.request({ url: silent, method: 'GET', timeoutMs: 100 })).toBeUndefined();
    servers[0]!.closeAllConnections();
    await new Promise((resolve) => servers.pop()!.close(resolve));
    expect(await probe.request({ url: silent, method: 'GET', timeoutMs: 60_000 })).toBeUndefined();
  });

  test('reads no more than a mebibyte', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(3 * 1024 * 1024)));
    const answer = await createHttpProbe(lenient).request({ url, method: 'GET', timeoutMs: 60_000 });
    expect(answer?.body.length).toBe(1024 * 1024);
  });

  test('is refused before it is sent when the name leads somewhere it may not', async () => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url);
      response.end();
    });
    const named = url.replace('127.0.0.1', 'service.example.com');
    for (const [addresses, policy] of [
      [['127.0.0.1'], strict],
      [['93.184.216.34', '127.0.0.1'], strict],
      [['169.254.169.254'], lenient],
    ] as const) {
      const probe = createHttpProbe({ ...policy, lookup: resolver([...addresses]) });
      await expect(probe.request({ url: named, method: 'GET', timeoutMs: 60_000 })).rejects.toMatchObject({
        code: 'INPUT_INVALID',
        message: expect.stringContaining('service.example.com resolves to it'),
      });
    }
    expect(asked).toEqual([]);
  });

  test('goes to the address that was checked, even when the name changes its mind', async () => {
    const url = await serve((_, response) => response.end('the checked one'));
    const named = url.replace('127.0.0.1', 'service.example.com');
    const lookup = resolver(['127.0.0.1'], ['169.254.169.254']);
    const probe = createHttpProbe({ ...lenient, lookup });
    const answer = await probe.request({ url: named, method: 'GET', timeoutMs: 60_000 });
    expect(answer).toEqual({ status: 200, body: 'the checked one' });
    await expect(probe.request({ url: named, method: 'GET', timeoutMs: 60_000 })).rejects.toThrow(
      '169.254.169.254',
    );
  });
});
