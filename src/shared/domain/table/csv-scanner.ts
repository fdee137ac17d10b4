/**
 * Where the fields of a CSV file begin and end (RFC 4180, with CRLF, LF or CR, and any one-byte
 * delimiter), block by block, in two flat arrays. It converts nothing.
 */
import { DataError } from '../kernel/errors.ts';

const BLOCK_ROWS = 1024;

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export interface CsvLayout {
  readonly bytes: Uint8Array;
  readonly delimiter: number;
  readonly columnCount: number;
  /** Name of the file in messages. */
  readonly where: string;
}

export class CsvScanner {
  readonly layout: CsvLayout;
  /** Field `row * columnCount + column` of the current block begins here; quotes are left out. */
  readonly starts: Int32Array;
  /** It ends before here; `~end` when it holds doubled quotes that have to be undone. */
  readonly ends: Int32Array;
  #position: number;

  constructor(layout: CsvLayout, position: number) {
    this.layout = layout;
    this.starts = new Int32Array(BLOCK_ROWS * layout.columnCount);
    this.ends = new Int32Array(BLOCK_ROWS * layout.columnCount);
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  /** Scans one row, the header, into the first fields of the block. */
  scanRow(): void {
    while (isLineEnd(this.layout.bytes[this.#position])) this.#position++;
    this.#scanFields(0);
  }

  /**
   * Scans the next block; blank lines are skipped. Returns its number of rows, 0 at the end of the file.
   * @throws DataError when a row has more or fewer fields than there are columns, or a quote stays open.
   */
  scanBlock(): number {
    const { bytes, columnCount } = this.layout;
    let rows = 0;
    while (rows < BLOCK_ROWS) {
      while (isLineEnd(bytes[this.#position])) this.#position++;
      if (this.#position >= bytes.length) break;
      this.#scanFields(rows * columnCount);
      rows++;
    }
    return rows;
  }

  #scanFields(firstField: number): void {
    const { bytes, delimiter, columnCount } = this.layout;
    const rowStart = this.#position;
    let position = rowStart;
    for (let field = firstField; ; field++) {
      if (bytes[position] === QUOTE) {
        position = this.#scanQuoted(position, field);
      } else {
        this.starts[field] = position;
        for (; position < bytes.length; position++) {
          const byte = bytes[position];
          if (byte === delimiter || byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
        }
        this.ends[field] = position;
      }
      const isLast = position >= bytes.length || bytes[position] !== delimiter;
      const fieldCount = field - firstField + 1;
      if (isLast !== (fieldCount === columnCount)) throw raggedRow(this.layout, rowStart);
      if (isLast) break;
      position++;
    }
    this.#position = position;
  }

  /** Returns the position after the closing quote. */
  #scanQuoted(openingQuote: number, field: number): number {
    const { bytes, delimiter } = this.layout;
    let position = openingQuote + 1;
    let isEscaped = false;
    for (;;) {
      position = bytes.indexOf(QUOTE, position);
      if (position < 0) throw csvError(this.layout, openingQuote, 'a closing quote', 'the end of the file');
      if (bytes[position + 1] !== QUOTE) break;
      isEscaped = true;
      position += 2;
    }
    this.starts[field] = openingQuote + 1;
    this.ends[field] = isEscaped ? ~position : position;
    const after = bytes[position + 1];
    if (after !== undefined && after !== delimiter && !isLineEnd(after)) {
      throw csvError(this.layout, position, 'a delimiter or a line end after a closing quote', 'more text');
    }
    return position + 1;
  }
}

/** The bytes of a quoted field with its doubled quotes undone. */
export function unescapeQuotes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const plain = new Uint8Array(end - start);
  let length = 0;
  for (let position = start; position < end; position++) {
    plain[length++] = bytes[position] ?? 0;
    if (bytes[position] === QUOTE) position++;
  }
  return plain.subarray(0, length);
}

/** A DataError that carries the line, counted only now that it is needed. */
export function csvError(layout: CsvLayout, position: number, expected: string, got: string): DataError {
  const line = lineNumber(layout.bytes, position);
  return new DataError('DATA_INVALID', `${layout.where}, line ${line}: expected ${expected}, got ${got}`);
}

function raggedRow(layout: CsvLayout, rowStart: number): DataError {
  const fieldCount = countFields(layout, rowStart);
  return csvError(layout, rowStart, `${layout.columnCount} fields as in the header`, String(fieldCount));
}

function countFields({ bytes, delimiter }: CsvLayout, rowStart: number): number {
  let fieldCount = 1;
  let isQuoted = false;
  for (let position = rowStart; position < bytes.length; position++) {
    const byte = bytes[position];
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (!isQuoted && byte === delimiter) fieldCount++;
    else if (!isQuoted && isLineEnd(byte)) break;
  }
  return fieldCount;
}

function lineNumber(bytes: Uint8Array, position: number): number {
  let line = 1;
  for (let i = 0; i < position; i++) {
    if (bytes[i] === LINE_FEED || (bytes[i] === CARRIAGE_RETURN && bytes[i + 1] !== LINE_FEED)) line++;
  }
  return line;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}
