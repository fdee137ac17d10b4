/** Every row of a table counts as an observation: one that is none is refused, and empty ones at the end are left out. */
import { DataError } from '../kernel/errors.ts';
import { findFooterRow } from './footer-row.ts';
import { findHeadingRow } from './heading-row.ts';
import { findSubtotalRow } from './subtotal-rows.ts';
import { isMissingAt, type Column, type Table } from './table.ts';
import { findTotalRow } from './total-row.ts';

const LONGEST_NOTE = 60;

/** @throws DataError for a table with a row of totals, also of a part, of names, of units, or with a note below its rows. */
export function requireObservations(table: Table, where: string): void {
  const heading = findHeadingRow(table);
  if (heading !== undefined) {
    const got = heading.kind === 'header' ? 'the names of the columns' : 'units or other words for numbers';
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected an observation in every row, got ${got} in data row ${heading.row + 1}`,
      {
        hint:
          heading.kind === 'header'
            ? 'delete that row: files that are put together keep one header'
            : 'delete that row, or write the units into the names of the columns',
      },
    );
  }
  const footer = findFooterRow(table);
  if (footer !== undefined)
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected an observation in every row, got a note in data row ${footer.row + 1}`,
      {
        hint: 'leave lines about the table out of it: write them into another file',
        examples: JSON.stringify(footer.text.slice(0, LONGEST_NOTE)),
      },
    );
  const total = findTotalRow(table) ?? findSubtotalRow(table);
  if (total === undefined) return;
  throw new DataError(
    'DATA_INVALID',
    `${where}: expected an observation in every row, got a total in data row ${total.row + 1}: ${total.evidence}`,
    { hint: 'leave totals and averages out of the table, or call an observation by another name' },
  );
}

/**
 * The table without the rows at its end that have no value in any of two columns or more: lines of delimiters, as
 * spreadsheets write them below the last row. Rows that are empty between others are missing values.
 */
export function withoutEmptyEnd(table: Table): Table {
  const { columns, identities = [], rowCount } = table;
  if (columns.length + identities.length < 2 || table.unrequested !== undefined) return table;
  const isEmpty = (row: number): boolean =>
    columns.every((column) => isEmptyCell(column, row)) &&
    identities.every(({ texts }) => texts.isMissing(row));
  let count = rowCount;
  while (count > 1 && isEmpty(count - 1)) count--;
  if (count === rowCount) return table;
  return {
    ...table,
    rowCount: count,
    columns: columns.map((column) => firstRows(column, count)),
    ...(identities.length > 0 && {
      identities: identities.map(({ name, texts }) => ({ name, texts: texts.first(count) })),
    }),
    emptyRowsAtEnd: rowCount - count,
  };
}

/** A cell that could not be read is no empty cell, and only the first ones are known by their row. */
function isEmptyCell(column: Column, row: number): boolean {
  return isMissingAt(column, row) && (column.kind === 'category' || column.unread === undefined);
}

function firstRows(column: Column, count: number): Column {
  return column.kind === 'category'
    ? { ...column, codes: column.codes.subarray(0, count) }
    : { ...column, values: column.values.subarray(0, count) };
}
