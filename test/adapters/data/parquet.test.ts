import type { FileContent } from '../../../src/shared/ports/workspace.ts';
import { contentOf } from '../../ground/memory-files.ts';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readParquet } from '../../../src/shared/adapters/data/parquet.ts';
import { requireColumn, textAt } from '../../../src/shared/domain/table/access.ts';
import type { Column } from '../../../src/shared/domain/table/table.ts';

const fixture = (name: string): URL => new URL(`fixtures/${name}`, import.meta.url);

const contentOfFixture = async (name: string): Promise<FileContent> =>
  contentOf(await readFile(fixture(name)));

const expected = JSON.parse(readFileSync(fixture('parquet-values.json'), 'utf8')) as Readonly<
  Record<string, readonly (number | string | null)[]>
>;

const kinds: Readonly<Record<string, Column['kind']>> = {
  id: 'category',
  small: 'number',
  short: 'number',
  ratio: 'number',
  single: 'number',
  late: 'number',
  airport: 'category',
  note: 'category',
  at_ms: 'time',
  at_us: 'time',
  at_ns: 'time',
  day: 'time',
  price: 'number',
  gone: 'number',
};

function valuesOf(column: Column): readonly (number | string | null)[] {
  if (column.kind === 'category') {
    return Array.from(column.codes, (_, row) => textAt(column, row) ?? null);
  }
  return Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
}

describe.each([
  'pyarrow-snappy.parquet',
  'pyarrow-zstd-v2.parquet',
  'pyarrow-gzip-plain.parquet',
  'pyarrow-brotli-delta.parquet',
  'polars-zstd.parquet',
])('%s', (name) => {
  test('has the values that were written, each column in its kind, without nested ones', async () => {
    const table = await readParquet(await contentOfFixture(name), name);
    expect(table.rowCount).toBe(700);
    expect(Object.fromEntries(table.columns.map((column) => [column.name, column.kind]))).toEqual(kinds);
    for (const column of table.columns) expect(valuesOf(column), column.name).toEqual(expected[column.name]);
  });

  test('can be read in part', async () => {
    const table = await readParquet(await contentOfFixture(name), name, ['small', 'airport', 'nowhere']);
    expect(table.columns.map((column) => column.name)).toEqual(['small', 'airport']);
    expect(valuesOf(requireColumn(table, 'airport', name))).toEqual(expected.airport);
  });
});

describe('what cannot be read is refused by name', () => {
  test.each([
    ['pyarrow-lz4.parquet', 'DATA_INVALID', 'unsupported compression codec: LZ4_RAW'],
    ['pyarrow-no-rows.parquet', 'DATA_EMPTY', 'expected rows, got a Parquet file without any'],
  ])('%s', async (name, code, message) => {
    await expect(readParquet(await contentOfFixture(name), name)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  test('a truncated file', async () => {
    const bytes = await readFile(fixture('pyarrow-snappy.parquet'));
    await expect(readParquet(contentOf(bytes.subarray(0, 9000)), 'cut.parquet')).rejects.toThrow(
      'cut.parquet: expected a readable Parquet file',
    );
  });
});
