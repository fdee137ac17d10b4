import { expect, test } from 'vitest';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import { describeReading } from '../../../src/shared/domain/table/reading-notes.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

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

test('days of which the order of day and month is open are named in both readings, and text is no advice', () => {
  const text = `date,x\n${['04/01/2026', '04/02/2026'].map((day) => `${day},1`).join('\n')}\n`;
  const csv = parseCsv(new TextEncoder().encode(text), 'rows.csv', { kinds: new Map([['date', 'time']]) });
  expect(describeReading(csv, 'rows.csv')).toEqual([
    'rows.csv: column "date" is read as times; 2 cells count as missing: "04/01/2026" in data row 1, "04/02/2026" in data row 2; expected days of which the month is clear, got "04/01/2026", which may be 2026-04-01 or 2026-01-04: write days with the year first, such as 2026-01-31, or say which comes first: `columns: { date: day-first }` or `columns: { date: month-first }` in the configuration',
  ]);
});

test('nothing is said where everything was read', () => {
  const table = parseCsv(new TextEncoder().encode('x\n1\nNA\n'), 'rows.csv');
  expect(describeReading(table, 'rows.csv')).toEqual([]);
});

const csvOf = (cells: readonly string[]) =>
  parseCsv(
    new TextEncoder().encode(`id,x\n${cells.map((cell, row) => `r${row},${cell}`).join('\n')}\n`),
    'f',
  );
const jsonOf = (cells: readonly string[]) =>
  parseJsonRows(
    new TextEncoder().encode(cells.map((x, row) => JSON.stringify({ id: `r${row}`, x })).join('\n')),
    'json-lines',
    { where: 'f' },
  );
const boundsIn = (table: Table): string | undefined => {
  const column = table.columns.find(({ name }) => name === 'x');
  if (column?.kind !== 'category') return undefined;
  return column.numbersInText?.reason === 'bounds' ? column.numbersInText.example : undefined;
};
/** Every fourth of 40 is `odd`, the others are numbers of `count` different values. */
const among = (odd: string, count: number) =>
  Array.from({ length: 40 }, (_, row) => (row % 4 === 1 ? odd : String(0.5 + (row % count))));

// oxfmt-ignore
test.each(['<8', '< 0.5', '>100', '>=3', '≤ 7', '~5', '≈5', 'ca. 5', 'approx 4', '5*', '5**', '5†', '5 ± 1', '3 (est)', '10+', '<1e-3', '=<2', '<-1'])(
  '"%s" among numbers is said to be a bound, whatever makes the column text',
  (odd) => {
    for (const read of [csvOf, jsonOf]) {
      expect(boundsIn(read(among(odd, 30)))).toBe(odd);
      expect(boundsIn(read(among(odd, 7)))).toBe(odd);
    }
    expect(describeReading(csvOf(among(odd, 30)), 'f')).toEqual([
      expect.stringContaining(`bounds and approximations, such as ${JSON.stringify(odd)}, are not`),
    ]);
  },
);

test('small counts that are suppressed, and nothing but bounds, are said too', () => {
  expect(boundsIn(csvOf(['1', '2', '3', '4', '5', '6', '7', '<8', '9', '10', '<8']))).toBe('<8');
  expect(boundsIn(csvOf(Array.from({ length: 12 }, (_, row) => `<${row + 1}`)))).toBe('<1');
});

test.each<[string, readonly string[]]>([
  [
    'levels of which the last one is open',
    Array.from({ length: 40 }, (_, row) => ['0', '1', '2', '3+'][row % 4] ?? ''),
  ],
  [
    'classes of age',
    Array.from({ length: 40 }, (_, row) => ['<18', '18-30', '31-50', '51-64', '65+'][row % 5] ?? ''),
  ],
  [
    'emoticons and arrows',
    Array.from({ length: 40 }, (_, row) => ['<3', ':)', '->', '>_>', '<-'][row % 5] ?? ''),
  ],
  ['codes', Array.from({ length: 40 }, (_, row) => `${row}A`)],
  ['names', Array.from({ length: 40 }, (_, row) => `store (${row})`)],
])('%s are text, and no bounds', (_, cells) => {
  expect(boundsIn(csvOf(cells))).toBeUndefined();
  expect(boundsIn(jsonOf(cells))).toBeUndefined();
});

test.each(['½', '٣', '５'])('digits of other scripts are numbers that are not read: %s', (odd) => {
  const column = csvOf(among(odd, 30)).columns.find(({ name }) => name === 'x');
  expect(column).toMatchObject({ kind: 'category', numbersInText: { reason: 'other-texts', example: odd } });
});
