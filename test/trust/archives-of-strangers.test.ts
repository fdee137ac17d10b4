/** What anybody's code can upload as evidence must not fill the disk of a job that may write. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { unpackZip } from '../../src/shared/adapters/github/actions/unpack-zip.ts';
import { writeZip, type ZipEntry } from '../adapters/github/zip-writer.ts';

const MIB = 1024 ** 2;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archives-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function unpack(entries: readonly ZipEntry[]): Promise<readonly string[]> {
  const files = openFiles(folder);
  await files.write('archive.zip', writeZip(entries));
  await unpackZip({ files, path: 'archive.zip' }, openFiles(join(folder, 'out')), { where: 'artifact' });
  return await readdir(join(folder, 'out'));
}

describe('an archive', () => {
  it('64 entries lead to one stream of 16 MiB → it is refused before a byte is written', async () => {
    const content = Buffer.alloc(16 * MIB);
    const others = Array.from({ length: 63 }, (_, n) => ({ name: `${n}.bin`, content, shares: true }));
    const work = unpack([{ name: 'first.bin', content }, ...others]);
    await expect(work).rejects.toThrow('expected bytes of its own for every file');
    expect(await readdir(folder)).toEqual(['archive.zip']);
  });

  it('entries claim more than 2 GiB from a few bytes → it is refused before a byte is written', async () => {
    const entry = { content: 'x', claimedBytes: 2 ** 31 - 1 };
    const work = unpack([
      { name: 'a', ...entry },
      { name: 'b', ...entry },
    ]);
    await expect(work).rejects.toThrow('expected at most 2147483648 bytes when unpacked, got 4294967294');
    expect(await readdir(folder)).toEqual(['archive.zip']);
  });

  it('weights are 64 MiB of zeros, which pack 1,000 to 1 → they are unpacked like any others', async () => {
    expect(await unpack([{ name: 'weights.bin', content: Buffer.alloc(64 * MIB) }])).toEqual(['weights.bin']);
  });
});
