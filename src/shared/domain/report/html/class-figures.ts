/** Figures of several classes: what is taken for what, and how much of each class is found. */
import type { Evaluation } from '../../documents/evaluation.ts';
import { countClasses } from '../../metrics/confusion-counts.ts';
import { at } from '../../statistics/vectors.ts';
import { compareNaturally } from '../../statistics/grouped/group-names.ts';
import { formatCount } from '../../text/number-text.ts';
import { renderClassTable } from '../class-table.ts';
import { describeExtremes, drawDumbbells, type Dumbbell } from './dumbbell-chart.ts';
import { renderFigure } from './figure.ts';
import { html, renderName, type Html } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import type { FigureRequest } from './report-request.ts';

type Classes = NonNullable<Evaluation['classes']>;
type Cell = Classes['cells'][number];

const MAX_CLASSES = 30;
const SHADES = 9;

export function renderClassFigures(request: FigureRequest): readonly Html[] {
  const { evaluation } = request;
  const { classes } = evaluation;
  if (classes === undefined || classes.cells.length === 0) return [renderRecalls(request)];
  const matrix = classes.complete
    ? renderMatrix(classes.cells)
    : renderMarkdown(renderClassTable(evaluation));
  return [
    html`<h3>Confusion matrix</h3>
      ${matrix}`,
    renderRecalls(request),
  ];
}

/** A table, since its numbers are what it says; shades go by the share of a class. */
function renderMatrix(cells: readonly Cell[]): Html {
  const names = [...new Set(cells.flatMap(({ actual, predicted }) => [actual, predicted]))].sort(
    compareNaturally,
  );
  const isCompared = cells.some(({ championRows }) => championRows !== undefined);
  const rows = names.map((actual) => {
    const own = cells.filter((cell) => cell.actual === actual);
    const total = own.reduce((sum, { challengerRows }) => sum + challengerRows, 0);
    const columns = names.map((predicted) =>
      renderCell(
        own.find((cell) => cell.predicted === predicted),
        total,
        actual === predicted,
      ),
    );
    return html`<tr>
      <th scope="row">${renderName(actual)}</th>
      ${columns}
    </tr>`;
  });
  const difference = isCompared ? ' In parentheses, how many more or fewer than of the champion.' : '';
  return html`<div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <td></td>
            ${names.map((name) => html`<th scope="col">${renderName(name)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <p class="left-out">
      Rows of the challenger by actual class (lines) and predicted class (columns), shaded by the share of the
      actual class.${difference}
    </p>`;
}

function renderCell(cell: Cell | undefined, total: number, isRight: boolean): Html {
  if (cell === undefined || total === 0) return html`<td class="number">·</td>`;
  const { challengerRows, championRows } = cell;
  const shade = Math.round((challengerRows / total) * SHADES);
  const change = challengerRows - (championRows ?? challengerRows);
  const text = change === 0 ? '' : ` (${change > 0 ? '+' : '−'}${formatCount(Math.abs(change))})`;
  return html`<td class="number ${isRight ? 'right' : 'wrong'}-${shade}">
    ${formatCount(challengerRows)}${text}
  </td>`;
}

/** Of the classes with the most rows. */
function renderRecalls({ rows }: FigureRequest): Html {
  const { codes, challenger, champion } = rows;
  const own = countClasses(challenger, codes.length);
  const other = champion && countClasses(champion, codes.length);
  const present = codes
    .map((name, code) => ({ name, code, size: at(own.actual, code) }))
    .filter(({ size }) => size > 0)
    .sort((left, right) => right.size - left.size || left.code - right.code);
  const shown = present.slice(0, MAX_CLASSES).map(({ name, code, size }): Dumbbell => ({
    name,
    challenger: at(own.hits, code) / size,
    champion: other && at(other.hits, code) / size,
  }));
  if (shown.length === 0) return html``;
  const leftOut = present.length - shown.length;
  return renderFigure(
    {
      key: 'recalls',
      title: 'Share of each class that is found',
      alternative: `Recall of ${formatCount(shown.length)} classes. ${describeExtremes(shown)}`,
      caption: `Recall by class, the class with the most rows first.${leftOut > 0 ? ` ${formatCount(leftOut)} smaller classes are left out.` : ''} Values of few rows move by chance.`,
    },
    drawDumbbells(shown, 'recall'),
  );
}
