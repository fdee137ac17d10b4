/** Counts of (positive, negative) pairs in the right order, ties counting half, in one pass over the sorted scores. */
import { ascendingOrder } from '../statistics/ascending-order.ts';
import type { ScoredRows } from './metric.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { at, dot, indexAt, total } from '../statistics/vectors.ts';

/** For each row its pairs in the right order; and for each group those that lie within it. */
export interface Wins {
  readonly wins: Float64Array;
  readonly winsWithin: Float64Array;
}

/**
 * For a positive row the negatives below it, for a negative row the positives above it, ties counting half;
 * and for each group the pairs in the right order that lie within it. A row counts as its weight, a pair as the product
 * of both.
 */
export function countWins(rows: ScoredRows, { count, groupOfRow }: Grouping): Wins {
  const { labels, scores, weights } = rows;
  const order = ascendingOrder(scores);
  const wins = new Float64Array(labels.length);
  const [winsWithin, negativesBelow] = [new Float64Array(count), new Float64Array(count)];
  const passed = { wins, winsWithin, negativesBelow, order, groupOfRow };
  let positivesAbove = weights === undefined ? total(labels) : dot(labels, weights);
  let allNegativesBelow = 0;
  let start = 0;
  while (start < order.length) {
    const row = indexAt(order, start);
    const score = at(scores, row);
    let end = start + 1;
    while (end < order.length && at(scores, indexAt(order, end)) === score) end += 1;
    if (end > start + 1) {
      const tie = countTie(rows, passed, { start, end, positivesAbove, allNegativesBelow });
      positivesAbove -= tie.positives;
      allNegativesBelow += tie.negatives;
    } else {
      // Mostly a score is that of one row alone, of which nothing is a tie.
      const group = indexAt(groupOfRow, row);
      const weight = weights === undefined ? 1 : at(weights, row);
      if (at(labels, row) === 1) {
        wins[row] = allNegativesBelow;
        winsWithin[group] = at(winsWithin, group) + weight * at(negativesBelow, group);
        positivesAbove -= weight;
      } else {
        wins[row] = positivesAbove;
        negativesBelow[group] = at(negativesBelow, group) + weight / 2 + weight / 2;
        allNegativesBelow += weight;
      }
    }
    start = end;
  }
  return { wins, winsWithin };
}

interface Passed extends Wins {
  /** Of each group, so far. */
  readonly negativesBelow: Float64Array;
  readonly order: Int32Array;
  readonly groupOfRow: Int32Array;
}

/** Places of one score; `end` is exclusive. */
interface Tie {
  readonly start: number;
  readonly end: number;
  readonly positivesAbove: number;
  readonly allNegativesBelow: number;
}

/** Half of a tie's negatives are below its positives: added before those look, and the other half after. */
function countTie(
  { labels, weights }: ScoredRows,
  { wins, winsWithin, negativesBelow, order, groupOfRow }: Passed,
  { start, end, positivesAbove, allNegativesBelow }: Tie,
): { readonly positives: number; readonly negatives: number } {
  let positives = 0;
  let negatives = 0;
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
    negativesBelow[group] = at(negativesBelow, group) + (weights === undefined ? 1 : at(weights, row)) / 2;
  }
  return { positives, negatives };
}
