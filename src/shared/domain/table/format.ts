/**
 * What a file of rows is, by its first bytes and never by its name. One list: the reader of tables and the names under
 * which predictions are kept come from it.
 */
import { decodeStart } from './encoding.ts';

export const tableFormats = [
  'parquet',
  'gzip',
  'zstd',
  'inspect-archive',
  'json-lines',
  'json-array',
  'csv',
] as const;
export type TableFormat = (typeof tableFormats)[number];

/** Extension of a file that is kept in this format. */
export const formatExtensions: Readonly<Record<TableFormat, string>> = {
  parquet: 'parquet',
  // What is compressed does not matter for the name: it is recognized again when the file is read.
  gzip: 'gz',
  zstd: 'zst',
  'inspect-archive': 'eval',
  'json-lines': 'jsonl',
  'json-array': 'json',
  csv: 'csv',
};

/** Bytes that are enough to recognize a format. Before the first object, JSON Lines may have blank lines. */
export const FORMAT_BYTES = 1024;

const PARQUET_MAGIC = new TextEncoder().encode('PAR1');
const GZIP_MAGIC = Uint8Array.of(0x1f, 0x8b);
/** RFC 8878. */
const ZSTD_MAGIC = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd);
/** Behind a byte of 0x50 to 0x5f: a frame to skip, as parallel writers put it first. */
const SKIPPABLE_MAGIC = Uint8Array.of(0x2a, 0x4d, 0x18);
/** A zip archive with one of the files of a log of Inspect; the name of the first file stands at byte 30. */
const ZIP_MAGIC = Uint8Array.of(0x50, 0x4b, 0x03, 0x04);
const NAME_OFFSET = 30;
const INSPECT_NAMES = ['_journal/', 'header.json', 'samples/', 'summaries.json'].map((name) =>
  new TextEncoder().encode(name),
);
const JSON_ARRAY = /^\s*\[\s*(?:[{[\]]|$)/;

/** @param start the file, or its first `FORMAT_BYTES`. What has no mark of another format is read as CSV. */
export function detectFormat(start: Uint8Array): TableFormat {
  if (startsWith(start, PARQUET_MAGIC)) return 'parquet';
  if (startsWith(start, GZIP_MAGIC)) return 'gzip';
  if (startsWith(start, ZSTD_MAGIC) || isSkippableFrame(start)) return 'zstd';
  if (startsWith(start, ZIP_MAGIC) && INSPECT_NAMES.some((name) => startsWith(start, name, NAME_OFFSET)))
    return 'inspect-archive';
  const text = decodeStart(start.subarray(0, FORMAT_BYTES));
  if (text.trimStart().startsWith('{')) return 'json-lines';
  return JSON_ARRAY.test(text) ? 'json-array' : 'csv';
}

function isSkippableFrame(start: Uint8Array): boolean {
  return (start[0] ?? 0) >> 4 === 5 && startsWith(start, SKIPPABLE_MAGIC, 1);
}

export function startsWith(bytes: Uint8Array, magic: Uint8Array, offset = 0): boolean {
  return magic.every((byte, index) => bytes[offset + index] === byte);
}
