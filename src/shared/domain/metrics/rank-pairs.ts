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
export function countWins(rows: ScoredRows, { count, groupOfRow, isByRow }: Grouping): Wins {
  const { labels, scores, weights } = rows;
  const order = ascendingOrder(scores);
  const wins = new Float64Array(labels.length);
  const winsWithin = new Float64Array(count);
  // A row alone has no pairs within its group, and rows in the order of their scores are slow to look up.
  const negativesBelow = isByRow ? undefined : new Float64Array(count);
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
      const weight = weights === undefined ? 1 : at(weights, row);
      const isPositive = at(labels, row) === 1;
      wins[row] = isPositive ? allNegativesBelow : positivesAbove;
      if (isPositive) positivesAbove -= weight;
      else allNegativesBelow += weight;
      if (negativesBelow !== undefined) {
        const group = indexAt(groupOfRow, row);
        const below = at(negativesBelow, group);
        if (isPositive) winsWithin[group] = at(winsWithin, group) + weight * below;
        else negativesBelow[group] = below + weight / 2 + weight / 2;
      }
    }
    start = end;
  }
  return { wins, winsWithin };
}

interface Passed extends Wins {
  /** Of each group, so far; undefined where each row is a group. */
  readonly negativesBelow: Float64Array | undefined;
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
function countTie(rows: ScoredRows, passed: Passed, tie: Tie): ClassesOfTie {
  const { labels, weights } = rows;
  const { wins, negativesBelow, order } = passed;
  const { start, end, positivesAbove, allNegativesBelow } = tie;
  let positives = 0;
  let negatives = 0;
  for (let place = start; place < end; place += 1) {
    const row = indexAt(order, place);
    const weight = weights === undefined ? 1 : at(weights, row);
    if (at(labels, row) === 1) positives += weight;
    else negatives += weight;
  }
  for (let place = start; place < end; place += 1) {
    const row = indexAt(order, place);
    wins[row] = at(labels, row) === 1 ? allNegativesBelow + negatives / 2 : positivesAbove - positives / 2;
  }
  if (negativesBelow !== undefined) countTieWithin(rows, { ...passed, negativesBelow }, tie);
  return { positives, negatives };
}

interface ClassesOfTie {
  readonly positives: number;
  readonly negatives: number;
}

function countTieWithin(
  { labels, weights }: ScoredRows,
  { winsWithin, negativesBelow, order, groupOfRow }: Passed & { readonly negativesBelow: Float64Array },
  { start, end }: Tie,
): void {
  const addHalf = (): void => {
    for (let place = start; place < end; place += 1) {
      const row = indexAt(order, place);
      if (at(labels, row) === 1) continue;
      const group = indexAt(groupOfRow, row);
      const weight = weights === undefined ? 1 : at(weights, row);
      negativesBelow[group] = at(negativesBelow, group) + weight / 2;
    }
  };
  addHalf();
  for (let place = start; place < end; place += 1) {
    const row = indexAt(order, place);
    if (at(labels, row) !== 1) continue;
    const group = indexAt(groupOfRow, row);
    const weight = weights === undefined ? 1 : at(weights, row);
    winsWithin[group] = at(winsWithin, group) + weight * at(negativesBelow, group);
  }
  addHalf();
}
