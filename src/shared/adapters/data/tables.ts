/**
 * The port `Tables`: files as tables. The format is detected from the first bytes, not from the name: Parquet,
 * JSON Lines or CSV, the last two also compressed with gzip. Of Parquet, only the wanted columns are read.
 */
import { gunzipSync } from 'node:zlib';
import { DataError } from '../../domain/kernel/errors.ts';
import { MAX_CSV_BYTES, parseCsv } from '../../domain/table/csv.ts';
import { parseJsonLines } from '../../domain/table/json-lines.ts';
import type { Table } from '../../domain/table/table.ts';
import type { FileContent, Tables } from '../../ports/workspace.ts';
import { readParquet } from './parquet.ts';

const PARQUET_MAGIC = Buffer.from('PAR1');
const GZIP_MAGIC = Uint8Array.of(0x1f, 0x8b);
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);
const OPENING_BRACE = 0x7b;

export function createTables(): Tables {
  return { read: async (files, path, columns) => await readTable(await files.open(path), path, columns) };
}

/**
 * @param where names the file in messages.
 * @param columns that are kept; one that the file does not have is an error of whoever accesses it.
 * @throws DataError: DATA_EMPTY without rows, DATA_INVALID with the place of what is wrong.
 */
export async function readTable(
  content: FileContent,
  where: string,
  columns?: readonly string[],
): Promise<Table> {
  const start = await content.slice(0, PARQUET_MAGIC.length);
  if (startsWith(start, PARQUET_MAGIC)) return await readParquet(content, where, columns);
  if (content.sizeBytes > MAX_CSV_BYTES) throw tooLarge(where, `${content.sizeBytes} bytes`);
  const bytes = await content.slice(0, content.sizeBytes);
  const text = startsWith(bytes, GZIP_MAGIC) ? gunzip(bytes, where) : bytes;
  const unmarked = startsWith(text, BYTE_ORDER_MARK) ? text.subarray(BYTE_ORDER_MARK.length) : text;
  const first = unmarked.find((byte) => byte > 0x20);
  const options = columns === undefined ? {} : { columns };
  return first === OPENING_BRACE ? parseJsonLines(text, where, options) : parseCsv(text, where, options);
}

function startsWith(bytes: Uint8Array, magic: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

function gunzip(bytes: Uint8Array, where: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_CSV_BYTES });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(where, 'more after decompression', cause);
    throw new DataError('DATA_INVALID', `${where}: expected a complete gzip file, got a damaged one`, {
      cause,
    });
  }
}

/** CSV and JSON Lines are read into memory as a whole, so the size is checked before. */
function tooLarge(where: string, got: string, cause?: unknown): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: expected at most ${MAX_CSV_BYTES} bytes of CSV or JSON Lines, got ${got}`,
    { cause, hint: 'write Parquet, of which only the needed columns are read, or write fewer columns' },
  );
}
