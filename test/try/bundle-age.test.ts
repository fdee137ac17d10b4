/** What `try` says of its own bundle and writes beside an earlier page. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeBundleAge } from './bundle-age.ts';
import { writeReport } from './write-report.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'model-steward-age-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function git(...args: readonly string[]): Promise<void> {
  const identity = ['-c', 'user.name=dev', '-c', 'user.email=dev@example.com'];
  await promisify(execFile)('git', [...identity, ...args], { cwd: root });
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
}

async function commit(path: string, text: string): Promise<void> {
  await write(path, text);
  await git('add', '--all');
  await git('commit', '--quiet', '--message', path);
}

describe('a bundle', () => {
  beforeEach(async () => {
    await git('init', '--quiet');
    await commit('src/a.ts', 'one');
    await commit('actions/dist/index.js', 'built');
  });

  it('that was built after its sources, or before a change of documents and tests, is not mentioned', async () => {
    expect(await describeBundleAge(root)).toBeUndefined();
    await commit('test/a.test.ts', 'one');
    await commit('src/README.md', 'one');
    expect(await describeBundleAge(root)).toBeUndefined();
  });

  it('that is older than a commit or a change of the sources is said, until it is built again', async () => {
    await commit('src/a.ts', 'two');
    expect(await describeBundleAge(root)).toContain('older than its sources (src/a.ts)');
    await write('actions/dist/index.js', 'built again');
    expect(await describeBundleAge(root)).toBeUndefined();
    await write('actions/train/new.ts', 'three');
    await utimes(join(root, 'actions/train/new.ts'), new Date(), new Date(Date.now() + 10_000));
    expect(await describeBundleAge(root)).toContain('(actions/train/new.ts)');
  });

  it('of a folder without git is taken as it is', async () => {
    await rm(join(root, '.git'), { recursive: true });
    expect(await describeBundleAge(root)).toBeUndefined();
  });
});

it('pages of two tries in one minute lie beside each other', async () => {
  const now = new Date('2026-01-31T09:15:59Z');
  const paths = await Promise.all(
    ['one', 'two', 'three'].map(async (page) => {
      const written = await writeReport(root, { name: 'churn', render: () => page, now });
      return written.path;
    }),
  );
  expect(paths.map((path) => path.slice(root.length + 1)).toSorted()).toEqual([
    'churn-20260131-0915-2.html',
    'churn-20260131-0915-3.html',
    'churn-20260131-0915.html',
  ]);
  const pages = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  expect(pages).toEqual(['one', 'two', 'three']);
});
