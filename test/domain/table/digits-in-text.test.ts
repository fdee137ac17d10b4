/** Columns of text whose values have digits: each is named, with an example and what to do, whatever its spelling. */
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import { describeReading, summarizeReading } from '../../../src/shared/domain/table/reading-notes.ts';
import type { ReadKind } from '../../../src/shared/domain/table/read-options.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

const ROWS = 40;
const bytes = (text: string) => new TextEncoder().encode(text);
const texts = (write: (row: number) => string) => Array.from({ length: ROWS }, (_, row) => write(row));

const kindsOf = (kind: ReadKind | undefined) => (kind === undefined ? undefined : new Map([['x', kind]]));

function csvOf(cells: readonly string[], kind?: ReadKind): Table {
  const quoted = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`);
  return parseCsv(bytes(`x;y\n${quoted.map((cell, row) => `${cell};${row}.5`).join('\n')}\n`), 'f', {
    kinds: kindsOf(kind),
  });
}

function jsonOf(cells: readonly string[], kind?: ReadKind): Table {
  const lines = cells.map((x, row) => JSON.stringify({ x, y: row + 0.5 }));
  return parseJsonRows(bytes(lines.join('\n')), 'json-lines', { where: 'f', kinds: kindsOf(kind) });
}

const two = (number: number): string => String(number).padStart(2, '0');
const unicodeDigits = (zero: number, number: number): string =>
  String(number).replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

const RANGES = 'they are ranges, such as';
const DURATIONS = 'they are durations or times of day, such as';
const SEVERAL = 'each has more than one number, such as';
const SPELLING = 'they are spelled as no number is read, such as';
const WORDS = 'they are numbers with words, such as';
const TIMES = 'they are times, such as';
const BOUNDS = 'bounds and approximations, such as';

describe('a column of text whose values are numbers to a reader is named, with an example', () => {
  it.each<readonly [string, string, (row: number) => string]>([
    ['10-20', RANGES, (row) => `${row}-${row + 10}`],
    ['10 - 20', RANGES, (row) => `${row} - ${row + 10}`],
    ['10–20', RANGES, (row) => `${row}–${row + 10}`],
    ['10 to 20', RANGES, (row) => `${row} to ${row + 10}`],
    ['[10, 20)', RANGES, (row) => `[${row}, ${row + 10})`],
    ['(9.999, 20.0]', RANGES, (row) => `(${row}.999, ${row + 10}.0]`],
    ['5-10%', RANGES, (row) => `${row}-${row + 5}%`],
    ['$1,000-$2,000', RANGES, (row) => `$${row + 1},000-$${row + 2},000`],
    ['5 levels', RANGES, (row) => ['<10', '10-20', '20-30', '30-40', '40+'][row % 5] ?? ''],
    ['1,000+', RANGES, (row) => ['1,000+', '10,000+', '500,000+', '5+'][row % 4] ?? ''],
    ['00:12:30', DURATIONS, (row) => `00:${two(row)}:30`],
    ['12:30', DURATIONS, (row) => `${two(row % 24)}:30`],
    ['1:02.345', DURATIONS, (row) => `1:${two(row)}.345`],
    ['3 days 04:00:00', DURATIONS, (row) => `${row} days 04:00:00`],
    ['1h 30m', DURATIONS, (row) => `1h ${row}m`],
    ['2 hours, 5 minutes', DURATIONS, (row) => `2 hours, ${row} minutes`],
    ['PT5M30S', DURATIONS, (row) => `PT${row}M30S`],
    ['2026Q1', TIMES, (row) => `${2000 + row}Q${(row % 4) + 1}`],
    ['2026H1', TIMES, (row) => `${2000 + row}H${(row % 2) + 1}`],
    ['2026W5', TIMES, (row) => `${2000 + row}W${(row % 50) + 1}`],
    ['1/3', SEVERAL, (row) => `${row}/3`],
    ['5 1/2', SEVERAL, (row) => `${row} 1/2`],
    ['120/80', SEVERAL, (row) => `${100 + row}/80`],
    ['3-1', SEVERAL, (row) => `${row + 2}-${row % 2}`],
    ['1920x1080', SEVERAL, (row) => `${row}0x10`],
    ['(48.5, -2.25)', SEVERAL, (row) => `(${row}.5, -2.25)`],
    ['1|2|3', SEVERAL, (row) => `${row}|2|3`],
    ['0x1f', SPELLING, (row) => `0x${(row * 31).toString(16)}`],
    ['1.5×10^3', SPELLING, (row) => `${row}.5×10^3`],
    ['1.5D+03', SPELLING, (row) => `${row}.5D+03`],
    ['1_000', SPELLING, (row) => `${row + 1}_000`],
    ["'12'", SPELLING, (row) => `'${row}'`],
    ['="12"', SPELLING, (row) => `="${row}"`],
    ['Arabic digits', SPELLING, (row) => unicodeDigits(0x6_60, row)],
    ['digits of full width', SPELLING, (row) => unicodeDigits(0xff_10, row)],
    ['12.5 L/100km', WORDS, (row) => `${row}.5 L/100km`],
    ['4.5 out of 5', WORDS, (row) => `${row % 5}.5 out of 5`],
    ['$12.50 per hour', WORDS, (row) => `$${row}.50 per hour`],
    ['31/01/2026', TIMES, (row) => `${two(1 + (row % 31))}/01/2026`],
    ['Jan 5, 2026', TIMES, (row) => `Jan ${1 + (row % 31)}, 2026`],
    ['~5', BOUNDS, (row) => `~${row}`],
  ])('%s', (_, expected, write) => {
    const cells = texts(write);
    for (const table of [csvOf(cells), jsonOf(cells)]) {
      const [note = '', ...others] = describeReading(table, 'f');
      expect(others).toEqual([]);
      expect(note).toContain('f: column "x" is read as text, although ');
      expect(note).toContain(expected);
      expect(cells.some((cell) => note.includes(JSON.stringify(cell)))).toBe(true);
      expect(note).toContain('in `columns` of the configuration');
      expect(summarizeReading(table, 'f')).toEqual([expect.stringContaining('f: `x` is read as text')]);
    }
    for (const table of [csvOf(cells, 'text'), jsonOf(cells, 'text')]) {
      expect(describeReading(table, 'f')).toEqual([]);
    }
  });
});

describe('codes share one note', () => {
  const codes: readonly ((row: number) => string)[] = [
    (row) => `A${row}B`,
    (row) => `0${1000 + row}`,
    (row) => `1.${row}.0`,
    (row) => `${two(row)}a4-ab12`,
    (row) => `gate ${row}`,
  ];

  it('with an example of each', () => {
    const header = codes.map((_, column) => `c${column}`).join(';');
    const rows = texts((row) => codes.map((write) => write(row)).join(';'));
    const table = parseCsv(bytes(`${header}\n${rows.join('\n')}\n`), 'f');
    expect(describeReading(table, 'f')).toEqual([
      'f: columns "c0" ("A0B"), "c1" ("01000"), "c2" ("1.0.0"), "c3" ("00a4-ab12"), "c4" ("gate 0") are read as text, although most of their values have digits. Where they are measured, write the number alone; where they are codes, set `text` in `columns` of the configuration, which ends this note',
    ]);
  });

  it.each<readonly [string, (row: number) => string]>([
    ['few levels', (row) => `line ${row % 5}`],
    ['names of rows', (row) => `ID-0${row}`],
    ['words', (row) => `red ${'abc'[row % 3]}`],
    ['sentences', (row) => `This is review number ${row} of a very long list of reviews`],
    [
      'digits in a few',
      (row) => (row % 4 === 0 ? `A${row}` : `name ${'abcdefgh'[row % 8]}${'xyz'[row % 3]}`),
    ],
    ['numbers that the type of the file has as text', (row) => `${row % 3}`],
  ])('nothing is said of %s', (_, write) => {
    expect(describeReading(csvOf(texts(write)), 'f')).toEqual([]);
    expect(describeReading(jsonOf(texts(write)), 'f')).toEqual([]);
  });

  it('of many columns, eight are named', () => {
    const names = Array.from({ length: 11 }, (_, column) => `c${column}`);
    const rows = texts((row) => names.map((name) => `${name}x${row}y`).join(';'));
    const [note = ''] = describeReading(
      parseCsv(bytes(`${names.join(';')}\n${rows.join('\n')}\n`), 'f'),
      'f',
    );
    expect(note).toContain('"c7" ("c7x0y") and 3 more are read as text');
  });
});

it('texts that could be read in many ways take no time', () => {
  const cells = texts((row) => `${'1,'.repeat(17)}${row}!`);
  // Trying all of them takes seconds for one table, and more than a test may take for so many.
  for (let time = 0; time < 50; time += 1)
    expect(describeReading(csvOf(cells), 'f')).toEqual([
      expect.stringContaining(`column "x" ("${cells[0]}") is read as text`),
    ]);
});

it('numbers as they are grouped in India are numbers', () => {
  const india = new Intl.NumberFormat('en-IN');
  const values = texts((row) => String(95_000 + row * 300_411)).map(Number);
  const column = csvOf(values.map((value) => india.format(value))).columns.find(({ name }) => name === 'x');
  expect(column?.kind === 'number' && Array.from(column.values)).toEqual(values);
});
