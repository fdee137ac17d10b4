/**
 * A data set in columns: flat typed arrays, no row objects. Every reader makes one and every
 * computation takes one, so a number is never boxed between the file and the statistic.
 *
 * Booleans are numbers, 0 and 1, because a label column is one as often as not. A missing value is
 * NaN, or code -1. Infinity is a value: who cannot use it has to refuse it.
 */

export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  /** One value a row; NaN = missing. */
  readonly values: Float64Array;
}

export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  /** One index into `labels` a row; -1 = missing. */
  readonly codes: Int32Array;
  /** Distinct texts, in order of first appearance. */
  readonly labels: readonly string[];
}

export interface TimeColumn {
  readonly kind: 'time';
  readonly name: string;
  /** Milliseconds since 1970-01-01T00:00:00Z, one a row; NaN = missing. A time without a zone is UTC. */
  readonly values: Float64Array;
}

export type Column = NumberColumn | CategoryColumn | TimeColumn;

export interface Table {
  readonly rowCount: number;
  readonly columns: readonly Column[];
}

export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** The rows at the given indices, in that order. Labels are shared with the source, not copied. */
export function takeRows(table: Table, rows: Int32Array): Table {
  return { rowCount: rows.length, columns: table.columns.map((column) => takeColumnRows(column, rows)) };
}

function takeColumnRows(column: Column, rows: Int32Array): Column {
  if (column.kind === 'category') {
    return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row] ?? -1) };
  }
  return { ...column, values: Float64Array.from(rows, (row) => column.values[row] ?? NaN) };
}
