/**
 * A line below the rows that says something about them, as reports and database clients end with: where they come from,
 * when they were exported, how many they are. In a spreadsheet it is filled up with delimiters, and looks like a row.
 */
import { textAt } from './access.ts';
import type { Column, Table } from './table.ts';

export interface FooterRow {
  /** Counts from 0. */
  readonly row: number;
  readonly text: string;
}

const LAST_ROWS = 5;
const STARTS = [
  'sources?|quellen?|notes?|remarks?|hinweise?|anmerkung(?:en)?|bemerkung(?:en)?|fu(?:ß|ss)note|nota|fuente|fonte',
  '(?:data )?(?:generated|created|exported|extracted|printed|retrieved|downloaded|last (?:updated?|modified)|updated)',
  'erstellt|exportiert|stand|abgerufen|g[ée]n[ée]r[ée]|export[ée]|generado|as of|report (?:date|generated)',
  'copyright|confidential|vertraulich|disclaimer|end of (?:report|file|data)|ende (?:des|der)|applied filters?',
].join('|');
/** A word alone may be a category: a note has more of them. */
const NOTE = new RegExp(`^(?:[*†‡©]+\\s*\\S|-{2,}|={2,}|(?:${STARTS})(?:\\s*:|\\s+\\S))`, 'iu');
const COUNT =
  /^(?:\(?[\d.,]+ (?:rows?|records?|zeilen|lignes|filas|datens[äa]tze)\b[^\d]*|(?:total|number of|anzahl)?\s*(?:rows?|records?|zeilen)(?: (?:count|total))?\s*[:=]\s*[\d.,]+)$/iu;

/** One of the last rows, with a note and no other value. O(columns). */
export function findFooterRow(table: Table): FooterRow | undefined {
  const { rowCount, columns, identities = [] } = table;
  // In a column of texts that stands alone a note is a text like any other.
  const kinds = columns.length + identities.length > 1 ? [NOTE, COUNT] : [COUNT];
  for (let row = rowCount - 1; row >= Math.max(1, rowCount - LAST_ROWS); row--) {
    const text = onlyTextOf(table, row);
    if (text !== undefined && kinds.some((kind) => kind.test(text))) return { row, text };
  }
  return undefined;
}

/** Undefined for a row with several values, with none, or with a number. */
function onlyTextOf({ columns, identities = [] }: Table, row: number): string | undefined {
  const texts: string[] = [];
  for (const column of columns) {
    const cell = cellOf(column, row);
    if (cell === undefined) continue;
    if (typeof cell === 'number') return undefined;
    texts.push(cell);
  }
  for (const { texts: ids } of identities) {
    const text = ids.at(row);
    if (text !== undefined) texts.push(text);
  }
  return texts.length === 1 ? texts[0]?.trim() : undefined;
}

/** The text of a cell of numbers is known where it is among the examples. */
function cellOf(column: Column, row: number): string | number | undefined {
  if (column.kind === 'category') return textAt(column, row);
  const value = column.values[row] ?? NaN;
  if (!Number.isNaN(value)) return value;
  return column.unread?.examples.find((cell) => cell.row === row + 1)?.text;
}
