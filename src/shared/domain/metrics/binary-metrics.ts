/**
 * Metrics of a binary task: labels are 0 or 1, scores the probability of a 1. A row is predicted positive
 * from the threshold on (score >= threshold). Values agree with scikit-learn's functions of the same name,
 * except that a metric without a value says why: where scikit-learn puts 0 with a warning, and where the labels
 * are one class (balanced_accuracy is the recall of that class there, matthews_corrcoef is 0).
 */
import { clipProbability } from './clip-probability.ts';
import { NO_ROWS, ONE_CLASS, SHARE_RANGE, TWO_POINTS } from './metric-defaults.ts';
import { extent, total } from '../statistics/vectors.ts';
import { alwaysPositive, chance, majorityClass, priorProbability, randomRanking } from './baseline.ts';
import { byOutcome } from './cell-terms.ts';
import { harmonicScale } from './harmonic-scale.ts';
import type { Metric } from './metric.ts';
import { computePrecisionRecallStatistic } from './precision-recall-statistic.ts';
import { computeRankStatistic } from './rank-statistic.ts';
import { createSumMetric, EVERY_ROW, perRow, ratio } from './sum-statistic.ts';

export const rocAuc: Metric = {
  name: 'roc_auc',
  words: {
    title: 'ROC AUC',
    meaning: 'the probability that a positive row has a higher score than a negative row',
  },
  better: 'higher',
  range: SHARE_RANGE,
  defaultMargin: TWO_POINTS,
  baseline: priorProbability,
  undefinedBecause: ONE_CLASS,
  dependsOn: 'order',
  computeStatistic: computeRankStatistic,
};

export const averagePrecision: Metric = {
  name: 'average_precision',
  words: {
    title: 'Average precision',
    meaning: 'the precision averaged over all levels of recall, the area under the precision-recall curve',
  },
  better: 'higher',
  range: SHARE_RANGE,
  defaultMargin: TWO_POINTS,
  baseline: randomRanking,
  undefinedBecause: 'no evaluated row is positive',
  dependsOn: 'order',
  computeStatistic: computePrecisionRecallStatistic,
};

export const logLoss: Metric = createSumMetric({
  name: 'log_loss',
  words: {
    title: 'Log loss',
    meaning: 'the mean negative log-likelihood of the labels under the predicted probabilities',
  },
  better: 'lower',
  range: { lower: 0, upper: Infinity },
  defaultMargin: { kind: 'relative', fraction: 0.1 },
  baseline: priorProbability,
  undefinedBecause: NO_ROWS,
  largestChange: ({ scores }, share) => share * largestLogRatio(scores),
  form: 'smooth',
  terms: (rows) => [perRow(rows, negativeLogLikelihood), EVERY_ROW],
  ...ratio,
});

export const brier: Metric = createSumMetric({
  name: 'brier',
  words: {
    title: 'Brier score',
    meaning: 'the mean squared difference between the predicted probability and the label',
  },
  better: 'lower',
  range: SHARE_RANGE,
  defaultMargin: TWO_POINTS,
  baseline: priorProbability,
  undefinedBecause: NO_ROWS,
  form: 'smooth',
  terms: (rows) => [perRow(rows, (label, score) => (score - label) ** 2), EVERY_ROW],
  ...ratio,
});

export const accuracy: Metric = createSumMetric({
  name: 'accuracy',
  words: { title: 'Accuracy', meaning: 'the share of rows whose class is predicted correctly' },
  better: 'higher',
  range: SHARE_RANGE,
  defaultMargin: TWO_POINTS,
  baseline: majorityClass,
  undefinedBecause: NO_ROWS,
  isProportionOfRows: true,
  form: 'proportion',
  terms: (rows) =>
    byOutcome(rows, {
      trueNegative: [1, 1],
      falsePositive: [0, 1],
      falseNegative: [0, 1],
      truePositive: [1, 1],
    }),
  ...ratio,
});

/** The mean of the recalls of both classes. Sums: true positives, true negatives, positives, rows, weight. */
export const balancedAccuracy: Metric = createSumMetric({
  name: 'balanced_accuracy',
  words: {
    title: 'Balanced accuracy',
    meaning: 'the mean of the shares of positive and of negative rows that are predicted correctly',
  },
  better: 'higher',
  range: SHARE_RANGE,
  defaultMargin: TWO_POINTS,
  baseline: majorityClass,
  undefinedBecause: ONE_CLASS,
  form: 'counts',
  terms: (rows) => {
    const { ofPositive, ofNegative } = classWeights(rows.labels);
    return byOutcome(rows, {
      trueNegative: [0, 1, 0, 1, ofNegative],
      falsePositive: [0, 0, 0, 1, ofNegative],
      falseNegative: [0, 0, 1, 1, ofPositive],
      truePositive: [1, 0, 1, 1, ofPositive],
    });
  },
  value: ([hits = 0, rejections = 0, positives = 0, count = 0]) => {
    const negatives = count - positives;
    return positives > 0 && negatives > 0 ? (hits / positives + rejections / negatives) / 2 : undefined;
  },
  gradient: ([hits = 0, rejections = 0, positives = 0, count = 0]) => {
    const negatives = count - positives;
    const slopeOfNegatives = -rejections / negatives / negatives / 2;
    return [
      1 / positives / 2,
      1 / negatives / 2,
      -hits / positives / positives / 2 - slopeOfNegatives,
      slopeOfNegatives,
      0,
    ];
  },
});

/**
 * The correlation of predicted and actual class. As in scikit-learn it is 0 where every row is predicted as one
 * class; unlike there it has no value where every label is one class, since such rows say nothing about it.
 * Sums: true positives, predicted positives, positives, rows.
 */
export const matthewsCorrcoef: Metric = createSumMetric({
  name: 'matthews_corrcoef',
  words: {
    title: 'Matthews correlation coefficient',
    meaning: 'the correlation of predicted and actual class, from −1 to 1, with 0 for a constant prediction',
  },
  better: 'higher',
  range: { lower: -1, upper: 1 },
  defaultMargin: TWO_POINTS,
  baseline: majorityClass,
  undefinedBecause: ONE_CLASS,
  form: 'counts',
  terms: (rows) =>
    byOutcome(rows, {
      trueNegative: [0, 0, 0, 1],
      falsePositive: [0, 1, 0, 1],
      falseNegative: [0, 0, 1, 1],
      truePositive: [1, 1, 1, 1],
    }),
  value: (sums) => {
    const { covariance, actual, predicted } = classMoments(sums);
    if (actual === 0) return undefined;
    if (predicted === 0) return 0;
    // Rounding must not lead out of the range.
    return Math.max(-1, Math.min(1, covariance / Math.sqrt(actual * predicted)));
  },
  gradient: (sums) => {
    const [hits = 0, guesses = 0, positives = 0, count = 0] = sums;
    const { covariance, actual, predicted } = classMoments(sums);
    // A constant prediction stays at 0 however the rows are weighted.
    if (predicted === 0) return [0, 0, 0, 0];
    const scale = Math.sqrt(actual * predicted);
    const half = covariance / scale / 2;
    return [
      count / scale,
      -positives / scale - (half * (count - 2 * guesses)) / predicted,
      -guesses / scale - (half * (count - 2 * positives)) / actual,
      hits / scale - half * (positives / actual + guesses / predicted),
    ];
  },
});

export const precision: Metric = createSumMetric({
  name: 'precision',
  words: { title: 'Precision', meaning: 'the share of rows predicted positive that are positive' },
  better: 'higher',
  range: SHARE_RANGE,
  defaultMargin: TWO_POINTS,
  baseline: alwaysPositive,
  undefinedBecause: 'no row is predicted positive',
  form: 'proportion',
  terms: (rows) =>
    byOutcome(rows, {
      trueNegative: [0, 0],
      falsePositive: [0, 1],
      falseNegative: [0, 0],
      truePositive: [1, 1],
    }),
  ...ratio,
});

export const recall: Metric = createSumMetric({
  name: 'recall',
  words: { title: 'Recall', meaning: 'the share of positive rows that are predicted positive' },
  better: 'higher',
  range: SHARE_RANGE,
  defaultMargin: TWO_POINTS,
  baseline: chance,
  undefinedBecause: 'no evaluated row is positive',
  form: 'proportion',
  terms: (rows) =>
    byOutcome(rows, {
      trueNegative: [0, 0],
      falsePositive: [0, 0],
      falseNegative: [0, 1],
      truePositive: [1, 1],
    }),
  ...ratio,
});

/** 2 TP / (predicted positive + positive): the harmonic mean of precision and recall, as one ratio. */
export const f1: Metric = createSumMetric({
  name: 'f1',
  words: { title: 'F1 score', meaning: 'the harmonic mean of precision and recall' },
  better: 'higher',
  range: SHARE_RANGE,
  defaultMargin: TWO_POINTS,
  baseline: alwaysPositive,
  undefinedBecause: 'no row is positive or predicted positive',
  form: 'counts',
  terms: (rows) =>
    byOutcome(rows, {
      trueNegative: [0, 0],
      falsePositive: [0, 1],
      falseNegative: [0, 1],
      truePositive: [2, 2],
    }),
  errorScale: harmonicScale(1),
  ...ratio,
});

/**
 * Both classes weigh the same together, as they do in the metric, in whole numbers: a row of a class as much as the other
 * class has rows. The metric itself does not depend on this sum.
 */
function classWeights(labels: Float64Array): { readonly ofPositive: number; readonly ofNegative: number } {
  const positives = total(labels);
  return { ofPositive: labels.length - positives, ofNegative: positives };
}

/** Covariance and variances of actual and predicted class, each times the square of the number of rows. */
function classMoments([hits = 0, guesses = 0, positives = 0, count = 0]: readonly number[]) {
  return {
    covariance: count * hits - positives * guesses,
    actual: positives * (count - positives),
    predicted: guesses * (count - guesses),
  };
}

function negativeLogLikelihood(label: number, score: number): number {
  return -Math.log(clipProbability(label === 1 ? score : 1 - score));
}

/** How far the log loss of one row can lie from that of another, for either label. */
function largestLogRatio(scores: Float64Array): number {
  const { lower, upper } = extent(scores);
  return Math.max(
    Math.log(clipProbability(upper) / clipProbability(lower)),
    Math.log(clipProbability(1 - lower) / clipProbability(1 - upper)),
  );
}
