/** Fields inside of lists and objects as columns: of Parquet (made by fixtures/parquet_nested.py) and of JSON. */
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readTable } from '../../../src/shared/adapters/data/tables.ts';
import { numberColumn } from '../../../src/shared/domain/table/access.ts';
import type { ReadOptions } from '../../../src/shared/domain/table/read-options.ts';
import { contentOf } from '../../ground/memory-files.ts';

const rows = Array.from({ length: 6 }, (_, row) => ({
  id: `r${row}`,
  probs: row === 3 ? null : [0.5, 0.25, 0.25 + row],
  metrics: { hits: row, is_right: row % 2 === 0 },
}));
const jsonLines = new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
const bytesOf = {
  parquet: async () => await readFile(new URL('fixtures/pyarrow-nested.parquet', import.meta.url)),
  'JSON Lines': () => Promise.resolve(jsonLines),
};

describe.each(Object.entries(bytesOf))('%s', (_format, bytes) => {
  const read = async (options: ReadOptions) => await readTable(contentOf(await bytes()), 'file', options);

  test('the numbers of a list are columns in their order, where they are asked for by a pattern', async () => {
    const table = await read({ nested: ['probs.*'] });
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'probs.0', 'probs.1', 'probs.2']);
    expect([...numberColumn(table, 'probs.2', 'file')]).toEqual([0.25, 1.25, 2.25, NaN, 4.25, 5.25]);
    expect(table.leftOut).toEqual([{ name: 'metrics', reason: 'lists or objects' }]);
  });

  test('fields of an object are columns by their name, and only those that are asked for', async () => {
    const table = await read({
      columns: ['id', 'metrics.is_right', 'probs.1'],
      nested: ['metrics.is_right', 'probs.1'],
    });
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'probs.1', 'metrics.is_right']);
    expect([...numberColumn(table, 'metrics.is_right', 'file')]).toEqual([1, 0, 1, 0, 1, 0]);
  });

  test('what is not asked for is left out by name, as before', async () => {
    const { leftOut } = await read({});
    expect(leftOut?.map(({ name }) => name)).toEqual(['probs', 'metrics']);
  });
});
