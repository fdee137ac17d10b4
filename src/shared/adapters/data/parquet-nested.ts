/**
 * Numbers inside of a list or a struct of a Parquet file, as columns of their own, one row group after the other: the
 * probabilities of all classes in one list are common. Texts within nested values are not read.
 */
import { parquetReadObjects, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { wantedFields } from '../../domain/table/nested-fields.ts';
import type { NumberColumn } from '../../domain/table/table.ts';
import { compressors } from './parquet-compressors.ts';

export interface NestedSource {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  /** Of the outermost column. */
  readonly name: string;
  /** Names of fields, one of which may be a pattern. */
  readonly wanted: readonly string[];
}

/** The fields that were asked for, in their order; none where no row has a number there. */
export async function readNestedColumns({
  file,
  metadata,
  name,
  wanted,
}: NestedSource): Promise<readonly NumberColumn[]> {
  const rowCount = Number(metadata.num_rows);
  const columns = new Map<string, Float64Array>();
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const rows = await parquetReadObjects({ file, metadata, compressors, columns: [name], rowStart, rowEnd });
    rows.forEach((row, index) => {
      for (const [field, value] of wantedFields(name, row[name], wanted)) {
        if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'boolean') continue;
        const values = columns.get(field) ?? new Float64Array(rowCount).fill(NaN);
        columns.set(field, values);
        values[rowStart + index] = Number(value);
      }
    });
    rowStart = rowEnd;
  }
  return [...columns].map(([field, values]) => ({ kind: 'number', name: field, values }));
}
