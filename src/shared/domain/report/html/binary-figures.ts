/** Figures of a binary task: which errors a threshold trades for which, and whether probabilities are frequencies. */
import { computeCalibrationCurve, type CalibrationBin } from '../../metrics/curves/calibration-curve.ts';
import { nameLabel } from '../../evaluation/rows-digest.ts';
import { thinCurve, type Curve } from '../../metrics/curves/curve.ts';
import { countInBins } from '../../metrics/curves/histogram.ts';
import { computePrecisionRecallCurve, computeRocCurve } from '../../metrics/curves/threshold-curves.ts';
import type { ScoredRows } from '../../metrics/metric.ts';
import { at, mean } from '../../statistics/vectors.ts';
import { formatCount, formatNumber, formatShare } from '../../text/number-text.ts';
import { renderFigure, SQUARE, WIDE, type Axis } from './figure.ts';
import { drawHistogram } from './histogram-chart.ts';
import { html, renderName, type Html } from './html.ts';
import { drawLines, type Line } from './line-chart.ts';
import { listModels, modelsOf, type FigureRequest, type NamedModel } from './report-request.ts';

const UNIT = { lower: 0, upper: 1 };
/** Stretches of an axis: one is about two units of the drawing. */
const STRETCHES = 200;
const SCORE_BINS = 20;

export function renderBinaryFigures({ rows, evaluation }: FigureRequest): readonly Html[] {
  const models = modelsOf(rows);
  const valueOf = (metric: string): string => describeValues(metric, models, evaluation);
  return [
    renderRoc(models, valueOf('roc_auc')),
    renderPrecisionRecall(models, valueOf('average_precision')),
    renderCalibration(models, valueOf('ece')),
    renderErrors(models, rows.codes),
    renderScores(models),
  ];
}

/** "challenger 0.826, champion 0.746"; empty where the evaluation has no such metric. */
function describeValues(
  name: string,
  models: readonly NamedModel[],
  { metrics }: FigureRequest['evaluation'],
): string {
  const found = metrics.find(({ metric }) => metric === name);
  if (found === undefined) return '';
  const { challenger, comparedValue, comparedWith } = found;
  const shown = models.filter(
    ({ role }) => role === 'challenger' || (comparedWith === 'champion' && comparedValue !== undefined),
  );
  return listModels(shown, ({ role }) =>
    formatNumber(role === 'challenger' ? challenger : (comparedValue ?? NaN)),
  );
}

function renderRoc(models: readonly NamedModel[], areas: string): Html {
  const lines = linesOf(models, computeRocCurve, 'straight');
  if (lines.length === 0) return html``;
  const diagonal: Line = { role: 'reference', shape: 'straight', curve: { x: ends(), y: ends() } };
  return renderFigure(
    {
      key: 'roc',
      title: 'ROC curve',
      alternative: `True positive rate against false positive rate at each threshold.${areas === '' ? '' : ` Area under the curve: ${areas}.`}`,
      caption: `Each point is one threshold. The dotted diagonal is a random order.${areas === '' ? '' : ` Area: ${areas}.`}`,
    },
    drawLines({
      size: SQUARE,
      x: { label: 'false positive rate', bounds: UNIT },
      y: { label: 'true positive rate', bounds: UNIT },
      lines: [diagonal, ...lines],
    }),
  );
}

function renderPrecisionRecall(models: readonly NamedModel[], values: string): Html {
  const lines = linesOf(models, computePrecisionRecallCurve, 'straight');
  const [first] = models;
  if (lines.length === 0 || first === undefined) return html``;
  const share = mean(first.scored.labels);
  const prior: Line = {
    role: 'reference',
    shape: 'straight',
    curve: { x: ends(), y: Float64Array.of(share, share) },
  };
  return renderFigure(
    {
      key: 'precision-recall',
      title: 'Precision and recall',
      alternative: `Precision against recall at each threshold.${values === '' ? '' : ` Average precision: ${values}.`}`,
      caption: `Each point is one threshold. The dotted line is the share of positive rows, ${formatShare(share)}.${values === '' ? '' : ` Average precision: ${values}.`}`,
    },
    drawLines({
      size: SQUARE,
      x: { label: 'recall', bounds: UNIT },
      y: { label: 'precision', bounds: UNIT },
      lines: [prior, ...lines],
    }),
  );
}

function renderCalibration(models: readonly NamedModel[], errors: string): Html {
  const lines = models.map(({ role, scored }): Line => {
    const bins = computeCalibrationCurve(scored);
    return { role, shape: 'straight', hasPoints: true, curve: curveOf(bins) };
  });
  const diagonal: Line = { role: 'reference', shape: 'straight', curve: { x: ends(), y: ends() } };
  const axis = (label: string): Axis => ({ label, bounds: UNIT });
  return renderFigure(
    {
      key: 'calibration',
      title: 'Calibration',
      alternative: `Share of positive rows against mean predicted probability in ten bins.${errors === '' ? '' : ` Expected calibration error: ${errors}.`}`,
      caption: `Ten bins of equal width; a point on the dotted diagonal is a probability that is a frequency. Bins of few rows deviate by chance.${errors === '' ? '' : ` Expected calibration error: ${errors}.`}`,
    },
    drawLines({
      size: SQUARE,
      x: axis('mean predicted probability'),
      y: axis('share of positive rows'),
      lines: [diagonal, ...lines],
    }),
  );
}

function curveOf(bins: readonly CalibrationBin[]): Curve {
  return {
    x: Float64Array.from(bins, ({ meanProbability }) => meanProbability),
    y: Float64Array.from(bins, ({ positiveFraction }) => positiveFraction),
  };
}

/** By actual class, at the threshold of each model. */
function renderErrors(models: readonly NamedModel[], codes: readonly string[]): Html {
  const shown = models.toReversed();
  const lines = [0, 1].map((label) => {
    const counts = shown.map(({ scored }) => countErrors(scored, label));
    const rowCount = counts[0]?.rowCount ?? 0;
    const cells = counts.map(
      ({ wrongCount }) =>
        html`<td class="number">
          ${formatCount(wrongCount)}${rowCount === 0 ? '' : ` (${formatShare(wrongCount / rowCount)})`}
        </td>`,
    );
    return html`<tr>
      <th scope="row">${codes.length === 0 ? String(label) : renderName(nameLabel(label, codes))}</th>
      <td class="number">${formatCount(rowCount)}</td>
      ${cells}
    </tr>`;
  });
  return html`<figure>
    <h3>Errors by class</h3>
    <div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">actual class</th>
            <th scope="col">rows</th>
            ${shown.map(({ role }) => html`<th scope="col">wrong, ${role}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${lines}
        </tbody>
      </table>
    </div>
    <figcaption>
      Rows that are predicted to be of the other class, at the threshold
      ${listModels(models, ({ scored }) => formatNumber(scored.threshold))}.
    </figcaption>
  </figure>`;
}

function countErrors(
  { labels, scores, threshold }: ScoredRows,
  label: number,
): { readonly rowCount: number; readonly wrongCount: number } {
  let [rowCount, wrongCount] = [0, 0];
  for (let row = 0; row < labels.length; row += 1) {
    if (at(labels, row) !== label) continue;
    rowCount += 1;
    if (at(scores, row) >= threshold !== (label === 1)) wrongCount += 1;
  }
  return { rowCount, wrongCount };
}

function renderScores(models: readonly NamedModel[]): Html {
  const histogramOf = (role: NamedModel['role']) => {
    const scored = models.find((model) => model.role === role)?.scored;
    return scored && countInBins(scored.scores, UNIT, SCORE_BINS);
  };
  const challenger = histogramOf('challenger');
  if (challenger === undefined) return html``;
  const means = listModels(models, ({ scored }) => formatNumber(mean(scored.scores)));
  const rowCount = formatCount(models[0]?.scored.labels.length ?? 0);
  return renderFigure(
    {
      key: 'scores',
      title: 'Predicted probabilities',
      alternative: `Number of rows by predicted probability, of ${rowCount} rows. Mean: ${means}.`,
      caption: `${rowCount} rows in ${SCORE_BINS} bins. Mean: ${means}.`,
    },
    drawHistogram({
      size: WIDE,
      label: 'predicted probability',
      unit: 'rows',
      challenger,
      champion: histogramOf('champion'),
    }),
  );
}

function linesOf(
  models: readonly NamedModel[],
  compute: (rows: ScoredRows) => Curve | undefined,
  shape: Line['shape'],
): readonly Line[] {
  return models.flatMap(({ role, scored }) => {
    const curve = compute(scored);
    return curve === undefined ? [] : [{ role, shape, curve: thinCurve(curve, STRETCHES) }];
  });
}

function ends(): Float64Array {
  return Float64Array.of(0, 1);
}
