/**
 * Columns by name and kind, or a DataError that says to the producer of the file what was expected and
 * what is there. `where` names the file, as the reader of the message knows it.
 */
import { DataError } from '../kernel/errors.ts';
import { parseNumber } from './parse-number.ts';
import { parseTimeText } from './parse-time.ts';
import { findColumn, type Column, type Table, type TimeColumn } from './table.ts';

export const KIND_IN_WORDS = { number: 'numbers', category: 'text', time: 'times' } as const;

/** @throws DataError when there is no column `name`; the message lists the columns that exist. */
export function requireColumn(table: Table, name: string, where: string): Column {
  const column = findColumn(table, name);
  if (column !== undefined) return column;
  throw new DataError('DATA_INVALID', `${where}: expected a column "${name}", got ${listColumns(table)}`);
}

/** Values of a numeric column, NaN = missing. @throws DataError when it is absent or not numeric. */
export function numberColumn(table: Table, name: string, where: string): Float64Array {
  const column = requireColumn(table, name, where);
  if (column.kind === 'number') return column.values;
  throw wrongKind(column, 'numbers', where);
}

/** Epoch milliseconds UTC, NaN = missing. @throws DataError when it is absent or holds no times. */
export function timeColumn(table: Table, name: string, where: string): Float64Array {
  return requireTimeColumn(table, name, where).values;
}

function requireTimeColumn(table: Table, name: string, where: string): TimeColumn {
  const column = requireColumn(table, name, where);
  if (column.kind === 'time') return column;
  throw wrongKind(column, 'times such as 2026-11-22 or 2026-11-22T09:30:00Z', where);
}

/**
 * A column as texts: ids, groups, labels. Numbers are written as JavaScript writes them, times as ISO 8601.
 * @throws DataError when the column is absent, or when a row has no value.
 */
export function textColumn(table: Table, name: string, where: string): string[] {
  const column = requireColumn(table, name, where);
  const texts = new Array<string>(table.rowCount);
  for (let row = 0; row < table.rowCount; row++) {
    const text = textAt(column, row);
    if (text === undefined) {
      throw new DataError(
        'DATA_INVALID',
        `${where}: expected a value in every row of column "${name}", got none in data row ${row + 1}`,
      );
    }
    texts[row] = text;
  }
  return texts;
}

/** One value as text; undefined = missing. */
export function textAt(column: Column, row: number): string | undefined {
  if (column.kind === 'category') return column.labels[column.codes[row] ?? -1];
  const value = column.values[row] ?? NaN;
  if (Number.isNaN(value)) return undefined;
  return column.kind === 'time' ? new Date(value).toISOString() : String(value);
}

/** A value that somebody wrote, as `textAt` writes it for this column: `true` and `1.0` are `1` among numbers. */
export function textAsIn({ kind }: Column, written: string): string {
  if (kind === 'category') return written;
  if (kind === 'time') {
    const time = parseTimeText(written);
    return Number.isNaN(time) ? written : new Date(time).toISOString();
  }
  const word = written.toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true' ? '1' : '0';
  const bytes = new TextEncoder().encode(written);
  const number = parseNumber(bytes, 0, bytes.length);
  return Number.isNaN(number) ? written : String(number);
}

function wrongKind(column: Column, expected: string, where: string): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: expected ${expected} in column "${column.name}", got ${describeContent(column)}`,
  );
}

function describeContent(column: Column): string {
  const example = firstText(column);
  const words = KIND_IN_WORDS[column.kind];
  return example === undefined ? words : `${words} such as ${JSON.stringify(example)}`;
}

/** The first value that is not missing, as text. */
export function firstText(column: Column): string | undefined {
  const rowCount = column.kind === 'category' ? column.codes.length : column.values.length;
  for (let row = 0; row < rowCount; row++) {
    const text = textAt(column, row);
    if (text !== undefined) return text;
  }
  return undefined;
}

function listColumns(table: Table): string {
  if (table.columns.length === 0) return 'no columns';
  return `the columns ${table.columns.map(({ name }) => `"${name}"`).join(', ')}`;
}
