/**
 * A CSV file in parts that are read at once. Where a row begins cannot be known without all that stands before, since
 * a line end may be part of a quoted field. So it is guessed, and checked: a part must end where the next one begins.
 */
import { CsvFault, type FaultText } from './csv-fault.ts';
import type { CsvLayout } from './csv-layout.ts';
import type { CsvReader } from './csv-reader.ts';
import type { CsvPart, CsvResult } from './csv-result.ts';
import { LINE_FEED, readRow } from './csv-rows.ts';

/** So many rows have as many fields as the header where one is taken to begin. */
const ROWS_CHECKED = 3;

/** Bytes from `start` to before `end`. */
export interface PartRange {
  readonly start: number;
  readonly end: number;
}

/** What became of a part; a fault has its place in the file. */
export type ReadPart =
  | { readonly kind: 'rows'; readonly part: CsvPart }
  | { readonly kind: 'fault'; readonly offset: number; readonly text: FaultText };

/** @returns where a row is likely to begin in these bytes; undefined where none does. */
export function findRowStart(
  bytes: Uint8Array,
  layout: Pick<CsvLayout, 'delimiter' | 'names'>,
): number | undefined {
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
    if (areRows(bytes, at + 1, layout)) return at + 1;
  }
  return undefined;
}

function areRows(
  bytes: Uint8Array,
  start: number,
  { delimiter, names }: Pick<CsvLayout, 'delimiter' | 'names'>,
): boolean {
  let at = start;
  for (let count = 0; count < ROWS_CHECKED; count++) {
    const { cells, next } = readRow(bytes, at, { delimiter });
    if (next > bytes.length || cells.length !== names.length) return false;
    at = next;
  }
  return true;
}

/**
 * @param first the reader of the first part.
 * @param others in the order of the file.
 * @returns undefined when one of them began within a row: then the file has to be read from its beginning.
 * @throws CsvFault for the first fault of the file; DataError as `CsvReader`.
 */
export function joinReadParts(first: CsvReader, others: readonly ReadPart[]): CsvResult | undefined {
  if (!first.endsWithRow()) return undefined;
  const rows: CsvPart[] = [];
  for (const read of others) {
    if (read.kind === 'fault') throw new CsvFault(read.offset, read.text);
    if (!read.part.isWhole) return undefined;
    rows.push(read.part);
  }
  return first.finishWith(rows);
}
