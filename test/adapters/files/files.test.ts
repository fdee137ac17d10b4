/** What only a disk has: links, special files, partial files. The contract of the port is in files-contract.test.ts. */
import { execFile } from 'node:child_process';
import promises, {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { createScratch, withScratch } from '../../../src/shared/adapters/files/scratch.ts';
import { toDataError } from '../../../src/shared/adapters/files/system-errors.ts';
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

/** Plays `meanwhile` after each read of an open file, as another process that writes at that moment. */
async function afterReads(meanwhile: () => Promise<unknown>): Promise<void> {
  const handle = await open(join(root, 'model', 'a.bin'));
  const prototype: typeof handle = Object.getPrototypeOf(handle);
  await handle.close();
  const read = Reflect.get(prototype, 'read');
  const spy = vi.spyOn(prototype, 'read').mockImplementation(async function (this: object, ...request) {
    const result: Awaited<ReturnType<typeof handle.read>> = await Reflect.apply(read, this, request);
    await meanwhile();
    return result;
  });
  onTestFinished(() => spy.mockRestore());
}

/** Plays `meanwhile` right before the folder is created, when all that led to it was looked at. */
function beforeCreated(folder: string, meanwhile: () => Promise<unknown>): void {
  const { mkdir: original } = promises;
  const restore = (): void => {
    Reflect.set(promises, 'mkdir', original);
    syncBuiltinESMExports();
  };
  Reflect.set(promises, 'mkdir', async (...request: Parameters<typeof original>) => {
    if (request[0] === folder) await meanwhile();
    return original(...request);
  });
  syncBuiltinESMExports();
  onTestFinished(restore);
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

  it('that changes after its bytes were read, and before it is closed, is refused', async () => {
    const { slice } = await files.open('model/a.bin');
    await afterReads(() => appendFile(join(root, 'model', 'a.bin'), 'bet'));
    await expect(slice(0, 5)).rejects.toThrow('got a changed one');
  });

  it('that is swapped for one of the same size and the same time of modification is refused', async () => {
    const path = join(root, 'model', 'a.bin');
    await utimes(path, 1000, 1000);
    const rewritten = await files.open('model/a.bin');
    await writeFile(path, 'ALPHA');
    await utimes(path, 1000, 1000);
    await expect(rewritten.slice(0, 5)).rejects.toThrow('got a changed one');
    const replaced = await files.open('model/a.bin');
    await writeFile(`${path}.new`, 'omega');
    await utimes(`${path}.new`, 1000, 1000);
    await rename(`${path}.new`, path);
    expect((await stat(path)).mtimeMs).toBe(1_000_000);
    await expect(replaced.slice(0, 5)).rejects.toThrow('got a changed one');
  });

  it('of more than 2 GiB is read where it is asked for, in one slice if need be', async () => {
    const size = 2 ** 31 + 4;
    await truncate(join(root, 'model', 'a.bin'), 2 ** 31);
    await appendFile(join(root, 'model', 'a.bin'), 'tail');
    const { slice, sizeBytes } = await files.open('model/a.bin');
    expect(sizeBytes).toBe(size);
    const all = await slice(0, size);
    expect(all).toHaveLength(size);
    expect(Buffer.from(all.subarray(0, 6)).toString()).toBe('alpha\0');
    expect(Buffer.from(all.subarray(-4)).toString()).toBe('tail');
  });

  it('that is too large for memory is refused before it is read', async () => {
    await truncate(join(root, 'model', 'a.bin'), 2 ** 31);
    await expect(files.read('model/a.bin')).rejects.toMatchObject({
      code: 'FILES_INVALID',
      message: 'model/a.bin: expected at most 67108864 bytes, got 2147483648',
      hint: 'check that the path names the right file, or write a smaller one',
    });
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

  it('that is swapped for a link is changed, wherever the link leads: it is not followed', async () => {
    const { slice } = await files.open('model/a.bin');
    await rm(join(root, 'model', 'a.bin'));
    // Who follows it gets an error of the name it leads to.
    await symlink('x'.repeat(300), join(root, 'model', 'a.bin'));
    await expect(slice(0, 5)).rejects.toThrow('got a changed one');
  });

  it('is not written through a link that takes the place of a folder while it is created', async () => {
    beforeCreated(join(root, 'model', 'new'), async () => {
      await rm(join(root, 'model'), { recursive: true });
      await symlink(outside, join(root, 'model'));
    });
    await expect(files.write('model/new/a.bin', 'x')).rejects.toThrow(/leaves/);
    expect(await readdir(join(outside, 'new'))).toEqual([]);
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
  it('refuse a linked folder in which a pattern wants files, and no link that it passes over', async () => {
    await symlink(outside, join(root, 'model', 'linked'));
    await symlink(join(outside, 'secret.txt'), join(root, 'model', 'file'));
    await symlink('nowhere', join(root, 'model', 'broken'));
    await expect(files.match(['model/*/secret.txt'])).rejects.toMatchObject({
      message: 'model/linked: expected a folder, got a symbolic link to one',
      hint: expect.stringContaining('replace it by the folder itself'),
    });
    await expect(files.match(['model/*/b.bin', '!model/linked/**'])).resolves.toEqual(['model/deep/b.bin']);
    await expect(files.match(['**/b.bin'])).resolves.toEqual(['model/deep/b.bin']);
    await expect(files.match(['model/d*/b.bin'])).resolves.toEqual(['model/deep/b.bin']);
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

  it('leave out what a pattern with "!" matches: hidden files, folders, and links', async () => {
    await files.write('model/.cache/index', 'x');
    await files.write('model/.config', 'x');
    await files.write('model/train.log', 'x');
    await symlink(join(outside, 'secret.txt'), join(root, 'model', 'latest'));
    expect(await files.match(['model/**', '!model/*.log', '!model/.cache/**', '!model/latest'])).toEqual([
      'model/.config',
      'model/a.bin',
      ...(await files.match(['model/deep/**'])),
    ]);
    await expect(files.match(['model/**', '!model/*.log'])).rejects.toThrow(
      /model\/latest: .*got a symbolic link/,
    );
  });

  it('ignore links that they do not match', async () => {
    await symlink(outside, join(root, 'elsewhere'));
    expect(await files.match(['**/*.bin'])).toHaveLength(2);
  });
});

describe('names that cannot be recorded', () => {
  it.each([
    ['back\\slash.bin', /expected a path without "\\\\" that does not begin like a drive/],
    ['C:x', /expected a path without "\\\\" that does not begin like a drive/],
    [Buffer.from([0x6e, 0xff, 0x2e, 0x62]), /expected a name in UTF-8/],
  ])('%s is refused by what it is', async (name, problem) => {
    await writeFile(Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name)]), 'x');
    const matching = files.match(['**']);
    await expect(matching).rejects.toThrow(problem);
    await expect(matching).rejects.toMatchObject({
      code: 'FILES_INVALID',
      hint: 'rename it, or write a pattern that does not match it',
    });
    expect(await files.match(['model/a.bin'])).toEqual(['model/a.bin']);
  });

  it.each(['back\\slash.bin', 'C:x'])('%s is not said to leave the folder', async (name) => {
    await writeFile(join(root, name), 'x');
    const problem = 'expected a path with "/" between its parts and without a drive';
    await expect(files.open(name)).rejects.toThrow(problem);
    await expect(files.write(name, 'x')).rejects.toThrow(problem);
  });

  it('are refused as folders too: what is in them would be left out', async () => {
    await mkdir(Buffer.concat([Buffer.from(`${root}/model/`), Buffer.from([0x6e, 0xff])]));
    await expect(files.match(['model/**'])).rejects.toThrow(/expected a name in UTF-8/);
  });
});

describe('what the operating system refuses is an error with a path and a hint', () => {
  const tooLong = 'x'.repeat(300);

  it('a name that is too long', async () => {
    const refused = { code: 'FILES_INVALID', hint: 'shorten the name' };
    await expect(files.write(tooLong, 'x')).rejects.toMatchObject(refused);
    await expect(files.write(`${tooLong}/a`, 'x')).rejects.toMatchObject(refused);
    await expect(files.open(tooLong)).rejects.toMatchObject(refused);
    await expect(createScratch(outside)(tooLong)).rejects.toMatchObject(refused);
    await expect(openFiles(join(outside, tooLong)).write('a', 'x')).rejects.toMatchObject(refused);
    await expect(openFiles(join(outside, tooLong)).match(['**'])).rejects.toMatchObject(refused);
  });

  it('a file in the place of a folder', async () => {
    const hint = 'remove or rename what is in the place of the file or of one of its folders';
    const refused = { code: 'FILES_INVALID', hint };
    await expect(createScratch(join(outside, 'secret.txt'))('event')).rejects.toMatchObject(refused);
    await expect(openFiles(join(outside, 'secret.txt')).write('a', 'x')).rejects.toMatchObject(refused);
  });

  it('a full disk', async () => {
    const full: unknown = await writeFile('/dev/full', 'x').catch((error: unknown) => error);
    expect(toDataError('a.bin', 'space for the file', full)).toMatchObject({
      code: 'FILES_INVALID',
      message: 'a.bin: expected space for the file, got ENOSPC: no space left on device',
      hint: 'free space on the disk of the runner',
      cause: full,
    });
  });

  it('a file and a folder without permission', async () => {
    const refused = {
      code: 'FILES_INVALID',
      message: expect.stringMatching(/got EACCES: permission denied$/),
      hint: 'give the user that runs the step access to the path',
    };
    await chmod(join(root, 'model', 'a.bin'), 0);
    await chmod(outside, 0o555);
    await withoutPrivileges(async () => {
      const { slice } = await files.open('model/a.bin');
      await expect(slice(0, 5)).rejects.toMatchObject(refused);
      await expect(createScratch(outside)('event')).rejects.toMatchObject(refused);
    });
    await chmod(join(root, 'model', 'deep'), 0);
    await withoutPrivileges(async () => {
      await expect(files.match(['model/deep/**'])).rejects.toMatchObject(refused);
    });
    await Promise.all([chmod(join(root, 'model', 'deep'), 0o755), chmod(outside, 0o755)]);
  });
});

it('a scratch folder that cannot be removed does not change the result of the work', async () => {
  await chmod(outside, 0o777);
  await withoutPrivileges(async () => {
    const result = await withScratch(createScratch(outside), 'work', async (scratch) => {
      await scratch.write('locked/a.bin', 'x');
      await chmod(join(scratch.root, 'locked'), 0);
      return scratch.root;
    });
    await chmod(join(result, 'locked'), 0o755);
    expect(await readdir(join(result, 'locked'))).toEqual(['a.bin']);
  });
});

/** The superuser may read everything. */
async function withoutPrivileges(work: () => Promise<void>): Promise<void> {
  const NOBODY = 65_534;
  const isSuperuser = process.geteuid?.() === 0;
  if (isSuperuser) process.seteuid?.(NOBODY);
  try {
    await work();
  } finally {
    if (isSuperuser) process.seteuid?.(0);
  }
}
