/** Figures of what is measured of cases, or of queries: how their values are distributed. */
import { boundsOf, countInBins, type Histogram } from '../../metrics/curves/histogram.ts';
import { responsesOf, meansOfCases, sumResponses } from '../../metrics/measured-values.ts';
import type { Metric, ScoredRows } from '../../metrics/metric.ts';
import { mean } from '../../statistics/vectors.ts';
import { formatCount, formatNumber } from '../../text/number-text.ts';
import { renderFigure, WIDE } from './figure.ts';
import { drawHistogram } from './histogram-chart.ts';
import { html, type Html } from './html.ts';
import { listModels, modelsOf, type FigureRequest } from './report-request.ts';

const BINS = 30;
const MAX_MEASURES = 8;

/** One for each of the measures that the metrics of the evaluation are computed from. */
export function renderCaseFigures({ rows }: FigureRequest, metrics: readonly Metric[]): readonly Html[] {
  const measures = [...new Set(metrics.flatMap(({ measure }) => measure ?? []))];
  return measures.slice(0, MAX_MEASURES).map((measure, index) => renderMeasure(measure, index, rows));
}

function renderMeasure(measure: string, index: number, rows: FigureRequest['rows']): Html {
  const valued = modelsOf(rows).map((model) => ({ ...model, values: valuesOf(model.scored, measure) }));
  const own = valued.find(({ role }) => role === 'challenger')?.values;
  const other = valued.find(({ role }) => role === 'champion')?.values;
  if (own === undefined || own.length === 0) return html``;
  const bounds = boundsOf(other === undefined ? [own] : [own, other]);
  const histogram = (values: Float64Array): Histogram => countInBins(values, bounds, BINS);
  const challenger = histogram(own);
  const means = listModels(valued, (model) => formatNumber(mean(valuesOf(model.scored, measure))));
  const outside =
    challenger.outsideCount === 0
      ? ''
      : ` ${formatCount(challenger.outsideCount)} values beyond the axis are not drawn.`;
  return renderFigure(
    {
      key: `measure-${index}`,
      title: `Distribution of ${measure}`,
      alternative: `Number of cases by their mean ${measure}. Mean: ${means}.`,
      caption: `Each case counts once, with the mean of its responses. Mean: ${means}.${outside}`,
    },
    drawHistogram({
      size: WIDE,
      label: measure,
      unit: 'cases',
      challenger,
      champion: other && other.length > 0 ? histogram(other) : undefined,
    }),
  );
}

function valuesOf(scored: ScoredRows, measure: string): Float64Array {
  const responses = responsesOf(scored, measure);
  return meansOfCases(sumResponses(responses, scored.labels.length)).filter((value) => !Number.isNaN(value));
}
