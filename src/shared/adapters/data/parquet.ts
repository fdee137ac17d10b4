/**
 * A Parquet file as a table, on hyparquet: the metadata first, then the wanted columns, one row group at a time;
 * nothing else of the file is read. Plain and dictionary pages are decoded directly into typed arrays, everything
 * else by hyparquet's general reader. Nested columns are left out; LZ4 is refused.
 */
import { DAY_MS } from '../../domain/kernel/time.ts';
import {
  parquetMetadataAsync,
  parquetSchema,
  type AsyncBuffer,
  type DecodedArray,
  type FileMetaData,
  type SchemaElement,
} from 'hyparquet';
import { parquetReadColumn } from 'hyparquet/src/read.js';
import { DataError } from '../../domain/kernel/errors.ts';
import type { Column, Table } from '../../domain/table/table.ts';
import type { FileContent } from '../../ports/workspace.ts';
import { columnKind, ParquetColumnBuilder } from './parquet-column.ts';
import { compressors } from './parquet-compressors.ts';
import { readFlatColumn } from './parquet-flat-column.ts';

/** Times become epoch milliseconds: one Date object per row would cost more than the rest of the reading. */
const parsers = {
  timestampFromMilliseconds: (milliseconds: bigint) => Number(milliseconds),
  timestampFromMicroseconds: (microseconds: bigint) => Number(microseconds) / 1000,
  timestampFromNanoseconds: (nanoseconds: bigint) => Number(nanoseconds / 1000n) / 1000,
  dateFromDays: (days: number) => days * DAY_MS,
  jsonFromBytes: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
};

/**
 * @param where names the file in messages.
 * @param columns that are read; all of them by default.
 * @throws DataError: DATA_EMPTY when there is no row, DATA_INVALID when the file cannot be decoded.
 */
export async function readParquet(
  content: FileContent,
  where: string,
  columns?: readonly string[],
): Promise<Table> {
  try {
    return await readColumns(content, where, columns);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError('DATA_INVALID', `${where}: expected a readable Parquet file, got "${reason}"`, {
      cause,
    });
  }
}

async function readColumns(content: FileContent, where: string, columns?: readonly string[]): Promise<Table> {
  const file = asyncBufferOf(content);
  const metadata = await parquetMetadataAsync(file);
  const rowCount = Number(metadata.num_rows);
  if (rowCount === 0) {
    throw new DataError('DATA_EMPTY', `${where}: expected rows, got a Parquet file without any`);
  }
  const read: Column[] = [];
  for (const { element, children } of parquetSchema(metadata).children) {
    const isFlat = children.length === 0 && element.repetition_type !== 'REPEATED';
    if (!isFlat || columns?.includes(element.name) === false) continue;
    const fast = await readFlatColumn({ content, metadata, element });
    read.push(fast ?? (await readGeneralColumn(file, metadata, element)));
  }
  return { rowCount, columns: read };
}

/** One row group after the other, so that the boxed values of only one are in memory. */
async function readGeneralColumn(
  file: AsyncBuffer,
  metadata: FileMetaData,
  element: SchemaElement,
): Promise<Column> {
  const builder = new ParquetColumnBuilder(element.name, columnKind(element), Number(metadata.num_rows));
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const options = { file, metadata, compressors, parsers, columns: [element.name], rowStart, rowEnd };
    const values: DecodedArray = await parquetReadColumn(options);
    builder.append(values, rowStart);
    rowStart = rowEnd;
  }
  return builder.build();
}

function asyncBufferOf({ sizeBytes, slice }: FileContent): AsyncBuffer {
  return {
    byteLength: sizeBytes,
    // A copy: `slice` may return a part of a larger buffer.
    slice: async (start, end = sizeBytes) => new Uint8Array(await slice(start, end)).buffer,
  };
}
