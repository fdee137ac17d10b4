/**
 * How a CSV file is written, from its first rows: delimiter, blanks behind it, header. What is no table with a header
 * is refused by name, for a wrong guess would shift every column or lose the first row.
 */
import { DataError } from '../kernel/errors.ts';
import { isLineEnd, lineEnd, readRow, readRows, type CsvRow } from './csv-rows.ts';
import { isMissingWord, parseBoolean } from './infer-kind.ts';
import { parseDeclaredNumber } from './parse-number.ts';
import { parseTimeText } from './parse-time.ts';
import { refuseRepeatedNames } from './repeated-names.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const TAB = 0x09;
/** Separators that some systems write and that this reader does not read, by the name that its message uses. */
const OTHER_SEPARATORS: ReadonlyMap<string, string> = new Map([
  ['\u0001', 'the control character U+0001 (the default of Hive)'],
  ['\u001f', 'the control character U+001F'],
  ['^', 'the character ^'],
  ['~', 'the character ~'],
]);
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
  const named = separatorLine(start, begin);
  const header = named?.next ?? begin;
  const delimiter = named?.delimiter ?? detectDelimiter(start, header, where);
  const rows = readRows(start, header, { delimiter, limit: SAMPLE_ROWS });
  const skipBlanks = delimiter !== TAB && rows.every(hasBlanks) && rows.some(({ cells }) => cells.length > 1);
  const { cells, next } = readRow(start, header, { delimiter, skipBlanks });
  const written = cells.map(({ text }) => text.trim());
  refuseRows(written, rows, where);
  // A column without a name (pandas writes its index so) is called by its place.
  const names = inFullWidth(written, rows).map((name, column) =>
    name === '' ? `column-${column + 1}` : name,
  );
  refuseRepeatedNames(names, `${where}, line 1`);
  return { delimiter, names, skipBlanks, bodyStart: next };
}

/** As tools write notes above a table. */
const COMMENT = /^(?:#|%|\/\/|--)/;

/**
 * Behind comments above the header. The last of them is the header where it has as many fields as the next line, and
 * that one
 * holds values or no blank follows the sign: `#chrom` is a name of a column.
 */
function afterComments(bytes: Uint8Array, begin: number, where: string): number {
  let header = begin;
  let last = begin;
  while (header < bytes.length && COMMENT.test(lineAt(bytes, header))) {
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

/** Behind byte order marks (some writers put two) and blank lines. */
function headerStart(bytes: Uint8Array): number {
  let position = 0;
  while (bytes[position] === 0xef && bytes[position + 1] === 0xbb && bytes[position + 2] === 0xbf)
    position += 3;
  if (bytes.subarray(position).every((byte) => byte <= 0x20)) return bytes.length;
  while (isLineEnd(bytes[position])) position++;
  return position;
}

/** The line `sep=;` that Excel writes and reads. */
function separatorLine(
  bytes: Uint8Array,
  begin: number,
): { readonly delimiter: number; readonly next: number } | undefined {
  const first = new TextDecoder().decode(bytes.subarray(begin, begin + 8));
  const found = /^sep=([,;\t|])(\r\n|\r|\n)/.exec(first);
  if (found === null) return undefined;
  return { delimiter: first.charCodeAt(4), next: begin + found[0].length };
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
    // The sample may end in the middle of its last row.
    const ended = rows.filter(({ next }) => next <= bytes.length);
    const whole = ended.length > 0 ? ended : rows;
    return { delimiter, fields, isRegular: whole.every(({ cells }) => cells.length === fields) };
  }).filter(({ fields }) => fields > 1);
  const regular = candidates.filter(({ isRegular }) => isRegular);
  const [best, next] = [...(regular.length > 0 ? regular : candidates)].sort(
    (left, right) => right.fields - left.fields,
  );
  if (best === undefined) {
    refuseOtherSeparators(bytes, begin, where);
    return DELIMITERS[0].charCodeAt(0);
  }
  if (best.fields !== next?.fields) return best.delimiter;
  throw new DataError('DATA_INVALID', `${where}, line 1: expected one of , ; tab | as delimiter, got a tie`, {
    hint: 'quote the column names, or write the file with commas',
  });
}

/** One column may hold anything, so blanks count as separators only where they separate numbers. */
function refuseOtherSeparators(bytes: Uint8Array, begin: number, where: string): void {
  const [header = '', ...lines] = readRows(bytes, begin, { delimiter: -1, limit: SAMPLE_ROWS }).map(
    ({ cells }) => cells[0]?.text ?? '',
  );
  const found = [...OTHER_SEPARATORS].find(
    ([separator]) =>
      header.includes(separator) &&
      lines.every((line) => fieldCount(line, separator) === fieldCount(header, separator)),
  );
  const got = found?.[1] ?? (areBlanksSeparators(header, lines) ? 'blanks between the fields' : undefined);
  if (got === undefined) return;
  throw new DataError(
    'DATA_INVALID',
    `${where}, line 1: expected one of , ; tab | as delimiter, got ${got}`,
    {
      hint: 'write the file with commas, such as pandas `to_csv(path, index=False)` does',
    },
  );
}

function fieldCount(line: string, separator: string): number {
  return line.split(separator).length;
}

function areBlanksSeparators(header: string, lines: readonly string[]): boolean {
  const names = header.trim().split(/\s+/);
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter((row) => row[0] !== '');
  if (names.length < 2 || rows.length === 0) return false;
  // R writes one field more in each row than in the header: the name of the row.
  const extra = (rows[0]?.length ?? 0) - names.length;
  if (extra !== 0 && extra !== 1) return false;
  if (rows.some((row) => row.length !== names.length + extra)) return false;
  return names.some((name, column) => {
    const isNumeric = rows.every((row) => !Number.isNaN(parseDeclaredNumber(row[column + extra] ?? '')));
    return isNumeric && Number.isNaN(parseDeclaredNumber(name));
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
