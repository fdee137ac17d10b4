/**
 * CSV (RFC 4180, with CRLF, LF or CR) in pieces, into columns: one pass over the bytes in which each cell is found and
 * parsed at once, without an object or a closure for a cell. A row that a piece cuts is read again with the next one.
 */
import { HASH_FACTOR, HASH_SEED, type CategoryDictionary } from './category-dictionary.ts';
import { CsvCells, IDENTITY, NUMBER, SKIP, TEXT } from './csv-cells.ts';
import { CsvFault, type FaultText } from './csv-fault.ts';
import { detectLayout, START_BYTES, type CsvLayout, type CsvReaderOptions } from './csv-layout.ts';
import { buildResult, type CsvPart, type CsvResult } from './csv-result.ts';
import { plainEnd, readNumber, skipSpaces, unescapeQuotes } from './csv-scan.ts';
import { CARRIAGE_RETURN, LINE_FEED, lineEnd, QUOTE, readRow, SPACE, type CsvCell } from './csv-rows.ts';

/** Behind the bytes stands a line end, so that no loop needs to ask where they end. */
const SENTINEL_BYTES = 8;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
const SECOND_MARK: FaultText = {
  expected: 'a row',
  got: 'the byte-order mark with which a file begins',
  hint: 'put files together without the mark and the header of each but the first one',
};
const MIN_ROWS = 256;
const ROW_MARGIN = 1.02;
const GROWTH = 1.5;

export interface PartOptions {
  readonly layout: CsvLayout;
  /** Its first byte in the file. */
  readonly start: number;
  /** The first one takes the others at its end; `sizeBytes` is then that of all of them. */
  readonly isFirst: boolean;
}

export class CsvReader {
  readonly #options: CsvReaderOptions;
  #buffer = new Uint8Array(0);
  #filled = 0;
  #position = 0;
  /** Where in the file the bytes begin that are pushed. */
  #start = 0;
  /** Bytes of the file before the buffer. */
  #dropped = 0;
  #hasLayout = false;
  #cells: readonly CsvCells[] = [];
  #layout = { delimiter: 0, skipBlanks: false, lastColumn: 0 };
  /** What the loop over cells reads and writes, by column. */
  #modes = new Uint8Array(0);
  #values: Float64Array[] = [];
  #codes: Int32Array[] = [];
  #dictionaries: CategoryDictionary[] = [];
  /** What the points of numbers show, by column: see `SignEvidence`. */
  #evidence = new Uint8Array(0);
  #rowCount = 0;
  #capacity = 0;

  /** @param part of a file, which begins with a row: it has no header of its own. */
  constructor(options: CsvReaderOptions, part?: PartOptions) {
    this.#options = options;
    if (part === undefined) return;
    this.#start = part.start;
    this.#dropped = part.start;
    this.#begin(part.layout, !part.isFirst);
  }

  /** @throws DataError, or CsvFault with the place in the file. */
  push(piece: Uint8Array): void {
    this.#append(piece);
    if (!this.#hasLayout && this.#filled < (this.#options.startBytes ?? START_BYTES)) return;
    this.#parse(false);
  }

  /** @throws DataError, or CsvFault with the place in the file. */
  finish(): CsvResult {
    this.#parse(true);
    return this.#build();
  }

  /** Whether the bytes so far end with a row. @throws DataError, or CsvFault with the place in the file. */
  endsWithRow(): boolean {
    this.#parse(false);
    return this.#position === this.#filled;
  }

  /**
   * The rows of the whole file, of which this reader has read the first part.
   * @param parts all others, in the order of the file.
   * @throws DataError.
   */
  finishWith(parts: readonly CsvPart[]): CsvResult {
    const rowsBefore = this.#rowCount;
    this.#rowCount = parts.reduce((sum, { rowCount }) => sum + rowCount, rowsBefore);
    for (const [column, cells] of this.#cells.entries()) {
      const others = parts.map((part) => part.cells[column]);
      for (const part of parts) part.cells[column] = undefined;
      cells.append(others, { rowsBefore, rowCount: this.#rowCount });
    }
    return this.#build();
  }

  /**
   * @param isLast whether the file ends here; any other part ends with a row, or was cut in the wrong place.
   * @throws CsvFault with the place in the file.
   */
  finishPart(isLast: boolean): CsvPart {
    this.#parse(isLast);
    this.#handOverEvidence();
    return {
      rowCount: this.#rowCount,
      isWhole: this.#position === this.#filled,
      cells: this.#cells.map((cells) => cells.takePart(this.#rowCount)),
    };
  }

  #build(): CsvResult {
    this.#handOverEvidence();
    return buildResult(this.#cells, this.#rowCount, { ...this.#options, delimiter: this.#layout.delimiter });
  }

  #handOverEvidence(): void {
    for (const [column, cells] of this.#cells.entries()) cells.addEvidence(this.#evidence[column] ?? 0);
  }

  #append(piece: Uint8Array): void {
    const kept = this.#filled - this.#position;
    if (this.#position > 0) {
      this.#buffer.copyWithin(0, this.#position, this.#filled);
      this.#dropped += this.#position;
      this.#position = 0;
    }
    const needed = kept + piece.length + SENTINEL_BYTES;
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, kept));
      this.#buffer = larger;
    }
    this.#buffer.set(piece, kept);
    this.#filled = kept + piece.length;
    this.#buffer[this.#filled] = LINE_FEED;
  }

  #begin(layout: CsvLayout, isPart: boolean): void {
    const { delimiter, skipBlanks, names, modes } = layout;
    const { kinds } = this.#options;
    this.#cells = names.map(
      (name, column) => new CsvCells(name, modes[column] ?? SKIP, { requested: kinds?.get(name), isPart }),
    );
    this.#evidence = new Uint8Array(names.length);
    this.#layout = { delimiter, skipBlanks, lastColumn: names.length - 1 };
    this.#hasLayout = true;
  }

  #reserve(): void {
    const consumed = this.#dropped + this.#position - this.#start;
    const { sizeBytes } = this.#options;
    const expected =
      sizeBytes === undefined || this.#rowCount === 0
        ? 0
        : Math.min(sizeBytes, Math.ceil(ROW_MARGIN * (this.#rowCount / consumed) * sizeBytes));
    this.#capacity = Math.max(MIN_ROWS, expected, Math.ceil(GROWTH * this.#capacity));
    for (const cells of this.#cells) cells.reserve(this.#capacity);
    this.#refresh();
  }

  /** The arrays that the loop writes to. */
  #refresh(): void {
    this.#values = this.#cells.map(({ values }) => values);
    this.#codes = this.#cells.map(({ codes }) => codes);
    this.#dictionaries = this.#cells.map(({ dictionary }) => dictionary);
    this.#modes = Uint8Array.from(this.#cells, ({ mode }) => mode);
  }

  /** Reads the rows that are complete, or all of them. */
  #parse(isLast: boolean): void {
    if (!this.#hasLayout) {
      const layout = detectLayout(this.#buffer.subarray(0, this.#filled), this.#options);
      this.#begin(layout, false);
      this.#position = layout.bodyStart;
    }
    const { lastColumn } = this.#layout;
    const limit = this.#filled;
    while (this.#position < limit) {
      const first = this.#buffer[this.#position];
      const isBlank = first === LINE_FEED || first === CARRIAGE_RETURN;
      if (!isBlank || lastColumn === 0) {
        if (this.#rowCount >= this.#capacity) this.#reserve();
        const next = this.#readRow(this.#position, isLast);
        if (next < 0) break;
        this.#position = next;
        this.#rowCount++;
      } else {
        // Half of a line end may stand at the end of a piece; where there is one column, a blank line is a row.
        const next = lineEnd(this.#buffer, this.#position);
        if (next > limit && !isLast) break;
        this.#position = next;
      }
    }
    this.#position = Math.min(this.#position, limit);
    for (const { mode, texts } of this.#cells) if (mode === IDENTITY) texts.truncate(this.#rowCount);
  }

  /** @returns the place of the next row, or -1 when the end of the piece cuts this one. */
  #readRow(start: number, isLast: boolean): number {
    const bytes = this.#buffer;
    const { delimiter, skipBlanks, lastColumn } = this.#layout;
    const limit = isLast ? NO_LIMIT : this.#filled;
    const modes = this.#modes;
    const values = this.#values;
    const evidence = this.#evidence;
    const row = this.#rowCount;
    let at = start;
    if (bytes[at] === BYTE_ORDER_MARK[0]) this.#refuseMark(at);
    for (let column = 0; ; column++) {
      if (skipBlanks) while (bytes[at] === SPACE) at++;
      const from = at;
      at =
        modes[column] === NUMBER
          ? readNumber(bytes, from, delimiter, values[column] ?? NO_VALUES, row, evidence, column)
          : -1;
      if (at < 0) at = this.#readCell(column, from, limit);
      if (at < 0) return -1;
      if (bytes[at] === delimiter) {
        if (column === lastColumn) throw this.#raggedRow(start);
        at++;
        continue;
      }
      // A carriage return at the end of a piece may be half of a line end.
      if (at >= limit || (at === limit - 1 && bytes[at] === CARRIAGE_RETURN)) return -1;
      if (column !== lastColumn) throw this.#raggedRow(start);
      return lineEnd(bytes, at);
    }
  }

  /** Of the file itself it stands before the header. @throws CsvFault for a row that begins with one. */
  #refuseMark(at: number): void {
    if (BYTE_ORDER_MARK.every((byte, index) => this.#buffer[at + index] === byte))
      throw new CsvFault(this.#dropped + at, SECOND_MARK);
  }

  /** @returns the place of the delimiter or line end behind the cell, or -1 when the cell is cut. */
  #readCell(column: number, at: number, limit: number): number {
    let end = -1;
    switch (this.#modes[column]) {
      case TEXT:
        end = this.#readText(column, at, limit);
        break;
      case IDENTITY:
        end = this.#readIdentity(column, at, limit);
        break;
      default:
        // Numbers that are unusual, times, and columns that are skipped have no loop of their own.
        break;
    }
    return end >= 0 ? end : this.#readUnusual(column, at, limit);
  }

  /** The hash is made on the way. A text that is cut is not a category yet. */
  #readText(column: number, start: number, limit: number): number {
    const bytes = this.#buffer;
    const { delimiter } = this.#layout;
    let byte = bytes[start] ?? 0;
    if (byte === QUOTE || byte === SPACE) return -1;
    let at = start;
    let hash = HASH_SEED;
    while (byte !== delimiter && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) {
      hash = Math.imul(hash ^ byte, HASH_FACTOR);
      byte = bytes[++at] ?? 0;
    }
    if (at === start || at >= limit) return at;
    const dictionary = this.#dictionaries[column];
    const codes = this.#codes[column];
    if (dictionary !== undefined && codes !== undefined) {
      codes[this.#rowCount] = dictionary.encodeHashed(bytes, start, at, hash);
    }
    return at;
  }

  #readIdentity(column: number, start: number, limit: number): number {
    const bytes = this.#buffer;
    if (bytes[start] === QUOTE || bytes[start] === SPACE) return -1;
    const end = plainEnd(bytes, start, this.#layout.delimiter);
    if (end < limit) this.#cells[column]?.texts.append(bytes, start, end);
    return end;
  }

  /** A cell that is quoted, or not what its column holds. */
  #readUnusual(column: number, at: number, limit: number): number {
    const bytes = this.#buffer;
    const { delimiter } = this.#layout;
    const start = skipSpaces(bytes, at);
    if (bytes[start] === QUOTE) return this.#readQuoted(column, start, limit);
    const end = plainEnd(bytes, at, delimiter);
    if (end < limit) this.#put(column, bytes, at, end);
    return end;
  }

  #readQuoted(column: number, openingQuote: number, limit: number): number {
    const bytes = this.#buffer;
    const { delimiter } = this.#layout;
    const isLast = limit === NO_LIMIT;
    let isEscaped = false;
    let closing = openingQuote;
    for (;;) {
      closing++;
      while (closing < this.#filled && bytes[closing] !== QUOTE) closing++;
      if (closing >= this.#filled) {
        if (!isLast) return -1;
        throw this.#fault(openingQuote, { expected: 'a closing quote', got: 'the end of the file' });
      }
      if (bytes[closing + 1] !== QUOTE || closing + 1 >= this.#filled) break;
      isEscaped = true;
      closing++;
    }
    const end = skipSpaces(bytes, closing + 1);
    if (end >= limit) return -1;
    if (bytes[end] !== delimiter && bytes[end] !== LINE_FEED && bytes[end] !== CARRIAGE_RETURN) {
      throw this.#textAfterQuote(closing);
    }
    if (isEscaped) {
      const plain = unescapeQuotes(bytes, openingQuote + 1, closing);
      this.#put(column, plain, 0, plain.length);
    } else this.#put(column, bytes, openingQuote + 1, closing);
    return end;
  }

  #put(column: number, bytes: Uint8Array, start: number, end: number): void {
    const cells = this.#cells[column];
    if (cells === undefined) return;
    const wasSkipped = cells.mode === SKIP;
    cells.put(this.#rowCount, bytes, start, end);
    if (!wasSkipped && cells.mode === SKIP) this.#refresh();
  }

  #raggedRow(start: number): CsvFault {
    const { delimiter, lastColumn } = this.#layout;
    const { cells } = readRow(this.#buffer.subarray(0, this.#filled), start, { delimiter });
    return this.#fault(start, {
      expected: `${lastColumn + 1} fields as in the header`,
      got: String(cells.length),
      hint: adviceFor(cells, lastColumn + 1),
    });
  }

  #textAfterQuote(closing: number): CsvFault {
    const isBackslash = this.#buffer[closing - 1] === BACKSLASH;
    return this.#fault(closing, {
      expected: 'a delimiter or a line end after a closing quote',
      got: 'more text',
      hint: isBackslash ? 'double quotes within quotes, as `escape` set to a quote does in Spark' : undefined,
    });
  }

  #fault(position: number, text: FaultText): CsvFault {
    return new CsvFault(this.#dropped + position, text);
  }
}

/** What a row is that has other fields than the header. */
function adviceFor(cells: readonly CsvCell[], expected: number): string | undefined {
  const first = cells[0]?.text ?? '';
  if (/^(?:<{7}|={7}|>{7})/.test(first)) return 'resolve the conflict of git that this line is part of';
  if (/^(?:#|%|\/\/|--)/.test(first)) return 'leave comments out of the table';
  if (expected === 1)
    return 'leave out what stands above the header, so that the first line names the columns';
  return cells.length === expected + 1
    ? 'name each column in the header, that of row names too (R leaves them out with `row.names = FALSE`), and end no line with a delimiter'
    : undefined;
}

/** Beyond any place in a buffer, and a small integer like those. */
const NO_LIMIT = 2 ** 30;
const BACKSLASH = 0x5c;
const NO_VALUES = new Float64Array(0);
