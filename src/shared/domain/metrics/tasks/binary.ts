/**
 * Metrics of a binary task: labels are 0 or 1, scores the probability of a 1. A row is predicted positive
 * from the threshold on (score >= threshold). Values agree with scikit-learn's functions of the same name.
 */
import { ones, perRow, ratio, type RankMetric, type ScoredRows, type SumMetric } from '../metric.ts';

/** As scikit-learn: a probability of exactly 0 or 1 that is wrong costs 36 nats, not infinity. */
const SMALLEST_PROBABILITY = Number.EPSILON;

export const rocAuc: RankMetric = {
  kind: 'rank',
  name: 'roc_auc',
  better: 'higher',
  bounded: true,
  undefinedBecause: 'the judged rows hold one class only',
  trivial: 'base-rate',
};

export const logLoss: SumMetric = {
  kind: 'sums',
  name: 'log_loss',
  better: 'lower',
  bounded: false,
  undefinedBecause: 'there are no rows',
  trivial: 'base-rate',
  terms: (rows) => [perRow(rows, negativeLogLikelihood), ones(rows)],
  ...ratio,
};

export const brier: SumMetric = {
  ...logLoss,
  name: 'brier',
  bounded: true,
  terms: (rows) => [perRow(rows, (label, score) => (score - label) ** 2), ones(rows)],
};

export const accuracy: SumMetric = {
  ...logLoss,
  name: 'accuracy',
  better: 'higher',
  bounded: true,
  trivial: 'majority',
  terms: (rows) => [perRow(rows, (...row) => (isPositive(...row) === row[0] ? 1 : 0)), ones(rows)],
};

export const precision: SumMetric = {
  ...accuracy,
  name: 'precision',
  undefinedBecause: 'no row is predicted positive',
  trivial: 'always-positive',
  terms: (rows) => [truePositives(rows), perRow(rows, isPositive)],
};

export const recall: SumMetric = {
  ...accuracy,
  name: 'recall',
  undefinedBecause: 'no judged row is positive',
  terms: (rows) => [truePositives(rows), rows.labels],
};

/** 2 TP / (predicted positive + positive): the harmonic mean of precision and recall, as one ratio. */
export const f1: SumMetric = {
  ...accuracy,
  name: 'f1',
  undefinedBecause: 'no row is positive or predicted positive',
  trivial: 'always-positive',
  terms: (rows) => [
    truePositives(rows).map((count) => 2 * count),
    perRow(rows, (...row) => isPositive(...row) + row[0]),
  ],
};

function isPositive(_label: number, score: number, threshold: number): number {
  return score >= threshold ? 1 : 0;
}

function truePositives(rows: ScoredRows): Float64Array {
  return perRow(rows, (...row) => isPositive(...row) * row[0]);
}

function negativeLogLikelihood(label: number, score: number): number {
  const probability = label === 1 ? score : 1 - score;
  return -Math.log(Math.min(Math.max(probability, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY));
}
