/** What only a disk has: links, special files, partial files. The contract of the port is in files-contract.test.ts. */
import { execFile } from 'node:child_process';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { recordFile } from '../../../src/shared/usecases/record-files.ts';

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

async function* chunksOf(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}

describe('a file', () => {
  it('has the digest that sha256sum prints', async () => {
    await files.write('big.bin', Buffer.alloc(300_000, 'model'));
    const { stdout } = await run('sha256sum', [join(root, 'big.bin')]);
    expect(await recordFile(files, 'big.bin')).toMatchObject({
      sha256: stdout.slice(0, 64),
      sizeBytes: 300_000,
    });
  });

  it('that a process writes to while it is read is refused', async () => {
    const appended = await files.open('model/a.bin');
    await appendFile(join(root, 'model', 'a.bin'), 'bet');
    await expect(appended.slice(0, 5)).rejects.toThrow(
      'expected the file as it was opened, got a changed one',
    );
    const sameSize = await files.open('model/deep/b.bin');
    await utimes(join(root, 'model', 'deep', 'b.bin'), 1, 1);
    await expect(sameSize.slice(0, 4)).rejects.toThrow('got a changed one');
    await files.write('large.bin', Buffer.alloc(1_000_000));
    const { stream } = await files.open('large.bin');
    await expect(async () => {
      for await (const chunk of stream()) await appendFile(join(root, 'large.bin'), String(chunk.length));
    }).rejects.toThrow('got a changed one');
  });

  it('that is removed while it is read is refused', async () => {
    const { slice } = await files.open('model/a.bin');
    await rm(join(root, 'model', 'a.bin'));
    await expect(slice(0, 5)).rejects.toMatchObject({
      code: 'FILES_INVALID',
      hint: 'make sure that nothing writes to the file while the step runs',
    });
  });

  it('cannot be reached through a link that leaves the folder', async () => {
    await symlink(join(outside, 'secret.txt'), join(root, 'link.txt'));
    await symlink(outside, join(root, 'out'));
    await expect(files.read('link.txt')).rejects.toThrow(/leaves/);
    await expect(files.open('out/secret.txt')).rejects.toThrow(/leaves/);
    await expect(files.exists('out/secret.txt')).rejects.toThrow(/leaves/);
    for (const path of ['out/written.txt', 'out/new/folder/written.txt']) {
      await expect(files.write(path, 'x')).rejects.toThrow(/leaves/);
      await expect(files.writeFrom(path, chunksOf('x'))).rejects.toThrow(/leaves/);
    }
    expect(await readdir(outside)).toEqual(['root', 'secret.txt']);
  });

  it('is not swapped for a link to another file between opening and reading', async () => {
    const { slice } = await files.open('model/a.bin');
    await rm(join(root, 'model', 'a.bin'));
    await symlink(join(outside, 'secret.txt'), join(root, 'model', 'a.bin'));
    await expect(slice(0, 5)).rejects.toThrow('got a changed one');
  });

  it('is reached through a link that stays in the folder', async () => {
    await symlink('deep', join(root, 'model', 'linked'));
    expect(Buffer.from(await files.read('model/linked/b.bin')).toString()).toBe('beta');
    await files.write('model/linked/new.bin', 'x');
    expect(await readdir(join(root, 'model', 'deep'))).toEqual(['b.bin', 'new.bin']);
  });

  it('replaces a link in its place and does not write through it', async () => {
    await symlink(join(outside, 'secret.txt'), join(root, 'link.txt'));
    await files.write('link.txt', 'mine');
    expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('secret');
    expect(await readFile(join(root, 'link.txt'), 'utf8')).toBe('mine');
  });

  it('behind links that lead to each other is an error of the path', async () => {
    await symlink('second', join(root, 'first'));
    await symlink('first', join(root, 'second'));
    await expect(files.read('first/x')).rejects.toMatchObject({
      code: 'FILES_INVALID',
      message: expect.stringMatching(/^first\/x: expected a path to a file, got ELOOP/),
    });
    await expect(files.write('first/x', 'x')).rejects.toMatchObject({ code: 'FILES_INVALID' });
  });

  it('that is a FIFO is refused without waiting for a writer', async () => {
    await run('mkfifo', [join(root, 'pipe')]);
    await expect(files.read('pipe')).rejects.toThrow('pipe: expected a regular file, got a special file');
    await expect(files.open('pipe')).rejects.toThrow('got a special file');
  });
});

describe('writing', () => {
  it('leaves no partial file, whether it succeeds or fails', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield* chunksOf('half of it');
      expect(await readdir(join(root, 'model'))).toHaveLength(3);
      expect(await readFile(join(root, 'model', 'a.bin'), 'utf8')).toBe('alpha');
      throw new Error('connection lost');
    }
    await expect(files.writeFrom('model/a.bin', failing())).rejects.toThrow('connection lost');
    expect(await readdir(join(root, 'model'))).toEqual(['a.bin', 'deep']);
    expect(await readFile(join(root, 'model', 'a.bin'), 'utf8')).toBe('alpha');
    await files.writeFrom('model/a.bin', chunksOf('gam', 'ma'));
    expect(await readdir(join(root, 'model'))).toEqual(['a.bin', 'deep']);
    expect(await readFile(join(root, 'model', 'a.bin'), 'utf8')).toBe('gamma');
  });

  it('creates the root with the first file', async () => {
    const fresh = openFiles(join(outside, 'fresh', 'root'));
    expect(await fresh.exists('a.txt')).toBe(false);
    expect(await fresh.match(['**'])).toEqual([]);
    await expect(fresh.read('a.txt')).rejects.toThrow('a.txt: expected a file');
    await fresh.write('a.txt', 'x');
    expect(await readFile(join(outside, 'fresh', 'root', 'a.txt'), 'utf8')).toBe('x');
  });
});

describe('patterns', () => {
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

  it('ignore links that they do not match', async () => {
    await symlink(outside, join(root, 'elsewhere'));
    expect(await files.match(['**/*.bin'])).toHaveLength(2);
  });
});
