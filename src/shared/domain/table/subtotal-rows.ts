/**
 * Rows between the others that sum up those above them: "Total North" below the stores of the north, as spreadsheets and
 * reports group their rows. A name alone is no evidence, since a shop may have it; the numbers have to be the sum, or the mean.
 */
import type { NumberColumn, Table } from './table.ts';
import type { Texts } from './texts.ts';
import { isSubtotalName, isTotalName, nameKind, type TotalRow } from './total-names.ts';
import { SUM_TOLERANCE } from './total-row.ts';

const MIN_SUMMED = 2;
const MIN_COLUMNS = 2;
const MIN_BLOCKS = 2;

/** The first of such rows. O(rows) for each column of numbers; few texts are decoded. */
export function findSubtotalRow(table: Table): TotalRow | undefined {
  const numbers = table.columns.filter((column): column is NumberColumn => column.kind === 'number');
  return numbers.length === 0 ? undefined : (findNamed(table, numbers) ?? findUnnamed(table, numbers));
}

function findNamed(table: Table, numbers: readonly NumberColumn[]): TotalRow | undefined {
  let previous = -1;
  for (const { row, name, text } of namedRows(table, numbers)) {
    for (const start of new Set([previous + 1, 0])) {
      const block = numbers.filter(({ values }) => isOfBlock(values, { start, row }, text));
      const [first] = block;
      if (first === undefined) continue;
      const what = nameKind(text) === 'mean' ? 'the mean' : 'the sum';
      return {
        row,
        evidence: `its value of "${name}" says so, and in "${first.name}" it is ${what} of the rows above it`,
      };
    }
    previous = row;
  }
  return undefined;
}

interface NamedRow {
  readonly row: number;
  /** Of the column with the name. */
  readonly name: string;
  readonly text: string;
}

function namedRows(table: Table, numbers: readonly NumberColumn[]): readonly NamedRow[] {
  const { columns, identities = [], rowCount } = table;
  const found: NamedRow[] = [];
  for (const column of columns) {
    if (column.kind !== 'category') continue;
    const texts = new Map(
      column.categories.flatMap((text, code) => (isTotalName(text) ? [[code, text]] : [])),
    );
    if (texts.size === 0) continue;
    const rows = new Map<number, number[]>();
    column.codes.forEach((code, row) => {
      if (texts.has(code)) rows.set(code, [...(rows.get(code) ?? []), row].slice(0, MAX_ROWS_OF_NAME));
    });
    for (const [code, of] of rows) {
      const text = texts.get(code) ?? '';
      // A name that several rows have is a series or a group of its own, other than that of a part.
      if (of.length === 1 || isSubtotalName(text))
        found.push(...of.map((row) => ({ row, name: column.name, text })));
    }
  }
  const isLarge = identities.length === 0 ? undefined : largeRows(numbers, rowCount);
  for (const { name, texts } of identities) {
    for (let row = MIN_SUMMED; row < rowCount; row++) {
      if (isLarge?.[row] !== 1 || texts.lengthAt(row) > LONGEST_NAME_BYTES || !hasWord(texts, row)) continue;
      const text = texts.at(row) ?? '';
      if (isTotalName(text)) found.push({ row, name, text });
    }
  }
  return found.sort((one, other) => one.row - other.row);
}

const MAX_ROWS_OF_NAME = 100;
const LONGEST_NAME_BYTES = 60;

/** 1 for a row that can be a sum of those before it: only then is its identifier decoded. Means are found by their category alone. */
function largeRows(numbers: readonly NumberColumn[], rowCount: number): Uint8Array {
  const isSmall = new Uint8Array(rowCount);
  const isLarge = new Uint8Array(rowCount);
  for (const { values } of numbers) {
    for (let row = MIN_SUMMED; row < rowCount; row++) {
      const value = values[row] ?? NaN;
      if (Number.isNaN(value)) continue;
      const before = (values[row - 1] ?? NaN) + (values[row - 2] ?? NaN);
      if (Math.abs(value) < Math.abs(before) * (1 - SUM_TOLERANCE)) isSmall[row] = 1;
      else if (value !== 0) isLarge[row] = 1;
    }
  }
  for (let row = 0; row < rowCount; row++) if (isSmall[row] === 1) isLarge[row] = 0;
  return isLarge;
}

/** Every name has a letter, or a sign that is not of ASCII; numbers that identify rows have none. */
function hasWord(texts: Texts, row: number): boolean {
  for (let at = texts.startAt(row), end = texts.endAt(row); at < end; at++)
    if ((texts.bytes[at] ?? 0) >= FIRST_LETTER) return true;
  return false;
}

const FIRST_LETTER = 0x41;

interface Block {
  readonly start: number;
  /** Behind the last row of the block. */
  readonly row: number;
}

function isOfBlock(values: Float64Array, { start, row }: Block, text: string): boolean {
  const value = values[row] ?? NaN;
  if (!Number.isFinite(value) || value === 0) return false;
  let sum = 0;
  let count = 0;
  for (let at = start; at < row; at++) {
    const other = values[at] ?? NaN;
    if (Number.isNaN(other) || other === 0) continue;
    sum += other;
    count++;
  }
  const expected = nameKind(text) === 'mean' ? sum / count : sum;
  return count >= MIN_SUMMED && isClose(expected, value);
}

function isClose(expected: number, value: number): boolean {
  return Math.abs(expected - value) <= SUM_TOLERANCE * Math.abs(value);
}

/**
 * Rows without a name, where all others have one, that are each the sum of all rows since the one before in two columns, from
 * the first row to the last: that no table has by chance.
 */
function findUnnamed(table: Table, numbers: readonly NumberColumn[]): TotalRow | undefined {
  if (numbers.length < MIN_COLUMNS) return undefined;
  for (const { name, isMissing } of textsOf(table)) {
    const rows = missingRows(table.rowCount, isMissing);
    const blocks = rows.filter((row, index) => {
      const start = (rows[index - 1] ?? -1) + 1;
      return numbers.filter(({ values }) => isOfBlock(values, { start, row }, '')).length >= MIN_COLUMNS;
    });
    const [first] = rows;
    // The last one may be the sum of all.
    if (first === undefined || blocks.length < MIN_BLOCKS || rows.length - blocks.length > 1) continue;
    return { row: first, evidence: `it has no "${name}", and is the sum of the rows above it` };
  }
  return undefined;
}

interface TextCells {
  readonly name: string;
  readonly isMissing: (row: number) => boolean;
}

function textsOf({ columns, identities = [] }: Table): readonly TextCells[] {
  return [
    ...columns.flatMap((column): TextCells[] =>
      column.kind === 'category'
        ? [{ name: column.name, isMissing: (row) => (column.codes[row] ?? -1) < 0 }]
        : [],
    ),
    ...identities.map(({ name, texts }) => ({ name, isMissing: (row: number) => texts.isMissing(row) })),
  ];
}

/** None where they are many: then a missing value is one like any other. */
function missingRows(rowCount: number, isMissing: (row: number) => boolean): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < rowCount; row++) {
    if (!isMissing(row)) continue;
    rows.push(row);
    if (rows.length > rowCount / MIN_BLOCK_ROWS) return [];
  }
  return rows;
}

const MIN_BLOCK_ROWS = 3;
