/**
 * The area under the ROC curve, taken apart by groups. With T the number of (positive, negative) pairs in
 * the right order, ties counting half, and P and Q the numbers of positives and negatives, AUC = T / (P Q).
 * For each row only its own pairs are counted (DeLong, DeLong & Clarke-Pearson 1988; by groups: Obuchowski 1997).
 */
import type { ScoredRows } from './metric.ts';
import { sumByGroup, type Grouping } from '../statistics/grouped/grouping.ts';
import { countWins } from './rank-pairs.ts';
import { allDefined, type Statistic } from '../statistics/grouped/statistic.ts';
import { at, dot, total } from '../statistics/vectors.ts';

/** Undefined when the rows contain one class only. O(N log N). */
export function computeRankStatistic(rows: ScoredRows, grouping: Grouping): Statistic | undefined {
  const { labels, weights } = rows;
  const weigh = (values: Float64Array): Float64Array =>
    weights === undefined ? values : values.map((value, row) => value * at(weights, row));
  const positives = sumByGroup(weigh(labels), grouping);
  const negatives = sumByGroup(weigh(labels.map((label) => 1 - label)), grouping);
  const [p, q] = [total(positives), total(negatives)];
  if (p === 0 || q === 0) return undefined;
  const { wins, winsWithin } = countWins(rows, grouping);
  const weightedWins = weigh(wins);
  const pairs = dot(weightedWins, labels);
  const auc = pairs / p / q;
  const groupWins = sumByGroup(weightedWins, grouping);
  return {
    value: auc,
    form: { kind: 'smooth' },
    // A positive expects auc Q of its Q pairs to be right, a negative auc P of its P pairs.
    rowInfluence: weigh(wins.map((count, row) => (count - auc * (labels[row] === 1 ? q : p)) / p / q)),
    withoutGroup: allDefined(grouping.count, (group) => {
      const [pLeft, qLeft] = [p - at(positives, group), q - at(negatives, group)];
      if (pLeft === 0 || qLeft === 0) return undefined;
      // A pair within the group was counted for its positive and for its negative.
      return (pairs - at(groupWins, group) + at(winsWithin, group)) / pLeft / qLeft;
    }),
    groupWeights: positives.map((count, group) => (count / p + at(negatives, group) / q) / 2),
    withinGroup: (group) => {
      const pairsWithin = at(positives, group) * at(negatives, group);
      return pairsWithin === 0 ? undefined : at(winsWithin, group) / pairsWithin;
    },
  };
}
