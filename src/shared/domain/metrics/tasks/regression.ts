/**
 * Metrics of a regression: labels and scores are numbers in the unit of the target. Values agree with
 * scikit-learn; `bias` is the mean of prediction minus label.
 */
import { ones, perRow, ratio, type ScoredRows, type SumMetric } from '../metric.ts';

export const meanAbsoluteError: SumMetric = {
  kind: 'sums',
  name: 'mae',
  better: 'lower',
  bounded: false,
  undefinedBecause: 'there are no rows',
  trivial: 'mean',
  terms: (rows) => [perRow(rows, (label, score) => Math.abs(score - label)), ones(rows)],
  ...ratio,
};

export const meanSquaredError: SumMetric = {
  ...meanAbsoluteError,
  name: 'mse',
  terms: (rows) => [squaredErrors(rows), ones(rows)],
};

export const rootMeanSquaredError: SumMetric = {
  ...meanSquaredError,
  name: 'rmse',
  value: (sums) => {
    const square = ratio.value(sums);
    return square === undefined ? undefined : Math.sqrt(Math.max(0, square));
  },
  gradient: ([sum = 0, count = 1]) => {
    const root = Math.sqrt(sum / count);
    // Without any error there is no slope; every row's influence is zero then.
    return root === 0 ? [0, 0] : [1 / (2 * count * root), -root / (2 * count)];
  },
};

/** 1 - SSE / SST, with SST about the mean of the judged rows. Sums: squared errors, y², y, rows. */
export const rSquared: SumMetric = {
  ...meanAbsoluteError,
  name: 'r2',
  better: 'higher',
  undefinedBecause: 'all labels of the judged rows are equal',
  terms: (rows) => {
    const centred = centre(rows.labels);
    return [squaredErrors(rows), centred.map((label) => label * label), centred, ones(rows)];
  },
  value: ([errors = 0, squares = 0, total = 0, count = 0]) => {
    const spread = squares - (total * total) / count;
    // What rounding leaves of equal labels is no spread.
    return spread > 1e-14 * squares ? 1 - errors / spread : undefined;
  },
  gradient: ([errors = 0, squares = 0, total = 0, count = 1]) => {
    const mean = total / count;
    const spread = squares - total * mean;
    const slope = errors / spread / spread;
    return [-1 / spread, slope, -2 * slope * mean, slope * mean * mean];
  },
};

export const bias: SumMetric = {
  ...meanAbsoluteError,
  name: 'bias',
  better: 'zero',
  terms: (rows) => [perRow(rows, (label, score) => score - label), ones(rows)],
};

function squaredErrors(rows: ScoredRows): Float64Array {
  return perRow(rows, (label, score) => (score - label) ** 2);
}

/** R² does not change when all labels are shifted; without it, a large offset would eat every digit. */
function centre(labels: Float64Array): Float64Array {
  const shift = labels.reduce((sum, label) => sum + label / labels.length, 0);
  return labels.map((label) => label - shift);
}
