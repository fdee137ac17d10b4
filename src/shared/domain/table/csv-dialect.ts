/**
 * How a CSV file is written, from its first rows: delimiter, blanks behind it, header. What is no table with a header
 * is refused by name, for a wrong guess would shift every column or lose the first row.
 */
import { DataError } from '../kernel/errors.ts';
import { isLineEnd, lineEnd, readRow, readRows, type CsvRow } from './csv-rows.ts';
import { isMissingWord, parseBoolean } from './infer-kind.ts';
import { refuseOtherSeparators, refuseSeparator, refuseWideSeparators } from './other-separators.ts';
import { parseDeclaredNumber } from './parse-number.ts';
import { parseTimeText } from './parse-time.ts';
import { refuseRepeatedNames } from './repeated-names.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const TAB = 0x09;
const SAMPLE_ROWS = 20;

export interface CsvDialect {
  readonly delimiter: number;
  readonly names: readonly string[];
  /** Whether each delimiter is followed by a blank that belongs to no field. */
  readonly skipBlanks: boolean;
  /** Where the first row after the header begins. */
  readonly bodyStart: number;
}

/**
 * @param start the beginning of the file: at least the header, and some rows where there are any.
 * @throws DataError: DATA_EMPTY for blanks alone, DATA_INVALID for a file without a header or a readable delimiter.
 */
export function detectDialect(start: Uint8Array, where: string): CsvDialect {
  const begin = afterComments(start, headerStart(start), where);
  if (begin === start.length) {
    throw new DataError('DATA_EMPTY', `${where}: expected a header and rows, got an empty file`, {
      hint: 'write a header and at least one row; check that the step before has not failed',
    });
  }
  const named = separatorLine(start, begin, where);
  const header = named?.next ?? begin;
  const delimiter = named?.delimiter ?? detectDelimiter(start, header, where);
  const rows = readRows(start, header, { delimiter, limit: SAMPLE_ROWS });
  const skipBlanks = delimiter !== TAB && rows.every(hasBlanks) && rows.some(({ cells }) => cells.length > 1);
  const { cells, next } = readRow(start, header, { delimiter, skipBlanks });
  const written = cells.map(({ text }) => text.trim());
  refuseRows(written, rows, where);
  refuseWideSeparators(wholeRows(rows, start), delimiter, where);
  refuseTitle(written, wholeRows(rows, start), where);
  // A column without a name (pandas writes its index so) is called by its place.
  const names = inFullWidth(written, rows).map((name, column) =>
    name === '' ? `${NAMELESS}${column + 1}` : name,
  );
  refuseRepeatedNames(names, `${where}, line 1`);
  return { delimiter, names, skipBlanks, bodyStart: next };
}

const NAMELESS = 'column-';

/** Whether a column is called by its place. */
export function isNameless(name: string): boolean {
  return name.startsWith(NAMELESS) && /^\d+$/.test(name.slice(NAMELESS.length));
}

/** As tools write notes above a table. */
export const COMMENT_LINE = /^(?:#|%|\/\/|--)/;

/**
 * Behind comments above the header. The last of them is the header where it has as many fields as the next line, and
 * that one
 * holds values or no blank follows the sign: `#chrom` is a name of a column.
 */
function afterComments(bytes: Uint8Array, begin: number, where: string): number {
  let header = begin;
  let last = begin;
  while (header < bytes.length && COMMENT_LINE.test(lineAt(bytes, header))) {
    last = header;
    header = nextLine(bytes, header);
    while (isLineEnd(bytes[header])) header++;
  }
  if (header === begin || header >= bytes.length) return begin;
  const delimiter = detectDelimiter(bytes, header, where);
  const names = readRow(bytes, last, { delimiter }).cells.map(({ text }) => text.trim());
  const [first, ...rows] = readRows(bytes, header, { delimiter, limit: SAMPLE_ROWS });
  const below = first?.cells.map(({ text }) => text.trim()) ?? [];
  const isNote = /^\S{1,2}\s/.test(lineAt(bytes, last));
  const areValues = names.length > 1 ? !isNote || below.some(looksLikeValue) : isRowOfValues(below, rows);
  return names.length === below.length && areValues ? last : header;
}

function lineAt(bytes: Uint8Array, position: number): string {
  return new TextDecoder().decode(bytes.subarray(position, position + 3));
}

function nextLine(bytes: Uint8Array, position: number): number {
  let at = position;
  while (at < bytes.length && !isLineEnd(bytes[at])) at++;
  return lineEnd(bytes, at);
}

/**
 * The names for all fields of the rows. Rows may end in a delimiter, or the header may; R writes the name of a row, in
 * quotes like the names of the columns, and none for their column.
 */
function inFullWidth(names: readonly string[], [header, ...sample]: readonly CsvRow[]): readonly string[] {
  // The sample may end in the middle of its last row.
  const rows = sample.slice(0, -1).length > 0 ? sample.slice(0, -1) : sample;
  const haveFields = (fields: number): boolean =>
    rows.length > 0 && rows.every(({ cells }) => cells.length === fields);
  if (names.length > 1 && names.at(-1) === '' && haveFields(names.length - 1)) return names.slice(0, -1);
  if (!haveFields(names.length + 1)) return names;
  if (rows.every(({ cells }) => cells.at(-1)?.text.trim() === '')) return [...names, ''];
  const isQuoted = (row: CsvRow | undefined): boolean => row?.cells.every((cell) => cell.isQuoted) ?? false;
  const areNames = isQuoted(header) && rows.every(({ cells }) => cells[0]?.isQuoted);
  return areNames ? ['', ...names] : names;
}

/** The sample may end in the middle of its last row. */
function wholeRows(rows: readonly CsvRow[], { length }: Uint8Array): readonly CsvRow[] {
  const ended = rows.filter(({ next }) => next <= length);
  return ended.length > 0 ? ended : rows;
}

/** Behind byte order marks (some writers put two) and blank lines. */
function headerStart(bytes: Uint8Array): number {
  let position = 0;
  while (bytes[position] === 0xef && bytes[position + 1] === 0xbb && bytes[position + 2] === 0xbf)
    position += 3;
  if (bytes.subarray(position).every((byte) => byte <= 0x20)) return bytes.length;
  while (isLineEnd(bytes[position])) position++;
  return position;
}

const LONGEST_SEPARATOR_LINE = 16;

/** The line `sep=;` that Excel writes and reads. @throws DataError for a separator that is not read. */
function separatorLine(
  bytes: Uint8Array,
  begin: number,
  where: string,
): { readonly delimiter: number; readonly next: number } | undefined {
  const first = new TextDecoder().decode(bytes.subarray(begin, begin + LONGEST_SEPARATOR_LINE));
  const [line = '', , separator = ''] = /^("?)sep=([^\r\n"]+)\1(?:\r\n|\r|\n)/i.exec(first) ?? [];
  if (line === '') return undefined;
  if (!DELIMITERS.some((delimiter) => delimiter === separator)) refuseSeparator(separator, where);
  return { delimiter: separator.charCodeAt(0), next: begin + line.length };
}

interface Candidate {
  readonly delimiter: number;
  readonly fields: number;
  /** Whether the first rows have as many fields as the header. */
  readonly isRegular: boolean;
}

/** The delimiter that splits header and first rows alike; a tie is refused. */
function detectDelimiter(bytes: Uint8Array, begin: number, where: string): number {
  const candidates = DELIMITERS.map((text): Candidate => {
    const delimiter = text.charCodeAt(0);
    const [header, ...rows] = readRows(bytes, begin, { delimiter, limit: SAMPLE_ROWS });
    const fields = header?.cells.length ?? 0;
    const whole = wholeRows(rows, bytes);
    return { delimiter, fields, isRegular: whole.every(({ cells }) => cells.length === fields) };
  }).filter(({ fields }) => fields > 1);
  const regular = candidates.filter(({ isRegular }) => isRegular);
  const [best, next] = [...(regular.length > 0 ? regular : candidates)].sort(
    (left, right) => right.fields - left.fields,
  );
  if (best === undefined) {
    refuseOtherSeparators(readRows(bytes, begin, { delimiter: -1, limit: SAMPLE_ROWS }), where);
    return DELIMITERS[0].charCodeAt(0);
  }
  if (best.fields !== next?.fields) return best.delimiter;
  throw new DataError('DATA_INVALID', `${where}, line 1: expected one of , ; tab | as delimiter, got a tie`, {
    hint: 'quote the column names, or write the file with commas',
  });
}

function hasBlanks({ cells }: CsvRow): boolean {
  return cells.slice(1).every(({ text, hasBlankBefore }) => hasBlankBefore || text === '');
}

/** A header whose every name is a value is a row; a row among words is one when it holds a fraction or a time. */
function refuseRows(names: readonly string[], rows: readonly CsvRow[], where: string): void {
  if (!isRowOfValues(names, rows.slice(1))) return;
  const shown = names.slice(0, 4).map((name) => JSON.stringify(name.slice(0, 40)));
  throw new DataError(
    'DATA_INVALID',
    `${where}, line 1: expected a header with the names of the columns, got the values ${shown.join(', ')}${names.length > 4 ? ', …' : ''}`,
    { hint: 'write the names of the columns as the first line' },
  );
}

/**
 * A line above the names, as spreadsheets have it: a title, or a heading over several columns. It leaves fields behind
 * the first one empty, and words stand in all fields of the next line, with values below them.
 */
function refuseTitle(
  written: readonly string[],
  [, second, ...rows]: readonly CsvRow[],
  where: string,
): void {
  const [title] = written;
  const below = second?.cells.map(({ text }) => text.trim()) ?? [];
  if (title === undefined || below.length !== written.length || rows.length === 0) return;
  // The first field may be an index, which has no name.
  if (!written.slice(1).includes('')) return;
  const areNames =
    new Set(below).size === below.length && below.every((text) => text !== '' && !looksLikeValue(text));
  const hasValues = below.some((_, column) =>
    rows.every(({ cells }) => looksLikeValue(cells[column]?.text.trim() ?? '')),
  );
  if (!areNames || !hasValues) return;
  const shown = written.filter((name) => name !== '').map((name) => JSON.stringify(name.slice(0, 40)));
  throw new DataError(
    'DATA_INVALID',
    `${where}, line 1: expected the names of the columns, got a line above them (${shown.slice(0, 4).join(', ')})`,
    { hint: 'leave out what stands above the names, so that the first line names each column' },
  );
}

function isRowOfValues(names: readonly string[], rows: readonly CsvRow[]): boolean {
  const isValue = names.map(looksLikeValue);
  const values = names.filter((_, column) => isValue[column]);
  if (values.length === 0 || areCounted(values)) return false;
  const isRow = (column: number): boolean =>
    rows.every(({ cells }) => {
      const cell = cells[column]?.text.trim() ?? '';
      return cell === '' || isMissingWord(cell) || looksLikeValue(cell);
    });
  if (!names.every((_, column) => isValue[column] !== true || isRow(column))) return false;
  if (values.length === names.length) return true;
  // Names such as `2025`, and `0.9` for a quantile, head wide tables.
  const isSpecific = values.some((value) => /\d\.\d/.test(value) || !Number.isNaN(parseTimeText(value)));
  return isSpecific && rows.length > 0 && resemblesRows(names, isValue, rows);
}

/** The other names occur as values again, or have digits as the values below them do. */
function resemblesRows(
  names: readonly string[],
  isValue: readonly boolean[],
  rows: readonly CsvRow[],
): boolean {
  return names.every((name, column) => {
    if (isValue[column] === true) return true;
    const below = rows.map(({ cells }) => cells[column]?.text.trim() ?? '');
    const shape = shapeOf(name);
    return below.includes(name) || (shape !== name && below.some((text) => shapeOf(text) === shape));
  });
}

/** `user-17` and `user-4` have one shape. */
function shapeOf(text: string): string {
  return text.replace(/\d+/g, '0');
}

function looksLikeValue(text: string): boolean {
  return (
    !Number.isNaN(parseDeclaredNumber(text)) ||
    !Number.isNaN(parseTimeText(text)) ||
    (text.length > 1 && !Number.isNaN(parseBoolean(text)))
  );
}

/** 0, 1, 2 … or 2024, 2025, 2026: names without words are counted, as pandas, R and wide tables do. */
function areCounted(values: readonly string[]): boolean {
  const first = Number(values[0]);
  const isStart = first === 0 || (first === 1 && values.length > 1) || values.length > 2;
  return isStart && values.every((value, at) => value === String(first + at));
}
