/** The columns of a CSV file from its cells. */
import { DataError } from '../kernel/errors.ts';
import type { BuiltColumn, CsvCells, PartCells } from './csv-cells.ts';
import { decideFileSign, type FileSign } from './decimal-sign.ts';
import { notUtf8 } from './encoding.ts';
import { contextOfColumn } from './read-options.ts';
import { isWanted, type CsvLayout, type CsvReaderOptions } from './csv-layout.ts';

const COMMA = 0x2c;

export interface CsvResult {
  readonly rowCount: number;
  /** What the columns say together of points and commas. */
  readonly fileSign: FileSign;
  readonly columns: readonly (readonly [string, BuiltColumn])[];
  /** Names in the header that no one asked for. */
  readonly unrequested: readonly string[];
}

/** Rows of a file that were read apart from the others. */
export interface CsvPart {
  readonly rowCount: number;
  /** Whether the part ended with a row. */
  readonly isWhole: boolean;
  /** By column; emptied while they are joined, so that no column is in memory twice for long. */
  readonly cells: (PartCells | undefined)[];
}

/** @throws DataError: DATA_EMPTY for no rows, DATA_INVALID for text that is not UTF-8. */
export function buildResult(
  cellsOfColumns: readonly CsvCells[],
  rowCount: number,
  options: CsvReaderOptions & Pick<CsvLayout, 'delimiter'>,
): CsvResult {
  const { where, delimiter } = options;
  if (rowCount === 0) {
    throw new DataError('DATA_EMPTY', `${where}: expected rows, got only the header`, {
      hint: 'write at least one row; check that the step before has not failed',
    });
  }
  const wanted = cellsOfColumns.filter(({ name }) => isWanted(name, options));
  const evidence = wanted.map((cells) => readable(cells, where, () => cells.signEvidence()));
  const fileSign = options.fileSign ?? decideFileSign(evidence, delimiter === COMMA);
  return {
    rowCount,
    fileSign,
    columns: wanted.map((cells) => [
      cells.name,
      readable(cells, where, () => cells.build(rowCount, contextOfColumn(cells.name, options, fileSign))),
    ]),
    unrequested: cellsOfColumns.map(({ name }) => name).filter((name) => !isWanted(name, options)),
  };
}

function readable<Result>({ name }: CsvCells, where: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw notUtf8(where, `text in column "${name}"`, cause);
  }
}
