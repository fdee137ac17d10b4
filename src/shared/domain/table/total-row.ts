/**
 * A row that sums up the others, as spreadsheets and pivot tables end with. It is no observation, and it is the
 * largest by far: with one of them R² of 2,000 sales is 0.999 instead of 0.925.
 */
import type { CategoryColumn, NumberColumn, Table } from './table.ts';
import type { Texts } from './texts.ts';
import { isNameOfTotal, type TotalRow } from './total-names.ts';

/** Totals stand above or below what they sum up; a footer may follow. */
const ROWS_AT_EACH_END = 3;
const MIN_NAMED_ROWS = 3;
/** Of so many amounts no other one is the sum by chance in two columns. */
const MIN_SUMMED = 8;
const MIN_SUM_COLUMNS = 2;
/** What rounding of each of the amounts leaves. */
export const SUM_TOLERANCE = 1e-4;

/** The first row that is a total by what it is called, or by what its numbers are. O(rows) for each column of numbers. */
export function findTotalRow(table: Table): TotalRow | undefined {
  const { rowCount, columns, identities = [] } = table;
  for (const row of endsOf(rowCount)) {
    const named =
      identities.find(({ texts }) => isNameInTexts(texts, row)) ??
      columns.find((column) => column.kind === 'category' && isNameOfOneRow(column, row));
    if (named !== undefined) return { row, evidence: `its value of "${named.name}" says so` };
  }
  const sums = columns.flatMap((column) => (column.kind === 'number' ? [sumOf(column)] : []));
  for (const row of new Set([rowCount - 1, 0])) {
    const summed = sums.filter((sum) => isSumOfOthers(sum, row));
    if (summed.length < MIN_SUM_COLUMNS) continue;
    const names = summed.slice(0, MIN_SUM_COLUMNS).map(({ name }) => `"${name}"`);
    return { row, evidence: `in ${names.join(' and ')} it is the sum of all other rows` };
  }
  return undefined;
}

function endsOf(rowCount: number): readonly number[] {
  if (rowCount < MIN_NAMED_ROWS) return [];
  const offsets = Array.from({ length: Math.min(ROWS_AT_EACH_END, rowCount) }, (_, offset) => offset);
  return [...new Set([...offsets.map((offset) => rowCount - 1 - offset), ...offsets])];
}

/** A name that several rows have is a series or a group of its own. */
function isNameInTexts(texts: Texts, row: number): boolean {
  if (texts.lengthAt(row) > LONGEST_NAME_BYTES) return false;
  const text = texts.at(row);
  if (text === undefined || !isNameOfTotal(text)) return false;
  for (let other = 0; other < texts.count; other++) {
    if (other !== row && texts.lengthAt(other) === texts.lengthAt(row) && texts.at(other) === text)
      return false;
  }
  return true;
}

const LONGEST_NAME_BYTES = 40;

/** Among values that other rows repeat: in a column of free text, or of words, "mean" is a word like any other. */
function isNameOfOneRow({ codes, categories }: CategoryColumn, row: number): boolean {
  if (categories.length > codes.length / 2) return false;
  const code = codes[row] ?? -1;
  if (!isNameOfTotal(categories[code] ?? '')) return false;
  return codes.indexOf(code) === row && codes.lastIndexOf(code) === row;
}

interface ColumnSum {
  readonly name: string;
  readonly values: Float64Array;
  readonly sum: number;
}

function sumOf({ name, values }: NumberColumn): ColumnSum {
  return { name, values, sum: sumOfKnown(values) };
}

/** By index, and with nothing behind the loop that runs once: else each call makes objects of most of its numbers. */
function sumOfKnown(values: Float64Array): number {
  let sum = 0;
  for (let row = 0, end = values.length; row < end; row++) {
    const value = values[row] ?? NaN;
    if (!Number.isNaN(value)) sum += value;
  }
  return sum;
}

function isSumOfOthers({ values, sum }: ColumnSum, row: number): boolean {
  const value = values[row] ?? NaN;
  if (!Number.isFinite(value) || value === 0) return false;
  return Math.abs(sum - 2 * value) <= SUM_TOLERANCE * Math.abs(value) && hasMoreThan(MIN_SUMMED, values);
}

/** Whether more values than that are not 0. */
function hasMoreThan(limit: number, values: Float64Array): boolean {
  let count = 0;
  for (let row = 0; row < values.length && count <= limit; row++) {
    const value = values[row] ?? NaN;
    if (!Number.isNaN(value) && value !== 0) count++;
  }
  return count > limit;
}
