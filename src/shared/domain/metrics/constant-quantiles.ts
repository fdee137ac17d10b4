/**
 * The baseline of predicted quantiles of a regression: the same quantile of the labels for every row. It is the constant
 * with the smallest loss on these rows, which favors the baseline slightly.
 */
import { at, indexAt, total } from '../statistics/vectors.ts';
import type { Baseline, Output, ScoredRows } from './metric.ts';
import { levelOf } from './quantile-outputs.ts';

export const constantQuantiles: Baseline = {
  words: 'that predicts the quantiles of the labels for every row',
  computeStatistic: (metric, challenger, grouping) => {
    const { labels, outputs = [], weights } = challenger;
    const constant = outputs.map((output): Output => {
      const level = levelOf(output);
      const value = level === undefined ? 0 : quantileOf(labels, level, weights);
      return { ...output, values: new Float64Array(labels.length).fill(value) };
    });
    return metric.computeStatistic({ ...challenger, outputs: constant }, grouping);
  },
};

/** Sums of parts are not quite their part of the sum. */
const ROUNDING = 1e-12;

/**
 * The smallest of the values that at least this part of the weight does not exceed: the inverted distribution function.
 * @returns 0 without values. @param weights one a value; without them all weigh the same.
 */
export function quantileOf(values: Float64Array, level: number, weights?: ScoredRows['weights']): number {
  const order = Int32Array.from(values.keys()).sort((one, other) => at(values, one) - at(values, other));
  const wanted = level * (weights === undefined ? values.length : total(weights)) * (1 - ROUNDING);
  let sum = 0;
  for (const row of order) {
    sum += weights === undefined ? 1 : at(weights, row);
    if (sum >= wanted) return at(values, row);
  }
  return order.length === 0 ? 0 : at(values, indexAt(order, order.length - 1));
}
