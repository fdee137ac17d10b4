/**
 * Metrics of the probabilities of several classes. Values agree with scikit-learn's functions of the same name,
 * called with all classes (`labels=`). Probabilities are taken as they are: that they add up to one is checked where they are read.
 */
import { clipProbability } from './clip-probability.ts';
import { NO_ROWS, ONE_CLASS, SHARE_RANGE, TWO_POINTS } from './metric-defaults.ts';
import { at, extent, indexAt } from '../statistics/vectors.ts';
import { majorityOfClasses, priorOfClasses } from './class-baselines.ts';
import { probabilitiesOf, ranksOf } from './class-roles.ts';
import { meanOfStatistics } from './mean-statistic.ts';
import type { Metric, ScoredRows } from './metric.ts';
import { rowChangeOf } from './row-change.ts';
import { computeRankStatistic } from './rank-statistic.ts';
import { createSumMetric, EVERY_ROW, ratio } from './sum-statistic.ts';

const hasProbabilities = (rows: ScoredRows): boolean => probabilitiesOf(rows) !== undefined;

const ofProbabilities = {
  isComputable: hasProbabilities,
  remedy: 'name the columns with the probability of each class in `predictions.probabilities`',
};

export const classLogLoss: Metric = {
  ...createSumMetric({
    name: 'log_loss',
    words: {
      title: 'Log loss',
      meaning: 'the mean negative log-likelihood of the labels under the predicted probabilities',
    },
    better: 'lower',
    range: { lower: 0, upper: Infinity },
    defaultMargin: { kind: 'relative', fraction: 0.1 },
    baseline: priorOfClasses,
    undefinedBecause: NO_ROWS,
    largestChange: (rows, share) => share * largestLogRatio(rows),
    form: 'smooth',
    terms: (rows) => {
      const probabilities = requireProbabilities(rows);
      const losses = probabilitiesOfLabels(rows, probabilities);
      for (let row = 0; row < losses.length; row += 1)
        losses[row] = -Math.log(clipProbability(at(losses, row)));
      return [losses, EVERY_ROW];
    },
    ...ratio,
  }),
  ...ofProbabilities,
};

export const classBrier: Metric = {
  ...createSumMetric({
    name: 'brier',
    words: {
      title: 'Brier score',
      meaning:
        'the mean squared distance between the predicted probabilities and the label, over all classes',
    },
    better: 'lower',
    range: { lower: 0, upper: 2 },
    defaultMargin: { kind: 'absolute', value: 0.02 },
    baseline: priorOfClasses,
    undefinedBecause: NO_ROWS,
    form: 'smooth',
    terms: (rows) => [squaredDistances(rows), EVERY_ROW],
    ...ratio,
  }),
  ...ofProbabilities,
};

/** The mean over the classes that have a label of the ROC AUC of that class against all others. */
export const rocAucOneVsRest: Metric = {
  name: 'roc_auc_ovr_macro',
  words: {
    title: 'ROC AUC, one class against the rest',
    meaning:
      'the mean over the classes of the probability that a row of the class has a higher score for it than a row of another class',
  },
  better: 'higher',
  range: SHARE_RANGE,
  defaultMargin: TWO_POINTS,
  baseline: priorOfClasses,
  undefinedBecause: ONE_CLASS,
  dependsOn: 'scores',
  ...ofProbabilities,
  computeStatistic: (rows, grouping) => {
    const probabilities = requireProbabilities(rows);
    const present = Float64Array.from(new Set(rows.labels)).sort();
    const mean = meanOfStatistics(present.length, (index) => {
      const code = at(present, index);
      const ofClass = { ...rows, scores: probabilities[code] ?? NOTHING, labels: isOfClass(rows, code) };
      return computeRankStatistic(ofClass, grouping);
    });
    const rowChange = findRowChange(rows);
    return mean === undefined || rowChange === undefined ? mean : { ...mean, rowChange };
  },
};

/** A row is a positive one of its class, and a negative one of every other: it can change the AUC of each. */
function findRowChange({ labels, weights }: ScoredRows): number | undefined {
  const sizes = new Map<number, number>();
  for (let row = 0; row < labels.length; row += 1) {
    const weight = weights === undefined ? 1 : at(weights, row);
    sizes.set(at(labels, row), (sizes.get(at(labels, row)) ?? 0) + weight);
  }
  const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const asNegative = [...sizes.values()].reduce((sum, size) => sum + 1 / (all - size), 0);
  const changes = [...sizes.values()].map((size) => (1 / size + asNegative - 1 / (all - size)) / sizes.size);
  return rowChangeOf(changes, weights);
}

/** @param count k: how many of the most likely classes are looked at. */
export function topAccuracy(count: number): Metric {
  return {
    ...createSumMetric({
      name: `top_k_accuracy@${count}`,
      words: {
        title: `Top-${count} accuracy`,
        meaning: `the share of rows whose class is among the ${count} most likely ones`,
      },
      better: 'higher',
      range: SHARE_RANGE,
      defaultMargin: TWO_POINTS,
      baseline: majorityOfClasses,
      undefinedBecause: NO_ROWS,
      form: 'proportion',
      terms: (rows) => [isAmongTop(rows, count), EVERY_ROW],
      ...ratio,
    }),
    isComputable: (rows) =>
      (rows.classes?.length ?? 0) > count && (ranksOf(rows).length >= count || hasProbabilities(rows)),
    remedy: `name the columns with the ${count} most likely classes in \`predictions.top\`, or those with the probability of each class in \`predictions.probabilities\`; of ${count} classes or fewer, all are among them`,
  };
}

const NOTHING = new Float64Array();

/** Whoever computes a metric asks `isComputable` first. */
function requireProbabilities(rows: ScoredRows): readonly Float64Array[] {
  const probabilities = probabilitiesOf(rows);
  if (probabilities === undefined) throw new RangeError('expected the probability of each class, got none');
  return probabilities;
}

/** For each row the probability of its class. By index, as all here: a function that is called for each row takes longest. */
function probabilitiesOfLabels({ labels }: ScoredRows, probabilities: readonly Float64Array[]): Float64Array {
  const own = new Float64Array(labels.length);
  for (let row = 0; row < own.length; row += 1) own[row] = at(probabilities[at(labels, row)] ?? NOTHING, row);
  return own;
}

/** 1 for the rows of a class, 0 for all others. */
function isOfClass({ labels }: ScoredRows, code: number): Float64Array {
  const isClass = new Float64Array(labels.length);
  for (let row = 0; row < isClass.length; row += 1) isClass[row] = at(labels, row) === code ? 1 : 0;
  return isClass;
}

function squaredDistances(rows: ScoredRows): Float64Array {
  const sums = new Float64Array(rows.labels.length);
  requireProbabilities(rows).forEach((values, code) => {
    for (let row = 0; row < sums.length; row += 1) {
      const actual = rows.labels[row] === code ? 1 : 0;
      sums[row] = at(sums, row) + (at(values, row) - actual) ** 2;
    }
  });
  return sums;
}

/** By the ranks that the model gave; else by its probabilities, where of equal ones the last class comes first, as in scikit-learn. */
function isAmongTop(rows: ScoredRows, count: number): Float64Array {
  const ranks = ranksOf(rows).slice(0, count);
  if (ranks.length === count) {
    return rows.labels.map((label, row) => (ranks.some(({ values }) => values[row] === label) ? 1 : 0));
  }
  const probabilities = requireProbabilities(rows);
  const { labels } = rows;
  const ownOf = probabilitiesOfLabels(rows, probabilities);
  const ahead = new Int32Array(labels.length);
  probabilities.forEach((values, code) => {
    for (let row = 0; row < ahead.length; row += 1) {
      const own = at(ownOf, row);
      const other = at(values, row);
      if (other > own || (other === own && code > at(labels, row))) ahead[row] = indexAt(ahead, row) + 1;
    }
  });
  const isAmong = new Float64Array(labels.length);
  for (let row = 0; row < isAmong.length; row += 1) isAmong[row] = indexAt(ahead, row) < count ? 1 : 0;
  return isAmong;
}

/** How far the log loss of one row can lie from that of another. */
function largestLogRatio(rows: ScoredRows): number {
  let least = 1;
  let most = 0;
  for (const values of requireProbabilities(rows)) {
    const { lower, upper } = extent(values);
    least = Math.min(least, lower);
    most = Math.max(most, upper);
  }
  return Math.log(clipProbability(most) / clipProbability(least));
}
