import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { unpackZip } from '../../../src/shared/adapters/github/actions/unpack-zip.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { writeZip, type ZipEntry } from './zip-writer.ts';

const limits = { maxFiles: 10, maxTotalBytes: 4 * 1024 ** 2, maxRatio: 200, ratioFromBytes: 64 * 1024 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unpack-zip-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function unpack(archive: Buffer | ZipEntry[]): Promise<string> {
  const files = openFiles(folder);
  await files.write('archive.zip', Buffer.isBuffer(archive) ? archive : writeZip(archive));
  const into = openFiles(join(folder, 'out'));
  await unpackZip({ files, path: 'archive.zip' }, into, { where: 'artifact "evidence"', limits });
  return into.root;
}

async function everything(): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

describe('unpacking', () => {
  it('writes the files, with their folders', async () => {
    const into = await unpack([
      { name: 'run.json', content: '{}' },
      { name: 'model/', mode: 0o040755 },
      { name: 'model/weights.bin', content: Buffer.alloc(2000, 7) },
      { name: 'stored.txt', content: 'as it is', stored: true },
      { name: 'no-mode.txt', content: 'from an archive without modes', mode: 0 },
    ]);
    expect((await readdir(into, { recursive: true })).sort()).toEqual([
      'model',
      'model/weights.bin',
      'no-mode.txt',
      'run.json',
      'stored.txt',
    ]);
    expect(await readFile(join(into, 'model/weights.bin'))).toEqual(Buffer.alloc(2000, 7));
    expect(await readFile(join(into, 'stored.txt'), 'utf8')).toBe('as it is');
  });

  it('refuses a folder that is not empty', async () => {
    await unpack([{ name: 'run.json' }]);
    await expect(unpack([{ name: 'other.json' }])).rejects.toThrow('expected an empty folder to unpack into');
  });

  const SYMBOLIC_LINK = 0o120777;
  const FIFO = 0o010644;
  const refused: readonly [string, ZipEntry[], string][] = [
    ['a name that climbs out', [{ name: '../escaped' }], 'invalid relative path'],
    ['a name that climbs out half way', [{ name: 'model/../../escaped' }], 'invalid relative path'],
    ['an absolute name', [{ name: '/tmp/escaped' }], 'absolute path'],
    ['a drive', [{ name: 'C:escaped' }], 'absolute path'],
    ['a backslash', [{ name: '..\\escaped' }], 'invalid characters'],
    ['a NUL', [{ name: 'run.json\0.txt' }], 'stay inside the folder'],
    ['a line break', [{ name: 'run\n.json' }], 'stay inside the folder'],
    ['no name', [{ name: '' }], 'stay inside the folder'],
    [
      'a symbolic link',
      [{ name: 'link', content: '/etc/passwd', mode: SYMBOLIC_LINK }],
      'regular files only',
    ],
    ['a symbolic link named as a folder', [{ name: 'link/', mode: SYMBOLIC_LINK }], 'regular files only'],
    ['a pipe', [{ name: 'pipe', mode: FIFO }], 'regular files only'],
    ['a name given twice', [{ name: 'run.json' }, { name: 'run.json' }], 'every name once'],
    ['names that differ in case only', [{ name: 'run.json' }, { name: 'RUN.json' }], 'every name once'],
    ['a file that is a folder too', [{ name: 'model' }, { name: 'model/weights.bin' }], 'the bytes of'],
    ['an encrypted file', [{ name: 'run.json', content: 'x', flags: 0x801 }], 'no encrypted files'],
    ['too many files', Array.from({ length: 11 }, (_, index) => ({ name: `${index}` })), 'at most 10 files'],
    [
      'too many bytes',
      [{ name: 'a', stored: true, content: Buffer.alloc(5 * 1024 ** 2) }],
      'at most 4194304 bytes when unpacked',
    ],
    ['a bomb', [{ name: 'a', content: Buffer.alloc(1024 ** 2) }], 'bytes when unpacked, got 1048576'],
    [
      'many files that are a bomb together',
      Array.from({ length: 2 }, (_, index) => ({ name: `${index}`, content: Buffer.alloc(60 * 1024) })),
      'at most 65536 bytes when unpacked, got 122880',
    ],
    [
      'files that share their bytes',
      [
        { name: 'a', content: 'x'.repeat(500) },
        { name: 'b', content: 'x'.repeat(500), shares: true },
      ],
      'bytes of its own for every file, got "b"',
    ],
    [
      'a bomb that claims to be small',
      [{ name: 'a', content: Buffer.alloc(1024 ** 2), claimedBytes: 10 }],
      'the bytes of "a"',
    ],
    ['fewer bytes than claimed', [{ name: 'a', content: 'short', claimedBytes: 50 }], 'the bytes of "a"'],
    ['a wrong checksum', [{ name: 'a', content: 'text', claimedCrc: 1 }], 'the CRC-32 of "a"'],
  ];
  it.each(refused)('refuses %s', async (_name, entries, expected) => {
    const work = unpack([{ name: 'first.txt', content: 'harmless' }, ...entries]);
    await expect(work).rejects.toThrow(DataError);
    await expect(unpackAgain(entries)).rejects.toThrow(expected);
    expect((await everything()).filter((path) => path.includes('escaped'))).toEqual([]);
  });

  it.each([
    ['an HTML page', Buffer.from('<html>Unicorn</html>')],
    ['nothing', Buffer.alloc(0)],
    ['half an archive', writeZip([{ name: 'run.json', content: 'x'.repeat(500) }]).subarray(0, 60)],
  ])('refuses %s', async (_name, content) => {
    await expect(unpack(content)).rejects.toThrow('artifact "evidence": expected a zip archive');
  });
});

async function unpackAgain(entries: ZipEntry[]): Promise<void> {
  await rm(join(folder, 'out'), { recursive: true, force: true });
  await unpack(entries);
}
