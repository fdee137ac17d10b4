import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import { createTrustedClient, failureOf, type Octokit, REPOSITORY } from './test-client.ts';

const ISSUES = '/repos/{owner}/{repo}/issues';

describe('faults', () => {
  let box: Box;
  let client: Octokit;

  beforeEach(async () => {
    box = await startBox();
    await box.createRepository({ owner: 'acme', name: 'churn', files: { 'README.md': 'churn\n' } });
    client = createTrustedClient(box);
  });

  afterEach(() => box.close());

  const create = (): Promise<{ status: number }> =>
    client.rest.issues.create({ ...REPOSITORY, title: 'Drift' });
  const stored = (): number => box.world.findRepository('acme/churn')!.issues.length;

  it('answers with a status and its headers as often as planned, and does nothing', async () => {
    const fault = box.faults.inject({
      kind: 'status',
      method: 'POST',
      route: ISSUES,
      status: 503,
      headers: { 'retry-after': '7' },
      times: 2,
    });
    const first = await failureOf(create());
    expect(first).toMatchObject({ status: 503, headers: { 'retry-after': '7' } });
    expect(await failureOf(create())).toMatchObject({ status: 503 });
    expect([stored(), fault.hits]).toEqual([0, 2]);
    expect((await create()).status).toBe(201);
  });

  it('lets earlier requests pass where the fault says so', async () => {
    box.faults.inject({ kind: 'status', route: ISSUES, after: 1, status: 500 });
    expect((await create()).status).toBe(201);
    expect(await failureOf(create())).toMatchObject({ status: 500 });
  });

  it.each([
    ['reset-before', 0],
    ['reset-after', 1],
    ['cut-body', 1],
  ] as const)('breaks the connection (%s) with %i issue stored', async (kind, expected) => {
    box.faults.inject({ kind, method: 'POST', route: ISSUES });
    const send = async (): Promise<string> => {
      const token = box.issueToken({ repository: 'acme/churn', permissions: { issues: 'write' } });
      const response = await fetch(`${box.apiUrl}/repos/acme/churn/issues`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ title: 'Drift' }),
      });
      return response.text();
    };
    await expect(send()).rejects.toThrow();
    expect(stored()).toBe(expected);
  });

  it('loses the answer of what it did behind a gateway error', async () => {
    box.faults.inject({ kind: 'status-after', method: 'POST', route: ISSUES, status: 502 });
    expect(await failureOf(create())).toMatchObject({ status: 502 });
    expect(stored()).toBe(1);
  });

  it('answers a list with a page for people, or with nothing yet', async () => {
    await create();
    box.faults.inject({ kind: 'html', route: /\/issues$/ });
    const page: unknown = (await client.rest.issues.listForRepo(REPOSITORY)).data;
    expect(page).toContain('<!doctype html>');
    box.faults.inject({ kind: 'empty-list', route: ISSUES });
    expect((await client.rest.issues.listForRepo(REPOSITORY)).data).toEqual([]);
    expect((await client.rest.issues.listForRepo(REPOSITORY)).data).toHaveLength(1);
  });

  it('makes a request wait', async () => {
    box.faults.inject({ kind: 'delay', delayMs: 20, route: ISSUES });
    expect((await create()).status).toBe(201);
    expect(stored()).toBe(1);
  });

  it('logs every request with its route, its body and its sender', async () => {
    await create();
    box.faults.inject({ kind: 'status', status: 500 });
    await failureOf(client.rest.issues.listForRepo({ ...REPOSITORY, state: 'open' }));
    expect(box.requests.lines()).toEqual([`POST ${ISSUES} 201`, `GET ${ISSUES} 500`]);
    expect(box.requests.entries).toMatchObject([
      { body: { title: 'Drift' }, login: 'github-actions[bot]', path: '/repos/acme/churn/issues' },
      { query: { state: 'open' } },
    ]);
    expect(box.requests.writes()).toHaveLength(1);
  });
});
