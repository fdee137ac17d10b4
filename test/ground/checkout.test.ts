import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startBox } from '../github-box/box.ts';
import { checkOut, commitFolder } from './checkout.ts';
import { writeFiles } from './evidence.ts';

const run = promisify(execFile);
const git = async (folder: string, ...args: readonly string[]): Promise<string> =>
  (await run('git', ['-C', folder, ...args])).stdout;

it('git finds the checkout complete and clean, and sees each later change', async () => {
  await using box = Object.assign(await startBox(), { [Symbol.asyncDispose]: () => box.close() });
  const files = { 'a.txt': 'a\n', 'd/e/ü b.txt': '', 'd.txt': 'd\n', [`long/${'x'.repeat(200)}`]: 'x' };
  const repository = await box.createRepository({ owner: 'acme', name: 'flights', files });
  const job = await box.startRun({
    ...{ repository: 'acme/flights', workflow: '.github/workflows/a.yml', event: 'workflow_dispatch' },
    permissions: { contents: 'read' },
  });
  await checkOut(repository, job);
  const { workspace } = job;
  expect(await git(workspace, 'status', '--porcelain')).toBe('');
  expect((await git(workspace, 'ls-files', '-z')).split('\0').filter(Boolean)).toEqual(
    Object.keys(files).sort(),
  );
  expect(await git(workspace, 'rev-parse', 'HEAD')).toBe(`${job.environment.GITHUB_SHA}\n`);
  await writeFile(join(workspace, 'a.txt'), 'b\n');
  await chmod(join(workspace, 'd.txt'), 0o755);
  await checkOut(repository, job);
  expect(await git(workspace, 'status', '--porcelain')).toBe(' M a.txt\n M d.txt\n');
  await git(workspace, 'fsck', '--strict');
});

it('a folder that is committed is clean, and the next commit has its changes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'commit-folder-'));
  await writeFiles(folder, { 'a.txt': 'a\n', 'd/b.txt': 'b\n' });
  await commitFolder(folder);
  expect(await git(folder, 'status', '--porcelain')).toBe('');
  await writeFiles(folder, { 'c.txt': 'c\n' });
  expect(await git(folder, 'status', '--porcelain')).toBe('?? c.txt\n');
  await commitFolder(folder);
  expect(await git(folder, 'ls-tree', '-r', '--name-only', 'HEAD')).toBe('a.txt\nc.txt\nd/b.txt\n');
  await git(folder, 'fsck', '--strict');
  await rm(folder, { recursive: true });
});
