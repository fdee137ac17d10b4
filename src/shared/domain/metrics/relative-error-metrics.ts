/**
 * More metrics of a regression: errors relative to the labels, and others that people report. Values agree with
 * scikit-learn, except that a percentage of a label of 0 has no value here (there it is a number near 10^15).
 */
import { ERROR_RANGE, TENTH } from './metric-defaults.ts';
import { groupRows, sumByGroup } from '../statistics/grouped/grouping.ts';
import { at, centerValues, extent, total } from '../statistics/vectors.ts';
import { meanLabel } from './baseline.ts';
import type { Baseline, Metric } from './metric.ts';
import { spreadOf } from './regression-metrics.ts';
import { createSumMetric, EVERY_ROW, perRow, ratio } from './sum-statistic.ts';

const error = { better: 'lower', range: ERROR_RANGE, defaultMargin: TENTH, baseline: meanLabel } as const;

/** @param baseline what a first version is compared with. */
export function weightedErrorBeside(baseline: Baseline): Metric {
  return createSumMetric({
    ...error,
    baseline,
    name: 'wape',
    words: {
      title: 'Weighted absolute percentage error',
      meaning: 'the sum of the distances between prediction and label, as a part of the sum of the labels',
    },
    undefinedBecause: 'every label is 0, or there are no rows',
    largestChange: (rows, share) =>
      (share * spreadOf(rows.scores) * rows.labels.length) / total(rows.labels.map(Math.abs)),
    form: 'smooth',
    terms: (rows) => [
      perRow(rows, (label, score) => Math.abs(score - label)),
      perRow(rows, (label) => Math.abs(label)),
    ],
    ...ratio,
  });
}

export const weightedPercentageError = weightedErrorBeside(meanLabel);

export const meanPercentageError: Metric = createSumMetric({
  ...error,
  name: 'mape',
  words: {
    title: 'Mean absolute percentage error',
    meaning: 'the mean distance between prediction and label, as a part of the label',
  },
  undefinedBecause: 'a label is 0, or there are no rows',
  largestChange: ({ labels, scores }, share) =>
    (share * spreadOf(scores)) / extent(labels.map(Math.abs)).lower,
  form: 'smooth',
  // A label of 0 makes the sum infinite.
  terms: (rows) => [perRow(rows, (label, score) => Math.abs((score - label) / label)), EVERY_ROW],
  value: ([sum = 0, count = 0]) => (count > 0 && Number.isFinite(sum) ? sum / count : undefined),
  gradient: ratio.gradient,
});

/** 2 |p − y| / (|p| + |y|), 0 where both are 0. */
export const symmetricPercentageError: Metric = createSumMetric({
  ...error,
  name: 'smape',
  words: {
    title: 'Symmetric mean absolute percentage error',
    meaning: 'the mean distance between prediction and label, as a part of the mean of both sizes',
  },
  range: { lower: 0, upper: 2 },
  defaultMargin: { kind: 'absolute', value: 0.04 },
  undefinedBecause: 'there are no rows',
  form: 'smooth',
  terms: (rows) => [
    perRow(rows, (label, score) => {
      const size = Math.abs(label) + Math.abs(score);
      return size === 0 ? 0 : (2 * Math.abs(score - label)) / size;
    }),
    EVERY_ROW,
  ],
  ...ratio,
});

/** The root mean square of log(1 + p) − log(1 + y). */
export const logarithmicError: Metric = createSumMetric({
  ...error,
  name: 'rmsle',
  words: {
    title: 'Root mean squared logarithmic error',
    meaning:
      'the root mean square of the difference of the logarithms of prediction and label, each plus one',
  },
  undefinedBecause: 'a label or a prediction is below 0, or there are no rows',
  form: 'squares',
  terms: (rows) => [
    perRow(rows, (label, score) =>
      label < 0 || score < 0 ? Infinity : (Math.log1p(score) - Math.log1p(label)) ** 2,
    ),
    EVERY_ROW,
  ],
  value: ([sum = 0, count = 0]) =>
    count > 0 && Number.isFinite(sum) ? Math.sqrt(Math.max(0, sum / count)) : undefined,
  gradient: ([sum = 0, count = 1]) => {
    const root = Math.sqrt(sum / count);
    return root === 0 ? [0, 0] : [1 / (2 * count * root), -root / (2 * count)];
  },
});

/** 1 − Var(y − p) / Var(y): R² of predictions whose bias is corrected. Sums: e², e, y², y, rows. */
export const explainedVariance: Metric = createSumMetric({
  name: 'explained_variance',
  words: {
    title: 'Explained variance',
    meaning: 'the share of the variance of the labels that the predictions explain, whatever their bias',
  },
  better: 'higher',
  range: { lower: -Infinity, upper: 1 },
  defaultMargin: TENTH,
  baseline: meanLabel,
  undefinedBecause: 'the labels of the evaluated rows are equal, or differ too little to measure',
  form: 'squares',
  terms: (rows) => {
    const labels = centerValues(rows.labels);
    const errors = centerValues(perRow(rows, (label, score) => label - score));
    return [errors.map(square), errors, labels.map(square), labels, EVERY_ROW];
  },
  value: (sums) => {
    const { ofErrors, ofLabels, squares } = spreads(sums);
    // What rounding leaves of equal labels is no spread.
    return ofLabels > 1e-14 * squares ? 1 - Math.max(0, ofErrors) / ofLabels : undefined;
  },
  gradient: (sums) => {
    const { ofErrors, ofLabels, meanError, meanOfLabels } = spreads(sums);
    const slope = ofErrors / ofLabels / ofLabels;
    return [
      -1 / ofLabels,
      (2 * meanError) / ofLabels,
      slope,
      -2 * slope * meanOfLabels,
      slope * meanOfLabels ** 2 - meanError ** 2 / ofLabels,
    ];
  },
});

/** One row decides it, so it has no interval, and no rule passes by it. */
export const maxError: Metric = {
  ...error,
  name: 'max_error',
  words: { title: 'Largest error', meaning: 'the largest distance between a prediction and its label' },
  undefinedBecause: 'there are no rows',
  dependsOn: 'scores',
  computeStatistic: (rows, grouping) => {
    const errors = perRow(rows, (label, score) => Math.abs(score - label));
    if (errors.length === 0) return undefined;
    const within = groupRows(grouping);
    const largestOf = (group: number): number =>
      (within[group] ?? new Int32Array()).reduce((most, row) => Math.max(most, at(errors, row)), 0);
    return {
      value: extent(errors).upper,
      form: { kind: 'smooth' },
      rowInfluence: new Float64Array(errors.length),
      withoutGroup: undefined,
      groupWeights: sumByGroup(
        errors.map(() => 1 / errors.length),
        grouping,
      ),
      withinGroup: largestOf,
    };
  },
};

function square(value: number): number {
  return value * value;
}

function spreads([errorSquares = 0, errors = 0, squares = 0, labels = 0, count = 1]: readonly number[]) {
  const [meanError, meanOfLabels] = [errors / count, labels / count];
  return {
    ofErrors: errorSquares - errors * meanError,
    ofLabels: squares - labels * meanOfLabels,
    squares,
    meanError,
    meanOfLabels,
  };
}
