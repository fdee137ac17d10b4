import { afterEach, beforeEach, expect, it } from 'vitest';
import { startBox, type Box } from './box.ts';
import { gitText } from './git/command.ts';

const REPOSITORY = 'acme/churn';

let box: Box;
beforeEach(async () => {
  box = await startBox();
  await box.createRepository({ owner: 'acme', name: 'churn', files: { 'src/train.py': 'print(1)\n' } });
  const { sha } = await box.pushFiles({ repository: REPOSITORY, branch: 'other', files: { 'a.txt': 'a\n' } });
  await box.pushTag({ repository: REPOSITORY, tag: 'v1', sha });
});
afterEach(() => box.close());

/** Every ref, and every object that one leads to, as git finds them. */
async function contentOf(repository: string): Promise<readonly string[]> {
  const { path } = box.world.findRepository(repository)!.git;
  await gitText(path, ['fsck', '--full', '--strict']);
  const refs = await gitText(path, ['for-each-ref', '--format=%(refname) %(objectname)']);
  return [refs, await gitText(path, ['rev-list', '--objects', '--all'])];
}

it.each([
  ['files of their own', undefined],
  ['packs', ['repack', '-a', '-d', '-q']],
])(
  'a fork has every branch and tag of a repository with %s, and changes none of them there',
  async (_, pack) => {
    const parent = box.world.findRepository(REPOSITORY)!;
    if (pack !== undefined) await gitText(parent.git.path, pack);
    await box.fork({ repository: REPOSITORY, owner: 'mallory' });
    const before = await contentOf(REPOSITORY);
    expect(before[0]?.split('\n')).toHaveLength(3);
    expect(await contentOf('mallory/churn')).toEqual(before);
    await box.pushFiles({ repository: 'mallory/churn', files: { 'src/train.py': 'print(2)\n' } });
    expect(await contentOf(REPOSITORY)).toEqual(before);
  },
);
