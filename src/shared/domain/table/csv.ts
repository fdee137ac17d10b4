/**
 * CSV text into a Table. The first line names the columns; the delimiter is one of `,` `;` tab `|`. A column is what
 * was asked for, or what its values are: numbers, times (ISO 8601), booleans (as 0 and 1) or text.
 * Not read: comments among the rows, several header lines.
 */
import { DataError } from '../kernel/errors.ts';
import { CsvFault, describeFault, LineCounter } from './csv-fault.ts';
import type { CsvReaderOptions } from './csv-layout.ts';
import { CsvReader } from './csv-reader.ts';
import type { CsvResult } from './csv-result.ts';
import type { BuiltColumn } from './csv-cells.ts';
import { Utf8LineCounter } from './encoding.ts';
import type { ReadOptions } from './read-options.ts';
import { withoutEmptyEnd } from './require-observations.ts';
import type { Column, IdentityColumn, Table } from './table.ts';
import { isNameless } from './csv-dialect.ts';

const PIECE_BYTES = 1024 * 1024;

/** A file in pieces; it can be read any number of times. */
export type Pieces = () => AsyncIterable<Uint8Array>;

/**
 * `where` names the file in messages.
 * @throws DataError: DATA_EMPTY when there is no header or no row, DATA_INVALID with the line otherwise.
 */
export function parseCsv(bytes: Uint8Array, where: string, options: ReadOptions = {}): Table {
  try {
    const pass = (more: Partial<CsvReaderOptions>): CsvResult => {
      const reader = new CsvReader({ ...options, where, sizeBytes: bytes.length, ...more });
      for (const piece of piecesOf(bytes)) reader.push(piece);
      return reader.finish();
    };
    const first = pass({});
    const again = namesToReadAgain(first);
    return combine(
      first,
      again.length === 0
        ? undefined
        : pass({ columns: again, asText: new Set(again), fileSign: first.fileSign }),
    );
  } catch (fault) {
    if (!(fault instanceof CsvFault)) throw fault;
    const lines = new LineCounter();
    lines.count(bytes, fault.offset);
    throw describeFault(fault, where, lines.line);
  }
}

/** Another way to read the same rows; undefined where this file cannot be read so. @throws as `CsvReader`. */
export type CsvPass = (options: CsvReaderOptions) => Promise<CsvResult | undefined>;

/** The same for a file that is read piece by piece, or in parts at once where it can be. */
export async function parseCsvPieces(
  pieces: Pieces,
  options: Omit<CsvReaderOptions, 'asText'>,
  readParts?: CsvPass,
): Promise<Table> {
  const pass = async (more: Partial<CsvReaderOptions>): Promise<CsvResult> => {
    const joined = await readParts?.({ ...options, ...more });
    if (joined !== undefined) return joined;
    const reader = new CsvReader({ ...options, ...more });
    for await (const piece of pieces()) reader.push(piece);
    return reader.finish();
  };
  try {
    const first = await pass({});
    const again = namesToReadAgain(first);
    return combine(
      first,
      again.length === 0
        ? undefined
        : await pass({ columns: again, asText: new Set(again), fileSign: first.fileSign }),
    );
  } catch (fault) {
    if (fault instanceof CsvFault) throw await locate(fault, pieces, options.where);
    if (fault instanceof DataError && fault.cause instanceof TypeError)
      throw await locateBytes(fault, pieces, options.where);
    throw fault;
  }
}

/** The column is known; where Excel wrote one name in another encoding, the line says which. */
async function locateBytes(fault: DataError, pieces: Pieces, where: string): Promise<DataError> {
  const lines = new Utf8LineCounter();
  let line: number | undefined;
  for await (const piece of pieces()) if ((line = lines.find(piece)) !== undefined) break;
  line ??= lines.finish();
  const rest = fault.message.slice(where.length);
  const { cause, hint } = fault;
  const place = line === undefined ? where : `${where}, line ${line}`;
  return new DataError(fault.code, `${place}${rest}`, { cause, ...(hint !== undefined && { hint }) });
}

async function locate(fault: CsvFault, pieces: Pieces, where: string): Promise<DataError> {
  const lines = new LineCounter();
  for await (const piece of pieces()) if (lines.count(piece, fault.offset)) break;
  return describeFault(fault, where, lines.line);
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES)
    yield bytes.subarray(start, start + PIECE_BYTES);
}

/** Without columns that have neither a name nor a value: fields of a doubled delimiter, or between parts of a sheet. */
function withoutNameless(columns: readonly Column[]): readonly Column[] {
  const isEmpty = (column: Column): boolean =>
    column.kind === 'number' && column.unread === undefined && column.values.every(Number.isNaN);
  const named = columns.filter((column) => !isNameless(column.name) || !isEmpty(column));
  return named.length === 0 ? columns : named;
}

function namesToReadAgain({ columns }: CsvResult): readonly string[] {
  return columns.flatMap(([name, { kind }]) => (kind === 'again' ? [name] : []));
}

function combine({ rowCount, columns, unrequested }: CsvResult, second: CsvResult | undefined): Table {
  const secondOf = new Map(second?.columns);
  const built = columns.map(([name, column]): BuiltColumn => secondOf.get(name) ?? column);
  const identities = built.flatMap((column): IdentityColumn[] =>
    column.kind === 'identity' ? [column.identity] : [],
  );
  return withoutEmptyEnd({
    rowCount,
    columns: withoutNameless(built.flatMap((column) => (column.kind === 'column' ? [column.column] : []))),
    ...(identities.length > 0 && { identities }),
    ...(unrequested.length > 0 && { unrequested }),
  });
}
