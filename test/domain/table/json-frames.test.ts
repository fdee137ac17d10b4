/** Tables in one JSON object, against pandas 3.1.1, which wrote them: `fixtures/json_frames.py`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { numberColumn, textAt } from '../../../src/shared/domain/table/access.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import type { ReadKind } from '../../../src/shared/domain/table/read-options.ts';
import { findColumn, hasColumn, type Table } from '../../../src/shared/domain/table/table.ts';

const { read, refused } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures', 'json-frames.json'), 'utf8'),
) as {
  readonly read: Readonly<Record<string, { text: string; columns: Record<string, readonly unknown[]> }>>;
  readonly refused: Readonly<Record<string, string>>;
};

const kinds = new Map<string, ReadKind>([['id', 'identity']]);
const table = (text: string, options = { kinds }) =>
  parseJsonRows(new TextEncoder().encode(text), 'json-lines', { where: 'rows.json', ...options });

const textsOf = (found: Table, name: string): readonly unknown[] => {
  const column = findColumn(found, name);
  return Array.from({ length: found.rowCount }, (_, row) => (column && textAt(column, row)) ?? null);
};

describe('one object is a table', () => {
  it.each(Object.entries(read))('as %s', (_, { text, columns }) => {
    const found = table(text);
    expect([...found.columns.map(({ name }) => name), 'id'].toSorted()).toEqual(
      Object.keys(columns).toSorted(),
    );
    const { id = [], city = [], score = [], late = [], index } = columns;
    const ids = found.identities?.[0]?.texts;
    expect(Array.from({ length: found.rowCount }, (_row, row) => ids?.at(row))).toEqual(id);
    expect(textsOf(found, 'city')).toEqual(city);
    const scores = findColumn(found, 'score');
    expect(scores?.kind === 'number' && [...scores.values]).toEqual(score.map((value) => value ?? NaN));
    expect([...numberColumn(found, 'late', 'f')]).toEqual(late.map(Number));
    if (index !== undefined) expect(textsOf(found, 'index')).toEqual(index);
  });

  it.each(Object.entries(refused))('but not where there are two ways to read it: %s', (_, text) => {
    expect(() => table(text, { kinds: new Map() })).toThrow(
      'rows.json: expected one JSON object a row, got one object',
    );
  });

  it.each([
    ['{"version": 1, "features": [{"a": 1}, {"a": 2}]}', 'features'],
    ['{"model": "x", "y_true": [1, 0], "y_pred": [1, 1]}', 'y_true, y_pred'],
  ])('nor are lists beside single values one row: %s', (text, lists) => {
    expect(() => table(text)).toThrow(`got one object with the lists ${lists}`);
  });

  it('and a row where others follow, or in an array', () => {
    const chats = '{"id": 1, "data": [{"role": "user"}, {"role": "bot"}]}';
    const lines = table(`${chats}\n${chats.replace('1', '2')}\n`);
    expect(lines.rowCount).toBe(2);
    expect(lines.leftOut).toEqual([{ name: 'data', reason: 'lists or objects' }]);
    const array = parseJsonRows(new TextEncoder().encode(`[${chats}]`), 'json-array', { where: 'rows.json' });
    expect(array.rowCount).toBe(1);
    expect(hasColumn(table('{"id": 1, "tags": ["a", "b"]}'), 'id')).toBe(true);
  });
});
