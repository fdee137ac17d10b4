/**
 * The port `Tables`: files as tables. The format is detected from the first bytes, not from the name: Parquet, CSV,
 * JSON Lines or a JSON array, the text formats also in UTF-16 and compressed with gzip or Zstandard, and logs of evaluation
 * tools. Text is read piece by piece. Of Parquet, only the wanted columns are read.
 */
import { expandEvaluationLog } from '../../domain/interop/evaluation-log.ts';
import { DataError } from '../../domain/kernel/errors.ts';
import type { TimeZone } from '../../domain/kernel/time-zone.ts';
import { parseCsvPieces, type Pieces } from '../../domain/table/csv.ts';
import { encodingOf } from '../../domain/table/encoding.ts';
import { FOREIGN_BYTES, refuseForeignFile } from '../../domain/table/foreign-format.ts';
import { detectFormat, type TableFormat } from '../../domain/table/format.ts';
import type { JsonLayout } from '../../domain/table/json-objects.ts';
import { JsonRowsReader } from '../../domain/table/json-rows.ts';
import { requireObservations } from '../../domain/table/require-observations.ts';
import type { ReadOptions } from '../../domain/table/read-options.ts';
import type { Table } from '../../domain/table/table.ts';
import type { FileContent, Tables } from '../../ports/workspace.ts';
import { readCsvInThreads } from './csv-threads.ts';
import { readInspectArchive } from './inspect-archive.ts';
import { decompress, inUtf8, limitTo, startOf, type Compression } from './pieces.ts';
import { readTimeZone } from './time-zones.ts';
import { watchReading, type ProgressPorts } from './reading-progress.ts';

/** @param progress of files that take long; undefined for none. */
export function createTables(progress?: ProgressPorts): Tables {
  const zones = new Map<string, TimeZone>();
  const timeZoneOf = (name: string): TimeZone => {
    const zone = zones.get(name) ?? readTimeZone(name);
    zones.set(name, zone);
    return zone;
  };
  return {
    requireTimeZone: (name) => (name === undefined ? undefined : timeZoneOf(name)),
    read: async (files, path, options) => {
      const content = await files.open(path);
      const reading = progress && watchReading(content, path, progress);
      const table = await readTable(reading?.content ?? content, path, options);
      reading?.end(table);
      requireObservations(table, path);
      const { timeZone } = options ?? {};
      return timeZone === undefined ? table : { ...table, timeZone: timeZoneOf(timeZone) };
    },
  };
}

/** Rows of text become columns in memory: beyond this size the columns may not fit. */
const MAX_TEXT_BYTES = 2 ** 31 - 1;

/**
 * @param where names the file in messages.
 * @param options a column that the file does not have is an error of whoever accesses it.
 * @throws DataError: DATA_EMPTY without rows, DATA_INVALID with the place of what is wrong.
 */
export async function readTable(
  content: FileContent,
  where: string,
  options: ReadOptions = {},
): Promise<Table> {
  const start = await content.slice(0, FOREIGN_BYTES);
  const { sizeBytes } = content;
  const format = detectFormat(start);
  if (format !== 'parquet' && sizeBytes > MAX_TEXT_BYTES) throw tooLarge(where, `${sizeBytes} bytes`);
  const file: Pieces = () => content.stream();
  switch (format) {
    case 'parquet': {
      // Loaded where there is such a file: most are text.
      const { readParquet } = await import('./parquet.ts');
      return await readParquet(content, where, options);
    }
    case 'gzip':
    case 'zstd':
      return await readCompressed(file, format, { where, options });
    case 'inspect-archive':
      return readLog(await readInspectArchive(content, where), { where, options });
    case 'json-lines':
    case 'json-array':
    case 'csv':
      return await readText(file, format, { where, start, content, options });
  }
}

type TextFormat = Exclude<TableFormat, 'parquet' | 'inspect-archive' | Compression>;

interface TextFile {
  readonly where: string;
  /** The first bytes. */
  readonly start: Uint8Array;
  /** The file itself; undefined where it is compressed, and its size is known only at the end. */
  readonly content: FileContent | undefined;
  readonly options: ReadOptions;
}

async function readCompressed(
  file: Pieces,
  compression: Compression,
  { where, options }: Pick<TextFile, 'where' | 'options'>,
): Promise<Table> {
  const plain = limitTo(MAX_TEXT_BYTES, decompress(file, compression, where), () =>
    tooLarge(where, 'more after decompression'),
  );
  const start = await startOf(plain, FOREIGN_BYTES);
  const format = detectFormat(start);
  switch (format) {
    case 'parquet':
    case 'gzip':
    case 'zstd':
    case 'inspect-archive':
      throw new DataError(
        'DATA_INVALID',
        `${where}: expected CSV or JSON Lines in ${compression}, got ${format}`,
        { hint: `write the table without ${compression} around it` },
      );
    case 'json-lines':
    case 'json-array':
    case 'csv':
      return await readText(plain, format, { where, start, content: undefined, options });
  }
}

async function readText(
  file: Pieces,
  format: TextFormat,
  { where, start, content, options }: TextFile,
): Promise<Table> {
  refuseForeignFile(start, where);
  const encoding = encodingOf(start);
  // The reader of CSV copies what it needs of a piece.
  const text: Pieces = content === undefined ? file : () => content.stream({ isReused: format === 'csv' });
  const pieces = encoding === 'utf-8' ? text : inUtf8(text, encoding);
  switch (format) {
    case 'json-lines':
    case 'json-array':
      return await readJson(pieces, format, { where, options });
    case 'csv':
      return await parseCsvPieces(
        pieces,
        { ...options, where, sizeBytes: content?.sizeBytes },
        content === undefined || encoding !== 'utf-8'
          ? undefined
          : async (pass) => await readCsvInThreads(content, pass),
      );
  }
}

async function readJson(
  pieces: Pieces,
  layout: JsonLayout,
  { where, options }: Pick<TextFile, 'where' | 'options'>,
): Promise<Table> {
  const reader = new JsonRowsReader(layout, { ...options, where }, expandEvaluationLog);
  for await (const piece of pieces()) reader.push(piece);
  return reader.finish();
}

/** A log that was put together from several files, read as if it were one. */
function readLog(log: object, { where, options }: Pick<TextFile, 'where' | 'options'>): Table {
  const reader = new JsonRowsReader('json-lines', { ...options, where }, expandEvaluationLog);
  reader.push(new TextEncoder().encode(JSON.stringify(log)));
  return reader.finish();
}

function tooLarge(where: string, got: string): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: expected at most ${MAX_TEXT_BYTES} bytes of CSV or JSON Lines, got ${got}`,
    { hint: 'write Parquet, of which only the needed columns are read, or write fewer columns' },
  );
}
