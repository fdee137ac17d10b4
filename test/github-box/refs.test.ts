import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import { createClient, createTrustedClient, failureOf, type Octokit, REPOSITORY } from './test-client.ts';

describe('git data through the API', () => {
  let box: Box;
  let client: Octokit;
  let main: string;

  beforeEach(async () => {
    box = await startBox();
    await box.createRepository({ owner: 'acme', name: 'churn', files: { 'README.md': 'churn\n' } });
    client = createTrustedClient(box);
    const { data } = await client.rest.git.getRef({ ...REPOSITORY, ref: 'heads/main' });
    main = data.object.sha;
  });

  afterEach(() => box.close());

  const tagObject = async (tag: string): Promise<string> => {
    const { data } = await client.rest.git.createTag({
      ...REPOSITORY,
      tag,
      message: tag,
      object: main,
      type: 'commit',
    });
    return data.sha;
  };

  it('gives a tag name to exactly one of two racing claims', async () => {
    const claims = await Promise.allSettled(
      ['first', 'second'].map(async (message) => {
        const { data } = await client.rest.git.createTag({
          ...REPOSITORY,
          tag: 'churn@v1.0.0',
          message,
          object: main,
          type: 'commit',
        });
        return client.rest.git.createRef({ ...REPOSITORY, ref: 'refs/tags/churn@v1.0.0', sha: data.sha });
      }),
    );
    expect(claims.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const failure = await failureOf(
      client.rest.git.createRef({ ...REPOSITORY, ref: 'refs/tags/churn@v1.0.0', sha: main }),
    );
    expect(failure).toMatchObject({ status: 422, message: 'Reference already exists' });
  });

  it('dates annotated tags strictly later one after the other, by the clock of the box', async () => {
    box.clock.set('2026-03-01T12:00:00Z');
    const dates: string[] = [];
    for (const counter of [1, 2, 3]) {
      const sha = await tagObject(`churn#production#${counter}`);
      await client.rest.git.createRef({ ...REPOSITORY, ref: `refs/tags/churn#production#${counter}`, sha });
      const { data } = await client.rest.git.getTag({ ...REPOSITORY, tag_sha: sha });
      dates.push(data.tagger.date);
    }
    expect(dates[0]).toMatch(/^2026-03-01T12:00:/);
    expect(new Set(dates).size).toBe(3);
    expect(dates.toSorted()).toEqual(dates);
  });

  it('lists refs by prefix, and knows a tag object from a commit', async () => {
    await client.rest.git.createRef({
      ...REPOSITORY,
      ref: 'refs/tags/churn@v1.0.0',
      sha: await tagObject('churn@v1.0.0'),
    });
    await client.rest.git.createRef({ ...REPOSITORY, ref: 'refs/tags/churn@v1.1.0', sha: main });
    await client.rest.git.createRef({ ...REPOSITORY, ref: 'refs/tags/other@v1.0.0', sha: main });
    const { data } = await client.rest.git.listMatchingRefs({ ...REPOSITORY, ref: 'tags/churn@' });
    expect(data.map(({ ref, object }) => [ref, object.type])).toEqual([
      ['refs/tags/churn@v1.0.0', 'tag'],
      ['refs/tags/churn@v1.1.0', 'commit'],
    ]);
  });

  it('moves a branch forwards only, unless it is forced', async () => {
    const { data: tree } = await client.rest.git.createTree({
      ...REPOSITORY,
      tree: [{ path: 'churn/2026/01/event.json', mode: '100644', type: 'blob', content: '{}\n' }],
    });
    const commit = async (parents: string[]): Promise<string> => {
      const { data } = await client.rest.git.createCommit({
        ...REPOSITORY,
        message: 'event',
        tree: tree.sha,
        parents,
      });
      return data.sha;
    };
    const root = await commit([]);
    await client.rest.git.createRef({ ...REPOSITORY, ref: 'refs/heads/ledger', sha: root });
    const next = await commit([root]);
    await client.rest.git.updateRef({ ...REPOSITORY, ref: 'heads/ledger', sha: next, force: false });
    const late = await commit([root]);
    expect(
      await failureOf(client.rest.git.updateRef({ ...REPOSITORY, ref: 'heads/ledger', sha: late })),
    ).toMatchObject({ status: 422, message: 'Update is not a fast forward' });
    expect(await failureOf(client.rest.git.getRef({ ...REPOSITORY, ref: 'heads/ledger~1' }))).toMatchObject({
      status: 404,
    });
    await client.rest.git.updateRef({ ...REPOSITORY, ref: 'heads/ledger', sha: late, force: true });
    const { data } = await client.rest.git.getRef({ ...REPOSITORY, ref: 'heads/ledger' });
    expect(data.object.sha).toBe(late);
  });

  it('refuses names that are no refs and objects that do not exist', async () => {
    const create = (ref: string, sha = main): Promise<{ status: number }> =>
      client.rest.git.createRef({ ...REPOSITORY, ref, sha });
    expect(await failureOf(create('main'))).toMatchObject({ status: 422 });
    expect(await failureOf(create('refs/tags/a..b'))).toMatchObject({ status: 422 });
    expect(await failureOf(create('refs/tags/x', 'f'.repeat(40)))).toMatchObject({
      status: 422,
      message: 'Object does not exist',
    });
    expect(await failureOf(client.rest.git.deleteRef({ ...REPOSITORY, ref: 'tags/none' }))).toMatchObject({
      status: 422,
      message: 'Reference does not exist',
    });
  });

  it('writes trees on top of others, with removals, and reads them back', async () => {
    const { data: before } = await client.rest.git.getTree({ ...REPOSITORY, tree_sha: main });
    const { data: tree } = await client.rest.git.createTree({
      ...REPOSITORY,
      base_tree: before.sha,
      tree: [
        { path: 'README.md', mode: '100644', type: 'blob', sha: null },
        { path: 'a/b/c.txt', mode: '100644', type: 'blob', content: 'c' },
      ],
    });
    const { data } = await client.rest.git.getTree({ ...REPOSITORY, tree_sha: tree.sha, recursive: '1' });
    expect(data.tree.map(({ path, type }) => `${type} ${path}`)).toEqual([
      'tree a',
      'tree a/b',
      'blob a/b/c.txt',
    ]);
    const blob = data.tree.find(({ path }) => path === 'a/b/c.txt');
    const { data: content } = await client.rest.git.getBlob({ ...REPOSITORY, file_sha: blob?.sha ?? '' });
    expect(Buffer.from(content.content, 'base64').toString()).toBe('c');
  });

  it('answers 409 to git data in a repository without commits', async () => {
    await box.createRepository({ owner: 'acme', name: 'empty' });
    const token = box.issueToken({ repository: 'acme/empty', permissions: { contents: 'write' } });
    const empty = createClient(box, token);
    expect(
      await failureOf(empty.rest.git.createBlob({ owner: 'acme', repo: 'empty', content: 'x' })),
    ).toMatchObject({ status: 409, message: 'Git Repository is empty.' });
  });

  it('refuses to create refs that a ruleset restricts', async () => {
    await box.restrictCreation('acme/churn', ['refs/tags/*@v*']);
    const sha = await tagObject('churn@v1.0.0');
    const failure = await failureOf(
      client.rest.git.createRef({ ...REPOSITORY, ref: 'refs/tags/churn@v1.0.0', sha }),
    );
    expect(failure.status).toBe(422);
    expect(failure.message).toContain('Repository rule violations found');
    await client.rest.git.createRef({ ...REPOSITORY, ref: 'refs/tags/other', sha });
  });
});
