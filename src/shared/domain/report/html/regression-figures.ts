/** Figures of tasks whose labels are numbers: how far predictions are off, and where. */
import { subtract } from '../../statistics/vectors.ts';
import { boundsOf, countInBins, countPairsInBins, type Histogram } from '../../metrics/curves/histogram.ts';
import { countOf, formatNumber, formatShare } from '../../text/number-text.ts';
import { drawDensity, shareOnDiagonal } from './density-chart.ts';
import { renderFigure, SQUARE, WIDE } from './figure.ts';
import { drawHistogram, fullestBin } from './histogram-chart.ts';
import type { Html } from './html.ts';
import { modelsOf, type FigureRequest, type NamedModel } from './report-request.ts';

const PAIR_BINS = 40;
const RESIDUAL_BINS = 40;

export function renderRegressionFigures({ rows }: FigureRequest): readonly Html[] {
  const models = modelsOf(rows);
  return [...renderPairs(models), renderResiduals(models)];
}

/** One drawing a model, on the same axes. */
function renderPairs(models: readonly NamedModel[]): readonly Html[] {
  const [first] = models;
  if (first === undefined) return [];
  const bounds = boundsOf([first.scored.labels, ...models.map(({ scored }) => scored.scores)]);
  return models.toReversed().map(({ role, scored }) => {
    const pairs = countPairsInBins({ x: scored.scores, y: scored.labels }, bounds, PAIR_BINS);
    return renderFigure(
      {
        key: `pairs-${role}`,
        title: `Predicted and actual values, ${role}`,
        alternative: `Actual values against predicted ones, ${formatShare(shareOnDiagonal(pairs))} of the rows in the squares of the diagonal.`,
        caption: `The darker, the more rows; on the dotted diagonal both values are equal.${describeOutside(pairs.outsideCount)}`,
      },
      drawDensity({ size: SQUARE, xLabel: 'predicted', yLabel: 'actual', role, pairs }),
    );
  });
}

function renderResiduals(models: readonly NamedModel[]): Html {
  const residuals = models.map(({ role, scored }) => ({
    role,
    values: subtract(scored.scores, scored.labels),
  }));
  const bounds = boundsOf(residuals.map(({ values }) => values));
  const histogramOf = (role: NamedModel['role']): Histogram | undefined => {
    const values = residuals.find((model) => model.role === role)?.values;
    return values && countInBins(values, bounds, RESIDUAL_BINS);
  };
  const champion = histogramOf('champion');
  const challenger = histogramOf('challenger') ?? countInBins(new Float64Array(), bounds, RESIDUAL_BINS);
  const { lower, upper } = fullestBin(challenger);
  const outside = challenger.outsideCount + (champion?.outsideCount ?? 0);
  return renderFigure(
    {
      key: 'residuals',
      title: 'Residuals',
      alternative: `Number of rows by residual. Most residuals of the challenger are between ${formatNumber(lower)} and ${formatNumber(upper)}.`,
      caption: `Predicted minus actual value; right of the dotted line the prediction is too high.${describeOutside(outside)}`,
    },
    drawHistogram({ size: WIDE, label: 'residual', unit: 'rows', challenger, champion, origin: 0 }),
  );
}

function describeOutside(count: number): string {
  return count === 0
    ? ''
    : ` ${countOf(count, 'value')} beyond the axes ${count === 1 ? 'is' : 'are'} not drawn.`;
}
