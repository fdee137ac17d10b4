/**
 * Tables of GitHub's Markdown. Cells are Markdown already; a pipe in them, also inside code, is escaped here. So
 * that a backslash before it cannot undo that, the two are kept apart.
 */

const ZERO_WIDTH_SPACE = '\u200b';

export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

export function renderTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  const rule = columns.map(({ align }) => (align === 'right' ? '--:' : '---'));
  return [line(columns.map(({ title }) => title)), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function escapeCell(cell: string): string {
  return cell
    .replace(/\r?\n/g, ' ')
    .replace(/\\(?=\|)/g, `\\${ZERO_WIDTH_SPACE}`)
    .replaceAll('|', '\\|');
}
