/** Counts of (positive, negative) pairs in the right order, ties counting half, in one pass over the sorted scores. */
import { ascendingOrder } from '../statistics/ascending-order.ts';
import type { ScoredRows } from './metric.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { at, dot, indexAt, total } from '../statistics/vectors.ts';

/**
 * For a positive row the negatives below it, for a negative row the positives above it, ties counting half;
 * and for each group the pairs in the right order that lie within it. A row counts as its weight, a pair as the product
 * of both. Half of a tie's negatives are below its positives: added before those look, and the other half after.
 */
export function countWins(
  { labels, scores, weights }: ScoredRows,
  { count, groupOfRow }: Grouping,
): { readonly wins: Float64Array; readonly winsWithin: Float64Array } {
  const wins = new Float64Array(labels.length);
  const [winsWithin, negativesBelow] = [new Float64Array(count), new Float64Array(count)];
  let positivesAbove = weights === undefined ? total(labels) : dot(labels, weights);
  let allNegativesBelow = 0;
  const order = ascendingOrder(scores);
  let start = 0;
  while (start < order.length) {
    const end = endOfTie(scores, order, start);
    let [positives, negatives] = [0, 0];
    for (let place = start; place < end; place += 1) {
      const row = indexAt(order, place);
      const weight = weights === undefined ? 1 : at(weights, row);
      if (at(labels, row) === 1) positives += weight;
      else {
        const group = indexAt(groupOfRow, row);
        negatives += weight;
        negativesBelow[group] = at(negativesBelow, group) + weight / 2;
      }
    }
    for (let place = start; place < end; place += 1) {
      const row = indexAt(order, place);
      if (at(labels, row) === 1) {
        const group = indexAt(groupOfRow, row);
        const weight = weights === undefined ? 1 : at(weights, row);
        wins[row] = allNegativesBelow + negatives / 2;
        winsWithin[group] = at(winsWithin, group) + weight * at(negativesBelow, group);
      } else wins[row] = positivesAbove - positives / 2;
    }
    for (let place = start; place < end && negatives > 0; place += 1) {
      const row = indexAt(order, place);
      if (at(labels, row) === 1) continue;
      const group = indexAt(groupOfRow, row);
      const weight = weights === undefined ? 1 : at(weights, row);
      negativesBelow[group] = at(negativesBelow, group) + weight / 2;
    }
    positivesAbove -= positives;
    allNegativesBelow += negatives;
    start = end;
  }
  return { wins, winsWithin };
}

/** Behind the last place that has the score of the place at `start`. */
function endOfTie(scores: Float64Array, order: Int32Array, start: number): number {
  const score = at(scores, indexAt(order, start));
  let end = start + 1;
  while (end < order.length && at(scores, indexAt(order, end)) === score) end += 1;
  return end;
}
