/**
 * Parquet bytes into a Table, on hyparquet, one row group after the other and only the columns that are
 * wanted. ZSTD, gzip and brotli come from node:zlib. Nested columns are left out; LZ4 is refused.
 */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  parquetMetadata,
  parquetRead,
  parquetSchema,
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
} from 'hyparquet';
import { DataError } from '../../domain/errors.ts';
import type { Table } from '../../domain/table/table.ts';
import { columnKind, ParquetColumnBuilder } from './parquet-column.ts';

const compressors: Compressors = {
  ZSTD: (input) => zstdDecompressSync(input),
  GZIP: (input) => gunzipSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
};

/** Times become epoch milliseconds: a Date object a row would cost more than the rest of the read. */
const parsers = {
  timestampFromMilliseconds: (milliseconds: bigint) => Number(milliseconds),
  timestampFromMicroseconds: (microseconds: bigint) => Number(microseconds) / 1000,
  timestampFromNanoseconds: (nanoseconds: bigint) => Number(nanoseconds / 1000n) / 1000,
  dateFromDays: (days: number) => days * 86_400_000,
  jsonFromBytes: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
};

/**
 * `where` names the file in messages; `columns` limits what is kept.
 * @throws DataError: DATA_EMPTY when there is no row, DATA_INVALID when the file cannot be decoded.
 */
export async function parseParquet(
  bytes: Uint8Array,
  where: string,
  columns?: readonly string[],
): Promise<Table> {
  try {
    return await readColumns(bytes, where, columns);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError('DATA_INVALID', `${where}: expected a readable Parquet file, got "${reason}"`, {
      cause,
    });
  }
}

async function readColumns(bytes: Uint8Array, where: string, columns?: readonly string[]): Promise<Table> {
  const file = memoryFile(bytes);
  const metadata = parquetMetadata(file.slice(0, file.byteLength) as ArrayBuffer);
  const rowCount = Number(metadata.num_rows);
  if (rowCount === 0)
    throw new DataError('DATA_EMPTY', `${where}: expected rows, got a Parquet file without any`);
  const builders = createBuilders(metadata, rowCount, columns);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    await parquetRead({
      file,
      metadata,
      compressors,
      parsers,
      columns: [...builders.keys()],
      rowStart,
      rowEnd,
      onChunk: (chunk) => builders.get(chunk.columnName)?.append(chunk.columnData, chunk.rowStart),
    });
    rowStart = rowEnd;
  }
  return { rowCount, columns: [...builders.values()].map((builder) => builder.build()) };
}

function createBuilders(
  metadata: FileMetaData,
  rowCount: number,
  columns: readonly string[] | undefined,
): Map<string, ParquetColumnBuilder> {
  const builders = new Map<string, ParquetColumnBuilder>();
  for (const { element, children } of parquetSchema(metadata).children) {
    const isFlat = children.length === 0 && element.repetition_type !== 'REPEATED';
    if (!isFlat || columns?.includes(element.name) === false) continue;
    builders.set(element.name, new ParquetColumnBuilder(element.name, columnKind(element), rowCount));
  }
  return builders;
}

function memoryFile(bytes: Uint8Array): AsyncBuffer {
  return {
    byteLength: bytes.byteLength,
    slice: (start, end = bytes.byteLength) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
}
