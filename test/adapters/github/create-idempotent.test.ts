import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { holdTimeLimits, type HeldLimit } from '../../ground/time-limits.ts';
import {
  cut,
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
  purpose: 'comment on #7',
  route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  parameters: { issue_number: 7, body: 'text' },
};

let server: ScriptedServer;
let limits: readonly HeldLimit[];
beforeEach(async () => {
  limits = holdTimeLimits();
  server = await startScriptedServer();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server[Symbol.asyncDispose]();
});

/** Takes the request and never answers, until the time limit of the request has passed. */
const silence: Answer = () => limits.at(-1)!.pass();

const unknownOutcome: readonly [string, Answer][] = [
  ['a reset', reset],
  ['status 502', status(502)],
  ['status 503 with a time', status(503, 'busy', { 'retry-after': '3' })],
  ['a truncated reply', cut({ id: 7, body: 'a text that is long enough' })],
  ['an HTML page', json('<html>')],
  ['silence', silence],
];

describe('a create', () => {
  it('is sent once when it succeeds', async () => {
    server.script(json({ id: 1 }, {}, 201));
    const find = vi.fn(() => Promise.resolve(undefined));
    expect(await createTestClient(server.url).client.create(call, shape, find)).toEqual({ id: 1 });
    expect(server.requests[0]).toMatchObject({ method: 'POST', body: '{"body":"text"}' });
    expect(find).not.toHaveBeenCalled();
  });

  it.each(unknownOutcome)('adopts what it finds after %s', async (_name, answer) => {
    server.script(answer);
    const { client } = createTestClient(server.url);
    expect(await client.create(call, shape, () => Promise.resolve({ id: 5 }))).toEqual({ id: 5 });
    expect(server.requests).toHaveLength(1);
  });

  it.each(unknownOutcome)(
    'is sent again after %s and two look-ups that found nothing',
    async (_name, answer) => {
      server.script(answer, json({ id: 1 }, {}, 201));
      const find = vi.fn(() => Promise.resolve(undefined));
      const { client } = createTestClient(server.url);
      expect(await client.create(call, shape, find)).toEqual({ id: 1 });
      expect(find).toHaveBeenCalledTimes(2);
      expect(server.requests).toHaveLength(2);
    },
  );

  it('sees what a lagging list shows only at the second look', async () => {
    server.script(reset);
    const find = vi.fn<() => Promise<{ id: number } | undefined>>();
    find.mockResolvedValueOnce(undefined).mockResolvedValueOnce({ id: 5 });
    expect(await createTestClient(server.url).client.create(call, shape, find)).toEqual({ id: 5 });
    expect(server.requests).toHaveLength(1);
  });

  it.each([409, 422])('adopts what is there already after status %i', async (code) => {
    server.script(status(code, 'Reference already exists'));
    const { client } = createTestClient(server.url);
    expect(await client.create(call, shape, () => Promise.resolve({ id: 5 }))).toEqual({ id: 5 });
  });

  it('stays refused when nothing is there', async () => {
    server.script(status(422, 'body is too long'));
    const work = createTestClient(server.url).client.create(call, shape, () => Promise.resolve(undefined));
    await expect(work).rejects.toThrow(
      'comment on #7: expected GitHub to accept it, got 422 "body is too long"',
    );
    expect(server.requests).toHaveLength(1);
  });

  it('looks once more after the last attempt', async () => {
    server.script(...Array.from({ length: 6 }, () => reset));
    let lookups = 0;
    const find = (): Promise<{ id: number } | undefined> => {
      lookups += 1;
      return Promise.resolve(lookups === 12 ? { id: 5 } : undefined);
    };
    expect(await createTestClient(server.url).client.create(call, shape, find)).toEqual({ id: 5 });
    expect(server.requests).toHaveLength(6);
  });

  it('says what it could not do when every attempt was lost', async () => {
    server.script(...Array.from({ length: 6 }, () => reset));
    const work = createTestClient(server.url).client.create(call, shape, () => Promise.resolve(undefined));
    await expect(work).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE', retryable: true });
  });
});
