/**
 * Metrics of predicted classes. Values agree with scikit-learn's functions of the same name, called with the classes
 * that have a label (`labels=`): a class that is only predicted is no class of the average, so that both models
 * are averaged over the same classes. A class without rows left counts 0, as with `zero_division=0`.
 */
import { NO_ROWS, ONE_CLASS, SHARE_RANGE, TWO_POINTS } from './metric-defaults.ts';
import { at } from '../statistics/vectors.ts';
import { majorityOfClasses } from './class-baselines.ts';
import type { ConfusionCounts } from './confusion-counts.ts';
import { createConfusionMetric, sumOver, type ConfusionGradient } from './confusion-statistic.ts';
import type { Metric } from './metric.ts';
import { createSumMetric, EVERY_ROW, perRow, ratio } from './sum-statistic.ts';

const CORRELATION_RANGE = { lower: -1, upper: 1 };

const share = {
  better: 'higher',
  range: SHARE_RANGE,
  defaultMargin: TWO_POINTS,
  baseline: majorityOfClasses,
  undefinedBecause: NO_ROWS,
} as const;

/** The share of rows whose class is predicted correctly, under the names that it has. */
function rowsRight(named: Pick<Metric, 'name' | 'words'>): Metric {
  return createSumMetric({
    ...share,
    ...{ name: named.name, words: named.words },
    isProportionOfRows: true,
    form: 'proportion',
    terms: (rows) => [perRow(rows, (label, score) => (label === score ? 1 : 0)), EVERY_ROW],
    ...ratio,
  });
}

export const classAccuracy = rowsRight({
  name: 'accuracy',
  words: { title: 'Accuracy', meaning: 'the share of rows whose class is predicted correctly' },
});

/** Of one label a row, this is the accuracy: false positives of one class are false negatives of another. */
export const f1Micro = rowsRight({
  name: 'f1_micro',
  words: {
    title: 'Micro-averaged F1 score',
    meaning:
      'the F1 score of the rows of all classes together, which is the accuracy where a row has one class',
  },
});

export const classBalancedAccuracy: Metric = createConfusionMetric({
  ...share,
  name: 'balanced_accuracy',
  words: {
    title: 'Balanced accuracy',
    meaning: 'the mean over the classes of the share of their rows that are predicted correctly',
  },
  undefinedBecause: ONE_CLASS,
  weighBy: 'classes',
  parts: ({ actual, hits }, code) => [quotient(at(hits, code), at(actual, code))],
  value: ([recalls = 0], { listedCount }) => (listedCount < 2 ? undefined : recalls / listedCount),
  gradient: (counts, listed) => {
    const slopes = noSlopes(counts);
    for (const code of listed) {
      const rows = at(counts.actual, code) * listed.length;
      slopes.hits[code] = 1 / rows;
      slopes.actual[code] = -quotient(at(counts.hits, code), at(counts.actual, code)) / rows;
    }
    return slopes;
  },
});

export const f1Macro: Metric = createConfusionMetric({
  ...share,
  name: 'f1_macro',
  words: { title: 'Macro-averaged F1 score', meaning: 'the mean over the classes of their F1 scores' },
  weighBy: 'classes',
  parts: (counts, code, hasLabel) => [hasLabel ? f1Of(counts, code) : 0],
  value: ([scores = 0], { listedCount }) => (listedCount === 0 ? undefined : scores / listedCount),
  gradient: (counts, listed) => {
    const slopes = noSlopes(counts);
    for (const code of listed) addF1Slopes(slopes, counts, { code, factor: 1 / listed.length });
    return slopes;
  },
});

export const f1Weighted: Metric = createConfusionMetric({
  ...share,
  name: 'f1_weighted',
  words: {
    title: 'Weighted average of F1 scores',
    meaning: 'the mean over the classes of their F1 scores, weighted by their rows',
  },
  weighBy: 'rows',
  parts: (counts, code) => [at(counts.actual, code) * f1Of(counts, code)],
  value: ([scores = 0], { rows }) => (rows > 0 ? scores / rows : undefined),
  gradient: (counts, listed) => {
    const slopes = noSlopes(counts);
    let weighted = 0;
    for (const code of listed) {
      weighted += at(counts.actual, code) * f1Of(counts, code);
      addF1Slopes(slopes, counts, { code, factor: at(counts.actual, code) / counts.rows });
      slopes.actual[code] = at(slopes.actual, code) + f1Of(counts, code) / counts.rows;
    }
    return { ...slopes, rows: -weighted / counts.rows ** 2 };
  },
});

/** R_K of Gorodkin 2004: c s − Σ p t over √((s² − Σ p²)(s² − Σ t²)), 0 for one predicted class. */
export const classMatthews: Metric = createConfusionMetric({
  ...share,
  name: 'matthews_corrcoef',
  words: {
    title: 'Matthews correlation coefficient',
    meaning: 'the correlation between actual and predicted class',
  },
  range: CORRELATION_RANGE,
  undefinedBecause: ONE_CLASS,
  weighBy: 'rows',
  parts: momentParts,
  value: (sums, { rows }) => {
    const { covariance, actual, predicted } = classMoments(sums, rows);
    if (actual <= 0) return undefined;
    if (predicted <= 0) return 0;
    // Rounding must not lead out of the range.
    return Math.max(-1, Math.min(1, covariance / Math.sqrt(actual * predicted)));
  },
  gradient: (counts) => {
    const slopes = noSlopes(counts);
    const { covariance, actual, predicted, correct } = classMoments(
      sumOver(counts, momentParts),
      counts.rows,
    );
    // A constant prediction stays at 0 however the rows are weighted.
    if (predicted <= 0) return slopes;
    const scale = Math.sqrt(actual * predicted);
    const value = covariance / scale;
    slopes.hits.fill(counts.rows / scale);
    for (let code = 0; code < slopes.actual.length; code += 1) {
      const [rows, guesses] = [at(counts.actual, code), at(counts.predicted, code)];
      slopes.actual[code] = -guesses / scale + (value * rows) / actual;
      slopes.predicted[code] = -rows / scale + (value * guesses) / predicted;
    }
    return { ...slopes, rows: correct / scale - value * counts.rows * (1 / actual + 1 / predicted) };
  },
});

/** (c s − Q) / (s² − Q) with Q = Σ p t: agreement beyond that of chance (Cohen 1960). */
export const cohenKappa: Metric = createConfusionMetric({
  ...share,
  name: 'cohen_kappa',
  words: {
    title: "Cohen's kappa",
    meaning: 'the agreement of actual and predicted classes beyond that of chance',
  },
  range: CORRELATION_RANGE,
  undefinedBecause: 'all labels and predictions are one class',
  weighBy: 'rows',
  parts: chanceParts,
  value: (sums, { rows }) => {
    const { agreement, possible } = kappaParts(sums, rows);
    return possible > 0 ? agreement / possible : undefined;
  },
  gradient: (counts) => {
    const slopes = noSlopes(counts);
    const { agreement, possible, correct } = kappaParts(sumOver(counts, chanceParts), counts.rows);
    const byChance = (agreement - possible) / possible ** 2;
    slopes.hits.fill(counts.rows / possible);
    for (let code = 0; code < slopes.actual.length; code += 1) {
      slopes.actual[code] = at(counts.predicted, code) * byChance;
      slopes.predicted[code] = at(counts.actual, code) * byChance;
    }
    return { ...slopes, rows: correct / possible - (2 * agreement * counts.rows) / possible ** 2 };
  },
});

function noSlopes({ actual }: ConfusionCounts): ConfusionGradient {
  const none = (): Float64Array => new Float64Array(actual.length);
  return { actual: none(), predicted: none(), hits: none(), rows: 0 };
}

function f1Of({ actual, predicted, hits }: ConfusionCounts, code: number): number {
  return quotient(2 * at(hits, code), at(actual, code) + at(predicted, code));
}

function addF1Slopes(
  { actual, predicted, hits }: ConfusionGradient,
  counts: ConfusionCounts,
  { code, factor }: { readonly code: number; readonly factor: number },
): void {
  const sum = at(counts.actual, code) + at(counts.predicted, code);
  const slope = (-factor * f1Of(counts, code)) / sum;
  hits[code] = (2 * factor) / sum;
  actual[code] = at(actual, code) + slope;
  predicted[code] = slope;
}

/** Hits, Σ p t, Σ t² and Σ p². */
function momentParts({ actual, predicted, hits }: ConfusionCounts, code: number): readonly number[] {
  const [rows, guesses] = [at(actual, code), at(predicted, code)];
  return [at(hits, code), rows * guesses, rows ** 2, guesses ** 2];
}

/** Covariance and variances of actual and predicted class, each times the square of the number of rows. */
function classMoments(
  [correct = 0, both = 0, ofActual = 0, ofPredicted = 0]: readonly number[],
  rows: number,
) {
  return {
    correct,
    covariance: correct * rows - both,
    actual: withoutRounding(rows ** 2 - ofActual, rows),
    predicted: withoutRounding(rows ** 2 - ofPredicted, rows),
  };
}

/** Hits and Σ p t. */
function chanceParts({ actual, predicted, hits }: ConfusionCounts, code: number): readonly number[] {
  return [at(hits, code), at(actual, code) * at(predicted, code)];
}

function kappaParts([correct = 0, both = 0]: readonly number[], rows: number) {
  return { correct, agreement: correct * rows - both, possible: withoutRounding(rows ** 2 - both, rows) };
}

/** What sums of weights leave of nothing is nothing. */
function withoutRounding(value: number, rows: number): number {
  return value > 1e-12 * rows ** 2 ? value : 0;
}

function quotient(numerator: number, denominator: number): number {
  return denominator > 0 ? numerator / denominator : 0;
}
