/** Single rows of CSV as texts: for the header and the first rows, from which the dialect is read. */
export const QUOTE = 0x22;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

export interface CsvRow {
  readonly cells: readonly CsvCell[];
  /** Where the next row begins, behind the line end. */
  readonly next: number;
}

export interface CsvCell {
  readonly text: string;
  readonly hasBlankBefore: boolean;
  readonly isQuoted: boolean;
}

export interface RowOptions {
  /** The byte between two fields. */
  readonly delimiter: number;
  /** Before fields without quotes too. */
  readonly skipBlanks?: boolean;
}

/**
 * The row that begins at `position`; blanks before a quote are skipped. An open quote reaches to the end.
 */
export function readRow(
  bytes: Uint8Array,
  position: number,
  { delimiter, skipBlanks = false }: RowOptions,
): CsvRow {
  const cells: CsvCell[] = [];
  for (let at = position; ; at++) {
    const start = skipMark(bytes, skipSpaces(bytes, at));
    const isQuoted = bytes[start] === QUOTE;
    const from = isQuoted || skipBlanks ? start : at;
    const end = fieldEnd(bytes, from, delimiter);
    const raw = new TextDecoder().decode(bytes.subarray(from, end));
    cells.push({ text: isQuoted ? unquote(raw) : raw, hasBlankBefore: start > at && start < end, isQuoted });
    at = end;
    if (at >= bytes.length || bytes[at] !== delimiter) {
      return { cells, next: lineEnd(bytes, at) };
    }
  }
}

/** The first rows from `position` on, blank ones left out. */
export function readRows(
  bytes: Uint8Array,
  position: number,
  { delimiter, limit }: { readonly delimiter: number; readonly limit: number },
): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  for (let at = position; at < bytes.length && rows.length < limit;) {
    if (isLineEnd(bytes[at])) {
      at++;
      continue;
    }
    const row = readRow(bytes, at, { delimiter });
    rows.push(row);
    at = row.next;
  }
  return rows;
}

/** A byte order mark before a quote, as files have it that were put together. */
function skipMark(bytes: Uint8Array, position: number): number {
  const isMark = bytes[position] === 0xef && bytes[position + 1] === 0xbb && bytes[position + 2] === 0xbf;
  return isMark && bytes[position + 3] === QUOTE ? position + 3 : position;
}

function skipSpaces(bytes: Uint8Array, position: number): number {
  while (bytes[position] === SPACE) position++;
  return position;
}

function fieldEnd(bytes: Uint8Array, start: number, delimiter: number): number {
  let position = start;
  if (bytes[start] === QUOTE) {
    for (position = start + 1; position < bytes.length; position++) {
      if (bytes[position] !== QUOTE) continue;
      if (bytes[position + 1] !== QUOTE) break;
      position++;
    }
  }
  while (position < bytes.length && bytes[position] !== delimiter && !isLineEnd(bytes[position])) position++;
  return position;
}

function unquote(raw: string): string {
  const end = raw.lastIndexOf('"');
  return raw.slice(1, end > 0 ? end : raw.length).replaceAll('""', '"');
}

/** The position behind one line end. */
export function lineEnd(bytes: Uint8Array, position: number): number {
  if (bytes[position] === CARRIAGE_RETURN && bytes[position + 1] === LINE_FEED) return position + 2;
  return position + 1;
}

export function isLineEnd(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}
