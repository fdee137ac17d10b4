/** The contract of the port `Files`: the same tests against a folder on disk and against memory. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { recordFile, recordFiles } from '../../../src/shared/usecases/record-files.ts';
import { createMemoryFiles } from '../../ground/memory-files.ts';

/** Larger than several chunks of either implementation, and no multiple of one. */
const LARGE = randomBytes(700_001);

async function* chunksOf(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}

async function* failingAfter(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  yield* chunksOf(...parts);
  throw new Error('connection lost');
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function textOf(files: Files, path: string): Promise<string> {
  return Buffer.from(await files.read(path)).toString();
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-contract-'));
});
afterEach(() => rm(folder, { recursive: true }));

const implementations: readonly (readonly [string, () => Files])[] = [
  ['on disk', () => openFiles(join(folder, 'root'))],
  ['in memory', () => createMemoryFiles()],
];

describe.each(implementations)('files %s', (_name, create) => {
  let files: Files;
  beforeEach(async () => {
    files = create();
    await files.write('model/a.bin', 'alpha');
    await files.write('model/deep/b.bin', 'beta');
  });

  describe('a file', () => {
    it('has the bytes that were written', async () => {
      await files.write('large.bin', LARGE);
      expect(Buffer.from(await files.read('large.bin')).equals(LARGE)).toBe(true);
      expect(await textOf(files, 'model/deep/b.bin')).toBe('beta');
    });

    it('is read in slices, which end where the file ends', async () => {
      const { sizeBytes, slice } = await files.open('model/a.bin');
      expect(sizeBytes).toBe(5);
      expect(Buffer.from(await slice(1, 3)).toString()).toBe('lp');
      expect(Buffer.from(await slice(3, 100)).toString()).toBe('ha');
      expect(await slice(5, 6)).toHaveLength(0);
    });

    it.each([
      [-2, 3],
      [3, 1],
      [0, 1.5],
      [Number.NaN, 3],
    ])('has no bytes from %d to %d: the error says what a range is', async (start, end) => {
      const { slice } = await files.open('model/a.bin');
      const reading = async () => slice(start, end);
      await expect(reading()).rejects.toThrow(
        `slice: expected bytes from 0 on, and an end that is not before the start, got ${start} to ${end}`,
      );
    });

    it('is streamed in chunks, any number of times', async () => {
      await files.write('large.bin', LARGE);
      const { stream } = await files.open('large.bin');
      for (let reading = 1; reading <= 2; reading++)
        expect((await collect(stream())).equals(LARGE)).toBe(true);
      for await (const chunk of stream()) {
        expect(chunk.length).toBeLessThan(LARGE.length);
        break;
      }
    });

    it('has the same chunks in memory that is used again, each until the next one is asked for', async () => {
      await files.write('large.bin', LARGE);
      const { stream, slice } = await files.open('large.bin');
      let at = 0;
      for await (const chunk of stream({ isReused: true })) {
        // Time for whatever is read ahead.
        const expected = await slice(at, at + chunk.length);
        expect(Buffer.compare(chunk, expected)).toBe(0);
        at += chunk.length;
      }
      expect(at).toBe(LARGE.length);
    });

    it.each([
      [0, 10],
      [1, LARGE.length],
      [LARGE.length - 5, LARGE.length + 5],
      [300_000, 300_000],
      [LARGE.length + 1, LARGE.length + 2],
    ])('is streamed from byte %i to before %i', async (start, end) => {
      await files.write('large.bin', LARGE);
      const { stream } = await files.open('large.bin');
      const expected = LARGE.subarray(start, end);
      for (const isReused of [false, true]) {
        const copies: Buffer[] = [];
        for await (const chunk of stream({ start, end, isReused })) copies.push(Buffer.from(chunk));
        expect(Buffer.concat(copies).equals(expected)).toBe(true);
      }
    });

    it('that is empty has no chunks', async () => {
      await files.write('empty', '');
      const { sizeBytes, stream } = await files.open('empty');
      expect(sizeBytes).toBe(0);
      expect(await collect(stream())).toHaveLength(0);
      expect(await collect(stream({ isReused: true }))).toHaveLength(0);
      expect(await files.read('empty')).toHaveLength(0);
    });

    it('that was replaced after it was opened is not read any further', async () => {
      const opened = await files.open('model/a.bin');
      await files.write('model/a.bin', 'gamma');
      await expect(opened.slice(0, 5)).rejects.toThrow('model/a.bin: expected the file as it was opened');
      await expect(collect(opened.stream())).rejects.toThrow(DataError);
      expect(await textOf(files, 'model/a.bin')).toBe('gamma');
    });

    it('that is missing, or a folder, is refused', async () => {
      await expect(files.open('none')).rejects.toThrow(/^none: expected a file in .*, got none$/);
      await expect(files.read('none')).rejects.toThrow(DataError);
      await expect(files.open('model')).rejects.toThrow('model: expected a regular file, got a folder');
      expect(await files.exists('none')).toBe(false);
      expect(await files.exists('model/a.bin')).toBe(true);
      expect(await files.exists('model/a.bin/below')).toBe(false);
    });

    const LEAVES = /: expected a path inside .*, got one that leaves it$/;
    const FOREIGN = /: expected a path with "\/" between its parts and without a drive, got "/;
    it.each([
      ['../secret.txt', LEAVES],
      ['model/../../secret.txt', LEAVES],
      ['/etc/passwd', LEAVES],
      ['model//a.bin', LEAVES],
      ['', LEAVES],
      ['model\\a.bin', FOREIGN],
      ['C:a.bin', FOREIGN],
    ])('outside the folder cannot be reached: %j', async (path, problem) => {
      await expect(files.open(path)).rejects.toThrow(problem);
      await expect(files.read(path)).rejects.toThrow(problem);
      await expect(files.exists(path)).rejects.toThrow(problem);
      await expect(files.write(path, 'x')).rejects.toThrow(problem);
      await expect(files.writeFrom(path, chunksOf('x'))).rejects.toThrow(problem);
    });
  });

  describe('writing', () => {
    it('returns the record of the bytes that it received', async () => {
      expect(
        await files.writeFrom('new/large.bin', chunksOf(LARGE.subarray(0, 9), LARGE.subarray(9))),
      ).toEqual({
        path: 'new/large.bin',
        sha256: createHash('sha256').update(LARGE).digest('hex'),
        sizeBytes: LARGE.length,
      });
      expect(Buffer.from(await files.read('new/large.bin')).equals(LARGE)).toBe(true);
    });

    it('happens as a whole or not at all, wherever the stream fails', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.string({ maxLength: 50 }), { maxLength: 8 }),
          fc.boolean(),
          fc.constantFrom('model/a.bin', 'model/new.bin', 'new/folder/c.bin'),
          async (parts, fails, path) => {
            const fresh = create();
            await fresh.write('model/a.bin', 'alpha');
            const before = await fresh.match(['**']);
            const writing = fresh.writeFrom(path, fails ? failingAfter(...parts) : chunksOf(...parts));
            if (fails) {
              await expect(writing).rejects.toThrow('connection lost');
              expect(await fresh.match(['**'])).toEqual(before);
              expect(await textOf(fresh, 'model/a.bin')).toBe('alpha');
            } else {
              await writing;
              expect(await textOf(fresh, path)).toBe(parts.join(''));
              expect(await fresh.match(['**'])).toEqual([...new Set([...before, path])].sort());
            }
          },
        ),
        { numRuns: 50, seed: 20261125 },
      );
    });

    it('happens only when the record is accepted', async () => {
      const writing = files.writeFrom('model/a.bin', chunksOf('gam', 'ma'), ({ sizeBytes }) => {
        throw new Error(`${sizeBytes} bytes are not what was registered`);
      });
      await expect(writing).rejects.toThrow('5 bytes are not what was registered');
      expect(await textOf(files, 'model/a.bin')).toBe('alpha');
      expect(await files.match(['**'])).toEqual(['model/a.bin', 'model/deep/b.bin']);
    });

    it('does not replace a folder, and does not write below a file', async () => {
      await expect(files.write('model', 'x')).rejects.toThrow(
        'model: expected a place for a file, got a folder',
      );
      await expect(files.write('model/a.bin/x', 'x')).rejects.toThrow(
        'model/a.bin/x: expected a place for a file, got',
      );
      expect(await files.match(['**'])).toEqual(['model/a.bin', 'model/deep/b.bin']);
    });
  });

  describe('records', () => {
    it('have the digest and the size of the content', async () => {
      await files.write('large.bin', LARGE);
      expect(await recordFile(files, 'large.bin')).toEqual({
        path: 'large.bin',
        sha256: createHash('sha256').update(LARGE).digest('hex'),
        sizeBytes: LARGE.length,
      });
    });

    it('come in the order of the paths', async () => {
      const paths = Array.from({ length: 50 }, (_, index) => `many/${(index * 37) % 50}.bin`);
      for (const path of paths) await files.write(path, path);
      const records = await recordFiles(files, paths);
      expect(records.map(({ path }) => path)).toEqual(paths);
      expect(records.map(({ sha256 }) => sha256)).toEqual(
        paths.map((path) => createHash('sha256').update(path).digest('hex')),
      );
    });

    it('end with the first file that cannot be read, and no further file is opened', async () => {
      const opened: string[] = [];
      const watched: Pick<Files, 'open'> = {
        open: (path) => {
          opened.push(path);
          return files.open(path);
        },
      };
      const paths = ['none', ...Array.from({ length: 1000 }, () => 'model/a.bin')];
      await expect(recordFiles(watched, paths)).rejects.toThrow('none: expected a file');
      const count = opened.length;
      expect(count).toBeLessThan(100);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(opened).toHaveLength(count);
    });
  });

  describe('patterns', () => {
    it('find files, sorted bytewise, each once', async () => {
      await files.write('model/Z.bin', '');
      await files.write('model/é.bin', '');
      expect(await files.match(['model/**', '**/*.bin'])).toEqual([
        'model/Z.bin',
        'model/a.bin',
        'model/deep/b.bin',
        'model/é.bin',
      ]);
    });

    it('find nothing where nothing is', async () => {
      expect(await files.match(['absent/**', 'model/a.bin/x'])).toEqual([]);
    });

    it('skip the repository of git', async () => {
      await files.write('.git/a.bin', '');
      expect(await files.match(['**/a.bin'])).toEqual(['model/a.bin']);
    });

    it('that leave the folder are refused', async () => {
      await expect(files.match(['../*'])).rejects.toThrow(/stays inside the workspace/);
    });
  });
});
