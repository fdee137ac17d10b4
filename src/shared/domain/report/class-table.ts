/** Which classes were taken for which, as a table: actual classes by lines, predicted ones by columns. */
import type { Evaluation } from '../documents/evaluation.ts';
import { compareNaturally } from '../statistics/grouped/group-names.ts';
import { formatCount } from '../text/number-text.ts';
import { renderTable } from '../text/markdown-table.ts';
import { codeSpan } from '../text/untrusted-text.ts';

type Classes = NonNullable<Evaluation['classes']>;
type Cell = Classes['cells'][number];

/** Empty where rows have no classes, or none is confused with another. */
export function renderClassTable({ classes }: Evaluation): string {
  if (classes === undefined || classes.cells.length === 0) return '';
  const { cells, complete, count } = classes;
  const isCompared = cells.some(({ championRows }) => championRows !== undefined);
  const legend = isCompared
    ? '<sub>Rows of the challenger; in parentheses, how many more or fewer than of the champion.</sub>'
    : '<sub>Rows of the challenger.</sub>';
  const table = complete
    ? renderMatrix(cells)
    : `The most frequent confusions of ${formatCount(count)} classes:\n\n${renderConfusions(cells)}`;
  return [table, legend].join('\n\n');
}

/** Classes of few rows, in a sentence: averages over classes lean on them. */
export function describeRareClasses({ classes }: Evaluation): string {
  if (classes?.rare === undefined) return '';
  const { rare, rareCount = rare.length } = classes;
  const listed = rare.slice(0, 5).map(({ name, rows }) => `${codeSpan(name)} (${formatCount(rows)})`);
  const more = rareCount > listed.length ? ` and ${formatCount(rareCount - listed.length)} more` : '';
  const subject = rareCount === 1 ? '1 class has' : `${formatCount(rareCount)} classes have`;
  return `**Rare classes.** ${subject} fewer than 10 rows: ${listed.join(', ')}${more}. Averages over the classes count each of them like a class of many rows.`;
}

function renderMatrix(cells: readonly Cell[]): string {
  const names = [...new Set(cells.flatMap(({ actual, predicted }) => [actual, predicted]))].sort(
    compareNaturally,
  );
  const find = (actual: string, predicted: string): Cell | undefined =>
    cells.find((cell) => cell.actual === actual && cell.predicted === predicted);
  const rows = names
    .filter((actual) => cells.some((cell) => cell.actual === actual))
    .map((actual) => {
      const own = cells.filter((cell) => cell.actual === actual);
      const total = own.reduce((sum, { challengerRows }) => sum + challengerRows, 0);
      const right = find(actual, actual)?.challengerRows ?? 0;
      return [
        codeSpan(actual),
        ...names.map((predicted) => describeCell(find(actual, predicted), actual === predicted)),
        total === 0 ? '–' : `${Math.round((100 * right) / total)} %`,
      ];
    });
  const columns = [
    { title: 'actual \\ predicted' },
    ...names.map((name) => ({ title: codeSpan(name), align: 'right' as const })),
    { title: 'recall', align: 'right' as const },
  ];
  return renderTable(columns, rows);
}

function renderConfusions(cells: readonly Cell[]): string {
  return renderTable(
    [{ title: 'actual' }, { title: 'predicted' }, { title: 'rows', align: 'right' }],
    cells.map((cell) => [codeSpan(cell.actual), codeSpan(cell.predicted), describeCell(cell, false)]),
  );
}

function describeCell(cell: Cell | undefined, isRight: boolean): string {
  if (cell === undefined) return '·';
  const { challengerRows, championRows } = cell;
  const count = isRight ? `**${formatCount(challengerRows)}**` : formatCount(challengerRows);
  if (championRows === undefined || championRows === challengerRows) return count;
  const change = challengerRows - championRows;
  return `${count} (${change > 0 ? '+' : '−'}${formatCount(Math.abs(change))})`;
}
