import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBoxGitHub, REPOSITORY, type BoxGitHub } from './box-github.ts';

let ground: BoxGitHub;
beforeEach(async () => {
  ground = await startBoxGitHub({ private: true });
});
afterEach(async () => {
  await ground[Symbol.asyncDispose]();
});

/** Empty commits on the default branch, by one git process; their names, oldest first. */
function importCommits(count: number): readonly string[] {
  const { path } = ground.repository.git;
  const commit = (number: number): string =>
    `commit refs/heads/main\ncommitter n <a@b.c> ${1_793_500_000 + number} +0000\ndata 1\nc\n` +
    (number === 0 ? `from ${ground.sha}\n` : '');
  const input = Array.from({ length: count }, (_, number) => commit(number)).join('');
  execFileSync('git', ['-C', path, 'fast-import', '--quiet'], { input });
  const list = execFileSync('git', ['-C', path, 'rev-list', '--reverse', `${ground.sha}..main`], {
    encoding: 'utf8',
  });
  return list.trim().split('\n');
}

describe('the repository', () => {
  it('has its default branch and visibility after one request', async () => {
    const { repositories } = ground.github;
    expect([await repositories.defaultBranch(), await repositories.isPrivate()]).toEqual(['main', true]);
    expect(ground.box.requests.entries).toHaveLength(1);
  });

  it('knows a commit by its tree and parents', async () => {
    const { box, github, sha } = ground;
    const next = await box.pushFiles({ repository: REPOSITORY, files: { 'a.txt': 'a' } });
    const commit = await github.repositories.commit(next.sha);
    expect(commit.parents).toEqual([sha]);
    expect(commit.tree).not.toBe((await github.repositories.commit(sha)).tree);
  });

  it('lists the commits of a push, oldest first, however many', async () => {
    const { github, sha } = ground;
    const pushed = importCommits(103);
    expect(await github.repositories.commitsBetween(sha, pushed.at(-1)!)).toEqual(pushed);
  });

  it('takes a new branch, and a forced push over a lost commit, as one commit', async () => {
    const { repositories } = ground.github;
    expect(await repositories.commitsBetween('0'.repeat(40), ground.sha)).toEqual([ground.sha]);
    expect(await repositories.commitsBetween('1'.repeat(40), ground.sha)).toEqual([ground.sha]);
  });

  it('reads a file at a commit, small and large, and nothing as undefined', async () => {
    const { box, github, sha } = ground;
    const large = 'é'.repeat(700_000);
    await box.pushFiles({
      repository: REPOSITORY,
      files: { '.github/model-steward.yml': 'models: {}\n', 'large.txt': large },
    });
    const { contents } = github;
    expect(await contents.fileAt('.github/model-steward.yml', 'main')).toBe('models: {}\n');
    expect(await contents.fileAt('large.txt', 'main')).toBe(large);
    expect(await contents.fileAt('.github/model-steward.yml', sha)).toBeUndefined();
    await expect(contents.fileAt('.github', 'main')).rejects.toThrow('.github at main: expected a file');
  });

  it('lists the files of a folder at a commit, and nothing of a folder that does not exist', async () => {
    const { box, github, sha } = ground;
    const files = { 'flows/a.yml': 'a', 'flows/b.yml': 'b', 'flows/deep/c.yml': 'c' };
    await box.pushFiles({ repository: REPOSITORY, files });
    const { contents } = github;
    expect(await contents.filesIn('flows', 'main')).toEqual(['flows/a.yml', 'flows/b.yml']);
    expect(await contents.filesIn('flows', sha)).toEqual([]);
  });

  it('knows what a person may do', async () => {
    const { box, github, repository } = ground;
    box.world.accounts.get('rita');
    repository.collaborators.set('rita', 'write');
    expect(await github.people.permission('acme')).toBe('admin');
    expect(await github.people.permission('rita')).toBe('write');
    expect(await github.people.permission('unknown-user')).toBe('none');
  });

  it('lists the persons who may write, and knows where the list is refused', async () => {
    const { box, github, repository } = ground;
    const roles = { rita: 'maintain', 'deploy[bot]': 'write', tim: 'triage', wanda: 'write' } as const;
    for (const [login, role] of Object.entries(roles)) {
      box.world.accounts.get(login);
      repository.collaborators.set(login, role);
    }
    // The first one is of every ground.
    expect(await github.people.writers()).toEqual(['release-manager', 'rita', 'wanda']);
    box.faults.inject({ kind: 'status', status: 403, method: 'GET', route: /collaborators$/, times: 9 });
    expect(await github.people.writers()).toBeUndefined();
  });

  it('knows whom a commit names as its author', async () => {
    const { box, github } = ground;
    const push = { repository: REPOSITORY, files: { 'a.md': 'a' }, author: 'ann', signedAs: 'carol' };
    const { sha } = await box.pushFiles(push);
    expect(await github.people.signersOf(sha)).toEqual(['carol']);
    expect((await github.people.pushesTo('main'))?.pushes[0]).toEqual({ after: sha, actor: 'ann' });
  });
});

describe('a comparison', () => {
  it('has the commits, the files with both names, and what the other one lacks', async () => {
    const { box, github, sha } = ground;
    await box.pushFiles({
      repository: REPOSITORY,
      files: { 'a.txt': 'a long line of text\n', 'b.txt': 'b' },
    });
    const first = await github.contents.compare(sha, 'refs/heads/main');
    expect(first).toMatchObject({
      lacking: 0,
      changedFiles: { paths: ['a.txt', 'b.txt'], isComplete: true },
    });
    expect(first?.commits).toHaveLength(1);
    const { sha: tip } = await box.pushFiles({
      ...{ repository: REPOSITORY, files: { 'a.txt': null, 'c.txt': 'a long line of text\n' } },
    });
    const renamed = await github.contents.compare(first!.commits[0]!, tip);
    expect([...renamed!.changedFiles.paths].sort()).toEqual(['a.txt', 'c.txt']);
    expect(await github.contents.compare(tip, sha)).toMatchObject({ commits: [], lacking: 2 });
  });

  it('has all commits, however many, and no more than 299 files for certain', async () => {
    const { box, github, sha } = ground;
    const pushed = importCommits(103);
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, number) => [`n/${number}`, 'n']));
    const { sha: tip } = await box.pushFiles({ repository: REPOSITORY, files });
    const compared = await github.contents.compare(sha, tip);
    expect(compared?.commits).toEqual([...pushed, tip]);
    expect(compared?.changedFiles.isComplete).toBe(false);
  });

  it('is nothing with a commit that does not exist', async () => {
    expect(await ground.github.contents.compare('1'.repeat(40), ground.sha)).toBeUndefined();
  });
});
