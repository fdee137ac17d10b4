import { expect, test } from 'vitest';
import { numberColumn, textColumn, timeColumn } from '../../../src/shared/domain/table/access.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import { takeRows, type Table } from '../../../src/shared/domain/table/table.ts';

const table: Table = {
  rowCount: 3,
  columns: [
    { kind: 'number', name: 'fare', values: Float64Array.of(1.5, NaN, 20) },
    { kind: 'category', name: 'airport', codes: Int32Array.of(1, 0, -1), categories: ['ATL', 'ORD'] },
    { kind: 'time', name: 'date', values: Float64Array.of(0, 1000, 86_400_000) },
  ],
};

test('a column that is not there is an error that lists those that are', () => {
  expect(() => numberColumn(table, 'price', 'predictions.csv')).toThrow(
    'predictions.csv: expected a column "price", got the columns "fare", "airport", "date"',
  );
});

test.each([
  ['Gro\u0308ße', 'Größe', 'U+006F U+0308 in place of U+00F6'],
  ['p\u200bchurn', 'pchurn', 'U+200B in place of nothing'],
  ['unit\u00a0price', 'unit price', 'U+00A0 in place of U+0020'],
])('a column %j that only looks like %j is named by its code points', (inFile, configured, difference) => {
  const rows = parseCsv(new TextEncoder().encode(`id,"${inFile}"\n1,2\n`), 'rows.csv');
  expect(() => numberColumn(rows, configured, 'rows.csv')).toThrow(
    `rows.csv: expected a column "${configured}", got "${inFile}", which only looks alike: ${difference}`,
  );
});

test('a column of another case is one that a reader sees', () => {
  const rows = parseCsv(new TextEncoder().encode('id,Label\n1,2\n'), 'rows.csv');
  expect(() => numberColumn(rows, 'label', 'rows.csv')).toThrow('got the columns "id", "Label"');
});

test('a column of another kind is an error that shows what it holds', () => {
  expect(() => numberColumn(table, 'airport', 'rows.csv')).toThrow(
    'rows.csv: expected numbers in column "airport", got text such as "ORD"',
  );
  expect(() => timeColumn(table, 'fare', 'rows.csv')).toThrow('in column "fare", got numbers such as "1.5"');
});

test('ids are texts whatever they were, and none may be missing', () => {
  expect(textColumn(table, 'date', 'rows.csv')).toEqual([
    '1970-01-01T00:00:00.000Z',
    '1970-01-01T00:00:01.000Z',
    '1970-01-02T00:00:00.000Z',
  ]);
  expect(() => textColumn(table, 'fare', 'rows.csv')).toThrow(
    'rows.csv: expected a value in every row of column "fare", got none in data row 2',
  );
});

test('rows can be taken in any order', () => {
  const taken = takeRows(table, Int32Array.of(2, 0));
  expect(taken.rowCount).toBe(2);
  expect([...numberColumn(taken, 'fare', 'f')]).toEqual([20, 1.5]);
  expect(taken.columns[1]).toMatchObject({ codes: Int32Array.of(-1, 1) });
});

const columns = ['customer_id', 'churnd', 'p_churn'];
const csv = new TextEncoder().encode('customer_id,churned,p_churn\n1,0,0.2\n');
const json = new TextEncoder().encode('{"customer_id":1,"churned":0,"p_churn":0.2}\n');

test.each([
  ['CSV', () => parseCsv(csv, 'rows', { columns })],
  ['JSON Lines', () => parseJsonRows(json, 'json-lines', { where: 'rows', columns })],
])('columns of %s that no one asked for are listed too, and the nearest is suggested', (_format, parse) => {
  const read = () => numberColumn(parse(), 'churnd', 'rows');
  expect(read).toThrow(/got the columns .*"churned"/);
  const hint = expect.stringMatching(/^did you mean "churned"\?/) as string;
  expect(read).toThrow(expect.objectContaining({ hint }));
});
