import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';

const run = promisify(execFile);

let outside: string;
let root: string;
let files: Files;
beforeEach(async () => {
  outside = await mkdtemp(join(tmpdir(), 'files-'));
  root = join(outside, 'root');
  await mkdir(join(root, 'model', 'deep'), { recursive: true });
  await writeFile(join(root, 'model', 'a.bin'), 'alpha');
  await writeFile(join(root, 'model', 'deep', 'b.bin'), 'beta');
  await writeFile(join(outside, 'secret.txt'), 'secret');
  files = openFiles(root);
});
afterEach(() => rm(outside, { recursive: true }));

describe('a file', () => {
  it('has the digest that sha256sum prints', async () => {
    const content = Buffer.alloc(300_000, 'model');
    await files.write('big.bin', content);
    const { stdout } = await run('sha256sum', [join(root, 'big.bin')]);
    expect(await files.record('big.bin')).toEqual({
      path: 'big.bin',
      sha256: stdout.slice(0, 64),
      sizeBytes: 300_000,
    });
  });

  it('is copied with the digest of exactly the bytes that were copied', async () => {
    const target = openFiles(await mkdtemp(join(outside, 'target-')));
    const record = await target.copyFrom(files, 'model/deep/b.bin', 'kept/b.bin');
    expect(await readFile(join(target.root, 'kept', 'b.bin'), 'utf8')).toBe('beta');
    expect(record).toEqual({ ...(await files.record('model/deep/b.bin')), path: 'kept/b.bin' });
  });

  it('is replaced as a whole, and nothing is left beside it', async () => {
    await files.write('model/a.bin', 'new');
    expect(await readFile(join(root, 'model', 'a.bin'), 'utf8')).toBe('new');
    expect(await readdir(join(root, 'model'))).toEqual(['a.bin', 'deep']);
  });

  it('that cannot take the place of a folder leaves nothing behind', async () => {
    await expect(files.write('model', 'x')).rejects.toThrow(/expected a place for a file, got a folder/);
    expect(await readdir(root)).toEqual(['model']);
  });

  it.each(['../secret.txt', 'model/../../secret.txt', '/etc/passwd', 'model//a.bin', 'model\\a.bin', ''])(
    'outside the folder cannot be reached: %j',
    async (path) => {
      await expect(files.read(path)).rejects.toThrow(DataError);
      await expect(files.exists(path)).rejects.toThrow(DataError);
      await expect(files.record(path)).rejects.toThrow(DataError);
      await expect(files.write(path, 'x')).rejects.toThrow(DataError);
    },
  );

  it('cannot be reached through a link that leaves the folder', async () => {
    await symlink(join(outside, 'secret.txt'), join(root, 'link.txt'));
    await symlink(outside, join(root, 'out'));
    await expect(files.read('link.txt')).rejects.toThrow(/leaves/);
    await expect(files.read('out/secret.txt')).rejects.toThrow(/leaves/);
    await expect(files.write('out/written.txt', 'x')).rejects.toThrow(/leaves/);
    expect(await readdir(outside)).toEqual(['root', 'secret.txt']);
  });

  it('is not written through a link in its place', async () => {
    await symlink(join(outside, 'secret.txt'), join(root, 'link.txt'));
    await files.write('link.txt', 'mine');
    expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('secret');
    expect(await readFile(join(root, 'link.txt'), 'utf8')).toBe('mine');
  });

  it('that is missing, a folder or a FIFO is refused at once', async () => {
    await run('mkfifo', [join(root, 'pipe')]);
    await expect(files.read('none')).rejects.toThrow(/none: expected a file in .*, got none/);
    await expect(files.read('model')).rejects.toThrow(/got a folder/);
    await expect(files.read('pipe')).rejects.toThrow(/got a special file/);
    expect(await files.exists('none')).toBe(false);
  });
});

describe('patterns', () => {
  it('find regular files, sorted bytewise, each once', async () => {
    await writeFile(join(root, 'model', 'Z.bin'), '');
    await writeFile(join(root, 'model', 'é.bin'), '');
    expect(await files.match(['model/**', '**/*.bin'])).toEqual([
      'model/Z.bin',
      'model/a.bin',
      'model/deep/b.bin',
      'model/é.bin',
    ]);
  });

  it('find nothing where there is nothing', async () => {
    expect(await files.match(['absent/**', 'model/a.bin/x'])).toEqual([]);
  });

  it('do not enter the repository of git', async () => {
    await mkdir(join(root, '.git'));
    await writeFile(join(root, '.git', 'a.bin'), '');
    expect(await files.match(['**/a.bin'])).toEqual(['model/a.bin']);
  });

  it('refuse to leave the folder', async () => {
    await expect(files.match(['../*'])).rejects.toThrow(/stays inside the workspace/);
  });

  it('refuse a link among the matches, and a link in the place of their folder', async () => {
    await symlink(join(outside, 'secret.txt'), join(root, 'model', 'weights.bin'));
    await symlink(join(root, 'model'), join(root, 'linked'));
    await expect(files.match(['model/**'])).rejects.toThrow(/model\/weights\.bin: .*got a symbolic link/);
    await expect(files.match(['linked/**'])).rejects.toThrow(/linked: .*got a symbolic link/);
  });

  it('refuse a FIFO among the matches', async () => {
    await run('mkfifo', [join(root, 'model', 'pipe')]);
    await expect(files.match(['model/**'])).rejects.toThrow(/got a special file/);
  });

  it('do not mind links that they do not match', async () => {
    await symlink(outside, join(root, 'elsewhere'));
    expect(await files.match(['**/*.bin'])).toHaveLength(2);
  });
});
