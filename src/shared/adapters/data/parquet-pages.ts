/**
 * The pages of a flat Parquet column chunk, decompressed, with their values still encoded. Follows the
 * format (github.com/apache/parquet-format, data pages v1 and v2); headers and run lengths are hyparquet's.
 */
import type { ColumnMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { viewOf } from '../../domain/kernel/data-view.ts';
import { compressors } from './parquet-compressors.ts';

export interface DictionaryPage {
  readonly kind: 'dictionary';
  readonly values: DataView;
  readonly count: number;
}

export interface DataPage {
  readonly kind: 'data';
  readonly encoding: string;
  readonly values: DataView;
  /** Rows of the page. */
  readonly rows: number;
  /** 1 for each row that has a value; undefined when all have. */
  readonly present: Int32Array | undefined;
}

/** @param chunk the column chunk as in the file. @param optional whether values may be missing. */
export function* readPages(
  chunk: DataView,
  metadata: ColumnMetaData,
  optional: boolean,
): Generator<DictionaryPage | DataPage> {
  const reader = { view: chunk, offset: 0 };
  for (let rows = 0; rows < Number(metadata.num_values);) {
    const header = parquetHeader(reader);
    const start = chunk.byteOffset + reader.offset;
    const bytes = new Uint8Array(chunk.buffer, start, header.compressed_page_size);
    reader.offset += header.compressed_page_size;
    const page = readPage(header, bytes, { codec: metadata.codec, optional });
    if (page.kind === 'data') rows += page.rows;
    yield page;
  }
}

interface PageContext {
  readonly codec: ColumnMetaData['codec'];
  readonly optional: boolean;
}

function readPage(header: PageHeader, bytes: Uint8Array, context: PageContext): DictionaryPage | DataPage {
  const { dictionary_page_header: dictionary, data_page_header: first, data_page_header_v2: second } = header;
  if (second !== undefined) return readSecondVersion(second, header, { bytes, context });
  const page = decompressPage(bytes, header.uncompressed_page_size, context.codec, compressors);
  const values = viewOf(page);
  if (dictionary !== undefined) return { kind: 'dictionary', values, count: dictionary.num_values };
  if (first === undefined) throw new TypeError(`parquet: expected a page of values, got ${header.type}`);
  const reader = { view: values, offset: 0 };
  const rows = first.num_values;
  const present = context.optional ? new Int32Array(rows) : undefined;
  // The levels are preceded by their length, which is left out of the call so that it is read.
  if (present !== undefined) readRleBitPackedHybrid(reader, 1, present);
  return {
    kind: 'data',
    encoding: first.encoding,
    values: viewOf(page.subarray(reader.offset)),
    rows,
    present,
  };
}

function readSecondVersion(
  second: NonNullable<PageHeader['data_page_header_v2']>,
  { uncompressed_page_size: pageSize }: PageHeader,
  { bytes, context }: { readonly bytes: Uint8Array; readonly context: PageContext },
): DataPage {
  const levelBytes = second.repetition_levels_byte_length + second.definition_levels_byte_length;
  const rows = second.num_values;
  const present = context.optional ? new Int32Array(rows) : undefined;
  if (present !== undefined) {
    const reader = { view: viewOf(bytes), offset: second.repetition_levels_byte_length };
    readRleBitPackedHybrid(reader, 1, present, second.definition_levels_byte_length);
  }
  const body = bytes.subarray(levelBytes);
  const page =
    second.is_compressed === false || pageSize === levelBytes
      ? body
      : decompressPage(body, pageSize - levelBytes, context.codec, compressors);
  return { kind: 'data', encoding: second.encoding, values: viewOf(page), rows, present };
}
