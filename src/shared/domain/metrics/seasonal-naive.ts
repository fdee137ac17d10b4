/**
 * The baseline of a forecast: what was one season before. Rows that have no such label cannot be compared with it, so
 * they weigh nothing in that comparison, for the challenger too.
 */
import { at } from '../statistics/vectors.ts';
import { quantileOf } from './constant-quantiles.ts';
import { valuesOfRole, NAIVE, SCALE } from './forecast-series.ts';
import type { Baseline, Output, ScoredRows } from './metric.ts';
import { levelOf } from './quantile-outputs.ts';

export const seasonalNaive: Baseline = {
  words: 'that predicts the label of one season before',
  comparableRows: weighComparable,
  computeStatistic: (metric, challenger, grouping) => {
    const rows = weighComparable(challenger);
    return metric.computeStatistic({ ...rows, ...predictNaively(rows) }, grouping);
  },
};

/** The same rows where each has a naive forecast. */
function weighComparable(rows: ScoredRows): ScoredRows {
  const naive = valuesOfRole(rows.byRole, NAIVE);
  if (!naive.some(Number.isNaN)) return rows;
  const { weights } = rows;
  return {
    ...rows,
    weights: naive.map((value, row) =>
      Number.isNaN(value) ? 0 : weights === undefined ? 1 : at(weights, row),
    ),
  };
}

/** Its quantiles are the forecast and the quantile of its own errors on these rows, in the scale of each series. */
function predictNaively(rows: ScoredRows): Pick<ScoredRows, 'scores' | 'outputs'> {
  const { labels, byRole, outputs = [] } = rows;
  const scores = valuesOfRole(byRole, NAIVE).map((value) => (Number.isNaN(value) ? 0 : value));
  if (outputs.length === 0) return { scores };
  const scales = valuesOfRole(byRole, SCALE).map((scale) => (Number.isNaN(scale) ? 1 : scale));
  const errors = labels
    .map((label, row) => (label - at(valuesOfRole(byRole, NAIVE), row)) / at(scales, row))
    .filter((error) => !Number.isNaN(error));
  return {
    scores,
    outputs: outputs.map((output): Output => {
      const level = levelOf(output);
      const shift = level === undefined ? 0 : quantileOf(errors, level);
      return { ...output, values: scores.map((score, row) => score + shift * at(scales, row)) };
    }),
  };
}
