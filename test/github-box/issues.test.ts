import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import { createClient, createTrustedClient, failureOf, type Octokit, REPOSITORY } from './test-client.ts';

/** What GitHub stores; it speaks of 65,536 characters and counts four bytes for each. */
const LIMIT_BYTES = 262_144;

describe('issues and comments', () => {
  let box: Box;
  let client: Octokit;

  beforeEach(async () => {
    box = await startBox();
    await box.createRepository({ owner: 'acme', name: 'churn', files: { 'README.md': 'churn\n' } });
    client = createTrustedClient(box);
  });

  afterEach(() => box.close());

  const open = async (
    options: { title?: string; body?: string; labels?: string[] } = {},
  ): Promise<number> => {
    const { data } = await client.rest.issues.create({ ...REPOSITORY, title: 'Drift', ...options });
    return data.number;
  };

  it('finds issues by state, all of their labels, and creator', async () => {
    const drift = await open({ labels: ['model-steward', 'model: churn', 'drift'] });
    const quality = await open({ labels: ['model-steward', 'data-quality'] });
    box.openIssue({ repository: 'acme/churn', by: 'mallory', title: 'Drift', labels: ['model-steward'] });
    await client.rest.issues.update({ ...REPOSITORY, issue_number: quality, state: 'closed' });
    const list = async (query: object): Promise<number[]> => {
      const { data } = await client.rest.issues.listForRepo({ ...REPOSITORY, ...query });
      return data.map(({ number }) => number);
    };
    expect(await list({ labels: 'model-steward,drift' })).toEqual([drift]);
    expect(await list({ labels: 'model-steward', creator: 'github-actions[bot]' })).toEqual([drift]);
    expect(await list({ state: 'closed' })).toEqual([quality]);
    expect(await list({ state: 'all', direction: 'asc' })).toEqual([1, 2, 3]);
  });

  it('creates labels that an issue names and that did not exist, once', async () => {
    await open({ labels: ['model: churn'] });
    expect((await client.rest.issues.getLabel({ ...REPOSITORY, name: 'MODEL: CHURN' })).data.color).toBe(
      'ededed',
    );
    expect(
      await failureOf(client.rest.issues.createLabel({ ...REPOSITORY, name: 'model: churn' })),
    ).toMatchObject({
      status: 422,
    });
  });

  it('closes with a reason and opens again', async () => {
    const number = await open();
    box.clock.set('2026-05-01T00:00:00Z');
    const closed = await client.rest.issues.update({ ...REPOSITORY, issue_number: number, state: 'closed' });
    expect(closed.data).toMatchObject({
      state_reason: 'completed',
      closed_at: '2026-05-01T00:00:01Z',
      closed_by: { login: 'github-actions[bot]' },
    });
    const reopened = await client.rest.issues.update({ ...REPOSITORY, issue_number: number, state: 'open' });
    expect(reopened.data).toMatchObject({ state_reason: 'reopened', closed_at: null });
  });

  it('refuses bodies that are too long, except in the update of an issue, which keeps the old one and says 200', async () => {
    const fits = 'x'.repeat(LIMIT_BYTES);
    const number = await open({ body: 'old' });
    await client.rest.issues.createComment({ ...REPOSITORY, issue_number: number, body: fits });
    const tooLong = `${fits}x`;
    expect(
      await failureOf(client.rest.issues.create({ ...REPOSITORY, title: 't', body: tooLong })),
    ).toMatchObject({
      status: 422,
    });
    expect(
      await failureOf(
        client.rest.issues.createComment({ ...REPOSITORY, issue_number: number, body: tooLong }),
      ),
    ).toMatchObject({ status: 422 });
    const { status, data } = await client.rest.issues.update({
      ...REPOSITORY,
      issue_number: number,
      body: tooLong,
    });
    expect({ status, body: data.body }).toEqual({ status: 200, body: 'old' });
  });

  it('needs another permission to comment on a pull request than on an issue', async () => {
    const issue = await open();
    await box.pushFiles({ repository: 'acme/churn', branch: 'better', files: { a: 'a' } });
    const pull = await box.openPull({ repository: 'acme/churn', head: 'better' });
    const comment = (permission: string, number: number): Promise<{ status: number }> => {
      const token = box.issueToken({ repository: 'acme/churn', permissions: { [permission]: 'write' } });
      return createClient(box, token).rest.issues.createComment({
        ...REPOSITORY,
        issue_number: number,
        body: 'x',
      });
    };
    expect((await comment('issues', issue)).status).toBe(201);
    expect((await comment('pull-requests', pull)).status).toBe(201);
    const refused = await failureOf(comment('issues', pull));
    expect(refused).toMatchObject({ status: 403, message: 'Resource not accessible by integration' });
    expect(refused.headers['x-accepted-github-permissions']).toBe('pull_requests=write');
  });

  it('answers 410 where issues are switched off', async () => {
    await box.createRepository({ owner: 'acme', name: 'no-issues', hasIssues: false, files: { a: 'a' } });
    const token = box.issueToken({ repository: 'acme/no-issues', permissions: { issues: 'write' } });
    expect(
      await failureOf(
        createClient(box, token).rest.issues.create({ owner: 'acme', repo: 'no-issues', title: 't' }),
      ),
    ).toMatchObject({ status: 410 });
  });

  it('pages lists with links to the others, a hundred at most', async () => {
    const number = await open();
    for (let index = 1; index <= 105; index += 1) {
      box.comment({ repository: 'acme/churn', number, by: 'mallory', body: `comment ${index}` });
    }
    const list = (query: object): Promise<{ headers: { link?: string }; data: { body?: string }[] }> =>
      client.rest.issues.listComments({ ...REPOSITORY, issue_number: number, ...query });
    const first = await list({ per_page: 100 });
    expect(first.data).toHaveLength(100);
    expect(first.headers.link).toContain('page=2>; rel="next"');
    expect((await list({})).data).toHaveLength(30);
    expect((await list({ per_page: 1000 })).data).toHaveLength(100);
    const last = await list({ per_page: 100, page: 2 });
    expect(last.data.map(({ body }) => body)).toContain('comment 105');
    expect(last.headers.link).not.toContain('rel="next"');
    const all = await client.paginate(client.rest.issues.listComments, {
      ...REPOSITORY,
      issue_number: number,
    });
    expect(all).toHaveLength(105);
  });
});
