/**
 * A Parquet file as a table, on hyparquet: the metadata first, then the wanted columns, one row group at a time;
 * nothing else of the file is read. Plain and dictionary pages are decoded directly into typed arrays, everything
 * else by hyparquet's general reader. Nested columns are left out by name.
 */
import {
  parquetMetadataAsync,
  parquetSchema,
  type AsyncBuffer,
  type FileMetaData,
  type SchemaTree,
} from 'hyparquet';
import { DataError } from '../../domain/kernel/errors.ts';
import { hasWantedFields } from '../../domain/table/nested-fields.ts';
import { contextOfColumn, type ReadOptions } from '../../domain/table/read-options.ts';
import { refuseRepeatedNames } from '../../domain/table/repeated-names.ts';
import type { Column, IdentityColumn, LeftOutColumn, Table } from '../../domain/table/table.ts';
import type { FileContent } from '../../ports/workspace.ts';
import { readGeneralColumn } from './parquet-column.ts';
import { readFlatColumn } from './parquet-flat-column.ts';
import { readNestedColumns } from './parquet-nested.ts';
import { leafReading } from './parquet-types.ts';

/**
 * @param where names the file in messages.
 * @throws DataError: DATA_EMPTY when there is no row, DATA_INVALID when the file cannot be decoded.
 */
export async function readParquet(
  content: FileContent,
  where: string,
  options: ReadOptions = {},
): Promise<Table> {
  const metadata = await readable(where, () => parquetMetadataAsync(asyncBufferOf(content)));
  const rowCount = Number(metadata.num_rows);
  if (rowCount === 0) {
    throw new DataError('DATA_EMPTY', `${where}: expected rows, got a Parquet file without any`, {
      hint: 'write the table again with at least one row',
    });
  }
  const leaves = parquetSchema(metadata).children;
  refuseRepeatedNames(
    leaves.map(({ element }) => element.name).filter((name) => options.columns?.includes(name) !== false),
    where,
  );
  const columns: Column[] = [];
  const identities: IdentityColumn[] = [];
  const leftOut: LeftOutColumn[] = [];
  const unrequested: string[] = [];
  for (const leaf of leaves) {
    const { name } = leaf.element;
    const { nested = [] } = options;
    if (leaf.children.length > 0 && hasWantedFields(name, nested)) {
      const source = { file: asyncBufferOf(content), metadata, name, wanted: nested };
      columns.push(...(await readable(`${where}, column "${name}"`, () => readNestedColumns(source))));
      continue;
    }
    if (options.columns?.includes(name) === false) {
      unrequested.push(name);
      continue;
    }
    const read = await readable(`${where}, column "${name}"`, () =>
      readLeaf(leaf, { content, metadata, options }),
    );
    if ('reason' in read) leftOut.push(read);
    else if ('texts' in read) identities.push(read);
    else columns.push(read);
  }
  return {
    rowCount,
    columns,
    ...(identities.length > 0 && { identities }),
    ...(leftOut.length > 0 && { leftOut }),
    ...(unrequested.length > 0 && { unrequested }),
  };
}

interface ParquetFile {
  readonly content: FileContent;
  readonly metadata: FileMetaData;
  readonly options: ReadOptions;
}

async function readLeaf(
  { element, children }: SchemaTree,
  { content, metadata, options }: ParquetFile,
): Promise<Column | IdentityColumn | LeftOutColumn> {
  const { name } = element;
  if (children.length > 0 || element.repetition_type === 'REPEATED')
    return { name, reason: 'lists or objects' };
  const reading = leafReading(element);
  if (reading.kind === 'left-out') return { name, reason: reading.reason };
  const requested = options.kinds?.get(name);
  const context = contextOfColumn(name, options);
  const fast = await readFlatColumn({ content, metadata, element, requested, context });
  if (fast !== undefined) return fast;
  return await readGeneralColumn(
    { file: asyncBufferOf(content), metadata, element, context },
    reading.type,
    requested,
  );
}

/** What the decoder throws names neither the file nor the column. */
async function readable<Result>(where: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError('DATA_INVALID', `${where}: expected a readable Parquet file, got "${reason}"`, {
      cause,
      hint: 'write the file again, with a common writer such as pyarrow and its default settings',
    });
  }
}

function asyncBufferOf({ sizeBytes, slice }: FileContent): AsyncBuffer {
  return {
    byteLength: sizeBytes,
    // A copy: `slice` may return a part of a larger buffer.
    slice: async (start, end = sizeBytes) => new Uint8Array(await slice(start, end)).buffer,
  };
}
