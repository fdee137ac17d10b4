import { expect, test } from 'vitest';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import { describeReading } from '../../../src/shared/domain/table/reading-notes.ts';

test('cells that are not read are counted, with row and spelling, and columns that are left out with the reason', () => {
  const rows = Array.from({ length: 100 }, (_, row) => `${row}.5`);
  const csv = parseCsv(new TextEncoder().encode(`x\ty\n${rows.join('\tz\n')}\tz\n1,5\tz\n\tz\n`), 'rows.csv');
  expect(describeReading(csv, 'rows.csv')).toEqual([
    'rows.csv: column "x" is read as numbers; 1 cell counts as missing: "1,5" in data row 101. Correct the file, or set `columns: { x: text }` in the configuration',
  ]);
  const json = parseJsonRows(new TextEncoder().encode('{"id":1,"tags":[]}'), 'json-lines', {
    where: 'rows.jsonl',
  });
  expect(describeReading(json, 'rows.jsonl')).toEqual([
    'rows.jsonl: column "tags" is left out and is not compared: it holds lists or objects',
  ]);
});

test('nothing is said where everything was read', () => {
  const table = parseCsv(new TextEncoder().encode('x\n1\nNA\n'), 'rows.csv');
  expect(describeReading(table, 'rows.csv')).toEqual([]);
});
