/**
 * CSV (RFC 4180, with CRLF, LF or CR) in pieces, into columns: one pass over the bytes, in which each cell is found and
 * parsed at once, without an object or a closure for a cell. A row that a piece cuts is read with the next one.
 */
import { CsvCells, IDENTITY, NUMBER, SKIP, TEXT, TIME } from './csv-cells.ts';
import { adviceForRow, CsvFault, DOUBLE_QUOTES, type FaultText } from './csv-fault.ts';
import { CsvKernel, LISTED_NUMBERS } from './csv-kernel.ts';
import { detectLayout, START_BYTES, type CsvLayout, type CsvReaderOptions } from './csv-layout.ts';
import { buildResult, type CsvPart, type CsvResult } from './csv-result.ts';
import { QUOTE, readRow } from './csv-rows.ts';

const SECOND_MARK: FaultText = {
  expected: 'a row',
  got: 'the byte-order mark with which a file begins',
  hint: 'put files together without the mark and the header of each but the first one',
};
const MIN_ROWS = 256;
/** So many rows say how many there are in all. */
const ESTIMATED_FROM = 1024;
const ROW_MARGIN = 1.02;
const GROWTH = 1.5;
/** A row that has other fields than the header is counted to its end, if that is not further away. */
const LONGEST_COUNTED = 1024 * 1024;

export interface PartOptions {
  readonly layout: CsvLayout;
  /** Its first byte in the file. */
  readonly start: number;
  /** The first one takes the others at its end; `sizeBytes` is then that of all of them. */
  readonly isFirst: boolean;
}

export class CsvReader {
  readonly #options: CsvReaderOptions;
  /** Before the layout is known; then the bytes stand in the memory of the kernel. */
  #head = new Uint8Array(0);
  #filled = 0;
  #position = 0;
  /** Where in the file the bytes begin that are pushed. */
  #start = 0;
  /** Bytes of the file before those that are kept. */
  #dropped = 0;
  #kernel: CsvKernel | undefined;
  #cells: readonly CsvCells[] = [];
  #layout = { delimiter: 0, lastColumn: 0 };
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
    if (this.#kernel === undefined && this.#filled < (this.#options.startBytes ?? START_BYTES)) return;
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
    for (const [column, cells] of this.#cells.entries()) {
      cells.addEvidence(this.#kernel?.evidenceOf(column) ?? 0);
    }
  }

  get #bytes(): Uint8Array {
    return this.#kernel?.bytes ?? this.#head;
  }

  #append(piece: Uint8Array): void {
    const kept = this.#filled - this.#position;
    if (this.#position > 0) {
      this.#bytes.copyWithin(0, this.#position, this.#filled);
      this.#dropped += this.#position;
      this.#position = 0;
    }
    if (kept + piece.length > this.#bytes.length) this.#grow(kept + piece.length, kept);
    this.#bytes.set(piece, kept);
    this.#filled = kept + piece.length;
  }

  #grow(needed: number, kept: number): void {
    const sizeBytes = Math.max(needed, Math.ceil(GROWTH * this.#bytes.length));
    if (this.#kernel !== undefined) {
      this.#kernel.reserve(sizeBytes);
      return;
    }
    const larger = new Uint8Array(sizeBytes);
    larger.set(this.#head.subarray(0, kept));
    this.#head = larger;
  }

  #begin(layout: CsvLayout, isPart: boolean): CsvKernel {
    const { delimiter, names, modes } = layout;
    const { kinds } = this.#options;
    this.#cells = names.map(
      (name, column) => new CsvCells(name, modes[column] ?? SKIP, { requested: kinds?.get(name), isPart }),
    );
    this.#layout = { delimiter, lastColumn: names.length - 1 };
    const kernel = new CsvKernel(layout);
    kernel.reserve(this.#filled);
    kernel.bytes.set(this.#head.subarray(0, this.#filled));
    this.#head = new Uint8Array(0);
    this.#kernel = kernel;
    return kernel;
  }

  #parseLayout(): CsvKernel {
    const layout = detectLayout(this.#head.subarray(0, this.#filled), this.#options);
    this.#position = layout.bodyStart;
    return this.#begin(layout, false);
  }

  /** Reads the rows that are complete, or all of them. */
  #parse(isLast: boolean): void {
    const kernel = this.#kernel ?? this.#parseLayout();
    for (;;) {
      const status = kernel.read(Math.min(this.#position, this.#filled), this.#filled, isLast);
      this.#takeRows(kernel);
      this.#position = kernel.position;
      switch (status) {
        case 'is-full':
          break;
        case 'needs-bytes':
          return;
        case 'other-fields': {
          const fault = this.#raggedRow(kernel.faultPosition, isLast);
          if (fault === undefined) return;
          throw fault;
        }
        case 'text-behind-quote':
          throw this.#textAfterQuote(kernel.faultPosition);
        case 'open-quote':
          throw this.#fault(kernel.faultPosition, {
            expected: 'a closing quote',
            got: 'the end of the file',
            hint: DOUBLE_QUOTES,
          });
        case 'second-mark':
          throw this.#fault(kernel.faultPosition, SECOND_MARK);
      }
    }
  }

  #takeRows(kernel: CsvKernel): void {
    const { rowCount } = kernel;
    if (rowCount === 0) return;
    const before = this.#rowCount;
    if (before + rowCount > this.#capacity) this.#reserve(before + rowCount, kernel.position);
    for (const [column, { mode, values, codes }] of this.#cells.entries()) {
      if (mode === NUMBER || mode === TIME) values.set(kernel.numbersOf(column), before);
      else if (mode === TEXT) codes.set(kernel.codesOf(column), before);
    }
    this.#takeListed(kernel);
    for (const [column, { mode }] of this.#cells.entries()) {
      if (mode === IDENTITY) this.#takeIdentities(kernel, column, before + rowCount);
    }
    this.#rowCount = before + rowCount;
  }

  #reserve(rowCount: number, position: number): void {
    const consumed = this.#dropped + position - this.#start;
    const { sizeBytes } = this.#options;
    const expected =
      sizeBytes === undefined || rowCount < ESTIMATED_FROM
        ? 0
        : Math.min(sizeBytes, Math.ceil(ROW_MARGIN * (rowCount / consumed) * sizeBytes));
    this.#capacity = Math.max(MIN_ROWS, rowCount, expected, Math.ceil(GROWTH * this.#capacity));
    for (const cells of this.#cells) cells.reserve(this.#capacity);
  }

  /** What the rules of the columns read, in the order of the file. */
  #takeListed(kernel: CsvKernel): void {
    const { listed } = kernel;
    for (let at = 0; at < listed.length; at += LISTED_NUMBERS) {
      const marked = listed[at] ?? 0;
      const column = marked >> 1;
      const cells = this.#cells[column];
      if (cells === undefined) continue;
      const row = this.#rowCount + (listed[at + 1] ?? 0);
      const [start, end] = [listed[at + 2] ?? 0, listed[at + 3] ?? 0];
      if ((marked & 1) !== 0) this.#putEscaped(kernel, column, { row, start, end });
      else {
        cells.put(row, kernel.bytes, start, end);
        if (cells.mode === TEXT) kernel.learn(column, { start, end, code: cells.codes[row] ?? -1 });
      }
      if (cells.mode === SKIP) kernel.setMode(column, SKIP);
    }
  }

  #putEscaped(kernel: CsvKernel, column: number, { row, start, end }: EscapedCell): void {
    const cells = this.#cells[column];
    if (cells?.mode === IDENTITY) this.#takeIdentities(kernel, column, row);
    const plain = unescapeQuotes(kernel.bytes, start, end);
    cells?.put(row, plain, 0, plain.length);
  }

  /** Those of the rows before `end` that have not been taken yet. */
  #takeIdentities(kernel: CsvKernel, column: number, end: number): void {
    const texts = this.#cells[column]?.texts;
    if (texts === undefined) return;
    const [from, to] = [texts.count - this.#rowCount, end - this.#rowCount];
    texts.appendAll(kernel.gather(column, { from, to, base: texts.sizeBytes }));
  }

  /** Undefined where the bytes so far cut the row. */
  #raggedRow(start: number, isLast: boolean): CsvFault | undefined {
    const { delimiter, lastColumn } = this.#layout;
    const { cells, next } = readRow(this.#bytes.subarray(0, this.#filled), start, { delimiter });
    if (next > this.#filled && !isLast && this.#filled - start < LONGEST_COUNTED) return undefined;
    return this.#fault(start, {
      expected: `${lastColumn + 1} fields as in the header`,
      got: String(cells.length),
      hint: adviceForRow(cells, lastColumn + 1),
    });
  }

  #textAfterQuote(closing: number): CsvFault {
    const isBackslash = this.#bytes[closing - 1] === BACKSLASH;
    return this.#fault(closing, {
      expected: 'a delimiter or a line end after a closing quote',
      got: 'more text',
      hint: isBackslash ? `${DOUBLE_QUOTES}, as \`escape\` set to a quote does in Spark` : DOUBLE_QUOTES,
    });
  }

  #fault(position: number, text: FaultText): CsvFault {
    return new CsvFault(this.#dropped + position, text);
  }
}

interface EscapedCell {
  readonly row: number;
  readonly start: number;
  readonly end: number;
}

const BACKSLASH = 0x5c;

/** The bytes of a quoted field with its doubled quotes undone. */
function unescapeQuotes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const plain = new Uint8Array(end - start);
  let length = 0;
  for (let position = start; position < end; position++) {
    plain[length++] = bytes[position] ?? 0;
    if (bytes[position] === QUOTE) position++;
  }
  return plain.subarray(0, length);
}
