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
  id: 'number',
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

const identity = new Map([['id', 'identity']] as const);

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
  'pyarrow-lz4.parquet',
  'polars-zstd.parquet',
])('%s', (name) => {
  test('has the values that were written, each column in its kind, without nested ones', async () => {
    const table = await readParquet(await contentOfFixture(name), name);
    expect(table.rowCount).toBe(700);
    expect(Object.fromEntries(table.columns.map((column) => [column.name, column.kind]))).toEqual(kinds);
    for (const column of table.columns) {
      // Integers beyond 2^53 are the nearest doubles; their digits are kept where they identify.
      const written = expected[column.name];
      expect(valuesOf(column), column.name).toEqual(column.name === 'id' ? written?.map(Number) : written);
    }
    const { identities } = await readParquet(await contentOfFixture(name), name, { kinds: identity });
    expect(Array.from({ length: 700 }, (_, row) => identities?.[0]?.texts.at(row))).toEqual(expected.id);
  });

  test('can be read in part', async () => {
    const table = await readParquet(await contentOfFixture(name), name, {
      columns: ['small', 'airport', 'nowhere'],
    });
    expect(table.columns.map((column) => column.name)).toEqual(['small', 'airport']);
    expect(valuesOf(requireColumn(table, 'airport', name))).toEqual(expected.airport);
  });
});

test('classes that were floats are read in all their digits, and rounded ones say so', async () => {
  const kinds = new Map(
    ['codes_32', 'codes_64', 'large_64', 'large_integers', 'fractions_32'].map(
      (name) => [name, 'category'] as const,
    ),
  );
  const name = 'pyarrow-float-classes.parquet';
  const { columns } = await readParquet(await contentOfFixture(name), name, { kinds });
  const read = columns.map((column) => [
    column.name,
    column.kind === 'category' && { categories: column.categories, rounded: column.rounded },
  ]);
  expect(Object.fromEntries(read)).toEqual({
    codes_32: { categories: ['16777216', '33554436', '123456792'], rounded: '16777216.0' },
    codes_64: { categories: ['16777217', '33554435', '123456789'] },
    large_64: { categories: ['9007199254740992', '9007199254740994', '1'], rounded: '9007199254740992.0' },
    large_integers: { categories: ['9007199254740992', '9007199254740993', '1'] },
    fractions_32: { categories: ['0.1', '0.25', '0.7'] },
  });
});

describe('what cannot be read is refused by name', () => {
  test.each([['pyarrow-no-rows.parquet', 'DATA_EMPTY', 'expected rows, got a Parquet file without any']])(
    '%s',
    async (name, code, message) => {
      await expect(readParquet(await contentOfFixture(name), name)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(message),
      });
    },
  );

  test('a truncated file', async () => {
    const bytes = await readFile(fixture('pyarrow-snappy.parquet'));
    await expect(readParquet(contentOf(bytes.subarray(0, 9000)), 'cut.parquet')).rejects.toThrow(
      'cut.parquet: expected a readable Parquet file',
    );
  });
});
