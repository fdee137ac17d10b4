import { contentOf } from '../../ground/memory-files.ts';
import { constants } from 'node:buffer';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTables, readTable } from '../../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { numberColumn, textColumn, timeColumn } from '../../../src/shared/domain/table/access.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

const flightsPath = new URL('../../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url);

describe('what a file is, is read from its first bytes', () => {
  test.each([
    ['CSV', 'id,late\na,1\n'],
    ['JSON Lines', '{"id":"a","late":1}\n'],
    ['JSON Lines with a byte order mark', '\ufeff{"id":"a","late":1}\n'],
  ])('%s, also compressed with gzip', async (_format, text) => {
    for (const bytes of [Buffer.from(text), gzipSync(text)]) {
      const table = await readTable(contentOf(bytes), 'any-name');
      expect(textColumn(table, 'id', 'any-name')).toEqual(['a']);
      expect([...numberColumn(table, 'late', 'any-name')]).toEqual([1]);
    }
  });

  test('a damaged file is an error that names it', async () => {
    const cutGzip = gzipSync('id,late\na,1\n').subarray(0, 15);
    await expect(readTable(contentOf(cutGzip), 'rows.csv.gz')).rejects.toThrow(
      'rows.csv.gz: expected a complete gzip',
    );
    await expect(readTable(contentOf(gzipSync(gzipSync('id\na\n'))), 'rows.gz')).rejects.toThrow(
      'rows.gz: expected CSV or JSON Lines in gzip, got gzip',
    );
    await expect(readTable(contentOf('PAR1 and no more'), 'rows.parquet')).rejects.toMatchObject({
      code: 'DATA_INVALID',
      message: expect.stringContaining('rows.parquet: expected a readable Parquet file'),
    });
  });
});

describe('the real flights (3,000,000 rows, ZSTD, written by Polars)', () => {
  let table: Table;
  beforeAll(async () => {
    table = await readTable(contentOf(await readFile(flightsPath)), 'flights.parquet');
  });

  test('keep their kinds, their range of days and their counts', () => {
    expect(table.rowCount).toBe(3_000_000);
    expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['date', 'time'],
      ['delay', 'number'],
      ['distance', 'number'],
      ['origin', 'category'],
      ['destination', 'category'],
    ]);
    const date = timeColumn(table, 'date', 'f');
    expect(new Date(date[0]!).toISOString()).toBe('2001-01-01T00:01:00.000Z');
    const january = date.reduce((count, at) => (at < Date.UTC(2001, 1, 1) ? count + 1 : count), 0);
    expect(january).toBe(508_239);
  });

  test('can be read in part', async () => {
    const part = await readTable(contentOf(await readFile(flightsPath)), 'f', ['distance', 'no such column']);
    expect(part.columns.map(({ name }) => name)).toEqual(['distance']);
    const bytes = Buffer.from(numberColumn(part, 'distance', 'f').buffer);
    expect(bytes.equals(Buffer.from(numberColumn(table, 'distance', 'f').buffer))).toBe(true);
  });

  test('are not read where they are not wanted', async () => {
    const { sizeBytes, state, slice, stream } = contentOf(await readFile(flightsPath));
    let bytesRead = 0;
    const counted = {
      sizeBytes,
      state,
      stream,
      slice: (start: number, end: number) => {
        bytesRead += end - start;
        return slice(start, end);
      },
    };
    await readTable(counted, 'f', ['distance']);
    expect(bytesRead).toBeLessThan(sizeBytes / 2);
  });
});

describe('a file that is too large for its format is refused before it is read', () => {
  const refused = {
    code: 'DATA_INVALID',
    hint: 'write Parquet, of which only the needed columns are read, or write fewer columns',
  };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tables-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('CSV of 2 GiB', async () => {
    await writeFile(join(folder, 'rows.csv'), 'id,late\na,1\n');
    await truncate(join(folder, 'rows.csv'), 2 ** 31);
    await expect(createTables().read(openFiles(folder), 'rows.csv')).rejects.toMatchObject({
      ...refused,
      message: 'rows.csv: expected at most 2147483647 bytes of CSV or JSON Lines, got 2147483648 bytes',
    });
  });

  test('JSON Lines that are longer than a string can be', async () => {
    const size = constants.MAX_STRING_LENGTH + 1;
    await writeFile(join(folder, 'rows.jsonl'), '{"id":"a"}\n');
    await truncate(join(folder, 'rows.jsonl'), size);
    await expect(createTables().read(openFiles(folder), 'rows.jsonl')).rejects.toMatchObject({
      ...refused,
      message: `rows.jsonl: expected at most ${constants.MAX_STRING_LENGTH} bytes of JSON Lines, got ${size}`,
    });
  });
});
