/** What a first model of several classes is compared with: scikit-learn's `DummyClassifier`, and chance. */
import { at } from '../statistics/vectors.ts';
import type { Baseline, ScoredRows } from './metric.ts';
import { probabilityRole } from './class-roles.ts';

/** `strategy="prior"`: the shares of the classes among the evaluated rows, which favors the baseline slightly. */
export const priorOfClasses: Baseline = predictShares(
  'that predicts the share of each class as its probability for every row',
);

export const majorityOfClasses: Baseline = predictShares(
  'that predicts the most frequent class for every row',
);

function predictShares(words: string): Baseline {
  return {
    words,
    computeStatistic: (metric, challenger, grouping) => {
      const rows = challenger.labels.length;
      const shares = shareOfClasses(challenger);
      const fill = (value: number): Float64Array => new Float64Array(rows).fill(value);
      return metric.computeStatistic(
        {
          ...challenger,
          scores: fill(indexOfLargest(shares)),
          outputs: (challenger.classes ?? []).map((name, code) => ({
            role: probabilityRole(name),
            values: fill(at(shares, code)),
          })),
        },
        grouping,
      );
    },
  };
}

function shareOfClasses({ labels, classes = [], weights }: ScoredRows): Float64Array {
  const shares = new Float64Array(classes.length);
  let sum = 0;
  for (let row = 0; row < labels.length; row += 1) {
    const weight = weights === undefined ? 1 : at(weights, row);
    const code = at(labels, row);
    shares[code] = at(shares, code) + weight;
    sum += weight;
  }
  return shares.map((share) => share / sum);
}

/** The first one, as NumPy's `argmax`. */
function indexOfLargest(values: Float64Array): number {
  let largest = 0;
  for (let index = 1; index < values.length; index += 1) {
    if (at(values, index) > at(values, largest)) largest = index;
  }
  return largest;
}
