import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Proposal } from '../../../src/shared/ports/github.ts';
import { startBoxGitHub, REPOSITORY, type BoxGitHub } from './box-github.ts';

let ground: BoxGitHub;
beforeEach(async () => {
  ground = await startBoxGitHub();
});
afterEach(async () => {
  await ground[Symbol.asyncDispose]();
});

async function open(branch: string): Promise<{ number: number; headSha: string }> {
  const { box } = ground;
  const { sha } = await box.pushFiles({
    repository: REPOSITORY,
    branch,
    files: { [`${branch}.py`]: 'pass\n' },
  });
  return {
    number: await box.openPull({ repository: REPOSITORY, head: branch, title: branch }),
    headSha: sha,
  };
}

describe('a pull request', () => {
  it('has its head, its base and its author', async () => {
    const { number, headSha } = await open('better');
    expect(await ground.github.pullRequests.get(number)).toMatchObject({
      number,
      title: 'better',
      state: 'open',
      merged: false,
      author: 'acme',
      head: { sha: headSha, ref: 'better', repository: REPOSITORY },
      base: { sha: ground.sha, ref: 'main' },
    });
  });

  it.each(['merge', 'squash', 'rebase'] as const)(
    'that was merged by %s is found by what it brought',
    async (method) => {
      const { box, github } = ground;
      const { number } = await open('better');
      await open('other');
      const { sha } = await box.mergePull({ repository: REPOSITORY, number, method, by: 'rita' });
      expect(await github.pullRequests.ofCommit(sha)).toMatchObject([
        { number, merged: true, mergedBy: 'rita' },
      ]);
    },
  );

  it('is not found by a commit that was pushed directly, or that is not known yet', async () => {
    const { pullRequests } = ground.github;
    expect(await pullRequests.ofCommit(ground.sha)).toEqual([]);
    expect(await pullRequests.ofCommit('1'.repeat(40))).toEqual([]);
  });

  it('of a fork is found by its head', async () => {
    const { box, github } = ground;
    const mine = await open('better');
    await box.fork({ repository: REPOSITORY, owner: 'mallory' });
    const { sha } = await box.pushFiles({
      repository: 'mallory/models',
      branch: 'evil',
      files: { 'a.py': 'a' },
    });
    const number = await box.openPull({ repository: REPOSITORY, head: 'mallory:evil', author: 'mallory' });
    expect(
      (await github.pullRequests.openWithHead(sha, 'mallory/models')).map((pull) => pull.number),
    ).toEqual([number]);
    expect(await github.pullRequests.openWithHead(sha, REPOSITORY)).toEqual([]);
    expect(await github.pullRequests.openWithHead(mine.headSha, REPOSITORY)).toHaveLength(1);
  });

  it('lists its reviews with the commit that was reviewed', async () => {
    const { box, github } = ground;
    const { number, headSha } = await open('better');
    box.review({ repository: REPOSITORY, number, by: 'rita' });
    expect(await github.pullRequests.reviews(number)).toEqual([
      { login: 'rita', state: 'APPROVED', commit: headSha },
    ]);
  });

  it('lists the paths that it changes, over several pages', async () => {
    const { box, github } = ground;
    const files = Object.fromEntries(
      Array.from({ length: 130 }, (_, index) => [`data/${index}.csv`, `${index}`]),
    );
    await box.pushFiles({ repository: REPOSITORY, branch: 'many', files });
    const number = await box.openPull({ repository: REPOSITORY, head: 'many' });
    const { paths, isComplete } = await github.pullRequests.changedFiles(number);
    expect([[...paths].sort(), isComplete]).toEqual([Object.keys(files).sort(), true]);
  });
});

describe('what a pull request changes, with a file of its base', () => {
  const PATH = '.github/model-steward.yml';
  const TEXT = 'models: {}\n';
  const ONE_QUERY = ['POST /graphql 200'];

  interface Change {
    readonly base?: Readonly<Record<string, string>>;
    readonly head?: Readonly<Record<string, string | null>>;
  }

  async function propose({
    base = { [PATH]: TEXT },
    head = { 'train.py': 'pass\n' },
  }: Change): Promise<number> {
    const { box } = ground;
    await box.pushFiles({ repository: REPOSITORY, files: base });
    await box.pushFiles({ repository: REPOSITORY, branch: 'better', files: head });
    return await box.openPull({ repository: REPOSITORY, head: 'better' });
  }

  async function read(number: number): Promise<Proposal & { readonly requests: readonly string[] }> {
    const { box, github } = ground;
    const { base } = await github.pullRequests.get(number);
    box.requests.clear();
    const proposal = await github.pullRequests.proposal(number, { commit: base.sha, path: PATH });
    return { ...proposal, requests: box.requests.lines() };
  }

  it('is one query', async () => {
    const number = await propose({ head: { 'train.py': 'pass\n', [PATH]: 'models: {a: {}}\n' } });
    expect(await read(number)).toEqual({
      changedFiles: { paths: [PATH, 'train.py'], isComplete: true },
      baseText: TEXT,
      requests: ONE_QUERY,
    });
  });

  it('has no text where the base has no such file', async () => {
    const { baseText, requests } = await read(await propose({ base: { 'other.yml': TEXT } }));
    expect([baseText, requests]).toEqual([undefined, ONE_QUERY]);
  });

  it('names both paths of a renamed file, which GraphQL does not', async () => {
    const text = 'a line that is long enough to be found again\n'.repeat(20);
    const number = await propose({
      base: { [PATH]: TEXT, 'score.py': text },
      head: { 'score.py': null, 'docs/score.txt': text },
    });
    const { changedFiles } = await read(number);
    expect([...changedFiles.paths].sort()).toEqual(['docs/score.txt', 'score.py']);
    expect(changedFiles.isComplete).toBe(true);
  });

  it('names all files of more than a page', async () => {
    const head = Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`data/${index}.csv`, '1']));
    const { changedFiles } = await read(await propose({ head }));
    expect([changedFiles.paths.length, changedFiles.isComplete]).toEqual([130, true]);
  });

  it('has the whole of a long text', async () => {
    const long = `# ${'x'.repeat(600_000)}\n`;
    expect((await read(await propose({ base: { [PATH]: long } }))).baseText).toBe(long);
  });

  it.each([
    ['GraphQL is refused', { kind: 'status', status: 403 }],
    ['the server has no GraphQL', { kind: 'status', status: 404 }],
  ] as const)('is read by REST where %s', async (_, fault) => {
    const number = await propose({});
    ground.box.faults.inject({ ...fault, route: '/graphql' });
    expect(await read(number)).toMatchObject({
      changedFiles: { paths: ['train.py'], isComplete: true },
      baseText: TEXT,
    });
  });

  /** A reply of GraphQL with these files, beside the true text of the base. */
  const replyOf = (counted: number | undefined, paths: readonly string[]) => ({
    repository: {
      object: null,
      pullRequest: {
        changedFiles: counted,
        files: {
          nodes: paths.map((path) => ({ path, changeType: 'ADDED' })),
          pageInfo: { hasNextPage: false },
        },
      },
    },
  });

  it.each([
    ['no file, and counts none', replyOf(0, [])],
    ['no file, and does not count', replyOf(undefined, [])],
    ['one file less than it counts', replyOf(2, ['a.txt'])],
  ])('is listed by REST where GraphQL lists %s', async (_, data) => {
    const number = await propose({ head: { 'train.py': 'pass\n', 'a.txt': 'a\n' } });
    ground.box.faults.inject({ kind: 'status', status: 200, route: '/graphql', times: 1, body: { data } });
    const { changedFiles } = await read(number);
    expect(changedFiles).toEqual({ paths: ['a.txt', 'train.py'], isComplete: true });
  });

  it.each([
    ['once → is asked for again', 1, { paths: ['train.py'], isComplete: true }],
    ['always → is no whole list', 9, { paths: [], isComplete: false }],
  ])('a list by REST that is empty %s', async (_, times, expected) => {
    const number = await propose({});
    ground.box.faults.inject({ kind: 'status', status: 403, route: '/graphql' });
    ground.box.faults.inject({ kind: 'empty-list', route: /\/pulls\/\d+\/files/, times });
    expect((await read(number)).changedFiles).toEqual(expected);
  });
});
