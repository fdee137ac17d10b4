/**
 * Terms of a sum that follow from the cell of a row, such as a true positive: one byte a row and not eight for each term,
 * and what is computed for a cell is that of all its rows. Of whole numbers the sums are exact in any order.
 */
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { at, countAt, indexAt } from '../statistics/vectors.ts';
import type { ScoredRows } from './metric.ts';

export interface CellTerms {
  readonly cellOfRow: Uint8Array;
  /** The terms of a row of each cell. */
  readonly termsOfCell: readonly (readonly number[])[];
}

/** The terms of a row of each kind. */
export interface OutcomeTerms {
  readonly trueNegative: readonly number[];
  readonly falsePositive: readonly number[];
  readonly falseNegative: readonly number[];
  readonly truePositive: readonly number[];
}

/** Of a binary task: by the label and what is predicted at the threshold. */
export function byOutcome(
  { labels, scores, threshold }: ScoredRows,
  { trueNegative, falsePositive, falseNegative, truePositive }: OutcomeTerms,
): CellTerms {
  const cellOfRow = new Uint8Array(labels.length);
  for (let row = 0; row < cellOfRow.length; row += 1)
    cellOfRow[row] = (at(labels, row) === 1 ? 2 : 0) + (at(scores, row) >= threshold ? 1 : 0);
  return { cellOfRow, termsOfCell: [trueNegative, falsePositive, falseNegative, truePositive] };
}

/** G numbers for each term: the rows of each cell are counted first. */
export function sumCells(
  { cellOfRow, termsOfCell }: CellTerms,
  { count, groupOfRow }: Grouping,
): readonly Float64Array[] {
  const rowsOf = new Float64Array(termsOfCell.length * count);
  for (let row = 0; row < cellOfRow.length; row += 1) {
    const place = cellAt(cellOfRow, row) * count + indexAt(groupOfRow, row);
    rowsOf[place] = at(rowsOf, place) + 1;
  }
  return listTerms(termsOfCell).map((termOfCell) => {
    const sums = new Float64Array(count);
    for (let cell = 0; cell < termOfCell.length; cell += 1) {
      const value = countAt(termOfCell, cell);
      if (value === 0) continue;
      for (let group = 0; group < count; group += 1)
        sums[group] = at(sums, group) + value * at(rowsOf, cell * count + group);
    }
    return sums;
  });
}

/** One number a row, which its cell has. */
export function valuesOfCells(
  { cellOfRow }: Pick<CellTerms, 'cellOfRow'>,
  valueOfCell: readonly number[],
): Float64Array {
  const values = new Float64Array(cellOfRow.length);
  for (let row = 0; row < values.length; row += 1) values[row] = countAt(valueOfCell, cellAt(cellOfRow, row));
  return values;
}

/**
 * How much further the best prediction of a row is from the worst one, for the label for which that is most.
 * @param valueOfCell what a row of each cell adds to the metric, in the order of `byOutcome`.
 */
export function widestOutcome([
  trueNegative = 0,
  falsePositive = 0,
  falseNegative = 0,
  truePositive = 0,
]: readonly number[]): number {
  return Math.max(Math.abs(trueNegative - falsePositive), Math.abs(truePositive - falseNegative));
}

/** A term of each row as a byte. @param term whose place it has in the lists. */
export function bytesOfCells({ cellOfRow, termsOfCell }: CellTerms, term: number): Uint8Array {
  const valueOfCell = listTerms(termsOfCell)[term] ?? [];
  const bytes = new Uint8Array(cellOfRow.length);
  for (let row = 0; row < bytes.length; row += 1) bytes[row] = countAt(valueOfCell, cellAt(cellOfRow, row));
  return bytes;
}

/** Each term with one number a row, for rows that do not count as one. */
export function expandCells(terms: CellTerms): readonly Float64Array[] {
  return listTerms(terms.termsOfCell).map((termOfCell) => valuesOfCells(terms, termOfCell));
}

/** The sum of terms times their slopes, for a row of each cell: in the order of the terms, as row by row. */
export function combineTerms({ termsOfCell }: CellTerms, slopes: readonly number[]): readonly number[] {
  return termsOfCell.map((terms) =>
    terms.reduce((sum, term, index) => sum + countAt(slopes, index) * term, 0),
  );
}

function cellAt(cells: Uint8Array, row: number): number {
  return cells[row] ?? Number.NaN;
}

/** For each term its value in each cell. */
function listTerms(termsOfCell: CellTerms['termsOfCell']): readonly (readonly number[])[] {
  return (termsOfCell[0] ?? []).map((_, term) => termsOfCell.map((terms) => countAt(terms, term)));
}
