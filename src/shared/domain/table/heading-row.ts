/** A row of words where numbers stand: the header once more, as files have it that were put together, or units. */
import { textAt } from './access.ts';
import type { Column, Table } from './table.ts';
import type { Texts } from './texts.ts';

export interface HeadingRow {
  /** Counts from 0. */
  readonly row: number;
  readonly kind: 'header' | 'units';
}

export function findHeadingRow(table: Table): HeadingRow | undefined {
  return findHeader(table) ?? findUnits(table);
}

/** Every cell of such a row is the name of its column, as far as its text is known. */
function findHeader(table: Table): HeadingRow | undefined {
  const { columns, identities = [] } = table;
  // A single column of words may hold its own name.
  if (columns.length + identities.length < 2) return undefined;
  const candidates = new Set([
    ...columns.flatMap(rowsOfOwnName),
    ...identities.flatMap(({ name, texts }) => rowOfText(texts, name)),
  ]);
  for (const row of [...candidates].sort((one, other) => one - other)) {
    const cells = [
      ...columns.map((column) => isOwnName(column, row)),
      ...identities.map(({ name, texts }) => isName(texts.at(row), name)),
    ];
    const known = cells.filter((cell) => cell === true).length;
    if (known > 1 && !cells.includes(false)) return { row, kind: 'header' };
  }
  return undefined;
}

/** Names may be written in another case: files of one kind have one header, and people change it. */
function isName(text: string | undefined, name: string): boolean {
  return text !== undefined && text.length < name.length + MAX_BLANKS && plain(text) === plain(name);
}

const MAX_BLANKS = 20;

function plain(text: string): string {
  return text.trim().toLowerCase();
}

/** The first row of each spelling of its name. */
function rowsOfOwnName({ name, ...column }: Column): readonly number[] {
  if (column.kind === 'category')
    return column.categories.flatMap((text, code) => (isName(text, name) ? column.codes.indexOf(code) : []));
  const { examples = [] } = column.unread ?? {};
  return examples.flatMap(({ row, text }) => (isName(text, name) ? row - 1 : []));
}

/** @returns no row or one. Millions of identifiers are compared by their lengths, and few by their bytes. */
function rowOfText(texts: Texts, text: string): readonly number[] {
  const { length } = new TextEncoder().encode(text);
  for (let row = 0; row < texts.count; row++)
    if (texts.lengthAt(row) === length && texts.at(row) === text) return [row];
  return [];
}

/** Undefined for a cell that is no number, and whose text is not among the examples. */
function isOwnName(column: Column, row: number): boolean | undefined {
  if (column.kind === 'category') return isName(textAt(column, row), column.name);
  const { unread, values } = column;
  const example = unread?.examples.find((cell) => cell.row === row + 1);
  if (example !== undefined) return isName(example.text, column.name);
  const isOpen = Number.isNaN(values[row] ?? NaN) && (unread?.count ?? 0) > (unread?.examples.length ?? 0);
  return isOpen ? undefined : false;
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
