/**
 * One column of a Parquet file by hyparquet's general reader, one row group after the other, so that the boxed values
 * of only one are in memory. Logical types are taken off the schema first: hyparquet makes doubles of decimals.
 */
import type { AsyncBuffer, FileMetaData, SchemaElement } from 'hyparquet';
import { parquetReadColumn } from 'hyparquet/src/read.js';
import { columnOfCategories, columnOfTexts } from '../../domain/table/category-column.ts';
import type { CellsContext, ReadKind } from '../../domain/table/read-options.ts';
import type { Column, IdentityColumn } from '../../domain/table/table.ts';
import { TextsBuilder, withoutZeroFractions } from '../../domain/table/texts.ts';
import { compressors } from './parquet-compressors.ts';
import type { LeafType, RawValue } from './parquet-types.ts';

export interface GeneralSource {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly element: SchemaElement;
  /** What is known of points and commas, where numbers are texts. */
  readonly context: CellsContext;
}

/** As a number, a time or a category: as the type says, or as text where the column is asked for as text. */
export async function readGeneralColumn(
  source: GeneralSource,
  type: LeafType,
  requested: ReadKind | undefined,
): Promise<Column | IdentityColumn> {
  const { name } = source.element;
  const rowCount = Number(source.metadata.num_rows);
  if (requested === 'identity') {
    const builder = new TextsBuilder(rowCount);
    await forEachValue(source, (raw) => builder.appendText(raw === undefined ? '' : type.toText(raw)));
    return { name, texts: withoutZeroFractions(builder.build()) };
  }
  if (isReadAsNumber(type, requested)) {
    const values = new Float64Array(rowCount).fill(NaN);
    await forEachValue(source, (raw, row) => {
      if (raw !== undefined) values[row] = type.toNumber(raw);
    });
    const { basis } = type;
    return type.kind === 'time'
      ? { kind: 'time', name, values, ...(basis !== undefined && { basis }) }
      : { kind: 'number', name, values };
  }
  const codes = new Int32Array(rowCount).fill(-1);
  const codeOf = new Map<string, number>();
  await forEachValue(source, (raw, row) => {
    if (raw === undefined) return;
    const category = textOfValue(type, raw);
    if (category === '') return;
    const code = codeOf.get(category) ?? codeOf.size;
    codeOf.set(category, code);
    codes[row] = code;
  });
  const cells = { kind: 'category', name, codes, categories: [...codeOf.keys()] } as const;
  const { context } = source;
  return requested === undefined
    ? columnOfTexts(cells, context)
    : columnOfCategories(cells, requested, context);
}

/** As a text of another file has it: a time that is no instant is written without a zone. */
function textOfValue({ kind, basis, toText }: LeafType, raw: RawValue): string {
  const text = toText(raw);
  return kind === 'time' && basis === undefined ? text.replace(/Z$/, '') : text;
}

/** Numbers and times have a type in the file already, so that only text is looked at for what else it could be. */
export function isReadAsNumber({ kind }: Pick<LeafType, 'kind'>, requested: ReadKind | undefined): boolean {
  switch (requested) {
    case undefined:
      return kind !== 'category';
    case 'number':
      return kind !== 'category';
    case 'boolean':
    case 'class':
      return kind === 'number';
    case 'time':
      return kind === 'time';
    case 'category':
    case 'text':
    case 'identity':
      return false;
  }
}

type Visit = (raw: RawValue | undefined, row: number) => void;

/** @param visit gets undefined for a missing value. */
async function forEachValue({ file, metadata, element }: GeneralSource, visit: Visit): Promise<void> {
  const raw = withoutLogicalType(metadata, element);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    if (rowEnd > rowStart) {
      const options = { file, metadata: raw, compressors, parsers, utf8: false, columns: [element.name] };
      const values = await parquetReadColumn({ ...options, rowStart, rowEnd });
      for (let i = 0; i < values.length; i++) visit(rawValue(values[i]), rowStart + i);
    }
    rowStart = rowEnd;
  }
}

/** 96-bit times are the one type that hyparquet converts in any case. */
const parsers = { timestampFromNanoseconds: (nanoseconds: bigint) => nanoseconds };

function withoutLogicalType(metadata: FileMetaData, element: SchemaElement): FileMetaData {
  const plain = { ...element };
  delete plain.converted_type;
  delete plain.logical_type;
  return { ...metadata, schema: metadata.schema.map((leaf) => (leaf === element ? plain : leaf)) };
}

function rawValue(value: unknown): RawValue | undefined {
  if (value === null || value === undefined) return undefined;
  const isRaw =
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    value instanceof Uint8Array;
  if (isRaw) return value;
  throw new TypeError(`parquet: expected a plain value, got ${typeof value}`);
}
