import { describe, expect, test } from 'vitest';
import { numberColumn, textColumn, timeColumn } from '../../../src/shared/domain/table/access.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import type { JsonLayout } from '../../../src/shared/domain/table/json-objects.ts';
import type { ReadKind } from '../../../src/shared/domain/table/read-options.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

function parse(...lines: readonly string[]): Table {
  return parseAs('json-lines', lines.join('\n'));
}

function parseAs(layout: JsonLayout, text: string, kinds: Readonly<Record<string, ReadKind>> = {}): Table {
  const options = { where: 'rows.jsonl', kinds: new Map(Object.entries(kinds)) };
  return parseJsonRows(new TextEncoder().encode(text), layout, options);
}

function identities(table: Table): readonly (string | undefined)[] {
  const texts = table.identities?.[0]?.texts;
  return Array.from({ length: table.rowCount }, (_, row) => texts?.at(row));
}

test('a long number is that of its own key, whatever stands in lists and objects beside it', () => {
  const text =
    '{"id": 9007199254740993, "meta": {"id": 9007199254740995, "run": 9007199254740997}, "parts": [1, 9007199254740999]}';
  const kinds = new Map<string, ReadKind>(
    ['id', 'meta.id', 'meta.run', 'parts.1'].map((name) => [name, 'identity']),
  );
  const nested = ['meta.id', 'meta.run', 'parts.1'];
  const table = parseJsonRows(new TextEncoder().encode(text), 'json-lines', {
    where: 'rows.jsonl',
    kinds,
    nested,
  });
  const read = new Map(table.identities?.map(({ name, texts }) => [name, texts.at(0)]));
  expect(Object.fromEntries(read)).toEqual({
    id: '9007199254740993',
    'meta.id': '9007199254740995',
    'meta.run': '9007199254740997',
    'parts.1': '9007199254740999',
  });
});

test('keys come in any order, and an absent key is a missing value', () => {
  const table = parse(
    '{"id": "a", "late": true, "at": "2026-11-22"}',
    '',
    '{"late": false, "id": "b", "x": 1.5}',
  );
  expect(table.rowCount).toBe(2);
  expect(textColumn(table, 'id', 'f')).toEqual(['a', 'b']);
  expect([...numberColumn(table, 'late', 'f')]).toEqual([1, 0]);
  expect([...numberColumn(table, 'x', 'f')]).toEqual([NaN, 1.5]);
  expect([...timeColumn(table, 'at', 'f')]).toEqual([Date.UTC(2026, 10, 22), NaN]);
});

test.each([
  [
    'integers beyond 2^53',
    '{"id": 9007199254740993}\n{"id": 9007199254740995}',
    ['9007199254740993', '9007199254740995'],
  ],
  ['decimals of more digits than a double has', '{"id": 0.12345678901234567891}', ['0.12345678901234567891']],
  [
    'numbers in their shortest spelling, whatever else the line holds',
    '{"id": 1.0, "x": 9007199254740993}',
    ['1'],
  ],
  ['texts as they are', '{"id": "1E1"}\n{"id": "007"}\n{"id": "2026-01-01"}', ['1E1', '007', '2026-01-01']],
])('identities are %s', (_case, text, expected) => {
  expect(identities(parseAs('json-lines', text, { id: 'identity' }))).toEqual(expected);
});

test('numbers that a double rounds are numbers where nothing says that they identify', () => {
  const table = parse('{"bytes": 9007199254740993}', '{"bytes": 5}');
  expect([...numberColumn(table, 'bytes', 'f')]).toEqual([9007199254740992, 5]);
});

test.each([
  ['one object a line', '[{"id":"a","x":1},\n{"id":"b","x":2}]\n'],
  ['all in one line', '[{"id":"a","x":1},{"id":"b","x":2}]'],
  [
    'written for people',
    '[\n  {\n    "id": "a",\n    "x": 1\n  },\n  {\n    "id": "b",\n    "x": 2\n  }\n]\n',
  ],
])('a JSON array is a table: %s', (_case, text) => {
  const table = parseAs('json-array', text);
  expect(textColumn(table, 'id', 'f')).toEqual(['a', 'b']);
  expect([...numberColumn(table, 'x', 'f')]).toEqual([1, 2]);
});

test('braces, brackets and quotes within texts end nothing', () => {
  const table = parse('{"a": "}] \\" {[", "b": 1}', '{"a": "\\\\", "b": 2}');
  expect(textColumn(table, 'a', 'f')).toEqual(['}] " {[', '\\']);
});

test.each([
  ['NaN', '{"x": 1.5}\n{"x": NaN}\n{"x": "NaN in a text: NaN", "y": NaN}', [1.5, NaN]],
  ['Infinity', '{"x": 1.5}\n{"x": -Infinity}', [1.5, -Infinity]],
])('%s without quotes, as Python writes it, is read', (_word, text, expected) => {
  const [first, second] = text.split('\n');
  expect([...numberColumn(parse(first ?? '', second ?? ''), 'x', 'f')]).toEqual(expected);
});

test.each([
  ['Spark writes NaN as a text', '{"x": "NaN"}', NaN],
  ['SQL exports write \\N', '{"x": "\\\\N"}', NaN],
  ['pandas writes numbers of object columns as texts', '{"x": "2.5"}', 2.5],
])('%s: one text among numbers does not make text of them', (_case, line, expected) => {
  const table = parse(...Array.from({ length: 30 }, (_, row) => `{"x": ${row + 0.25}}`), line);
  expect(numberColumn(table, 'x', 'f').at(-1)).toEqual(expected);
});

test('a column that is null in every row is a column without values', () => {
  const table = parse('{"id": 1, "amount": null}', '{"id": 2, "amount": null}');
  expect([...numberColumn(table, 'amount', 'f')]).toEqual([NaN, NaN]);
});

test('lists and objects are left out by name, unless somebody needs the column', () => {
  const text = '{"id": 1, "tags": ["a"], "at": {"day": 1}}';
  const { columns, leftOut } = parseAs('json-lines', text);
  expect(columns.map(({ name }) => name)).toEqual(['id']);
  expect(leftOut).toEqual([
    { name: 'tags', reason: 'lists or objects' },
    { name: 'at', reason: 'lists or objects' },
  ]);
  expect(() => parseAs('json-lines', text, { at: 'time' })).toThrow(
    expect.objectContaining({
      message: 'rows.jsonl, line 1, "at": expected a number, a text or a boolean, got an object of 1 field',
      hint: 'name a field of it as the column, such as `at.day`, or write one value a row there',
    }) as Error,
  );
  // As lm-evaluation-harness writes what it needs for the perplexity of all rows.
  const sample = '{"doc_id": 0, "word_perplexity": [-0.146461740399346, 10]}';
  expect(() => parseAs('json-lines', sample, { word_perplexity: 'number' })).toThrow(
    expect.objectContaining({
      message: expect.stringContaining('"word_perplexity": expected a number') as string,
      hint: expect.stringContaining('such as `word_perplexity.0` or `word_perplexity.1`') as string,
    }) as Error,
  );
});

test('a key named __proto__ is a column like any other', () => {
  expect(parse('{"__proto__": 1}').columns.map(({ name }) => name)).toEqual(['__proto__']);
});

test.each([
  ['{"a": 1}\n[1]', 'rows.jsonl, line 2: expected one JSON object, got [1]'],
  ['{"a": 1}\n\n{"a": nan}', 'rows.jsonl, line 3: expected one JSON object, got text that is not JSON'],
  ['{"a": 1}\n{"a": 2', 'rows.jsonl, line 2: expected one JSON object, got text that is not JSON'],
  ['{"a": 1}\n,{"a": 2}', 'rows.jsonl, line 2: expected one JSON object, got ,{"a": 2}'],
  ['\n', 'rows.jsonl: expected rows, got an empty file'],
])('%j is refused with its place', (text, message) => {
  expect(() => parse(text)).toThrow(message);
});

describe('objects that are no rows, and rows that say something twice', () => {
  const read = (text: string, layout: 'json-lines' | 'json-array' = 'json-lines') =>
    parseJsonRows(new TextEncoder().encode(text), layout, { where: 'rows.jsonl' });

  test.each([
    ['at once', '{"id":1,"p":0.5,"id":2}', '"id"'],
    ['apart', '{"id":1,"x":{"id":3},"p":0.5,"y":[{"p":1}],"p":2}', '"p"'],
    ['with blanks', '{ "id" : 1, "id" : 2 }', '"id"'],
    ['two of them', '{"a":1,"b":2,"a":3,"b":4}', '"a", "b"'],
  ])('keys that are repeated are refused: %s', (_case, text, names) => {
    expect(() => read(text)).toThrow(
      `rows.jsonl, line 1: expected each column once, got ${names} more than once`,
    );
    expect(() => read(`[${text}]`, 'json-array')).toThrow('expected each column once');
  });

  test.each([
    ['in texts', '{"id":"\\"id\\":","note":"id: id"}'],
    ['in other objects', '{"id":1,"x":{"id":1},"y":{"id":2}}'],
  ])('names that only stand %s are not', (_case, text) => {
    expect(read(text).rowCount).toBe(1);
  });

  test('a byte order mark between files that were put together is no row', () => {
    expect(read('{"id":1}\n\ufeff{"id":2}\n').rowCount).toBe(2);
  });
});
