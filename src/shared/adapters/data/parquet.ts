/**
 * Parquet bytes into a Table, on hyparquet, column by column and only those that are wanted. Plain and
 * dictionary pages are decoded straight into typed arrays; whatever is unusual goes through hyparquet's
 * general reader. Nested columns are left out; LZ4 is refused.
 */
import { DAY_MS } from '../../domain/kernel/time.ts';
import {
  parquetMetadata,
  parquetSchema,
  type AsyncBuffer,
  type DecodedArray,
  type FileMetaData,
  type SchemaElement,
} from 'hyparquet';
import { parquetReadColumn } from 'hyparquet/src/read.js';
import { DataError } from '../../domain/kernel/errors.ts';
import type { Column, Table } from '../../domain/table/table.ts';
import { columnKind, ParquetColumnBuilder } from './parquet-column.ts';
import { compressors } from './parquet-compressors.ts';
import { readFlatColumn } from './parquet-flat-column.ts';

/** Times become epoch milliseconds: a Date object a row would cost more than the rest of the read. */
const parsers = {
  timestampFromMilliseconds: (milliseconds: bigint) => Number(milliseconds),
  timestampFromMicroseconds: (microseconds: bigint) => Number(microseconds) / 1000,
  timestampFromNanoseconds: (nanoseconds: bigint) => Number(nanoseconds / 1000n) / 1000,
  dateFromDays: (days: number) => days * DAY_MS,
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
    return await readTable(bytes, where, columns);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError('DATA_INVALID', `${where}: expected a readable Parquet file, got "${reason}"`, {
      cause,
    });
  }
}

async function readTable(bytes: Uint8Array, where: string, columns?: readonly string[]): Promise<Table> {
  const file = memoryFile(bytes);
  const metadata = parquetMetadata(file.slice(0, file.byteLength));
  const rowCount = Number(metadata.num_rows);
  if (rowCount === 0) {
    throw new DataError('DATA_EMPTY', `${where}: expected rows, got a Parquet file without any`);
  }
  const read: Column[] = [];
  for (const { element, children } of parquetSchema(metadata).children) {
    const isFlat = children.length === 0 && element.repetition_type !== 'REPEATED';
    if (!isFlat || columns?.includes(element.name) === false) continue;
    const fast = readFlatColumn({ bytes, metadata, element });
    read.push(fast ?? (await readGeneralColumn(file, metadata, element)));
  }
  return { rowCount, columns: read };
}

/** One row group after the other, so that boxed values of only one are in memory. */
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

interface MemoryFile extends AsyncBuffer {
  slice(start: number, end?: number): ArrayBuffer;
}

function memoryFile(bytes: Uint8Array): MemoryFile {
  return {
    byteLength: bytes.byteLength,
    slice: (start, end = bytes.byteLength) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
}
