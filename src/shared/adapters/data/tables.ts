/**
 * The port `Tables`: files as tables. The format is detected from the first bytes, not from the name: Parquet,
 * JSON Lines or CSV, the last two also compressed with gzip. Of Parquet, only the wanted columns are read.
 */
import { gunzipSync } from 'node:zlib';
import { DataError } from '../../domain/kernel/errors.ts';
import { MAX_CSV_BYTES, parseCsv } from '../../domain/table/csv.ts';
import { detectFormat, FORMAT_BYTES } from '../../domain/table/format.ts';
import { parseJsonLines } from '../../domain/table/json-lines.ts';
import type { Table } from '../../domain/table/table.ts';
import type { FileContent, Tables } from '../../ports/workspace.ts';
import { readParquet } from './parquet.ts';

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
  const format = detectFormat(await content.slice(0, FORMAT_BYTES));
  if (format === 'parquet') return await readParquet(content, where, columns);
  if (content.sizeBytes > MAX_CSV_BYTES) throw tooLarge(where, `${content.sizeBytes} bytes`);
  const bytes = await content.slice(0, content.sizeBytes);
  return parseText(format === 'gzip' ? gunzip(bytes, where) : bytes, where, columns);
}

function parseText(text: Uint8Array, where: string, columns: readonly string[] | undefined): Table {
  const options = columns === undefined ? {} : { columns };
  const format = detectFormat(text);
  switch (format) {
    case 'json-lines':
      return parseJsonLines(text, where, options);
    case 'csv':
      return parseCsv(text, where, options);
    case 'parquet':
    case 'gzip':
      throw new DataError('DATA_INVALID', `${where}: expected CSV or JSON Lines in gzip, got ${format}`, {
        hint: 'write the table without gzip around it',
      });
  }
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
