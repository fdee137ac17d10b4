/**
 * What a first model is compared with: the constant predictions of scikit-learn's `DummyClassifier` (strategies
 * "prior", "most_frequent", "constant") and `DummyRegressor` ("mean"), and what chance gives in recall and average precision. Constants are taken from
 * the evaluated rows, which favors the baseline slightly.
 */
import { sumByGroup } from '../statistics/grouped/grouping.ts';
import { allDefined } from '../statistics/grouped/statistic.ts';
import { at, dot, mean, total } from '../statistics/vectors.ts';
import type { Baseline, ScoredRows } from './metric.ts';
import { computeSumStatistic, EVERY_ROW, ones, perRow, ratio } from './sum-statistic.ts';

export const priorProbability: Baseline = predictConstant(
  'that predicts the share of positive rows as the probability of every row',
  meanOfLabels,
);

export const majorityClass: Baseline = predictConstant(
  'that predicts the majority class for every row',
  // With a threshold of 0 every row is predicted positive, whatever its score.
  (rows) => (meanOfLabels(rows) >= 0.5 || rows.threshold === 0 ? 1 : 0),
);

export const alwaysPositive: Baseline = predictConstant(
  'that predicts the positive class for every row',
  () => 1,
);

export const meanLabel: Baseline = predictConstant(
  'that predicts the mean of the labels for every row',
  meanOfLabels,
);

/**
 * Its recall is the share of rows that are predicted positive. A constant is no rival for recall: one of them finds
 * nothing, the other everything.
 */
export const chance: Baseline = {
  words: 'that predicts as many rows positive as the challenger, by chance',
  computeStatistic: (_metric, challenger, grouping) =>
    computeSumStatistic(
      {
        ...ratio,
        form: 'counts',
        terms: (rows) => [
          perRow(rows, (_label, score, threshold) => (score >= threshold ? 1 : 0)),
          EVERY_ROW,
        ],
      },
      challenger,
      grouping,
    ),
};

/** Its specificity is the share of rows that are predicted negative. */
export const chanceOfNegative: Baseline = {
  words: 'that predicts as many rows negative as the challenger, by chance',
  computeStatistic: (_metric, challenger, grouping) =>
    computeSumStatistic(
      {
        ...ratio,
        form: 'counts',
        terms: (rows) => [perRow(rows, (_label, score, threshold) => (score < threshold ? 1 : 0)), EVERY_ROW],
      },
      challenger,
      grouping,
    ),
};

/** Every row positive, or every row negative, whichever costs less on these rows. */
export const cheapestConstant: Baseline = {
  words: 'that predicts one class for every row, the one that costs less',
  computeStatistic: (metric, challenger, grouping) => {
    const [one, other] = [1, 0].map((score) =>
      metric.computeStatistic(
        { ...challenger, threshold: 0.5, scores: new Float64Array(challenger.labels.length).fill(score) },
        grouping,
      ),
    );
    return one === undefined || other === undefined || one.value <= other.value ? one : other;
  },
};

/**
 * Its average precision is above the share of positive rows, by more the fewer rows there are: (P − 1) / (n − 1) +
 * (n − P) / (n (n − 1)) Σ 1 / k for k up to n, the mean over all orders. Source: Bestgen 2015.
 */
export const randomRanking: Baseline = {
  words: 'that predicts a random order of the rows',
  computeStatistic: (_metric, challenger, grouping) => {
    const share = computeSumStatistic(
      { ...ratio, form: 'smooth', terms: ({ labels }) => [labels, EVERY_ROW] },
      challenger,
      grouping,
    );
    if (share === undefined) return undefined;
    const rows = challenger.labels.length;
    if (challenger.weights !== undefined) {
      const ofShare = (part: number): number => meanOfRandomOrders(part * rows, rows);
      return {
        ...share,
        value: ofShare(share.value),
        withoutGroup: share.withoutGroup?.map(ofShare),
      };
    }
    const positives = total(challenger.labels);
    const rowsOf = sumByGroup(ones(challenger), grouping);
    const positivesOf = sumByGroup(challenger.labels, grouping);
    return {
      ...share,
      value: meanOfRandomOrders(positives, rows),
      withoutGroup: allDefined(grouping.count, (group) => {
        const [left, positivesLeft] = [rows - at(rowsOf, group), positives - at(positivesOf, group)];
        return positivesLeft === 0 ? undefined : meanOfRandomOrders(positivesLeft, left);
      }),
    };
  },
};

function meanOfRandomOrders(positives: number, rows: number): number {
  if (rows === 1) return positives;
  const ofOthers = (positives - 1) / (rows - 1);
  return ofOthers + ((rows - positives) / rows / (rows - 1)) * harmonic(rows);
}

const EULER = 0.577_215_664_901_532_9;

/** Σ 1 / k for k up to n; beyond 1,000 by its asymptotic series, which is exact to a double there. */
function harmonic(n: number): number {
  if (n > 1000) return Math.log(n) + EULER + 1 / (2 * n) - 1 / (12 * n * n);
  let sum = 0;
  for (let k = 1; k <= n; k += 1) sum += 1 / k;
  return sum;
}

/** By the weights of the rows, where they have some. */
function meanOfLabels({ labels, weights }: ScoredRows): number {
  return weights === undefined ? mean(labels) : dot(labels, weights) / total(weights);
}

function predictConstant(words: string, score: (rows: ScoredRows) => number): Baseline {
  return {
    words,
    computeStatistic: (metric, challenger, grouping) => {
      const scores = new Float64Array(challenger.labels.length).fill(score(challenger));
      return metric.computeStatistic({ ...challenger, scores }, grouping);
    },
  };
}
