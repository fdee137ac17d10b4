/** Counts of (positive, negative) pairs in the right order, ties counting half, in one pass over the sorted scores. */
import { ascendingOrder } from '../statistics/ascending-order.ts';
import type { ScoredRows } from './metric.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { at, dot, indexAt, total } from '../statistics/vectors.ts';

/** Calls `visit` for each run of equal scores: `order[start]` to `order[end - 1]`, in ascending order. */
function forEachTie(
  scores: Float64Array,
  visit: (order: Int32Array, start: number, end: number) => void,
): void {
  const order = ascendingOrder(scores);
  let start = 0;
  for (let end = 1; end <= order.length; end += 1) {
    if (end < order.length && at(scores, indexAt(order, end)) === at(scores, indexAt(order, start))) continue;
    visit(order, start, end);
    start = end;
  }
}

/**
 * For a positive row the negatives below it, for a negative row the positives above it, ties counting half;
 * and for each group the pairs in the right order that lie within it. A row counts as its weight, a pair as the product
 * of both.
 */
export function countWins(
  rows: ScoredRows,
  grouping: Grouping,
): { readonly wins: Float64Array; readonly winsWithin: Float64Array } {
  const { labels, scores, weights } = rows;
  const wins = new Float64Array(labels.length);
  const winsWithin = new Float64Array(grouping.count);
  const negativesBelow = countNegatives(rows, grouping);
  let positivesAbove = weights === undefined ? total(labels) : dot(labels, weights);
  let allNegativesBelow = 0;
  forEachTie(scores, (order, start, end) => {
    let [positives, negatives] = [0, 0];
    for (let place = start; place < end; place += 1) {
      const row = indexAt(order, place);
      const weight = weights === undefined ? 1 : at(weights, row);
      if (at(labels, row) === 1) positives += weight;
      else negatives += weight;
    }
    negativesBelow.addHalf(order, start, end);
    for (let place = start; place < end; place += 1) {
      const row = indexAt(order, place);
      const group = indexAt(grouping.groupOfRow, row);
      if (at(labels, row) === 1) {
        wins[row] = allNegativesBelow + negatives / 2;
        const weight = weights === undefined ? 1 : at(weights, row);
        winsWithin[group] = at(winsWithin, group) + weight * at(negativesBelow.counts, group);
      } else {
        wins[row] = positivesAbove - positives / 2;
      }
    }
    negativesBelow.addHalf(order, start, end);
    positivesAbove -= positives;
    allNegativesBelow += negatives;
  });
  return { wins, winsWithin };
}

/** Negatives seen so far, by group. Half of a tie's are added before its positives look, half after: ties count half. */
function countNegatives({ labels, weights }: ScoredRows, { count, groupOfRow }: Grouping) {
  const counts = new Float64Array(count);
  const addHalf = (order: Int32Array, start: number, end: number): void => {
    for (let place = start; place < end; place += 1) {
      const row = indexAt(order, place);
      const group = indexAt(groupOfRow, row);
      if (at(labels, row) === 1) continue;
      counts[group] = at(counts, group) + (weights === undefined ? 0.5 : at(weights, row) / 2);
    }
  };
  return { counts, addHalf };
}
