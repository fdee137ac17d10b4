/**
 * Columns by name and kind, or a DataError that says to the producer of the file what was expected and
 * what is there. `where` names the file, as the reader of the message knows it.
 */
import { DataError } from '../kernel/errors.ts';
import { describeCodePoints, findIndistinguishable } from '../kernel/lookalike.ts';
import { didYouMean } from '../kernel/nearest-name.ts';
import { describeDayOrderFault, hintOfDayOrder } from './day-order.ts';
import { parseNumberText } from './parse-number.ts';
import { parseTimeText } from './parse-time.ts';
import {
  findColumn,
  type CategoryColumn,
  type Column,
  type Table,
  type TimeColumn,
  type UnreadCells,
} from './table.ts';
import { Texts } from './texts.ts';

export const KIND_IN_WORDS = { number: 'numbers', category: 'text', time: 'times' } as const;

/** @throws DataError when there is no column `name`; the message lists the columns that exist. */
export function requireColumn(table: Table, name: string, where: string): Column {
  const column = columnOf(table, name);
  if (column !== undefined) return column;
  throw missingColumn(table, name, where);
}

/** Also one that was read as identities; undefined where there is none. */
export function columnOf(table: Table, name: string): Column | undefined {
  return findColumn(table, name) ?? columnOfIdentities(table, name);
}

/**
 * Values of a numeric column, NaN = missing.
 * @throws DataError when it is absent or not numeric, and for a cell that is neither a number nor missing.
 */
export function numberColumn(table: Table, name: string, where: string): Float64Array {
  const column = requireColumn(table, name, where);
  if (column.kind === 'category') refuseOpenSign(column, where);
  if (column.kind !== 'number') throw wrongKind(column, 'numbers', where);
  if (column.unread !== undefined) throw unreadCells(column.unread, `numbers in column "${name}"`, where);
  if (column.unit !== undefined) throw hasUnit(name, column.unit, where);
  return column.values;
}

/** @throws DataError for numbers that may be a thousand times larger. */
function refuseOpenSign({ name, numbersInText }: CategoryColumn, where: string): void {
  const reason = numbersInText?.reason;
  if (numbersInText === undefined || (reason !== 'open-points' && reason !== 'open-commas')) return;
  const sign = reason === 'open-points' ? 'point' : 'comma';
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected numbers in column "${name}", got ${JSON.stringify(numbersInText.example.slice(0, 80))}, whose ${sign} may be a decimal one or stand between thousands`,
    {
      hint: 'set `decimal: point` or `decimal: comma` for the model in the configuration, or write the numbers without signs between thousands',
    },
  );
}

/** A percentage is no fraction, and another file may have another currency. */
function hasUnit(name: string, unit: string, where: string): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: expected numbers without a unit in column "${name}", got numbers in ${JSON.stringify(unit)}`,
    { hint: 'write the numbers alone, in the same unit in every file' },
  );
}

/** @throws DataError always: what the cells should be, where the first of them are, and how many there are. */
export function unreadCells({ count, examples }: UnreadCells, expected: string, where: string): DataError {
  const shown = examples.map(({ row, text }) => `${JSON.stringify(text.slice(0, 80))} in data row ${row}`);
  return new DataError(
    'DATA_INVALID',
    `${where}: expected ${expected}, got ${shown.join(', ')} (${count} of such cells)`,
    {
      hint: 'correct these cells, or leave them empty where the value is missing. Booleans are `true` and `false`, `yes` and `no`, or 1 and 0',
    },
  );
}

/** Of the cells with a value: more that do not fit into a declared column are no slips, and are not missing at random. */
const MOST_UNREAD = 0.05;

/**
 * @param declared columns whose kind the configuration says.
 * @throws DataError for one of which more than 5 % of the cells with a value are not of that kind.
 */
export function requireDeclaredKinds(table: Table, declared: readonly string[], where: string): void {
  for (const column of table.columns) {
    if (column.kind === 'category' || column.unread === undefined || !declared.includes(column.name))
      continue;
    const read = column.values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
    if (column.unread.count <= MOST_UNREAD * (read + column.unread.count)) continue;
    const expected = `${KIND_IN_WORDS[column.kind]} in column "${column.name}", as \`columns\` of the configuration says`;
    throw unreadCells(column.unread, expected, where);
  }
}

/** Epoch milliseconds UTC, NaN = missing. @throws DataError when it is absent or holds no times. */
export function timeColumn(table: Table, name: string, where: string): Float64Array {
  return requireTimeColumn(table, name, where).values;
}

/** @throws DataError when it is absent or holds no times, or days of which the order of day and month is not clear. */
export function requireTimeColumn(table: Table, name: string, where: string): TimeColumn {
  const column = requireColumn(table, name, where);
  if (column.kind === 'time') {
    refuseUnreadDays(column, where);
    return column;
  }
  throw wrongKind(column, 'times such as 2026-11-22 or 2026-11-22T09:30:00Z', where);
}

/** @throws DataError for days of which the order of day and month is open, or another than is known. */
function refuseUnreadDays(column: Column, where: string): void {
  if (column.kind !== 'time' || column.unreadDays === undefined) return;
  const { name } = column;
  const { fault } = column.unreadDays;
  const { expected, got } = describeDayOrderFault(fault);
  throw new DataError('DATA_INVALID', `${where}: expected ${expected}, in column "${name}", got ${got}`, {
    hint: hintOfDayOrder(name, fault),
  });
}

/**
 * Identifiers, one a row, as their file has them.
 * @throws DataError when the column is absent, or when a row has no value.
 */
export function identityColumn(table: Table, name: string, where: string): Texts {
  const read = table.identities?.find((identities) => identities.name === name)?.texts;
  const texts = read ?? Texts.from(textColumn(table, name, where));
  for (let row = 0; row < texts.count; row++) if (texts.isMissing(row)) throw noValue(name, row, where);
  return texts;
}

/**
 * A column as texts: groups, labels. Numbers are written as JavaScript writes them, times as ISO 8601.
 * @throws DataError when the column is absent, or when a row has no value.
 */
export function textColumn(table: Table, name: string, where: string): string[] {
  const column = requireColumn(table, name, where);
  refuseUnreadDays(column, where);
  const texts = new Array<string>(table.rowCount);
  for (let row = 0; row < table.rowCount; row++) {
    const text = textAt(column, row);
    if (text === undefined) throw noValue(name, row, where);
    texts[row] = text;
  }
  return texts;
}

/** What is wrong with a column that every row needs. */
export function noValue(name: string, row: number, where: string): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: expected a value in every row of column "${name}", got none in data row ${row + 1}`,
    { hint: 'write a value into every row, or leave the rows without one out' },
  );
}

/** One value as text; undefined = missing. */
export function textAt(column: Column, row: number): string | undefined {
  if (column.kind === 'category') return column.categories[column.codes[row] ?? -1];
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
  const number = parseNumberText(written);
  return Number.isNaN(number) ? written : String(number);
}

function wrongKind(column: Column, expected: string, where: string): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: expected ${expected} in column "${column.name}", got ${describeContent(column)}`,
    {
      hint: 'correct the values of the column, name another column, or pin its kind with `columns` in the configuration',
    },
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

/** A column that was read as identities, where it has another role too. */
function columnOfIdentities({ identities, rowCount }: Table, name: string): Column | undefined {
  const texts = identities?.find((column) => column.name === name)?.texts;
  if (texts === undefined) return undefined;
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(rowCount).fill(-1);
  for (let row = 0; row < rowCount; row++) {
    const text = texts.at(row);
    if (text === undefined) continue;
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    codes[row] = code;
  }
  return { kind: 'category', name, codes, categories: [...codeOf.keys()] };
}

function missingColumn(table: Table, name: string, where: string): DataError {
  const [alike] = findIndistinguishable(name, namesOf(table));
  if (alike !== undefined) return lookalikeColumn(name, alike, where);
  const leftOut = table.leftOut?.find((column) => column.name === name);
  const got = leftOut === undefined ? listColumns(table) : `one of ${leftOut.reason}, which are not read`;
  const suggestion = didYouMean(name, namesOf(table));
  return new DataError('DATA_INVALID', `${where}: expected a column "${name}", got ${got}`, {
    hint:
      leftOut === undefined
        ? `${suggestion === undefined ? '' : `${suggestion} Otherwise `}name a column of the file in the configuration, or write the column into the file`
        : 'write the values as numbers, texts or times in columns of their own',
  });
}

/** Both look the same in a message, so their code points say it. */
function lookalikeColumn(name: string, alike: string, where: string): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: expected a column "${name}", got "${alike}", which only looks alike: ${describeCodePoints(alike, name)}`,
    {
      hint: 'copy the name from the file into the configuration, or write it in one form: `unicodedata.normalize("NFC", name.strip())` in Python',
    },
  );
}

/** A file may have thousands. */
const LISTED_COLUMNS = 40;

function listColumns(table: Table): string {
  const names = namesOf(table);
  if (names.length === 0) return 'no columns';
  const more = names.length > LISTED_COLUMNS ? ` and ${names.length - LISTED_COLUMNS} more` : '';
  const listed = names.slice(0, LISTED_COLUMNS).map((name) => `"${name}"`);
  return `the columns ${listed.join(', ')}${more}`;
}

/** All columns of the file. */
function namesOf({ columns, identities = [], leftOut = [], unrequested = [] }: Table): readonly string[] {
  return [...[...identities, ...columns, ...leftOut].map(({ name }) => name), ...unrequested];
}
