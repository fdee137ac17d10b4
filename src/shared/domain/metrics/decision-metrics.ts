/**
 * More metrics of a binary task: of decisions that cost something, and of whether probabilities are frequencies. Labels,
 * scores and threshold as in binary-metrics.ts. Specificity and F-beta agree with scikit-learn (`recall_score` with
 * `pos_label=0`, `fbeta_score`); the expected calibration error is that of Naeini, Cooper & Hauskrecht 2015.
 */
import { NO_ROWS, SHARE_RANGE, TWO_POINTS } from './metric-defaults.ts';
import { largest, smallest } from '../kernel/extremes.ts';
import { at } from '../statistics/vectors.ts';
import { alwaysPositive, chanceOfNegative, cheapestConstant, priorProbability } from './baseline.ts';
import { byOutcome } from './cell-terms.ts';
import { harmonicScale } from './harmonic-scale.ts';
import type { MetricForm } from './metric-form.ts';
import type { Metric, ScoredRows } from './metric.ts';
import { createSumMetric, EVERY_ROW, perRow, ratio, type BinnedTerms } from './sum-statistic.ts';

export const specificity: Metric = createSumMetric({
  name: 'specificity',
  words: { title: 'Specificity', meaning: 'the share of negative rows that are predicted negative' },
  better: 'higher',
  range: SHARE_RANGE,
  defaultMargin: TWO_POINTS,
  baseline: chanceOfNegative,
  undefinedBecause: 'no evaluated row is negative',
  form: 'proportion',
  terms: (rows) =>
    byOutcome(rows, {
      trueNegative: [1, 1],
      falsePositive: [0, 1],
      falseNegative: [0, 0],
      truePositive: [0, 0],
    }),
  ...ratio,
});

/** Of equal width, for the calibration error and the calibration curve. */
export const CALIBRATION_BINS = 10;

/**
 * The mean distance between share of positives and mean probability, over ten bins of equal width: Σ |Σ (y − p)| / N.
 * Of few rows it is above zero even for a calibrated model, by about the noise of each bin.
 */
export const calibrationError: Metric = createSumMetric({
  name: 'ece',
  words: {
    title: 'Expected calibration error',
    meaning:
      'the mean distance between predicted probability and share of positive rows, over ten bins of the probability',
  },
  better: 'lower',
  range: SHARE_RANGE,
  defaultMargin: TWO_POINTS,
  baseline: priorProbability,
  undefinedBecause: NO_ROWS,
  form: 'smooth',
  terms: deviationsInBins,
  value: (sums) => {
    const count = sums.at(-1) ?? 0;
    if (count <= 0) return undefined;
    return sums.slice(0, -1).reduce((sum, deviation) => sum + Math.abs(deviation), 0) / count;
  },
  gradient: (sums) => {
    const count = sums.at(-1) ?? 1;
    const deviations = sums.slice(0, -1);
    const value = deviations.reduce((sum, deviation) => sum + Math.abs(deviation), 0) / count;
    return [...deviations.map((deviation) => Math.sign(deviation) / count), -value / count];
  },
});

/** @param probability between 0 and 1; one of 1 belongs to the last bin. */
export function calibrationBinOf(probability: number): number {
  return Math.min(CALIBRATION_BINS - 1, Math.floor(probability * CALIBRATION_BINS));
}

/** Label minus probability, by the bin of the probability. */
function deviationsInBins(rows: ScoredRows): BinnedTerms {
  const binOfRow = new Int32Array(rows.scores.length);
  for (let row = 0; row < binOfRow.length; row += 1) {
    binOfRow[row] = calibrationBinOf(at(rows.scores, row));
  }
  return { binCount: CALIBRATION_BINS, binOfRow, values: perRow(rows, (label, score) => label - score) };
}

/** The mean cost of a row, by the cost matrix of the configuration. */
export const expectedCost: Metric = {
  ...createSumMetric({
    name: 'expected_cost',
    words: {
      title: 'Expected cost',
      meaning: 'the mean cost of a row, by the cost matrix of the configuration',
    },
    better: 'lower',
    range: { lower: -Infinity, upper: Infinity },
    defaultMargin: { kind: 'relative', fraction: 0.1 },
    baseline: cheapestConstant,
    undefinedBecause: NO_ROWS,
    largestChange: ({ costs }, share) => share * spreadOf(costs),
    form: 'smooth',
    terms: (rows) => [costsOf(rows), EVERY_ROW],
    ...ratio,
  }),
  isComputable: ({ costs }) => costs !== undefined,
  remedy: 'set `predictions.costs` in the configuration',
};

function costsOf(rows: ScoredRows): Float64Array {
  const { costs } = rows;
  if (costs === undefined) throw new RangeError('expected_cost: expected a cost matrix, got none');
  const [ofNegative, ofPositive] = [
    [costs['true-negative'], costs['false-positive']],
    [costs['false-negative'], costs['true-positive']],
  ].map((pair) => Float64Array.from(pair));
  return perRow(rows, (label, score, threshold) => {
    const pair = label === 1 ? ofPositive : ofNegative;
    return pair === undefined ? NaN : at(pair, score >= threshold ? 1 : 0);
  });
}

function spreadOf(costs: ScoredRows['costs']): number {
  const values = Object.values(costs ?? {});
  return values.length === 0 ? Infinity : largest(values) - smallest(values);
}

/** `f_beta@2` counts recall as twice as important as precision. */
export const fBeta: MetricForm = {
  prefix: 'f_beta@',
  examples: ['2', '0.5'],
  create: (beta) =>
    /^\d{1,3}(?:\.\d{1,6})?$/.test(beta) && Number(beta) > 0
      ? fBetaOf(`f_beta@${beta}`, Number(beta))
      : undefined,
};

function fBetaOf(name: string, beta: number): Metric {
  const square = beta * beta;
  return createSumMetric({
    name,
    words: {
      title: `F-beta score with beta ${beta}`,
      meaning: `the harmonic mean of precision and recall, of which recall weighs ${beta} times as much`,
    },
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
        falseNegative: [0, square],
        truePositive: [1 + square, 1 + square],
      }),
    errorScale: harmonicScale(square),
    ...ratio,
  });
}
