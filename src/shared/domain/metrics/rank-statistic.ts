/**
 * The area under the ROC curve, taken apart by groups. With T the number of (positive, negative) pairs in
 * the right order, ties counting half, and P and Q the numbers of positives and negatives, AUC = T / (P Q).
 * For each row only its own pairs are counted (DeLong, DeLong & Clarke-Pearson 1988; by groups: Obuchowski 1997).
 */
import { weighBothClasses } from './class-weights.ts';
import type { ScoredRows } from './metric.ts';
import { rowChangeOf } from './row-change.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { countWins } from './rank-pairs.ts';
import type { Statistic } from '../statistics/grouped/statistic.ts';
import { at, indexAt, total } from '../statistics/vectors.ts';

/** Undefined when the rows contain one class only. O(N log N). */
export function computeRankStatistic(rows: ScoredRows, grouping: Grouping): Statistic | undefined {
  const { positives, negatives } = weighBothClasses(rows, grouping);
  const p = total(positives);
  const q = total(negatives);
  if (p === 0 || q === 0) return undefined;
  const { wins, winsWithin } = countWins(rows, grouping);
  const { pairs, groupWins } = sumWins(rows, wins, grouping);
  const auc = pairs / p / q;
  const rowChange = rowChangeOf([1 / p, 1 / q], rows.weights);
  return {
    value: auc,
    ...(rowChange !== undefined && { rowChange }),
    ...(rows.weights !== undefined && { rowWeights: rows.weights }),
    form: { kind: 'smooth' },
    rowInfluence: computeInfluence(rows, wins, { auc, p, q }),
    withoutGroup: deleteGroups({ positives, negatives, groupWins, winsWithin }, { pairs, p, q }),
    groupWeights: weighGroups(positives, negatives, { p, q }),
    withinGroup: (group) => {
      const pairsWithin = at(positives, group) * at(negatives, group);
      return pairsWithin === 0 ? undefined : at(winsWithin, group) / pairsWithin;
    },
  };
}

/** G numbers each. */
interface GroupParts {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
  readonly groupWins: Float64Array;
  readonly winsWithin: Float64Array;
}

/** A loop of its own: where rows are the groups, a call for each costs more than what it computes. */
function deleteGroups(
  { positives, negatives, groupWins, winsWithin }: GroupParts,
  { pairs, p, q }: Omit<Pairs, 'auc'> & { readonly pairs: number },
): Float64Array | undefined {
  const values = new Float64Array(positives.length);
  for (let group = 0; group < values.length; group += 1) {
    const pLeft = p - at(positives, group);
    const qLeft = q - at(negatives, group);
    if (pLeft === 0 || qLeft === 0) return undefined;
    // A pair within the group was counted for its positive and for its negative.
    values[group] = (pairs - at(groupWins, group) + at(winsWithin, group)) / pLeft / qLeft;
  }
  return values;
}

/** The pairs in the right order, each counted once, and twice by the groups of both of its rows. */
function sumWins({ labels, weights }: ScoredRows, wins: Float64Array, { count, groupOfRow }: Grouping) {
  const groupWins = new Float64Array(count);
  let pairs = 0;
  for (let row = 0; row < wins.length; row += 1) {
    const group = indexAt(groupOfRow, row);
    const weighted = weights === undefined ? at(wins, row) : at(wins, row) * at(weights, row);
    pairs += weighted * at(labels, row);
    groupWins[group] = at(groupWins, group) + weighted;
  }
  return { pairs, groupWins };
}

interface Pairs {
  readonly auc: number;
  /** The weight of all positive rows, and of all negative ones. */
  readonly p: number;
  readonly q: number;
}

/** A positive expects auc Q of its Q pairs to be right, a negative auc P of its P pairs. */
function computeInfluence(
  { labels, weights }: ScoredRows,
  wins: Float64Array,
  { auc, p, q }: Pairs,
): Float64Array {
  const influence = new Float64Array(wins.length);
  for (let row = 0; row < wins.length; row += 1) {
    const own = (at(wins, row) - auc * (at(labels, row) === 1 ? q : p)) / p / q;
    influence[row] = weights === undefined ? own : own * at(weights, row);
  }
  return influence;
}

function weighGroups(
  positives: Float64Array,
  negatives: Float64Array,
  { p, q }: Omit<Pairs, 'auc'>,
): Float64Array {
  const weights = new Float64Array(positives.length);
  for (let group = 0; group < weights.length; group += 1)
    weights[group] = (at(positives, group) / p + at(negatives, group) / q) / 2;
  return weights;
}
