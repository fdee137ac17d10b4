/**
 * The constant predictions that a first model is compared with: those of scikit-learn's `DummyClassifier`
 * (strategies "prior", "most_frequent", "constant") and `DummyRegressor` ("mean").
 */
import { mean } from '../statistics/vectors.ts';
import type { Baseline, ScoredRows } from './metric.ts';

export const priorProbability: Baseline = {
  words: 'that predicts the share of positive rows as the probability of every row',
  score: ({ labels }) => mean(labels),
};

export const majorityClass: Baseline = {
  words: 'that predicts the majority class for every row',
  // With a threshold of 0 every row is predicted positive, whatever its score.
  score: ({ labels, threshold }) => (mean(labels) >= 0.5 || threshold === 0 ? 1 : 0),
};

export const alwaysPositive: Baseline = {
  words: 'that predicts the positive class for every row',
  score: () => 1,
};

export const meanLabel: Baseline = {
  words: 'that predicts the mean of the labels for every row',
  score: ({ labels }) => mean(labels),
};

/** The same rows as the baseline scores them. */
export function scoreWithBaseline(baseline: Baseline, rows: ScoredRows): ScoredRows {
  return { ...rows, scores: new Float64Array(rows.labels.length).fill(baseline.score(rows)) };
}
