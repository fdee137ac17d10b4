/** What other programs read is seen by access times, also where a time would hide it (docs/trust.md#what-the-scoring-reads). */
import { execFileSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileReads } from '../../../src/shared/adapters/files/file-reads.ts';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';

const PATHS = ['a.txt', 'data/b.txt', 'data/link', 'gone.txt'];

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'file-reads-'));
  await mkdir(join(root, 'data'));
  await writeFile(join(root, 'a.txt'), 'a\n');
  await writeFile(join(root, 'data/b.txt'), 'b\n');
  await symlink('b.txt', join(root, 'data/link'));
});
afterEach(() => rm(root, { recursive: true }));

const shell = (command: string): void => {
  execFileSync('bash', ['-ec', command], { cwd: root, stdio: 'ignore' });
};

async function readBy(command: string): Promise<readonly string[]> {
  const noteReads = await createFileReads().prepare(openFiles(root), { known: PATHS, doubted: [] });
  const readSince = noteReads?.();
  shell(command);
  return readSince?.().seen ?? ['nothing is seen'];
}

describe('is read', () => {
  it.each([
    ['by a program', 'cat a.txt', ['a.txt']],
    ['by a copy', 'cp a.txt c.txt', ['a.txt']],
    [
      'as it is mapped',
      `python3 -c "import mmap; file = open('a.txt'); mmap.mmap(file.fileno(), 0, access=1)[0]"`,
      ['a.txt'],
    ],
    ['in place, before it is written', `sed -i s/a/b/ a.txt; cat a.txt`, ['a.txt']],
    ['in another place, through a link', 'cat data/link', ['data/b.txt', 'data/link']],
    ['in a folder', 'grep -r b data', ['data/b.txt']],
    ['at the end of many', 'ls -R; cat data/b.txt a.txt', ['a.txt', 'data/b.txt']],
  ])('%s', async (_, command, paths) => {
    expect(await readBy(command)).toEqual(paths);
  });

  it('again, where an earlier read would hide it', async () => {
    shell('cat a.txt data/b.txt');
    expect(await readBy('cat a.txt')).toEqual(['a.txt']);
    expect(await readBy('cat a.txt')).toEqual(['a.txt']);
  });
});

describe('is not read', () => {
  it.each([
    ['by looking it up', 'ls -R; stat a.txt; test -f data/b.txt; find . -size +0'],
    ['by writing it', 'echo b > a.txt; echo c >> data/b.txt'],
    ['by writing another in its place', 'echo b > n; mv n a.txt'],
    ['by moving, linking and removing it', 'ln a.txt n; mv data/b.txt m; rm a.txt'],
    ['by making it', 'echo b > gone.txt'],
  ])('%s', async (_, command) => {
    expect(await readBy(command)).toEqual([]);
  });
});

it('keeps content and time of change of what it puts back, to the microsecond, and all of what it does not', async () => {
  shell('cat a.txt');
  const stats = () => PATHS.slice(0, 2).map((path) => lstatSync(join(root, path), { bigint: true }));
  const [a, b] = stats();
  await createFileReads().prepare(openFiles(root), { known: ['data/b.txt', 'a.txt'], doubted: [] });
  const [first, second] = stats();
  expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('a\n');
  expect(first!.mtimeNs / 1000n).toBe(a!.mtimeNs / 1000n);
  expect(first!.atimeNs).toBeLessThan(a!.atimeNs);
  expect(second!.mtimeNs / 1000n).toBe(b!.mtimeNs / 1000n);
});

/** `chattr` has no flag for times of access on every file system. */
function hideReads(...paths: readonly string[]): void {
  shell(`chattr +A ${paths.join(' ')}`);
}

it('names doubted files of which no read shows, and those of which one does are seen as ever', async () => {
  hideReads('data/b.txt');
  const reads = createFileReads();
  const noteReads = await reads.prepare(openFiles(root), { known: [], doubted: ['a.txt', 'data/b.txt'] });
  const readSince = noteReads?.();
  shell('cat a.txt data/b.txt');
  expect(readSince?.()).toEqual({ seen: ['a.txt'], hidden: ['data/b.txt'] });
});

it('is not turned off by the first files of which no read shows', async () => {
  hideReads('a.txt');
  const paths = { known: ['a.txt', 'data/b.txt'], doubted: [] };
  const readSince = (await createFileReads().prepare(openFiles(root), paths))?.();
  shell('cat data/b.txt');
  expect(readSince?.()).toEqual({ seen: ['data/b.txt'], hidden: [] });
});

it('says that nothing can be seen where no file can be read to try it', async () => {
  expect(
    await createFileReads().prepare(openFiles(root), { known: ['gone.txt'], doubted: [] }),
  ).toBeUndefined();
  expect(
    await createFileReads().prepare(openFiles(join(root, 'none')), { known: PATHS, doubted: [] }),
  ).toBeUndefined();
});

describe('compiled modules', () => {
  const tracked = ['lib/a.py', 'kept/a.py', 'kept/__pycache__/a.pyc', 'b.py', 'notes/c.txt', 'linked/d.py'];
  const there = (path: string): boolean =>
    lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
  it('are removed beside modules that git tracks, and nowhere else, and no link is followed', async () => {
    shell(
      'mkdir -p {lib,kept,notes,venv}/__pycache__ __pycache__ linked target; touch {lib,kept,notes,venv,.}/__pycache__/a.pyc target/x',
    );
    shell('ln -s ../target linked/__pycache__');
    expect(await createFileReads().removeCompiled(openFiles(root), tracked)).toEqual([]);
    expect(
      ['lib', 'kept', 'notes', 'venv', '.', 'linked'].filter((folder) => there(`${folder}/__pycache__`)),
    ).toEqual([...['kept', 'notes', 'venv']]);
    expect(there('target/x')).toBe(true);
  });

  it('that lie outside are named, and stay', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'file-reads-outside-'));
    await mkdir(join(outside, '__pycache__'));
    await symlink(outside, join(root, 'lib'));
    expect(await createFileReads().removeCompiled(openFiles(root), tracked)).toEqual(['lib/__pycache__']);
    expect(lstatSync(join(outside, '__pycache__')).isDirectory()).toBe(true);
    await rm(outside, { recursive: true });
  });
});
