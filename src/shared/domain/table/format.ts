/**
 * What a file of rows is, by its first bytes and never by its name. One list: the reader of tables and the names under
 * which predictions are kept come from it.
 */

export const tableFormats = ['parquet', 'gzip', 'json-lines', 'csv'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** Extension of a file that is kept in this format. */
export const formatExtensions: Readonly<Record<TableFormat, string>> = {
  parquet: 'parquet',
  // What is compressed does not matter for the name: it is recognized again when the file is read.
  gzip: 'gz',
  'json-lines': 'jsonl',
  csv: 'csv',
};

/** Bytes that are enough to recognize a format. Before the first object, JSON Lines may have blank lines. */
export const FORMAT_BYTES = 1024;

const PARQUET_MAGIC = new TextEncoder().encode('PAR1');
const GZIP_MAGIC = Uint8Array.of(0x1f, 0x8b);
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);
const OPENING_BRACE = 0x7b;

/** @param start the file, or its first `FORMAT_BYTES`. What has no mark of another format is read as CSV. */
export function detectFormat(start: Uint8Array): TableFormat {
  if (startsWith(start, PARQUET_MAGIC)) return 'parquet';
  if (startsWith(start, GZIP_MAGIC)) return 'gzip';
  const text = startsWith(start, BYTE_ORDER_MARK) ? start.subarray(BYTE_ORDER_MARK.length) : start;
  return text.find((byte) => byte > 0x20) === OPENING_BRACE ? 'json-lines' : 'csv';
}

function startsWith(bytes: Uint8Array, magic: Uint8Array): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
