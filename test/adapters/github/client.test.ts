import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ConflictError, ServiceError } from '../../../src/shared/domain/kernel/errors.ts';
import { holdTimeLimits } from '../../ground/time-limits.ts';
import { until } from '../../ground/until.ts';
import {
  bytes,
  cut,
  cutChunked,
  hang,
  json,
  reset,
  startScriptedServer,
  status,
  type Answer,
  type ScriptedServer,
} from './scripted-server.ts';
import { createTestClient } from './test-client.ts';

const shape = z.object({ id: z.number() });
const call = {
  purpose: 'read pull request #7',
  route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
  parameters: { pull_number: 7 },
  permission: 'pull-requests: read',
};

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server[Symbol.asyncDispose]();
});

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a read', () => {
  it('names the API version, the token and what it accepts', async () => {
    server.script(json({ id: 7, extra: 'dropped' }));
    const { client } = createTestClient(server.url);
    expect(await client.read(call, shape)).toEqual({ id: 7 });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      method: 'GET',
      url: '/repos/acme/models/pulls/7',
      headers: {
        'x-github-api-version': '2022-11-28',
        authorization: 'token ghs_test',
        accept: 'application/vnd.github+json',
      },
    });
  });

  it('keeps the path of an Enterprise Server address', async () => {
    server.script(json({ id: 7 }));
    await createTestClient(`${server.url}/api/v3`).client.read(call, shape);
    expect(server.requests[0]?.url).toBe('/api/v3/repos/acme/models/pulls/7');
  });

  const unusable: readonly [string, Answer][] = [
    ['a body that is shorter than its declared length', cut({ id: 7, title: 'a title long enough to cut' })],
    ['a chunked body that ends early', cutChunked({ id: 7, title: 'a title long enough to cut' })],
    ['an HTML page with status 200', bytes('<html>Unicorn</html>', { 'content-type': 'text/html' })],
    ['text that is not JSON', bytes('{"id": 7', { 'content-type': 'application/json' })],
    ['an empty body', bytes('', { 'content-type': 'application/json' })],
    ['a body of another shape', json({ id: 'seven' })],
    [
      'a damaged gzip stream',
      bytes(gzipSync(JSON.stringify({ id: 7 })).subarray(0, 14), {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      }),
    ],
    ['a reset connection', reset],
    ['status 500', status(500)],
    ['status 502', status(502)],
    ['status 504', status(504)],
  ];
  it.each(unusable)('sends again after %s', async (_name, answer) => {
    server.script(answer, json({ id: 7 }));
    const { client, clock } = createTestClient(server.url);
    expect(await client.read(call, shape)).toEqual({ id: 7 });
    expect(clock.sleeps).toEqual([500]);
  });

  it.each(unusable)('ends in a retryable ServiceError after %s six times', async (_name, answer) => {
    server.script(...Array.from({ length: 6 }, () => answer));
    const { client, clock } = createTestClient(server.url);
    const error = await errorOf(client.read(call, shape));
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ retryable: true });
    expect(String(error)).toContain('read pull request #7: expected');
    expect(clock.sleeps).toEqual([500, 1000, 2000, 4000, 8000]);
    expect(server.requests).toHaveLength(6);
  });

  it('gives up waiting for a server that takes the request and hangs', async () => {
    const held = holdTimeLimits();
    server.script(hang, json({ id: 7 }));
    const reading = createTestClient(server.url).client.read(call, shape);
    await until(() => server.requests.length === 1);
    held[0]!.pass();
    expect(await reading).toEqual({ id: 7 });
  });

  it('names the host that cannot be reached', async () => {
    const { url } = server;
    await server[Symbol.asyncDispose]();
    const error = await errorOf(createTestClient(url).client.read(call, shape));
    server = await startScriptedServer();
    expect(error).toMatchObject({ code: 'SERVICE_UNREACHABLE', retryable: true });
    expect(String(error)).toContain(`expected a complete answer from ${new URL(url).host}`);
  });

  it('follows a repository to its new name, with the token', async () => {
    server.script(status(301, 'Moved Permanently', { location: '/repositories/1/pulls/7' }), json({ id: 7 }));
    expect(await createTestClient(server.url).client.read(call, shape)).toEqual({ id: 7 });
    expect(server.requests[1]).toMatchObject({
      url: '/repositories/1/pulls/7',
      headers: { authorization: 'token ghs_test' },
    });
  });

  it('answers undefined to 404 only where absence is expected', async () => {
    server.script(status(404, 'Not Found'), status(404, 'Not Found'));
    const { client } = createTestClient(server.url);
    expect(await client.readOptional(call, shape)).toBeUndefined();
    expect(await errorOf(client.read(call, shape))).toMatchObject({ status: 404, retryable: false });
    expect(server.requests).toHaveLength(2);
  });
});

describe('the pace', () => {
  const date = 'Sun, 22 Nov 2026 11:00:00 GMT';
  const reset30s = String(Date.parse('2026-11-22T11:00:30Z') / 1000);
  const asked: readonly [string, Answer, number][] = [
    ['503 with seconds', status(503, 'busy', { 'retry-after': '7' }), 7000],
    ['429 with seconds', status(429, 'slow down', { 'retry-after': '100' }), 100_000],
    [
      '429 with a date, read against the date of the server, one hour ahead of this machine',
      status(429, 'slow down', { date, 'retry-after': 'Sun, 22 Nov 2026 11:00:40 GMT' }),
      40_000,
    ],
    ['a bare 429: the minute that GitHub prescribes', status(429, 'slow down'), 60_000],
    [
      'a secondary limit without a time',
      status(403, 'You have exceeded a secondary rate limit. Please wait a few minutes'),
      60_000,
    ],
    [
      'a used-up primary limit, until its reset',
      status(403, 'API rate limit exceeded for installation', {
        date,
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': reset30s,
      }),
      31_000,
    ],
  ];
  it.each(asked)('is kept after %s', async (_name, answer, waitMs) => {
    server.script(answer, json({ id: 7 }));
    const { client, clock } = createTestClient(server.url);
    expect(await client.read(call, shape)).toEqual({ id: 7 });
    expect(clock.sleeps).toEqual([waitMs]);
  });

  it('fails immediately, with the time to run the job again, when the wait is longer than two minutes', async () => {
    server.script(status(429, 'slow down', { 'retry-after': '1800' }));
    const { client, clock } = createTestClient(server.url);
    const error = await errorOf(client.read(call, shape));
    expect(error).toMatchObject({ code: 'SERVICE_FAILED', retryable: true });
    expect((error as ServiceError).hint).toContain('run the job again after 2026-11-22T10:30:00.000Z');
    expect(clock.sleeps).toEqual([]);
  });
});

describe('a refusal', () => {
  it('names the permission that the server says is missing, as a workflow writes it', async () => {
    server.script(
      status(403, 'Resource not accessible by integration', {
        'x-accepted-github-permissions': 'pull_requests=write',
        'x-ratelimit-remaining': '4999',
      }),
    );
    const error = await errorOf(createTestClient(server.url).client.idempotentWrite(call, shape));
    expect(error).toMatchObject({ code: 'PERMISSION_MISSING', status: 403 });
    expect(String(error)).toContain('the token lacks `pull-requests: write`');
    expect((error as ServiceError).hint).toContain('add `pull-requests: write` under `permissions:`');
    expect(server.requests).toHaveLength(1);
  });

  it('picks the alternative that the caller states', async () => {
    server.script(
      status(403, 'no', {
        'x-accepted-github-permissions': 'issues=write; contents=write,pull_requests=read',
      }),
    );
    const error = await errorOf(createTestClient(server.url).client.read(call, shape));
    expect(String(error)).toContain('lacks `contents: write, pull-requests: read`');
  });

  it('falls back to the permission that the caller states', async () => {
    server.script(status(403, 'Resource not accessible by integration'));
    const error = await errorOf(createTestClient(server.url).client.read(call, shape));
    expect(String(error)).toContain('lacks `pull-requests: read`');
  });

  it('of a ruleset names the tags, the branch, the bypass and the token input', async () => {
    server.script(
      status(
        422,
        'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n',
      ),
    );
    const error = await errorOf(createTestClient(server.url).client.idempotentWrite(call, shape));
    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({ code: 'RULESET' });
    const { hint } = error as ConflictError;
    for (const part of ['*@v*', '*#*', 'model-steward-ledger', 'bypass', '`token`'])
      expect(hint).toContain(part);
  });

  it.each([
    [401, 'PERMISSION_MISSING', 'token'],
    [410, 'SERVICE_FAILED', 'switched off'],
    [422, 'SERVICE_FAILED', undefined],
  ] as const)('with status %i is not repeated', async (code, errorCode, hint) => {
    server.script(status(code, 'scripted'));
    const error = await errorOf(createTestClient(server.url).client.read(call, shape));
    expect(error).toMatchObject({ code: errorCode, status: code, retryable: false });
    expect(String(error)).toContain('"scripted"');
    if (hint !== undefined) expect((error as ServiceError).hint).toContain(hint);
    expect(server.requests).toHaveLength(1);
  });

  it('repeats what GitHub found wrong', async () => {
    const body = {
      message: 'Validation Failed',
      errors: [{ resource: 'Release', field: 'tag_name', code: 'already_exists' }],
    };
    server.script(json(body, {}, 422));
    const error = await errorOf(createTestClient(server.url).client.read(call, shape));
    expect(String(error)).toContain('Validation Failed: Release tag_name already_exists');
  });
});
