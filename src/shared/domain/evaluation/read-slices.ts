/** The columns of `slices`, one value a row: of the labels where those are kept apart and have them, else of the predictions. */
import type { SlicesConfig } from '../config/slices-section.ts';
import { DataError } from '../kernel/errors.ts';
import { at, indexAt } from '../statistics/vectors.ts';
import { requireColumn } from '../table/access.ts';
import { hasColumn, type Column, type Table } from '../table/table.ts';
import type { Texts } from '../table/texts.ts';
import type { OrderedTable } from './row-columns.ts';

/** One value of a column, or the numbers from one of its quartiles to the next; with none of them, no value. */
export interface SliceCondition {
  readonly column: string;
  readonly value?: string;
  readonly from?: number;
  readonly below?: number;
}

export interface SliceColumn {
  readonly name: string;
  /** Index into `conditions` of each row. */
  readonly codeOfRow: Int32Array;
  readonly conditions: readonly SliceCondition[];
}

/** Up to so many different numbers are values of their own, such as a number of children. */
const MOST_NUMBERS = 10;
const PARTS = 4;
/** Of a value, as much as is shown. */
const LONGEST_VALUE = 80;

/** The first of the tables that has all of the columns. */
export function tableOfSlices(
  { columns }: Pick<SlicesConfig, 'columns'>,
  tables: readonly [OrderedTable, ...OrderedTable[]],
): OrderedTable {
  const [first] = tables;
  return tables.find(({ table }) => hasSlices(table, columns)) ?? first;
}

function hasSlices(table: Table, columns: readonly string[]): boolean {
  return columns.every((name) => hasColumn(table, name));
}

/** In the order of the ids. @throws DataError for a column that is not there, or that holds times. */
export function readSlices(
  { columns }: Pick<SlicesConfig, 'columns'>,
  { table, where, rows }: OrderedTable,
): readonly SliceColumn[] {
  return columns.map((name) => {
    const column = requireColumn(table, name, where);
    if (column.kind === 'time')
      throw new DataError(
        'DATA_INVALID',
        `${where}: expected text or numbers in column "${name}", which \`slices\` names, got times`,
        { hint: 'write what the times have in common into a column, such as the weekday or the hour' },
      );
    return column.kind === 'number' ? cutNumbers(column, rows) : readValues(column, rows);
  });
}

function readValues(
  { name, codes, categories }: Extract<Column, { kind: 'category' }>,
  rows: Int32Array,
): SliceColumn {
  const textAt = (row: number): string => categories[indexAt(codes, indexAt(rows, row))] ?? '';
  const codeOf = new Map<string, number>();
  const codeOfRow = Int32Array.from(rows, (_, row) => {
    const text = textAt(row);
    const code = codeOf.get(text) ?? codeOf.size;
    codeOf.set(text, code);
    return code;
  });
  const conditions = [...codeOf.keys()].map((text) =>
    text === '' ? { column: name } : { column: name, value: text.slice(0, LONGEST_VALUE) },
  );
  return { name, codeOfRow, conditions };
}

function cutNumbers({ name, values }: Extract<Column, { kind: 'number' }>, rows: Int32Array): SliceColumn {
  const taken = Float64Array.from(rows, (row) => at(values, row));
  const known = taken.filter((value) => !Number.isNaN(value)).sort();
  const distinct = Float64Array.from(new Set(known));
  const isFew = distinct.length <= MOST_NUMBERS;
  const starts = isFew ? distinct : quartiles(known);
  const missing = starts.length;
  const conditions = Array.from(starts, (from, part): SliceCondition => {
    if (isFew) return { column: name, value: String(from) };
    const below = starts[part + 1];
    return { column: name, ...(part > 0 && { from }), ...(below !== undefined && { below }) };
  });
  const codeOfRow = Int32Array.from(taken, (value) =>
    Number.isNaN(value) ? missing : lastAtMost(starts, value),
  );
  return { name, codeOfRow, conditions: [...conditions, { column: name }] };
}

/** The least value of each quarter of the sorted numbers; fewer where many are equal. */
function quartiles(sorted: Float64Array): Float64Array {
  const starts = Array.from({ length: PARTS }, (_, part) =>
    at(sorted, Math.floor((part * sorted.length) / PARTS)),
  );
  return Float64Array.from(new Set(starts));
}

function lastAtMost(starts: Float64Array, value: number): number {
  return starts.findLastIndex((start) => start <= value);
}

/**
 * Rows that are measured as one, such as the responses to a case or the items of a query, lie in one slice.
 * @param unitOfRow in the order of the slices. @throws DataError for a unit in two.
 */
export function requireSliceOfUnits(
  slices: readonly SliceColumn[],
  unitOfRow: ArrayLike<number>,
  unit: string,
): void {
  for (const { name, codeOfRow } of slices) {
    const codeOf = new Map<number, number>();
    codeOfRow.forEach((code, row) => {
      const key = unitOfRow[row] ?? -1;
      const known = codeOf.get(key) ?? code;
      codeOf.set(key, known);
      if (known === code) return;
      throw new DataError(
        'DATA_INVALID',
        `predictions: expected one value of column "${name}", which \`slices\` names, for all rows of one ${unit}, got several`,
        { hint: `a ${unit} is measured as a whole: name a column that its rows share` },
      );
    });
  }
}

/**
 * Where the other model's file has the columns too, they say the same: otherwise whoever writes the challenger's
 * predictions decides which rows are a slice.
 * @throws DataError DATA_MISMATCH, with the first row that differs as example.
 */
export function requireSameSlices(slices: readonly SliceColumn[], source: OrderedTable, ids: Texts): void {
  const columns = slices.map(({ name }) => name).filter((name) => hasColumn(source.table, name));
  const others = readSlices({ columns }, source);
  for (const other of others) {
    const own = slices.find(({ name }) => name === other.name);
    if (own === undefined) continue;
    const row = own.codeOfRow.findIndex((code, index) => {
      const found = other.conditions[indexAt(other.codeOfRow, index)];
      const known = own.conditions[code];
      return known?.value !== found?.value || known?.from !== found?.from || known?.below !== found?.below;
    });
    if (row < 0) continue;
    throw new DataError(
      'DATA_MISMATCH',
      `${source.where}: expected the value of column "${own.name}", which \`slices\` names, of each row as in the predictions of the challenger, got another one`,
      {
        examples: `the first such row has the id ${JSON.stringify(ids.at(row))}`,
        hint: 'both models must be scored on the same data file',
      },
    );
  }
}
