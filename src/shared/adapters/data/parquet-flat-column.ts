/**
 * The fast path for a Parquet column: pages of plain or dictionary-encoded values are decoded directly into a typed
 * array, without an object per value. Returns undefined for anything else (other encodings, decimals, unsigned
 * integers, nanoseconds …); the caller then uses hyparquet's general reader.
 */
import { DAY_MS } from '../../domain/kernel/time.ts';
import type { ColumnMetaData, FileMetaData, SchemaElement } from 'hyparquet';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { CategoryDictionary } from '../../domain/table/category-dictionary.ts';
import { columnOfCategories, columnOfTexts, type CellsKind } from '../../domain/table/category-column.ts';
import type { CellsContext, ReadKind } from '../../domain/table/read-options.ts';
import type { CategoryColumn, Column, IdentityColumn } from '../../domain/table/table.ts';
import { TextsBuilder, withoutZeroFractions } from '../../domain/table/texts.ts';
import type { FileContent } from '../../ports/workspace.ts';
import { isReadAsNumber } from './parquet-column.ts';
import { readPages, type DataPage } from './parquet-pages.ts';
import { timestampBasis, type LeafType } from './parquet-types.ts';

/** An integer times `multiply` divided by `divide` is the value: milliseconds for times. */
interface FlatType extends Pick<LeafType, 'kind' | 'basis'> {
  readonly multiply: number;
  readonly divide: number;
}

export interface FlatSource {
  readonly content: FileContent;
  readonly metadata: FileMetaData;
  readonly element: SchemaElement;
  /** What the column was asked for as. */
  readonly requested: ReadKind | undefined;
  /** What is known of points and commas, where numbers are texts. */
  readonly context: CellsContext;
}

export async function readFlatColumn({
  content,
  metadata,
  element,
  requested,
  context,
}: FlatSource): Promise<Column | IdentityColumn | undefined> {
  const type = flatType(element);
  const rowCount = Number(metadata.num_rows);
  const target = type && createTarget(type, element, { requested, context, rowCount });
  if (target === undefined) return undefined;
  let row = 0;
  for (const group of metadata.row_groups) {
    const chunk = group.columns.find(({ meta_data: meta }) => meta?.path_in_schema[0] === element.name);
    if (chunk?.meta_data === undefined) return undefined;
    const view = await readColumnChunk(content, chunk.meta_data);
    if (!readChunk(view, chunk.meta_data, { element, target, row })) return undefined;
    row += Number(group.num_rows);
  }
  return target.build(element.name);
}

/** Undefined where the column is asked for as something that it has to be converted to. */
function createTarget(
  type: FlatType,
  { type: physical }: SchemaElement,
  { requested, context, rowCount }: Pick<FlatSource, 'requested' | 'context'> & { readonly rowCount: number },
): Target | undefined {
  const isNatural = type.kind === 'category' || isReadAsNumber(type, requested);
  if (requested === 'identity') {
    if (type.kind === 'category') return new TextTarget(rowCount);
    return type.kind === 'number' && (physical === 'INT32' || physical === 'INT64')
      ? new TextTarget(rowCount)
      : undefined;
  }
  if (!isNatural) return undefined;
  return type.kind === 'category'
    ? new CategoryTarget(rowCount, { requested, context })
    : new NumberTarget(rowCount, type);
}

/** The types that need no conversion beyond a factor. */
function flatType(element: SchemaElement): FlatType | undefined {
  const { type, logical_type: logical, converted_type: converted } = element;
  const plain = { kind: 'number', multiply: 1, divide: 1 } as const;
  if (element.repetition_type === 'REPEATED') return undefined;
  if (logical?.type === 'TIMESTAMP' || converted?.startsWith('TIMESTAMP') === true) {
    const unit = logical?.type === 'TIMESTAMP' ? logical.unit : converted?.slice('TIMESTAMP_'.length);
    if (type !== 'INT64' || (unit !== 'MILLIS' && unit !== 'MICROS')) return undefined;
    return { kind: 'time', multiply: 1, divide: unit === 'MICROS' ? 1000 : 1, ...timestampBasis(element) };
  }
  if (logical?.type === 'DATE' || converted === 'DATE') return { kind: 'time', multiply: DAY_MS, divide: 1 };
  if (type === 'BYTE_ARRAY') return isText(element) ? { ...plain, kind: 'category' } : undefined;
  if (type === 'DOUBLE' || type === 'FLOAT') return logical === undefined ? plain : undefined;
  const isSigned = logical === undefined || (logical.type === 'INTEGER' && logical.isSigned);
  const isPlain = converted === undefined || converted.startsWith('INT_');
  return (type === 'INT32' || type === 'INT64') && isSigned && isPlain ? plain : undefined;
}

/** Bytes without a logical type may be no text: the general reader shows them as hexadecimal digits then. */
function isText({ logical_type: logical, converted_type: converted }: SchemaElement): boolean {
  if (logical !== undefined) return logical.type === 'STRING' || logical.type === 'ENUM';
  return converted === 'UTF8' || converted === 'ENUM';
}

/** Collects the values of one column. */
interface Target {
  setDictionary(values: DataView, count: number, type: SchemaElement['type']): void;
  /** `indices` into the dictionary, one per present value. */
  putIndices(page: DataPage, indices: Int32Array, row: number): void;
  putPlain(page: DataPage, type: SchemaElement['type'], row: number): void;
  build(name: string): Column | IdentityColumn;
}

interface ChunkContext {
  readonly element: SchemaElement;
  readonly target: Target;
  readonly row: number;
}

function readChunk(
  chunk: DataView,
  metadata: ColumnMetaData,
  { element, target, row }: ChunkContext,
): boolean {
  let position = row;
  for (const page of readPages(chunk, metadata, element.repetition_type !== 'REQUIRED')) {
    if (page.kind === 'dictionary') {
      target.setDictionary(page.values, page.count, element.type);
      continue;
    }
    if (page.encoding === 'PLAIN') target.putPlain(page, element.type, position);
    else if (page.encoding === 'RLE_DICTIONARY' || page.encoding === 'PLAIN_DICTIONARY') {
      target.putIndices(page, readIndices(page), position);
    } else return false;
    position += page.rows;
  }
  return true;
}

function readIndices({ values, rows, present }: DataPage): Int32Array {
  const count = present === undefined ? rows : countPresent(present);
  const indices = new Int32Array(count);
  const width = count === 0 ? 0 : values.getUint8(0);
  if (width > 0) readRleBitPackedHybrid({ view: values, offset: 1 }, width, indices, values.byteLength - 1);
  return indices;
}

/** By index: an iterator is called for each row here, and was an eighth of all that reading took. */
function countPresent(present: Int32Array): number {
  let count = 0;
  for (let row = 0, end = present.length; row < end; row++) count += present[row] ?? 0;
  return count;
}

class NumberTarget implements Target {
  readonly #type: FlatType;
  readonly #values: Float64Array<ArrayBuffer>;
  #dictionary = new Float64Array(0);

  constructor(rowCount: number, type: FlatType) {
    this.#type = type;
    this.#values = new Float64Array(rowCount).fill(NaN);
  }

  setDictionary(values: DataView, count: number, type: SchemaElement['type']): void {
    this.#dictionary = this.#decode(values, count, type);
  }

  putIndices({ rows, present }: DataPage, indices: Int32Array, row: number): void {
    const values = this.#values;
    const dictionary = this.#dictionary;
    for (let i = 0, next = 0; i < rows; i++) {
      if (present === undefined || present[i] === 1)
        values[row + i] = dictionary[indices[next++] ?? -1] ?? NaN;
    }
  }

  putPlain({ values, rows, present }: DataPage, type: SchemaElement['type'], row: number): void {
    const decoded = this.#decode(values, present === undefined ? rows : countPresent(present), type);
    for (let i = 0, next = 0; i < rows; i++) {
      if (present === undefined || present[i] === 1) this.#values[row + i] = decoded[next++] ?? NaN;
    }
  }

  build(name: string): Column {
    const { kind, basis } = this.#type;
    return kind === 'time'
      ? { kind, name, values: this.#values, ...(basis !== undefined && { basis }) }
      : { kind: 'number', name, values: this.#values };
  }

  #decode(view: DataView, count: number, type: SchemaElement['type']): Float64Array<ArrayBuffer> {
    const { multiply, divide } = this.#type;
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = (decodeNumber(view, i, type) * multiply) / divide;
    return values;
  }
}

/** Value `i` of a plain page. An integer beyond 2^53 is the nearest double. */
function decodeNumber(view: DataView, i: number, type: SchemaElement['type']): number {
  if (type === 'DOUBLE') return view.getFloat64(8 * i, true);
  if (type === 'FLOAT') return view.getFloat32(4 * i, true);
  if (type === 'INT32') return view.getInt32(4 * i, true);
  return view.getInt32(8 * i + 4, true) * 2 ** 32 + view.getUint32(8 * i, true);
}

interface CategoryReading {
  readonly requested: CellsKind | undefined;
  readonly context: CellsContext;
}

class CategoryTarget implements Target {
  readonly #codes: Int32Array<ArrayBuffer>;
  readonly #categories = new CategoryDictionary();
  /** Codes of the row group's own dictionary. */
  #dictionary: Int32Array = new Int32Array(0);
  readonly #reading: CategoryReading;

  constructor(rowCount: number, reading: CategoryReading) {
    this.#codes = new Int32Array(rowCount).fill(-1);
    this.#reading = reading;
  }

  setDictionary(values: DataView, count: number): void {
    this.#dictionary = this.#encode(values, count);
  }

  putIndices({ rows, present }: DataPage, indices: Int32Array, row: number): void {
    const codes = this.#codes;
    const dictionary = this.#dictionary;
    for (let i = 0, next = 0; i < rows; i++) {
      if (present === undefined || present[i] === 1) codes[row + i] = dictionary[indices[next++] ?? -1] ?? -1;
    }
  }

  putPlain({ values, rows, present }: DataPage, _type: SchemaElement['type'], row: number): void {
    const codes = this.#encode(values, present === undefined ? rows : countPresent(present));
    for (let i = 0, next = 0; i < rows; i++) {
      if (present === undefined || present[i] === 1) this.#codes[row + i] = codes[next++] ?? -1;
    }
  }

  build(name: string): Column {
    const cells: CategoryColumn = {
      kind: 'category',
      name,
      codes: this.#codes,
      categories: this.#categories.decodeCategories(),
    };
    const { requested, context } = this.#reading;
    return requested === undefined
      ? columnOfTexts(cells, context)
      : columnOfCategories(cells, requested, context);
  }

  /** Texts, each preceded by its length. */
  #encode(view: DataView, count: number): Int32Array {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    const codes = new Int32Array(count);
    for (let i = 0, offset = 0; i < count; i++) {
      const start = offset + 4;
      offset = start + view.getUint32(offset, true);
      // An empty text is a missing value, as in CSV.
      codes[i] = start === offset ? -1 : this.#categories.encode(bytes, start, offset);
    }
    return codes;
  }
}

/** Identities: texts as they are, integers in all their digits. Pages come in the order of the rows. */
class TextTarget implements Target {
  readonly #builder: TextsBuilder;
  #dictionary: readonly Uint8Array[] = [];

  constructor(rowCount: number) {
    this.#builder = new TextsBuilder(rowCount);
  }

  setDictionary(values: DataView, count: number, type: SchemaElement['type']): void {
    this.#dictionary = Array.from(plainTexts(values, count, type), (text) => text.slice());
  }

  putIndices({ rows, present }: DataPage, indices: Int32Array): void {
    for (let i = 0, next = 0; i < rows; i++) {
      const isPresent = present === undefined || present[i] === 1;
      this.#put(isPresent ? this.#dictionary[indices[next++] ?? -1] : undefined);
    }
  }

  putPlain({ values, rows, present }: DataPage, type: SchemaElement['type']): void {
    const texts = plainTexts(values, present === undefined ? rows : countPresent(present), type);
    for (let i = 0; i < rows; i++) {
      const isPresent = present === undefined || present[i] === 1;
      this.#put(isPresent ? texts.next().value : undefined);
    }
  }

  build(name: string): IdentityColumn {
    return { name, texts: withoutZeroFractions(this.#builder.build()) };
  }

  #put(text: Uint8Array | undefined): void {
    this.#builder.append(text ?? NO_TEXT, 0, text?.length ?? 0);
  }
}

const NO_TEXT = new Uint8Array(0);
const ENCODER = new TextEncoder();

function* plainTexts(
  view: DataView,
  count: number,
  type: SchemaElement['type'],
): Generator<Uint8Array, undefined> {
  if (type !== 'BYTE_ARRAY') {
    for (let i = 0; i < count; i++) {
      yield ENCODER.encode(
        String(type === 'INT32' ? view.getInt32(4 * i, true) : view.getBigInt64(8 * i, true)),
      );
    }
    return;
  }
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let i = 0, offset = 0; i < count; i++) {
    const start = offset + 4;
    offset = start + view.getUint32(offset, true);
    yield bytes.subarray(start, offset);
  }
}

async function readColumnChunk({ slice }: FileContent, metadata: ColumnMetaData): Promise<DataView> {
  // Some writers give 0 as the offset of a dictionary that there is not.
  const dictionary = Number(metadata.dictionary_page_offset ?? 0);
  const start = dictionary > 0 ? dictionary : Number(metadata.data_page_offset);
  const bytes = await slice(start, start + Number(metadata.total_compressed_size));
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
