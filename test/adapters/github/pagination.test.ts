import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nextUrl } from '../../../src/shared/adapters/github/transport/pagination.ts';
import { cut, json, startScriptedServer, type Answer, type ScriptedServer } from './scripted-server.ts';
import { createTestClient } from './test-client.ts';

const shape = z.object({ id: z.number() });
const call = {
  purpose: 'list the comments of #7',
  route: 'GET /repos/{owner}/{repo}/issues/{n}/comments',
  parameters: { n: 7 },
};
const runs = { key: 'runs' };

let server: ScriptedServer;
beforeEach(async () => {
  server = await startScriptedServer();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

function range(first: number, last: number): { id: number }[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({ id: first + index }));
}

function page(items: unknown, next?: number, origin = server.url): Answer {
  const link = `<${origin}/repositories/1/comments?per_page=100&page=${next ?? 0}>; rel="next", <${origin}/x>; rel="last"`;
  return json(items, next === undefined ? {} : { link });
}

describe('a list', () => {
  it('is read to its last page, in pages of a hundred', async () => {
    server.script(page(range(1, 100), 2), page(range(101, 200), 3), page(range(201, 205)));
    const items = await createTestClient(server.url).client.list(call, shape);
    expect(items.map(({ id }) => id)).toEqual(range(1, 205).map(({ id }) => id));
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/repos/acme/models/issues/7/comments?per_page=100',
      '/repositories/1/comments?per_page=100&page=2',
      '/repositories/1/comments?per_page=100&page=3',
    ]);
  });

  it('continues after a page that is shorter than requested', async () => {
    server.script(page(range(1, 3), 2), page([], 3), page(range(4, 5)));
    expect(await createTestClient(server.url).client.list(call, shape)).toEqual(range(1, 5));
  });

  it('requests a truncated page again instead of taking it for the end', async () => {
    server.script(page(range(1, 100), 2), cut(range(101, 120)), page(range(101, 120)));
    expect(await createTestClient(server.url).client.list(call, shape)).toHaveLength(120);
  });

  it('refuses pages that lead back to an earlier one', async () => {
    server.script(page(range(1, 100), 2), page(range(101, 200), 3), page(range(201, 300), 2));
    await expect(createTestClient(server.url).client.list(call, shape)).rejects.toThrow(
      'list the comments of #7: expected a last page, got pages that lead back to an earlier one',
    );
    expect(server.requests).toHaveLength(3);
  });

  it('refuses to take the token to another host', async () => {
    server.script(page(range(1, 100), 2, 'https://elsewhere.example'));
    await expect(createTestClient(server.url).client.list(call, shape)).rejects.toThrow(
      `expected pages at ${server.url}, got a next page at https://elsewhere.example`,
    );
  });

  it('ends with an error after a hundred pages, not with half a list', async () => {
    server.script(...Array.from({ length: 100 }, (_, index) => page([], index + 2)));
    await expect(createTestClient(server.url).client.list(call, shape)).rejects.toThrow(
      'expected at most 100 pages, got more',
    );
    expect(server.requests).toHaveLength(100);
  });

  it('is read again when it comes short of its own count', async () => {
    server.script(json({ total_count: 3, runs: range(1, 2) }), json({ total_count: 3, runs: range(1, 3) }));
    expect(await createTestClient(server.url).client.list(call, shape, runs)).toEqual(range(1, 3));
  });

  it('stays an error when it keeps coming short of its own count', async () => {
    server.script(...Array.from({ length: 6 }, () => json({ total_count: 3, runs: [] })));
    await expect(createTestClient(server.url).client.list(call, shape, runs)).rejects.toThrow(
      'expected 3 items, got 0',
    );
  });

  it('stops where the caller has enough', async () => {
    server.script(json({ total_count: 999, runs: range(1, 5) }, { link: `<${server.url}/p2>; rel="next"` }));
    const items = await createTestClient(server.url).client.list(call, shape, { ...runs, limit: 5 });
    expect(items).toEqual(range(1, 5));
    expect(server.requests[0]?.url).toContain('per_page=5');
  });
});

describe('the link header', () => {
  it('gives the address of the relation "next" and of no other', () => {
    expect(nextUrl('<https://a/?page=1>; rel="prev", <https://a/?page=3>; rel="next"')).toBe(
      'https://a/?page=3',
    );
    expect(nextUrl('<https://a/?page=1>; rel="prev"')).toBeUndefined();
    expect(nextUrl(undefined)).toBeUndefined();
  });
});
