/** A file at a commit is read once in a step; at a branch, which moves, each time. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { REPOSITORY, startBoxGitHub, type BoxGitHub } from './box-github.ts';

let ground: BoxGitHub;
beforeAll(async () => {
  ground = await startBoxGitHub();
  await ground.box.pushFiles({ repository: REPOSITORY, files: { 'a.txt': 'a\n' } });
});
beforeEach(() => ground.box.requests.clear());
afterAll(() => ground[Symbol.asyncDispose]());

const twice = async (path: string, ref: string): Promise<readonly unknown[]> => {
  const { contents } = ground.github;
  return [await contents.fileAt(path, ref), await contents.fileAt(path, ref)];
};

it('a file that a commit does not have is asked for once', async () => {
  expect(await twice('none.txt', ground.sha)).toEqual([undefined, undefined]);
  expect(ground.box.requests.lines()).toHaveLength(1);
});

it('a file of a branch is read again after a push', async () => {
  expect(await ground.github.contents.fileAt('a.txt', 'main')).toBe('a\n');
  await ground.box.pushFiles({ repository: REPOSITORY, files: { 'a.txt': 'b\n' } });
  expect(await ground.github.contents.fileAt('a.txt', 'main')).toBe('b\n');
});

it('what failed is asked for again', async () => {
  ground.box.faults.inject({ kind: 'status', status: 403, times: 1, method: 'GET', route: /contents/ });
  await expect(ground.github.contents.fileAt('late.txt', ground.sha)).rejects.toThrow('read late.txt');
  expect(await ground.github.contents.fileAt('late.txt', ground.sha)).toBeUndefined();
});
