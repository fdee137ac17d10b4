import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type Box, type BoxOptions, startBox } from './box.ts';
import { createTrustedClient, failureOf, type Octokit, REPOSITORY } from './test-client.ts';

const HOUR_MS = 60 * 60 * 1000;

describe('limits of the platform', () => {
  let box: Box;
  let client: Octokit;

  const start = async (options: BoxOptions = {}): Promise<void> => {
    box = await startBox({ start: '2026-11-01T00:00:00Z', ...options });
    await box.createRepository({ owner: 'acme', name: 'churn', files: { 'README.md': 'churn\n' } });
    client = createTrustedClient(box);
  };

  afterEach(() => box.close());

  const read = (): ReturnType<Octokit['rest']['repos']['get']> => client.rest.repos.get(REPOSITORY);

  it('counts the requests of an hour, refuses those beyond, and starts at zero in the next', async () => {
    await start({ hourlyLimit: 2 });
    expect((await read()).headers).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '1',
      'x-ratelimit-used': '1',
      'x-ratelimit-resource': 'core',
      // 2026-11-01T01:00:02Z: the first request stood at two seconds past midnight.
      'x-ratelimit-reset': '1793494802',
    });
    await read();
    const refused = await failureOf(read());
    expect(refused).toMatchObject({ status: 403, headers: { 'x-ratelimit-remaining': '0' } });
    expect(refused.message).toContain('API rate limit exceeded');
    // Asking for the budget costs nothing and is always answered.
    expect((await client.rest.rateLimit.get()).data.resources.core).toMatchObject({ used: 2, remaining: 0 });
    box.clock.advance(HOUR_MS);
    expect((await read()).status).toBe(200);
  });

  it('answers 304 to a client that has the reply already, and does not count it', async () => {
    await start();
    const { etag = '' } = (await read()).headers;
    const again = await failureOf(
      client.rest.repos.get({ ...REPOSITORY, headers: { 'if-none-match': etag } }),
    );
    expect(again).toMatchObject({ status: 304, headers: { etag } });
    expect((await client.rest.rateLimit.get()).data.resources.core).toMatchObject({ used: 1 });
    const other = await client.rest.repos.get({ ...REPOSITORY, headers: { 'if-none-match': '"other"' } });
    expect(other.status).toBe(200);
  });

  it('refuses at a secondary limit for as long as the limit says', async () => {
    await start();
    box.faults.inject({ kind: 'secondary-limit', status: 429, headers: { 'retry-after': '7' } });
    const refused = await failureOf(read());
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    expect(refused.message).toContain('secondary rate limit');
  });

  it('lists what was created long enough ago while a list lags behind', async () => {
    await start();
    const { data } = await client.rest.issues.create({ ...REPOSITORY, title: 'Drift' });
    const comment = { ...REPOSITORY, issue_number: data.number };
    await client.rest.issues.createComment({ ...comment, body: 'first' });
    box.clock.advance(60_000);
    await client.rest.issues.createComment({ ...comment, body: 'second' });
    box.faults.inject({ kind: 'lagging-list', lagMs: 30_000, times: 2 });
    const bodies = async (): Promise<unknown> =>
      (await client.rest.issues.listComments(comment)).data.map(({ body }) => body);
    expect(await bodies()).toEqual(['first']);
    // Time passes and the list catches up.
    box.clock.advance(30_000);
    expect(await bodies()).toEqual(['first', 'second']);
  });

  it('lets the list of refs lag behind too', async () => {
    await start();
    const { data } = await client.rest.git.getRef({ ...REPOSITORY, ref: 'heads/main' });
    await client.rest.git.createRef({ ...REPOSITORY, ref: 'refs/tags/new', sha: data.object.sha });
    box.faults.inject({ kind: 'lagging-list', lagMs: 1000 });
    const names = async (): Promise<unknown> =>
      (await client.rest.git.listMatchingRefs({ ...REPOSITORY, ref: 'tags/' })).data.map(({ ref }) => ref);
    expect(await names()).toEqual([]);
    expect(await names()).toEqual(['refs/tags/new']);
  });

  it('lets only people who may write comment in a locked conversation', async () => {
    await start();
    const number = box.openIssue({ repository: 'acme/churn', by: 'ann', title: 'Drift' });
    box.lockConversation({ repository: 'acme/churn', number, reason: 'resolved' });
    const comment = { ...REPOSITORY, issue_number: number, body: 'new' };
    expect(await failureOf(client.rest.issues.createComment(comment))).toMatchObject({
      status: 403,
      message: 'Unable to create comment because issue is locked.',
    });
    const { data } = await client.rest.issues.get({ ...REPOSITORY, issue_number: number });
    expect([data.locked, data.active_lock_reason]).toEqual([true, 'resolved']);
    const token = box.issueToken({ login: 'acme', type: 'user' });
    const answer = await fetch(`${box.apiUrl}/repos/acme/churn/issues/${number}/comments`, {
      method: 'POST',
      headers: { authorization: `bearer ${token}` },
      body: JSON.stringify({ body: 'the owner' }),
    });
    expect(answer.status).toBe(201);
  });

  describe('of assets', () => {
    /** Declares a length and sends nothing: GitHub need not see the bytes of what it refuses. */
    const declare = async (length: string | undefined): Promise<{ status: number; body: string }> => {
      const { data } = await client.rest.repos.createRelease({ ...REPOSITORY, tag_name: 'v1', draft: true });
      const token = box.issueToken({ repository: 'acme/churn', permissions: { contents: 'write' } });
      const url = `${data.upload_url.replace('{?name,label}', '')}?name=model.bin`;
      const headers = {
        authorization: `bearer ${token}`,
        'content-type': 'application/octet-stream',
        ...(length === undefined ? { 'transfer-encoding': 'chunked' } : { 'content-length': length }),
      };
      return new Promise((resolve, reject) => {
        const upload = request(url, { method: 'POST', headers }, (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => (body += chunk.toString()));
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, body });
            upload.destroy();
          });
        });
        upload.on('error', reject);
        if (length === undefined) upload.end('bytes');
        else upload.flushHeaders();
        if (length === '0') upload.end();
      });
    };

    it.each([
      ['an empty file', '0', 422, 'size must be greater than or equal to 1'],
      ['a file of 2 GiB', '2147483648', 422, 'size must be less than or equal to 2147483648'],
      ['a file without a length', undefined, 400, 'Bad Content-Length'],
    ])('refuses %s', async (_, length, status, message) => {
      await start();
      const refused = await declare(length);
      expect(refused.status).toBe(status);
      expect(refused.body).toContain(message);
      expect(box.world.findRepository('acme/churn')?.releases[0]?.assets).toEqual([]);
    });
  });
});
