import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
    expect([...(await github.pullRequests.changedFiles(number))].sort()).toEqual(Object.keys(files).sort());
  });
});
