/**
 * The area under the ROC curve, taken apart by groups. With T the number of (positive, negative) pairs in
 * the right order, ties counting half, and P and Q the numbers of positives and negatives, AUC = T / (P Q).
 * For each row only its own pairs are counted (DeLong, DeLong & Clarke-Pearson 1988; by groups: Obuchowski 1997).
 */
import type { ScoredRows } from './metric.ts';
import { sumByGroup, type Grouping } from '../statistics/grouped/grouping.ts';
import { countWins, pairTable } from './rank-pairs.ts';
import {
  allDefined,
  total,
  type Statistic,
  type WeightedStatistic,
} from '../statistics/grouped/statistic.ts';

/** Undefined when the rows hold one class only. O(N log N). */
export function computeRankStatistic(rows: ScoredRows, grouping: Grouping): Statistic | undefined {
  const { labels } = rows;
  const positives = sumByGroup(labels, grouping);
  const negatives = sumByGroup(
    labels.map((label) => 1 - label),
    grouping,
  );
  const [p, q] = [total(positives), total(negatives)];
  if (p === 0 || q === 0) return undefined;
  const { wins, winsWithin } = countWins(rows, grouping);
  const pairs = total(wins.map((count, row) => count * (labels[row] ?? 0)));
  const auc = pairs / p / q;
  const groupWins = sumByGroup(wins, grouping);
  return {
    value: auc,
    // A positive expects auc Q of its Q pairs to be right, a negative auc P of its P pairs.
    rowInfluence: wins.map((count, row) => (count - auc * (labels[row] === 1 ? q : p)) / p / q),
    withoutGroup: allDefined(grouping.count, (group) => {
      const [pLeft, qLeft] = [p - (positives[group] ?? 0), q - (negatives[group] ?? 0)];
      if (pLeft === 0 || qLeft === 0) return undefined;
      // A pair within the group was counted for its positive and for its negative.
      return (pairs - (groupWins[group] ?? 0) + (winsWithin[group] ?? 0)) / pLeft / qLeft;
    }),
    share: positives.map((count, group) => (count / p + (negatives[group] ?? 0) / q) / 2),
    withinGroup: (group) => {
      const pairsWithin = (positives[group] ?? 0) * (negatives[group] ?? 0);
      return pairsWithin === 0 ? undefined : (winsWithin[group] ?? 0) / pairsWithin;
    },
    reweighted: weightRanks(rows, grouping, { positives, negatives }),
  };
}

type Counts = Readonly<Record<'positives' | 'negatives', Float64Array>>;

/** The statistic for groups weighed anew, from the table of right pairs between every two groups. */
function weightRanks(
  rows: ScoredRows,
  grouping: Grouping,
  counts: Counts,
): (weights: Float64Array) => WeightedStatistic | undefined {
  let table: readonly Float64Array[] | undefined;
  return (weights) => {
    table ??= pairTable(rows, grouping);
    const weigh = (column: Float64Array): number =>
      column.reduce((sum, value, group) => sum + value * (weights[group] ?? 0), 0);
    const [p, q] = [weigh(counts.positives), weigh(counts.negatives)];
    if (p === 0 || q === 0) return undefined;
    const winsOfPositives = Float64Array.from(table, weigh);
    const auc = weigh(winsOfPositives) / p / q;
    const winsOfNegatives = new Float64Array(grouping.count);
    table.forEach((row, group) => {
      const weight = weights[group] ?? 0;
      if (weight === 0) return;
      row.forEach((pairs, other) => {
        winsOfNegatives[other] = (winsOfNegatives[other] ?? 0) + weight * pairs;
      });
    });
    const influence = winsOfPositives.map((wins, group) => {
      const expected = (counts.positives[group] ?? 0) * q + (counts.negatives[group] ?? 0) * p;
      return (wins + (winsOfNegatives[group] ?? 0) - auc * expected) / p / q;
    });
    return { value: auc, influence };
  };
}
