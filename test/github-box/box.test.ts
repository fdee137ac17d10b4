import { access } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import { createTrustedClient, REPOSITORY } from './test-client.ts';

describe('the box', () => {
  const boxes: Box[] = [];

  const start = async (...options: Parameters<typeof startBox>): Promise<Box> => {
    const box = await startBox(...options);
    boxes.push(box);
    return box;
  };

  afterEach(async () => {
    await Promise.all(boxes.splice(0).map((box) => box.close()));
  });

  it('keeps its own time, which a test can move', async () => {
    const box = await start({ start: '2026-02-01T00:00:00Z' });
    await box.createRepository({ owner: 'acme', name: 'churn', files: { 'README.md': 'churn\n' } });
    const client = createTrustedClient(box);
    box.clock.set('2026-02-10T08:00:00Z');
    box.clock.advance(24 * 60 * 60 * 1000);
    const issue = await client.rest.issues.create({ ...REPOSITORY, title: 'Drift' });
    expect(issue.data.created_at).toBe('2026-02-11T08:00:01Z');
    expect(issue.headers.date).toBe('Wed, 11 Feb 2026 08:00:01 GMT');
    const again = await client.rest.issues.get({ ...REPOSITORY, issue_number: 1 });
    expect(again.headers.date).toBe('Wed, 11 Feb 2026 08:00:01 GMT');
  });

  it('stands beside another one', async () => {
    const [first, second] = [await start(), await start()];
    await first.createRepository({ owner: 'acme', name: 'churn', files: { a: 'a' } });
    expect(second.world.findRepository('acme/churn')).toBeUndefined();
    expect(first.url).not.toBe(second.url);
  });

  it('leaves neither files nor sockets behind', async () => {
    const box = await startBox();
    await box.createRepository({ owner: 'acme', name: 'churn', files: { a: 'a' } });
    const folder = box.world.gitRoot;
    await access(folder);
    await box.close();
    await expect(access(folder)).rejects.toThrow('ENOENT');
    await expect(fetch(box.url)).rejects.toThrow();
  });

  it('reads and writes files at a ref', async () => {
    const box = await start();
    await box.createRepository({ owner: 'acme', name: 'churn', files: { 'data/a b.txt': 'one\n' } });
    const client = createTrustedClient(box);
    const path = 'data/a b.txt';
    const { data } = await client.rest.repos.getContent({ ...REPOSITORY, path });
    expect(data).toMatchObject({ type: 'file', size: 4, encoding: 'base64', path });
    const { sha } = data as { sha: string };
    const content = Buffer.from('two\n').toString('base64');
    await client.rest.repos.createOrUpdateFileContents({ ...REPOSITORY, path, message: 'two', content, sha });
    const raw = await client.rest.repos.getContent({ ...REPOSITORY, path, mediaType: { format: 'raw' } });
    expect(raw.data).toBe('two\n');
    const listing = await client.rest.repos.getContent({ ...REPOSITORY, path: 'data' });
    expect(listing.data).toMatchObject([{ name: 'a b.txt', type: 'file' }]);
  });
});
