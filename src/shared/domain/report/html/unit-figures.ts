/** Rows, cases or queries one by one: wins and losses, the distribution of their differences, and the largest of them. */
import {
  compareUnits,
  countUnits,
  largestDifferences,
  type UnitComparison,
} from '../../evaluation/unit-comparison.ts';
import { nameLabel } from '../../evaluation/rows-digest.ts';
import type { ScoredRows } from '../../metrics/metric.ts';
import { boundsOf, countInBins } from '../../metrics/curves/histogram.ts';
import { at, indexAt } from '../../statistics/vectors.ts';
import { countOf, formatCount, formatNumber, formatSigned } from '../../text/number-text.ts';
import { formatTick, renderFigure, WIDE } from './figure.ts';
import { drawHistogram } from './histogram-chart.ts';
import { html, renderName, sizeOf, type Html } from './html.ts';
import type { FigureRequest } from './report-request.ts';

const BINS = 40;
const MAX_LISTED = 1000;
/** Of the whole table: ids may be long. */
const MAX_TABLE_BYTES = 400_000;

export function renderUnitFigures(request: FigureRequest): readonly Html[] {
  const { evaluation, rows, metric } = request;
  const compared = compareUnits(evaluation.task, rows, metric);
  if (compared === undefined) return [];
  return [renderDistribution(compared), renderLargest(compared, request)];
}

const plurals = { row: 'rows', query: 'queries', case: 'cases' } as const;

function renderDistribution(compared: UnitComparison): Html {
  const { improvement, metric, unit } = compared;
  const { wins, losses, ties } = countUnits(compared);
  const counts = `The challenger is better on ${formatCount(wins)} ${plurals[unit]}, worse on ${formatCount(losses)} and equal on ${formatCount(ties)}, by ${metric.name}.`;
  const defined = improvement.filter((value) => !Number.isNaN(value));
  if (defined.length === 0) return html``;
  const histogram = countInBins(defined, boundsOf([defined]), BINS);
  const outside = histogram.outsideCount;
  return renderFigure(
    {
      key: 'units',
      title: `Wins and losses by ${unit}`,
      alternative: `Number of ${plurals[unit]} by the improvement of the challenger over the champion. ${counts}`,
      caption: `${counts} Right of the dotted line the challenger is better.${outside === 0 ? '' : ` ${formatCount(outside)} beyond the axis are not drawn.`} Counts say nothing about how much is won or lost: the rules do.`,
    },
    drawHistogram({
      size: WIDE,
      label: `improvement in ${metric.name}`,
      unit: plurals[unit],
      challenger: histogram,
      champion: undefined,
      origin: 0,
    }),
  );
}

/** Only where single predictions may be shown. */
function renderLargest(compared: UnitComparison, { rows, showsRows, evaluation }: FigureRequest): Html {
  const { unit, metric } = compared;
  if (!showsRows) {
    return html`<p class="left-out">
      Single ${plurals[unit]} are not shown: ids and predictions can be personal data. In a public repository
      <code>publish-predictions: true</code> shows them.
    </p>`;
  }
  const units = largestDifferences(compared, MAX_LISTED);
  if (units.length === 0) return html``;
  const isLabeled = evaluation.task !== 'ranking' && evaluation.task !== 'scores';
  const lines = units.map((place) => {
    const row = indexAt(compared.firstRow, place);
    const shown = (scored: ScoredRows | undefined, value: Float64Array): string =>
      isLabeled && scored !== undefined
        ? showPrediction(scored, row, evaluation.task)
        : formatNumber(at(value, place));
    const label = isLabeled
      ? html`<td class="number">${nameOrNumber(rows.challenger.labels[row], rows.codes)}</td>`
      : undefined;
    return html`<tr>
      <th scope="row">${renderName(rows.ids.at(row) ?? '')}</th>
      ${label}
      <td class="number">${shown(rows.champion, compared.champion)}</td>
      <td class="number">${shown(rows.challenger, compared.challenger)}</td>
      <td class="number">${formatSigned(at(compared.improvement, place))}</td>
    </tr> `;
  });
  const kept = fitLines(lines);
  const labelTitle = isLabeled ? html`<th scope="col">actual</th>` : undefined;
  const first = unit === 'query' ? 'first item of the query' : 'id';
  return html`<h3 id="largest">The largest differences</h3>
    <p>
      ${countOf(kept.length, 'line')} of ${formatCount(compared.improvement.length)} ${plurals[unit]}, the
      largest difference first; the improvement is that of <code>${metric.name}</code>.
    </p>
    <div class="searched">
      <div class="scroll tall" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${first}</th>
              ${labelTitle}
              <th scope="col">champion</th>
              <th scope="col">challenger</th>
              <th scope="col">improvement</th>
            </tr>
          </thead>
          <tbody>
            ${kept}
          </tbody>
        </table>
      </div>
    </div>`;
}

function nameOrNumber(label: number | undefined, codes: readonly string[]): Html {
  return codes.length === 0 ? html`${formatTick(label ?? Number.NaN)}` : renderName(nameLabel(label, codes));
}

function showPrediction(
  { scores, classes }: ScoredRows,
  row: number,
  task: FigureRequest['evaluation']['task'],
): string {
  const score = at(scores, row);
  return task === 'multiclass' ? nameLabel(score, classes ?? []).slice(0, 60) : formatNumber(score);
}

function fitLines(lines: readonly Html[]): readonly Html[] {
  let sizeBytes = 0;
  const end = lines.findIndex((line) => {
    sizeBytes += sizeOf(line);
    return sizeBytes > MAX_TABLE_BYTES;
  });
  return end === -1 ? lines : lines.slice(0, end);
}
