import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import { createTrustedClient, failureOf, type Octokit, REPOSITORY } from './test-client.ts';

describe('pull requests', () => {
  let box: Box;
  let client: Octokit;

  beforeEach(async () => {
    box = await startBox();
    await box.createRepository({ owner: 'acme', name: 'churn', files: { 'train.py': 'one\n' } });
    client = createTrustedClient(box);
  });

  afterEach(() => box.close());

  const openPull = async (branch: string, author = 'ann'): Promise<number> => {
    await box.pushFiles({
      repository: 'acme/churn',
      branch,
      files: { [`${branch}.py`]: '1\n' },
      message: 'First',
      author,
    });
    await box.pushFiles({
      repository: 'acme/churn',
      branch,
      files: { [`${branch}.py`]: '2\n' },
      message: 'Second',
      author,
    });
    return box.openPull({ repository: 'acme/churn', head: branch, title: `Better ${branch}`, author });
  };

  const pullsOf = async (sha: string): Promise<number[]> => {
    const { data } = await client.rest.repos.listPullRequestsAssociatedWithCommit({
      ...REPOSITORY,
      commit_sha: sha,
    });
    return data.map(({ number }) => number);
  };

  const historyOfMain = async (): Promise<{ sha: string; message: string; parents: number }[]> => {
    const { data } = await client.rest.repos.listCommits(REPOSITORY);
    return data.map(({ sha, commit, parents }) => ({
      sha,
      message: commit.message,
      parents: parents.length,
    }));
  };

  it('merges with a merge commit that names both parents', async () => {
    const number = await openPull('one');
    const { data } = await client.rest.pulls.merge({ ...REPOSITORY, pull_number: number });
    const [tip, second] = await historyOfMain();
    expect(tip).toEqual({
      sha: data.sha,
      message: `Merge pull request #${number} from acme/one\n\nBetter one`,
      parents: 2,
    });
    expect(second?.message).toBe('Second');
    expect(await pullsOf(data.sha)).toEqual([number]);
    expect(await pullsOf(second!.sha)).toEqual([number]);
  });

  it('squashes into one commit', async () => {
    const number = await openPull('one');
    const { sha } = await box.mergePull({ repository: 'acme/churn', number, method: 'squash', by: 'ann' });
    const [tip, before] = await historyOfMain();
    expect(tip).toEqual({ sha, message: `Better one (#${number})\n\n* First\n\n* Second`, parents: 1 });
    expect(before?.message).toBe('Initial commit');
    expect(await pullsOf(sha)).toEqual([number]);
  });

  it('rebases each commit, and finds the pull request of each', async () => {
    const number = await openPull('one');
    await box.pushFiles({ repository: 'acme/churn', files: { 'other.py': 'x\n' }, message: 'Meanwhile' });
    await client.rest.pulls.merge({ ...REPOSITORY, pull_number: number, merge_method: 'rebase' });
    const history = await historyOfMain();
    expect(history.map(({ message }) => message)).toEqual(['Second', 'First', 'Meanwhile', 'Initial commit']);
    expect(history.every(({ parents }) => parents <= 1)).toBe(true);
    expect(await pullsOf(history[0]!.sha)).toEqual([number]);
    expect(await pullsOf(history[1]!.sha)).toEqual([number]);
    expect(await pullsOf(history[2]!.sha)).toEqual([]);
    const { data } = await client.rest.repos.getContent({ ...REPOSITORY, path: 'one.py' });
    expect(data).toMatchObject({ content: Buffer.from('2\n').toString('base64') + '\n' });
  });

  it('refuses to merge in conflict, from a head that moved, or twice', async () => {
    const number = await openPull('one');
    const merge = (options: object = {}): Promise<{ status: number }> =>
      client.rest.pulls.merge({ ...REPOSITORY, pull_number: number, ...options });
    expect(await failureOf(merge({ sha: 'f'.repeat(40) }))).toMatchObject({ status: 409 });
    await box.pushFiles({ repository: 'acme/churn', files: { 'one.py': 'conflict\n' } });
    const { data } = await client.rest.pulls.get({ ...REPOSITORY, pull_number: number });
    expect(data).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
    for (const merge_method of ['merge', 'squash', 'rebase'] as const) {
      expect(await failureOf(merge({ merge_method }))).toMatchObject({ status: 405 });
    }
    await box.pushFiles({ repository: 'acme/churn', files: { 'one.py': null } });
    await merge();
    expect(await failureOf(merge())).toMatchObject({ status: 405 });
  });

  it('keeps the head of a merged pull request after its branch moved on', async () => {
    const number = await openPull('one');
    const { data: before } = await client.rest.pulls.get({ ...REPOSITORY, pull_number: number });
    await box.mergePull({ repository: 'acme/churn', number });
    await client.rest.git.deleteRef({ ...REPOSITORY, ref: 'heads/one' });
    const { data } = await client.rest.pulls.get({ ...REPOSITORY, pull_number: number });
    expect(data).toMatchObject({ state: 'closed', merged: true, head: { sha: before.head.sha } });
  });

  it('takes pull requests from a fork, whose commits become visible here', async () => {
    await box.fork({ repository: 'acme/churn', owner: 'mallory' });
    const { sha } = await box.pushFiles({
      repository: 'mallory/churn',
      branch: 'evil',
      files: { 'train.py': 'evil\n' },
      author: 'mallory',
    });
    const number = await box.openPull({ repository: 'acme/churn', head: 'mallory:evil', author: 'mallory' });
    const { data } = await client.rest.pulls.get({ ...REPOSITORY, pull_number: number });
    expect(data).toMatchObject({
      head: { sha, label: 'mallory:evil', repo: { full_name: 'mallory/churn', fork: true } },
      user: { login: 'mallory' },
      changed_files: 1,
    });
    expect((await client.rest.git.getCommit({ ...REPOSITORY, commit_sha: sha })).status).toBe(200);
    const { data: files } = await client.rest.pulls.listFiles({ ...REPOSITORY, pull_number: number });
    expect(files).toMatchObject([{ filename: 'train.py', status: 'modified', additions: 1, deletions: 1 }]);
  });

  it('opens by the API only what holds something new, once, and where actions may', async () => {
    await box.pushFiles({ repository: 'acme/churn', branch: 'bot', files: { a: 'a' } });
    const create = (head: string): Promise<{ status: number }> =>
      client.rest.pulls.create({ ...REPOSITORY, title: 'Retrain', head, base: 'main' });
    expect(await failureOf(create('nowhere'))).toMatchObject({ status: 422 });
    expect(await failureOf(create('main'))).toMatchObject({ status: 422 });
    expect((await create('bot')).status).toBe(201);
    expect(await failureOf(create('bot'))).toMatchObject({ status: 422 });
    await box.createRepository({
      owner: 'acme',
      name: 'strict',
      actionsMayCreatePulls: false,
      files: { a: 'a' },
    });
    await box.pushFiles({ repository: 'acme/strict', branch: 'bot', files: { b: 'b' } });
    const token = box.issueToken({ repository: 'acme/strict', permissions: { 'pull-requests': 'write' } });
    const strict = client.rest.pulls.create({
      owner: 'acme',
      repo: 'strict',
      title: 'Retrain',
      head: 'bot',
      base: 'main',
      headers: { authorization: `token ${token}` },
    });
    expect(await failureOf(strict)).toMatchObject({ status: 403 });
  });

  it('lists reviews with the commit that they reviewed', async () => {
    const number = await openPull('one');
    const { data: pull } = await client.rest.pulls.get({ ...REPOSITORY, pull_number: number });
    box.review({ repository: 'acme/churn', number, by: 'bob' });
    const { data } = await client.rest.pulls.listReviews({ ...REPOSITORY, pull_number: number });
    expect(data).toMatchObject([{ state: 'APPROVED', user: { login: 'bob' }, commit_id: pull.head.sha }]);
  });

  it('compares two commits', async () => {
    await openPull('one');
    await box.pushFiles({ repository: 'acme/churn', files: { 'other.py': 'x\n' } });
    const { data } = await client.rest.repos.compareCommitsWithBasehead({
      ...REPOSITORY,
      basehead: 'main...one',
    });
    expect(data).toMatchObject({ status: 'diverged', ahead_by: 2, behind_by: 1, total_commits: 2 });
    expect(data.files?.map(({ filename }) => filename)).toEqual(['one.py']);
  });
});
