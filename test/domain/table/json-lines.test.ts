import { expect, test } from 'vitest';
import { numberColumn, textColumn, timeColumn } from '../../../src/shared/domain/table/access.ts';
import { parseJsonLines } from '../../../src/shared/domain/table/json-lines.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

function parse(...lines: readonly string[]): Table {
  return parseJsonLines(new TextEncoder().encode(lines.join('\n')), 'rows.jsonl');
}

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

test('integers that a double would round stay text', () => {
  const table = parse('{"id": 9007199254740993}', '{"id": 9007199254740995}');
  expect(textColumn(table, 'id', 'f')).toEqual(['9007199254740993', '9007199254740995']);
});

test('a key named __proto__ is a column like any other', () => {
  expect(parse('{"__proto__": 1}').columns.map(({ name }) => name)).toEqual(['__proto__']);
});

test.each([
  ['{"a": 1}\n[1]', 'rows.jsonl, line 2: expected one JSON object, got [1]'],
  ['{"a": NaN}', 'rows.jsonl, line 1: expected one JSON object, got text that is no JSON'],
  ['{"a": {"b": 1}}', 'rows.jsonl, line 1, "a": expected a number, a text or a boolean, got a nested value'],
  ['\n', 'rows.jsonl: expected rows, got an empty file'],
])('%j is refused with its place', (text, message) => {
  expect(() => parse(text)).toThrow(message);
});
