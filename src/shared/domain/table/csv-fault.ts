/** What is wrong with a CSV file, by its place in bytes: the line is counted only when there is something to say. */
import { DataError } from '../kernel/errors.ts';
import { CARRIAGE_RETURN, LINE_FEED } from './csv-rows.ts';

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
