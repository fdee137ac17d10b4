/** Zstandard of several frames, as zstd, pzstd and the library for Python write it: no row of a later frame is lost. */
import { describe, expect, test } from 'vitest';
import { readTable } from '../../../src/shared/adapters/data/tables.ts';
import { ZstdFrames } from '../../../src/shared/adapters/data/zstd-frames.ts';
import { contentOf } from '../../ground/memory-files.ts';
import files from './fixtures/zstd-frames.json' with { type: 'json' };

const cases = Object.entries(files).map(([name, { rows, base64 }]) => ({
  name,
  rows,
  bytes: Uint8Array.from(Buffer.from(base64, 'base64')),
}));

test.each(cases)('$name: $rows rows', async ({ bytes, rows }) => {
  const table = await readTable(contentOf(bytes), 'rows.csv.zst');
  expect(table.rowCount).toBe(rows);
  expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['id', 'number'],
    ['late', 'number'],
  ]);
});

test.each([1, 2, 3, 7, 64])('pieces of %i bytes are cut at the same places', (size) => {
  for (const { bytes } of cases.filter(({ bytes: { length } }) => length < 10_000)) {
    const whole = [...new ZstdFrames().cut(bytes)].map(({ length }) => length);
    const ends: number[] = [];
    const frames = new ZstdFrames();
    let position = 0;
    for (let at = 0; at < bytes.length; at += size)
      for (const part of frames.cut(bytes.subarray(at, at + size))) {
        expect(part.length).toBeGreaterThan(0);
        ends.push((position += part.length));
      }
    expect(position).toBe(bytes.length);
    let end = 0;
    for (const length of whole) expect(ends).toContain((end += length));
    expect(whole.length).toBeGreaterThan(1);
  }
});

describe('what is no frame is an error, wherever it stands', () => {
  const [first = new Uint8Array()] = cases.map(({ bytes }) => bytes);
  test.each([
    ['cut in the last frame', first.subarray(0, -3)],
    ['with other bytes behind the last frame', Buffer.concat([first, Buffer.from('junk')])],
    ['with zeros behind the last frame', Buffer.concat([first, new Uint8Array(64)])],
  ])('%s', async (_what, bytes) => {
    await expect(readTable(contentOf(bytes), 'rows.csv.zst')).rejects.toThrow(
      'rows.csv.zst: expected a complete Zstandard file, got a damaged one',
    );
  });
});
