/** Files of every writer at hand: the same twelve rows, as exact texts. Made by fixtures/parquet_writers.py. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readTable } from '../../../src/shared/adapters/data/tables.ts';
import { requireColumn, textAt } from '../../../src/shared/domain/table/access.ts';
import type { ReadKind } from '../../../src/shared/domain/table/read-options.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { contentOf } from '../../ground/memory-files.ts';

type Texts = Readonly<Record<string, readonly (string | null)[]>>;
const texts = JSON.parse(
  readFileSync(new URL('fixtures/parquet-texts.json', import.meta.url), 'utf8'),
) as Texts;

async function read(name: string, kind?: ReadKind): Promise<Table> {
  const bytes = await readFile(new URL(`fixtures/${name}`, import.meta.url));
  const kinds =
    kind === undefined ? undefined : new Map(Object.keys(texts).map((column) => [column, kind] as const));
  return await readTable(contentOf(bytes), name, { kinds });
}

function textsOf(table: Table, column: string): readonly (string | null)[] {
  const found = requireColumn(table, column, 'fixture');
  return Array.from({ length: table.rowCount }, (_, row) => textAt(found, row) ?? null);
}

const writers = [
  'writer-pyarrow.parquet',
  'writer-pyarrow-lz4.parquet',
  'writer-pyarrow-integer-decimals.parquet',
  'writer-pyarrow-int96.parquet',
  'writer-pyarrow-uuid.parquet',
  'writer-polars.parquet',
  'writer-polars-lz4.parquet',
  'writer-polars-gzip.parquet',
  'writer-duckdb.parquet',
  'writer-duckdb-zstd.parquet',
  'writer-duckdb-lz4.parquet',
  'writer-fastparquet.parquet',
];

describe.each(writers)('%s', (name) => {
  test('gives every value exactly where it is asked for as text: decimals, 64-bit integers, nanoseconds, bytes', async () => {
    const table = await read(name, 'text');
    const natural = await read(name);
    expect(table.columns.length).toBeGreaterThan(0);
    for (const { name: column } of table.columns) {
      const own = natural.columns.find((other) => other.name === column);
      // What clocks showed has no zone.
      const isLocal = own?.kind === 'time' && own.basis === undefined && column !== 'day';
      const expected = texts[column]?.map((text) => (isLocal ? (text?.replace(/Z$/, '') ?? null) : text));
      expect(textsOf(table, column), column).toEqual(expected);
    }
  });

  test('gives the same texts as identities', async () => {
    const { identities = [], rowCount } = await read(name, 'identity');
    expect(identities.length).toBeGreaterThan(0);
    for (const { name: column, texts: read } of identities) {
      const own = Array.from({ length: rowCount }, (_, row) => read.at(row) ?? null);
      expect(own, column).toEqual(texts[column]);
    }
  });

  test('gives numbers and times as the nearest doubles where nothing else is asked for', async () => {
    const table = await read(name);
    for (const column of table.columns) {
      if (column.kind === 'category') continue;
      const expected = texts[column.name]?.map((text) => {
        if (text === null) return NaN;
        if (column.kind === 'time') return Date.parse(text);
        if (text === 'true' || text === 'false') return Number(text === 'true');
        return column.name === 'single' ? Math.fround(Number(text)) : Number(text);
      });
      // What `Date.parse` returns are whole milliseconds.
      const own = [...column.values].map((value) => (column.kind === 'time' ? Math.floor(value) : value));
      expect(own, column.name).toEqual(expected);
    }
  });
});

test.each([
  ['writer-pyarrow.parquet', ['list', 'struct', 'map']],
  ['writer-polars.parquet', ['list', 'struct']],
  ['writer-duckdb.parquet', ['list', 'struct', 'span']],
])('%s: columns that are not read are named with their reason', async (name, expected) => {
  const { leftOut = [] } = await read(name);
  expect(leftOut.map((column) => column.name)).toEqual(expected);
  expect(new Set(leftOut.map(({ reason }) => reason))).toEqual(
    new Set(expected.includes('span') ? ['lists or objects', 'intervals'] : ['lists or objects']),
  );
});

test('a column that somebody needs and that is not read is an error that says why', async () => {
  const table = await read('writer-duckdb.parquet');
  expect(() => requireColumn(table, 'span', 'rows.parquet')).toThrow(
    'rows.parquet: expected a column "span", got one of intervals, which are not read',
  );
});

test('pages behind a dictionary that grew too large are plain, and are read on', async () => {
  const table = await read('writer-pyarrow-dictionary-fallback.parquet');
  const words = textsOf(table, 'word');
  expect(words).toEqual(Array.from({ length: 6000 }, (_, row) => `word ${row}`));
});

test('a page of version 2 without any value has no bytes to decompress', async () => {
  const table = await read('page-v2-without-body.parquet');
  expect(table.rowCount).toBe(8);
  expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['discount', 'number'],
    ['x', 'number'],
  ]);
  expect(textsOf(table, 'discount')).toEqual(Array.from({ length: 8 }, () => null));
});

describe('two columns of one name', () => {
  const readColumns = async (columns?: readonly string[]): Promise<Table> => {
    const bytes = await readFile(new URL('fixtures/repeated-names.parquet', import.meta.url));
    return await readTable(contentOf(bytes), 'rows.parquet', { columns });
  };

  test.each([[undefined], [['id']], [['id', 'p']]])(
    'are refused where one is asked for: %j',
    async (columns) => {
      await expect(readColumns(columns)).rejects.toMatchObject({
        code: 'DATA_INVALID',
        message: 'rows.parquet: expected each column once, got "id" more than once',
      });
    },
  );

  test('are no harm where none is', async () => {
    expect(textsOf(await readColumns(['p']), 'p')).toEqual(['0.5', '0.25', '1']);
  });
});
