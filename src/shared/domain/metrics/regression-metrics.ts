/**
 * Metrics of a regression: labels and scores are numbers in the unit of the target. Values agree with
 * scikit-learn, except that R² of equal labels has no value here (there it is 0 or 1, or NaN for one row);
 * `bias` is the mean of prediction minus label.
 */
import { ERROR_RANGE, NO_ROWS, TENTH } from './metric-defaults.ts';
import { centerValues, extent, sumOfSquares } from '../statistics/vectors.ts';
import { meanLabel } from './baseline.ts';
import type { Baseline, Metric, ScoredRows } from './metric.ts';
import {
  computeQuantile,
  largestQuantileChange,
  orderObservations,
  type ObservedRows,
} from './sample-quantile.ts';
import { createSumMetric, EVERY_ROW, perRow, ratio } from './sum-statistic.ts';

/** @param baseline what a first version is compared with; so in all functions here. */
export function absoluteErrorBeside(baseline: Baseline): Metric {
  return createSumMetric({
    name: 'mae',
    words: {
      title: 'Mean absolute error',
      meaning: 'the mean distance between prediction and label, in the unit of the label',
    },
    better: 'lower',
    range: ERROR_RANGE,
    defaultMargin: TENTH,
    baseline,
    undefinedBecause: NO_ROWS,
    largestChange: ({ scores }, share) => share * spreadOf(scores),
    form: 'smooth',
    terms: (rows) => [perRow(rows, (label, score) => Math.abs(score - label)), EVERY_ROW],
    ...ratio,
  });
}

export const meanAbsoluteError = absoluteErrorBeside(meanLabel);

export const medianAbsoluteError: Metric = {
  name: 'median_absolute_error',
  words: {
    title: 'Median absolute error',
    meaning: 'the distance between prediction and label that half of the rows do not exceed',
  },
  better: 'lower',
  range: ERROR_RANGE,
  defaultMargin: TENTH,
  baseline: meanLabel,
  undefinedBecause: NO_ROWS,
  dependsOn: 'scores',
  largestChange: (rows, share) => largestQuantileChange(absoluteErrors(rows), MEDIAN, share),
  computeStatistic: (rows, grouping) => computeQuantile(absoluteErrors(rows), MEDIAN, grouping),
};

const MEDIAN = 0.5;

function absoluteErrors(rows: ScoredRows): ObservedRows {
  return orderObservations(rows, [perRow(rows, (label, score) => Math.abs(score - label))]);
}

export const meanSquaredError: Metric = createSumMetric({
  name: 'mse',
  words: {
    title: 'Mean squared error',
    meaning: 'the mean of the squared distances between prediction and label',
  },
  better: 'lower',
  range: ERROR_RANGE,
  defaultMargin: TENTH,
  baseline: meanLabel,
  undefinedBecause: NO_ROWS,
  largestChange: (rows, share) => share * largestError(rows) ** 2,
  form: 'smooth',
  terms: (rows) => [squaredErrors(rows), EVERY_ROW],
  ...ratio,
});

/** `root_mean_squared_error` of scikit-learn. @param baseline what it is compared with without a champion. */
export function rootSquaredErrorBeside(baseline: Baseline): Metric {
  return createSumMetric({
    name: 'rmse',
    words: {
      title: 'Root mean squared error',
      meaning: 'the square root of the mean squared error, in the unit of the label; large errors count more',
    },
    better: 'lower',
    range: ERROR_RANGE,
    defaultMargin: TENTH,
    baseline,
    undefinedBecause: NO_ROWS,
    largestChange: ({ scores }, share) => Math.sqrt(share) * spreadOf(scores),
    form: 'squares',
    terms: (rows) => [squaredErrors(rows), EVERY_ROW],
    value: (sums) => {
      const square = ratio.value(sums);
      return square === undefined ? undefined : Math.sqrt(Math.max(0, square));
    },
    gradient: ([sum = 0, count = 1]) => {
      const root = Math.sqrt(sum / count);
      // Without any error there is no slope; every row's influence is zero then.
      return root === 0 ? [0, 0] : [1 / (2 * count * root), -root / (2 * count)];
    },
  });
}

export const rootMeanSquaredError = rootSquaredErrorBeside(meanLabel);

/** 1 - SSE / SST, with SST about the mean of the evaluated rows. Sums: squared errors, y², y, rows. */
export const rSquared: Metric = createSumMetric({
  name: 'r2',
  words: { title: 'R²', meaning: 'the share of the variance of the labels that the predictions explain' },
  better: 'higher',
  range: { lower: -Infinity, upper: 1 },
  defaultMargin: TENTH,
  baseline: meanLabel,
  undefinedBecause: 'the labels of the evaluated rows are equal, or differ too little to measure',
  largestChange: (rows, share) => {
    const centered = centerValues(rows.labels);
    return (share * largestError(rows) ** 2 * centered.length) / sumOfSquares(centered);
  },
  form: 'squares',
  terms: (rows) => {
    const centered = centerValues(rows.labels);
    return [squaredErrors(rows), centered.map((label) => label * label), centered, EVERY_ROW];
  },
  value: ([errors = 0, squares = 0, sum = 0, count = 0]) => {
    const spread = squares - (sum * sum) / count;
    // What rounding leaves of equal labels is no spread.
    return spread > 1e-14 * squares ? 1 - errors / spread : undefined;
  },
  gradient: ([errors = 0, squares = 0, sum = 0, count = 1]) => {
    const mean = sum / count;
    const spread = squares - sum * mean;
    const slope = errors / spread / spread;
    return [-1 / spread, slope, -2 * slope * mean, slope * mean * mean];
  },
});

/** The mean error with its sign; 0 is best. @param baseline what it is compared with without a champion. */
export function biasBeside(baseline: Baseline): Metric {
  return createSumMetric({
    name: 'bias',
    words: { title: 'Bias', meaning: 'the mean of prediction minus label, in the unit of the label' },
    better: 'zero',
    range: { lower: -Infinity, upper: Infinity },
    defaultMargin: TENTH,
    baseline,
    undefinedBecause: NO_ROWS,
    largestChange: ({ scores }, share) => share * spreadOf(scores),
    form: 'smooth',
    terms: (rows) => [perRow(rows, (label, score) => score - label), EVERY_ROW],
    ...ratio,
  });
}

export const bias = biasBeside(meanLabel);

function squaredErrors(rows: ScoredRows): Float64Array {
  return perRow(rows, (label, score) => (score - label) ** 2);
}

/** Between the lowest and the highest. */
export function spreadOf(values: Float64Array): number {
  const { lower, upper } = extent(values);
  return upper - lower;
}

/** The largest error that a score of those that were seen could make on a label of those that were seen. */
function largestError({ labels, scores }: ScoredRows): number {
  const [label, score] = [extent(labels), extent(scores)];
  return Math.max(Math.abs(score.upper - label.lower), Math.abs(label.upper - score.lower));
}
