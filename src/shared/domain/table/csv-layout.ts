/** What the first rows of a CSV file say of all of it: how it is written, and how the reader takes each column. */
import { IDENTITY, NUMBER, SKIP, TEXT, TIME, type CellMode } from './csv-cells.ts';
import { detectDialect, type CsvDialect } from './csv-dialect.ts';
import { notUtf8 } from './encoding.ts';
import type { FileSign } from './decimal-sign.ts';
import { readRows } from './csv-rows.ts';
import { isMissingWord } from './infer-kind.ts';
import { parseNumberText } from './parse-number.ts';
import { parseTimeText } from './parse-time.ts';
import type { ReadKind, ReadOptions } from './read-options.ts';

/** Enough for the header and some rows of most files; a longer row makes the buffer grow. */
export const START_BYTES = 1024 * 1024;
const SAMPLE_ROWS = 100;
const SAMPLE_CELLS = 20_000;

export interface CsvReaderOptions extends ReadOptions {
  /** Name of the file in messages. */
  readonly where: string;
  /** Columns that are text, whatever their first rows look like. */
  readonly asText?: ReadonlySet<string>;
  /** What a first pass found the columns to say together; it decides in the second one too. */
  readonly fileSign?: FileSign;
  /** Of the whole file, where it is known: for the number of rows. */
  readonly sizeBytes?: number | undefined;
  /** From so many bytes on the dialect is read; START_BYTES by default. */
  readonly startBytes?: number;
}

export interface CsvLayout extends CsvDialect {
  /** One for each name. */
  readonly modes: readonly CellMode[];
}

/**
 * @param start the beginning of the file.
 * @throws DataError as `detectDialect`.
 */
export function detectLayout(start: Uint8Array, options: CsvReaderOptions): CsvLayout {
  const { where, kinds, asText } = options;
  const dialect = detectDialect(start, where);
  // Decoded from other bytes, they would be other names than those of the configuration.
  if (dialect.names.some((name) => name.includes('\ufffd'))) throw notUtf8(where, 'names in the header');
  const limit = Math.max(2, Math.min(SAMPLE_ROWS, Math.floor(SAMPLE_CELLS / dialect.names.length)));
  const rows = readRows(start, dialect.bodyStart, { delimiter: dialect.delimiter, limit });
  const modes = dialect.names.map((name, column) => {
    const requested = kinds?.get(name);
    if (!isWanted(name, options)) return SKIP;
    if (asText?.has(name) === true && requested !== 'identity') return TEXT;
    const sample = rows.map(({ cells }) => cells[column]?.text ?? '');
    return modeOf(requested, sample);
  });
  return { ...dialect, modes };
}

export function isWanted(name: string, { columns }: Pick<CsvReaderOptions, 'columns'>): boolean {
  return columns?.includes(name) !== false;
}

/** How the reader takes a column at first; what its cells are is decided when all are known. */
function modeOf(requested: ReadKind | undefined, sample: readonly string[]): CellMode {
  switch (requested) {
    case 'identity':
      return IDENTITY;
    case 'number':
      return NUMBER;
    case 'time':
      return TIME;
    case 'category':
    case 'text':
    case 'boolean':
    case 'class':
      return TEXT;
    case undefined:
      return guessMode(sample);
  }
}

function guessMode(sample: readonly string[]): CellMode {
  const present = sample.filter((text) => text.trim() !== '' && !isMissingWord(text));
  const most = present.length / 2;
  if (present.filter((text) => !Number.isNaN(parseNumberText(text))).length >= most) return NUMBER;
  return present.filter((text) => !Number.isNaN(parseTimeText(text))).length > most ? TIME : TEXT;
}
