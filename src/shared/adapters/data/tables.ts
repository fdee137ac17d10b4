/**
 * The port `Tables`: files into tables. What a file is, is read from its first bytes, not from its name:
 * Parquet, JSON Lines or CSV, the last two also compressed with gzip.
 */
import { gunzipSync } from 'node:zlib';
import { DataError } from '../../domain/kernel/errors.ts';
import { parseCsv } from '../../domain/table/csv.ts';
import { parseJsonLines } from '../../domain/table/json-lines.ts';
import type { Table } from '../../domain/table/table.ts';
import type { Tables } from '../../ports/workspace.ts';
import { parseParquet } from './parquet.ts';

const PARQUET_MAGIC = Buffer.from('PAR1');
const GZIP_MAGIC = Uint8Array.of(0x1f, 0x8b);
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);
const OPENING_BRACE = 0x7b;

export function createTables(): Tables {
  return { read: async (files, path, columns) => await parseTable(await files.read(path), path, columns) };
}

/**
 * `where` names the file in messages; columns that it does not have are left to the accessor that needs them.
 * @throws DataError: DATA_EMPTY without rows, DATA_INVALID with the place of what is wrong.
 */
export async function parseTable(
  bytes: Uint8Array,
  where: string,
  columns?: readonly string[],
): Promise<Table> {
  if (startsWith(bytes, PARQUET_MAGIC)) return await parseParquet(bytes, where, columns);
  const text = startsWith(bytes, GZIP_MAGIC) ? gunzip(bytes, where) : bytes;
  const ink = startsWith(text, BYTE_ORDER_MARK) ? text.subarray(BYTE_ORDER_MARK.length) : text;
  const firstInk = ink.find((byte) => byte > 0x20);
  const options = columns === undefined ? {} : { columns };
  return firstInk === OPENING_BRACE ? parseJsonLines(text, where, options) : parseCsv(text, where, options);
}

function startsWith(bytes: Uint8Array, magic: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

function gunzip(bytes: Uint8Array, where: string): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new DataError('DATA_INVALID', `${where}: expected a whole gzip file, got a damaged one`, { cause });
  }
}
