/** What is wrong with a CSV file, by its place in bytes: the line is counted only when there is something to say. */
import { DataError } from '../kernel/errors.ts';
import { CARRIAGE_RETURN, LINE_FEED, type CsvCell } from './csv-rows.ts';
import { COMMENT_LINE } from './csv-dialect.ts';

export interface FaultText {
  readonly expected: string;
  readonly got: string;
  /** What to do, where that is known. */
  readonly hint?: string | undefined;
}

export class CsvFault extends Error {
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly expected: string;
  readonly got: string;
  readonly hint: string | undefined;

  constructor(offset: number, { expected, got, hint }: FaultText) {
    super(`byte ${offset}: expected ${expected}, got ${got}`);
    this.offset = offset;
    this.expected = expected;
    this.got = got;
    this.hint = hint;
  }
}

export function describeFault({ expected, got, hint }: CsvFault, where: string, line: number): DataError {
  const message = `${where}, line ${line}: expected ${expected}, got ${got}`;
  return new DataError('DATA_INVALID', message, hint === undefined ? {} : { hint });
}

export const DOUBLE_QUOTES = 'double quotes within quotes: "" for each';

/** The end of a text file in DOS, which some editors still write. */
const END_OF_FILE = '\u001a';

/** What to do with a row that has other fields than the header. */
export function adviceForRow(cells: readonly CsvCell[], expected: number): string {
  const first = cells[0]?.text ?? '';
  if (/^(?:<{7}|={7}|>{7})/.test(first)) return 'resolve the conflict of git that this line is part of';
  if (COMMENT_LINE.test(first)) return 'leave comments out of the table';
  if (first === END_OF_FILE) return 'delete the sign U+001A at the end of the file, which DOS wrote there';
  if (expected === 1)
    return 'leave out what stands above the header, so that the first line names the columns';
  if (cells.length < expected)
    return 'write each field, also an empty one, and nothing below the rows: a line that was cut, or a note, is none';
  return cells.length === expected + 1
    ? 'name each column in the header, that of row names too (R leaves them out with `row.names = FALSE`), end no line with a delimiter, and quote fields that hold one'
    : 'quote fields that hold a delimiter, as writers of CSV do';
}

/** Counts line ends in consecutive pieces of a file, up to an offset. */
export class LineCounter {
  #line = 1;
  #position = 0;
  #previous = 0;

  get line(): number {
    return this.#line;
  }

  /** @returns whether the offset has been reached. */
  count(piece: Uint8Array, offset: number): boolean {
    const length = Math.min(piece.length, offset - this.#position);
    for (let at = 0; at < length; at++) {
      const byte = piece[at] ?? 0;
      if (byte === CARRIAGE_RETURN || (byte === LINE_FEED && this.#previous !== CARRIAGE_RETURN))
        this.#line++;
      this.#previous = byte;
    }
    this.#position += length;
    return this.#position >= offset;
  }
}
