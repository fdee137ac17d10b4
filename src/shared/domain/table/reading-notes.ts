/** What was not read of a table: sentences for people, so that no column is left unwatched without a word. */
import { KIND_IN_WORDS } from './access.ts';
import type { Column, Table, UnreadCells } from './table.ts';

const LONGEST_EXAMPLE = 80;

/** @param where names the file. Empty where every cell and every column was read. */
export function describeReading({ columns, leftOut = [] }: Table, where: string): readonly string[] {
  return [
    ...columns.flatMap((column) => {
      if (column.kind === 'category' || column.unread === undefined) return [];
      return [describeUnread(column, column.unread, where)];
    }),
    ...leftOut.map(
      ({ name, reason }) => `${where}: column "${name}" is left out and is not compared: it holds ${reason}`,
    ),
  ];
}

function describeUnread({ name, kind }: Column, { count, examples }: UnreadCells, where: string): string {
  const shown = examples.map(
    ({ row, text }) => `${JSON.stringify(text.slice(0, LONGEST_EXAMPLE))} in data row ${row}`,
  );
  const cells = count === 1 ? '1 cell counts' : `${count} cells count`;
  return `${where}: column "${name}" is read as ${KIND_IN_WORDS[kind]}; ${cells} as missing: ${shown.join(', ')}. Correct the file, or set \`columns: { ${name}: text }\` in the configuration`;
}
