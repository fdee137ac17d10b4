/** A row of words where numbers stand: the header once more, as files have it that were put together, or units. */
import { textAt } from './access.ts';
import type { Column, Table, UnreadCells } from './table.ts';

export interface HeadingRow {
  /** Counts from 0. */
  readonly row: number;
  readonly kind: 'header' | 'units';
}

export function findHeadingRow(table: Table): HeadingRow | undefined {
  return findHeader(table) ?? findUnits(table);
}

/** Every cell of such a row is the name of its column. */
function findHeader(table: Table): HeadingRow | undefined {
  const { columns, identities = [] } = table;
  const [first] = columns;
  const row = first === undefined ? -1 : rowOfOwnName(first);
  if (row < 0) return undefined;
  const isName =
    columns.every((column) => cellAt(column, row) === column.name) &&
    identities.every(({ name, texts }) => texts.at(row) === name);
  // A single column of words may hold its own name.
  return isName && columns.length + identities.length > 1 ? { row, kind: 'header' } : undefined;
}

function rowOfOwnName(column: Column): number {
  if (column.kind !== 'category') return exampleOf(column.unread, column.name)?.row ?? -1;
  const code = column.labels.indexOf(column.name);
  return code < 0 ? -1 : column.codes.indexOf(code);
}

function exampleOf(unread: UnreadCells | undefined, text: string): { readonly row: number } | undefined {
  const example = unread?.examples.find((cell) => cell.text === text);
  return example && { row: example.row - 1 };
}

function cellAt(column: Column, row: number): string | undefined {
  if (column.kind === 'category') return textAt(column, row);
  return column.unread?.examples.find((cell) => cell.row === row + 1)?.text;
}

const MIN_UNIT_COLUMNS = 2;

/** In the first row, and nowhere else, two columns of numbers or more hold a word, and no such column holds a number. */
function findUnits({ columns, rowCount }: Table): HeadingRow | undefined {
  const measured = columns.filter((column) => column.kind !== 'category');
  const odd = measured.filter(({ unread }) => unread?.count === 1 && unread.examples[0]?.row === 1);
  const isOnlyWords = measured.every(({ values }) => Number.isNaN(values[0] ?? NaN));
  return odd.length >= MIN_UNIT_COLUMNS && isOnlyWords && rowCount > 1
    ? { row: 0, kind: 'units' }
    : undefined;
}
