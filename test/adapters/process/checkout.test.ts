import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCheckout } from '../../../src/shared/adapters/process/checkout.ts';

const environment = {
  PATH: process.env.PATH!,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z',
  GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z',
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkout-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function git(...args: readonly string[]): Promise<string> {
  return (await promisify(execFile)('git', ['-C', folder, ...args], { env: environment })).stdout.trim();
}

describe('the checkout', () => {
  it('is named by commit and tree, and clean while tracked files are as committed', async () => {
    await git('init', '-q', '-b', 'main');
    await writeFile(join(folder, 'train.py'), 'print(1)\n');
    await git('add', '.');
    await git('commit', '-qm', 'First');
    await writeFile(join(folder, 'untracked.csv'), 'x\n');
    const checkout = createCheckout(folder, environment);
    expect(await checkout.head()).toEqual({
      commit: await git('rev-parse', 'HEAD'),
      tree: await git('show', '-s', '--format=%T'),
    });
    expect(await checkout.isClean()).toBe(true);
    await writeFile(join(folder, 'train.py'), 'print(2)\n');
    expect(await checkout.isClean()).toBe(false);
  });

  it('that is none is one clear error', async () => {
    const checkout = createCheckout(folder, environment);
    for (const question of ['head', 'isClean'] as const) {
      await expect(checkout[question]()).rejects.toMatchObject({
        code: 'INPUT_INVALID',
        hint: 'run actions/checkout before this step',
      });
    }
  });
});

describe('the files of its commit', () => {
  const FILES = ['a-b.txt', 'a.txt', 'a/b.txt', 'a/ü/x y.txt', 'a0.txt', 'z/deep/er/train.py'];

  async function commitFiles(format: string): Promise<void> {
    await git('init', '-q', '-b', 'main', `--object-format=${format}`);
    for (const path of FILES) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), `content of ${path}\n`);
    }
    await symlink('../a.txt', join(folder, 'a', 'link'));
    await symlink('deep', join(folder, 'z', 'shallow'));
    await git('add', '.');
    const commit = '1'.repeat(format === 'sha256' ? 64 : 40);
    await git('update-index', '--add', '--cacheinfo', `160000,${commit},vendor/library`);
    await git('commit', '-qm', 'First');
  }

  it.each(['sha1', 'sha256'])('are those that git lists, with names of %s', async (format) => {
    await commitFiles(format);
    await writeFile(join(folder, 'a.txt'), 'changed since\n');
    const files = await createCheckout(folder, environment).committed();
    const listed = (await git('ls-tree', '-r', '-z', '--name-only', 'HEAD')).split('\0').filter(Boolean);
    expect(await files.match(['**'])).toEqual(listed);
    for (const path of FILES) {
      const { sizeBytes, slice, state } = await files.open(path);
      expect(Buffer.from(await slice(0, sizeBytes)).toString()).toBe(`content of ${path}\n`);
      expect(state).toBe(await git('rev-parse', `HEAD:${path}`));
    }
    const submodule = await files.open('vendor/library');
    expect(Buffer.from(await submodule.slice(0, 4)).toString()).toBe('1111');
    expect([await files.exists('a/link'), await files.exists('a')]).toEqual([true, false]);
  });

  it('are those below the folder, where the checkout is a part of a repository', async () => {
    await commitFiles('sha1');
    const checkout = createCheckout(join(folder, 'z'), environment);
    expect(await (await checkout.committed()).match(['**'])).toEqual(['deep/er/train.py', 'shallow']);
    expect(await checkout.linksAmong(['shallow', 'a/link'])).toEqual(new Map([['shallow', 'deep']]));
  });

  it('that are links among some paths are named with what they lead to', async () => {
    await commitFiles('sha1');
    const asked = ['a', 'a/link', 'a.txt', 'z/shallow', 'z/shallow/er', 'vendor/library', 'none/at/all'];
    const links = await createCheckout(folder, environment).linksAmong(asked);
    expect(Object.fromEntries(links)).toEqual({ 'a/link': '../a.txt', 'z/shallow': 'deep' });
  });

  it('are read where the folder has none of them', async () => {
    await commitFiles('sha1');
    await rm(join(folder, 'a'), { recursive: true });
    const files = await createCheckout(folder, environment).committed();
    await expect(files.open('a/none')).rejects.toMatchObject({
      hint: 'add the file to git and commit it, or name another path',
    });
    expect((await files.open('a/b.txt')).sizeBytes).toBe('content of a/b.txt\n'.length);
  });
});
