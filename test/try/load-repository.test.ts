/** The copy that `try` plays with: of checkouts of every kind, and without a change of the original. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBox } from '../github-box/box.ts';
import { copyRepository, loadRepository } from './load-repository.ts';
import { readPatch, readWorkingTree } from './read-change.ts';

const IDENTITY = [
  '-c',
  'user.name=dev',
  '-c',
  'user.email=dev@example.com',
  '-c',
  'protocol.file.allow=always',
];

async function git(folder: string, ...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('git', [...IDENTITY, ...args], { cwd: folder })).stdout.trim();
}

describe('a copy', () => {
  let root = '';
  let scratch = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'model-steward-load-'));
    scratch = await mkdtemp(join(tmpdir(), 'model-steward-scratch-'));
  });
  afterEach(async () => {
    for (const folder of [root, scratch]) await rm(folder, { recursive: true, force: true });
  });

  async function repository(name: string): Promise<string> {
    const folder = join(root, name);
    await promisify(execFile)('git', ['init', '--quiet', '--initial-branch=main', folder]);
    await writeFile(join(folder, 'train.py'), 'one\n');
    await git(folder, 'add', '--all');
    await git(folder, 'commit', '--quiet', '--message', 'One');
    return folder;
  }

  it('leaves out what is uncommitted, where that is the second pull request', async () => {
    const folder = await repository('tree');
    await writeFile(join(folder, 'train.py'), 'two\n');
    await writeFile(join(folder, 'new.py'), 'new\n');
    const copy = await copyRepository({ folder, scratch, isCommittedOnly: true });
    expect(await readFile(join(copy, 'train.py'), 'utf8')).toBe('one\n');
    expect(await readWorkingTree(folder)).toEqual({ 'train.py': 'two\n', 'new.py': 'new\n' });
    await git(folder, 'stash', '--include-untracked');
    await expect(readWorkingTree(folder)).rejects.toThrow('--change working-tree: expected a changed file');
  });

  it('is changed by a patch in the second pull request alone', async () => {
    const folder = await repository('patched');
    await writeFile(join(folder, 'train.py'), 'two\n');
    await writeFile(join(root, 'two.patch'), `${await git(folder, 'diff')}\n`);
    await git(folder, 'checkout', '--', '.');
    const copy = await copyRepository({ folder, scratch });
    expect(await readPatch(copy, join(root, 'two.patch'))).toEqual({ 'train.py': 'two\n' });
    expect(await readFile(join(copy, 'train.py'), 'utf8')).toBe('one\n');
    await writeFile(
      join(root, 'other.patch'),
      (await readFile(join(root, 'two.patch'), 'utf8')).replace('-one', '-six'),
    );
    await expect(readPatch(copy, join(root, 'other.patch'))).rejects.toThrow(
      'expected a patch of the repository',
    );
  });

  it('of a linked worktree has its commit and its changes, and not those of the main one', async () => {
    const main = await repository('main');
    const linked = join(root, 'linked');
    await git(main, 'worktree', 'add', '--quiet', '-b', 'side', linked);
    await writeFile(join(linked, 'train.py'), 'two\n');
    await git(linked, 'commit', '--quiet', '--all', '--message', 'Two');
    await writeFile(join(linked, 'new.py'), 'three\n');
    const copy = await copyRepository({ folder: linked, scratch });
    expect(await git(copy, 'log', '-1', '--format=%s')).toBe('Two');
    expect(await readFile(join(copy, 'train.py'), 'utf8')).toBe('two\n');
    expect(await git(copy, 'status', '--porcelain')).toBe('?? new.py');
    expect(await git(linked, 'status', '--porcelain')).toBe('?? new.py');
  });

  it('of a repository on a detached commit has that commit', async () => {
    const folder = await repository('detached');
    const first = await git(folder, 'rev-parse', 'HEAD');
    await writeFile(join(folder, 'train.py'), 'two\n');
    await git(folder, 'commit', '--quiet', '--all', '--message', 'Two');
    await git(folder, 'checkout', '--quiet', first);
    const copy = await copyRepository({ folder, scratch });
    expect(await git(copy, 'rev-parse', 'HEAD')).toBe(first);
  });

  it('of a submodule that changed inside has the commit that git has of it', async () => {
    const inner = await repository('inner');
    const outer = await repository('outer');
    await git(outer, 'submodule', '--quiet', 'add', inner, 'lib');
    await git(outer, 'commit', '--quiet', '--message', 'With a submodule');
    await writeFile(join(outer, 'lib', 'train.py'), 'changed inside\n');
    await writeFile(join(outer, 'train.py'), 'changed outside\n');
    const recorded = await git(outer, 'rev-parse', 'HEAD:lib');
    const copy = await copyRepository({ folder: outer, scratch });
    await git(copy, 'add', '--all');
    expect(await git(copy, 'diff', '--cached', '--name-only')).toBe('train.py');
    expect(await git(copy, 'ls-files', '--stage', 'lib')).toContain(`160000 ${recorded}`);
    expect(await readFile(join(outer, 'lib', 'train.py'), 'utf8')).toBe('changed inside\n');
  });

  it('of a submodule that stands on another commit has that commit', async () => {
    const inner = await repository('inner');
    const outer = await repository('outer');
    await git(outer, 'submodule', '--quiet', 'add', inner, 'lib');
    await git(outer, 'commit', '--quiet', '--message', 'With a submodule');
    await writeFile(join(outer, 'lib', 'train.py'), 'two\n');
    await git(join(outer, 'lib'), 'commit', '--quiet', '--all', '--message', 'Two');
    const moved = await git(join(outer, 'lib'), 'rev-parse', 'HEAD');
    const copy = await copyRepository({ folder: outer, scratch });
    await git(copy, 'add', '--all');
    expect(await git(copy, 'ls-files', '--stage', 'lib')).toContain(`160000 ${moved}`);
  });

  it.each([
    ['your uncommitted changes, on top of ', { 'new.py': 'x\n' }, {}],
    ['the proposed model.yml, on top of ', {}, { 'model.yml': 'on: push\n' }],
    [
      'your uncommitted changes and the proposed a.yml and b.yml, on top of ',
      { 'new.py': 'x\n' },
      { 'a.yml': '', 'b.yml': '' },
    ],
    ['all files, because there is no earlier commit', {}, {}],
  ])('is loaded, and the pull request says what it is made of: %s', async (source, uncommitted, proposed) => {
    const folder = await repository('said');
    for (const [path, content] of Object.entries(uncommitted)) await writeFile(join(folder, path), content);
    const box = await startBox();
    try {
      const copy = await copyRepository({ folder, scratch });
      const loaded = await loadRepository(box, copy, { folder, scratch, proposed });
      expect(loaded.source.replace(/[0-9a-f]{7}$/, '')).toBe(source);
    } finally {
      await box.close();
    }
  });
});
