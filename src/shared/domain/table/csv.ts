/**
 * CSV text into a Table. The first line names the columns; the delimiter is one of `,` `;` tab `|`.
 * A column is numbers, times (ISO 8601), booleans (as 0 and 1) or text, whatever all of its values are.
 * Not read: UTF-16, decimal commas, comments, several header lines. Each is refused with its name.
 */
import { DataError } from '../kernel/errors.ts';
import { csvError, CsvScanner, unescapeQuotes, type CsvLayout } from './csv-scanner.ts';
import { TextColumnBuilder } from './text-column-builder.ts';
import type { ReadOptions } from './read-options.ts';
import type { Column, Table } from './table.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SEMICOLON = 0x3b;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;

/** Offsets are kept in 32 bits, one of them for the sign. The reader of the file checks it before it reads. */
export const MAX_CSV_BYTES = 2 ** 31 - 1;
const ROW_ESTIMATE_BYTES = 65_536;

/**
 * `where` names the file in messages.
 * @throws DataError: DATA_EMPTY when there is no header or no row, DATA_INVALID with the line otherwise.
 */
export function parseCsv(bytes: Uint8Array, where: string, options: ReadOptions = {}): Table {
  const { layout, names, bodyStart } = readHeader(bytes, where);
  const wanted =
    options.columns === undefined ? names : names.filter((name) => options.columns?.includes(name));
  const first = readColumns(layout, { bodyStart, names, wanted, text: new Set() });
  const contradicted = first.builders.filter(({ isContradicted }) => isContradicted).map(({ name }) => name);
  const second =
    contradicted.length === 0
      ? []
      : readColumns(layout, { bodyStart, names, wanted: contradicted, text: new Set(contradicted) }).builders;
  const columns = first.builders.map((builder) =>
    buildColumn(second.find(({ name }) => name === builder.name) ?? builder, layout),
  );
  return { rowCount: first.rowCount, columns };
}

interface Header {
  readonly layout: CsvLayout;
  readonly names: readonly string[];
  readonly bodyStart: number;
}

function readHeader(bytes: Uint8Array, where: string): Header {
  refuseUnreadable(bytes, where);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const { delimiter, columnCount } = detectDelimiter(bytes, start, where);
  const layout: CsvLayout = { bytes, delimiter, columnCount, where };
  const scanner = new CsvScanner(layout, start);
  scanner.scanRow();
  const names = Array.from({ length: columnCount }, (_, column) => headerName(scanner, column));
  const twice = names.find((name, column) => names.indexOf(name) !== column);
  if (twice !== undefined) throw csvError(layout, start, 'each column once', `"${twice}" twice`);
  return { layout, names, bodyStart: scanner.position };
}

/** A column without a name (pandas writes its index so) is called by its place. */
function headerName({ layout, starts, ends }: CsvScanner, column: number): string {
  const start = starts[column] ?? 0;
  const end = ends[column] ?? 0;
  const raw = end < 0 ? unescapeQuotes(layout.bytes, start, ~end) : layout.bytes.subarray(start, end);
  const name = new TextDecoder().decode(raw).trim();
  return name === '' ? `column-${column + 1}` : name;
}

function refuseUnreadable(bytes: Uint8Array, where: string): void {
  if (bytes.every((byte) => byte <= 0x20)) {
    throw new DataError('DATA_EMPTY', `${where}: expected a header and rows, got an empty file`);
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new DataError('DATA_INVALID', `${where}: expected UTF-8 text, got UTF-16`, {
      hint: 'write the file as UTF-8',
    });
  }
}

/** The delimiter that the header line uses; a tie is refused, for a wrong guess would shift every column. */
function detectDelimiter(
  bytes: Uint8Array,
  start: number,
  where: string,
): { readonly delimiter: number; readonly columnCount: number } {
  const counts = new Map<number, number>(DELIMITERS.map((text) => [text.charCodeAt(0), 0]));
  let isQuoted = false;
  for (let position = start; position < bytes.length; position++) {
    const byte = bytes[position] ?? 0;
    if (byte === 0x22) isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (byte === 0x0a || byte === 0x0d) {
      if (position > start) break;
      continue;
    }
    const count = counts.get(byte);
    if (count !== undefined) counts.set(byte, count + 1);
  }
  const [best, next] = [...counts].sort((left, right) => right[1] - left[1]);
  if (best === undefined || (next !== undefined && best[1] > 0 && best[1] === next[1])) {
    throw new DataError(
      'DATA_INVALID',
      `${where}, line 1: expected one of , ; tab | as delimiter, got a tie`,
      {
        hint: 'quote the column names, or write the file with commas',
      },
    );
  }
  return { delimiter: best[0], columnCount: best[1] + 1 };
}

interface ColumnPlan {
  readonly bodyStart: number;
  readonly names: readonly string[];
  readonly wanted: readonly string[];
  readonly text: ReadonlySet<string>;
}

function readColumns(
  layout: CsvLayout,
  { bodyStart, names, wanted, text }: ColumnPlan,
): { readonly rowCount: number; readonly builders: readonly TextColumnBuilder[] } {
  const scanner = new CsvScanner(layout, bodyStart);
  const builders = wanted.map((name) => new TextColumnBuilder(name, text.has(name)));
  const expectedRows = estimateRows(layout, bodyStart);
  const { bytes, columnCount: stride } = layout;
  const { starts, ends } = scanner;
  let rowCount = 0;
  for (let rows = scanner.scanBlock(); rows > 0; rows = scanner.scanBlock()) {
    for (const builder of builders) {
      const first = names.indexOf(builder.name);
      builder.append({ bytes, starts, ends, first, stride, rows }, expectedRows);
    }
    rowCount += rows;
  }
  if (rowCount > 0) return { rowCount, builders };
  throw new DataError('DATA_EMPTY', `${layout.where}: expected rows, got only the header`);
}

/** From the length of the first lines, a little high: growing a column costs a copy. */
function estimateRows({ bytes }: CsvLayout, bodyStart: number): number {
  const end = Math.min(bytes.length, bodyStart + ROW_ESTIMATE_BYTES);
  let lines = 1;
  for (let position = bodyStart; position < end; position++) if (bytes[position] === 0x0a) lines++;
  return Math.ceil((1.02 * lines * (bytes.length - bodyStart)) / Math.max(1, end - bodyStart));
}

function buildColumn(builder: TextColumnBuilder, layout: CsvLayout): Column {
  try {
    const column = builder.build();
    refuseDecimalCommas(column, layout);
    return column;
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const message = `${layout.where}: expected UTF-8 text in column "${builder.name}", got other bytes`;
    throw new DataError('DATA_INVALID', message, { cause, hint: 'write the file as UTF-8' });
  }
}

function refuseDecimalCommas(column: Column, { delimiter, where }: CsvLayout): void {
  if (delimiter !== SEMICOLON || column.kind !== 'category' || column.labels.length === 0) return;
  if (!column.labels.every((label) => DECIMAL_COMMA.test(label))) return;
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected numbers such as 1.5 in column "${column.name}", got ${JSON.stringify(column.labels[0])}`,
    { hint: 'write decimal points, not commas' },
  );
}
