/** Counts of (positive, negative) pairs in the right order, ties counting half, in one pass over the sorted scores. */
import type { ScoredRows } from '../metrics/metric.ts';
import type { Grouping } from './grouping.ts';
import { total } from './statistic.ts';

/** Rows in ascending order of score. */
export function ascendingOrder(scores: Float64Array): Int32Array {
  return Int32Array.from(scores.keys()).sort((left, right) => (scores[left] ?? 0) - (scores[right] ?? 0));
}

/** Runs of equal scores in ascending order. */
function* tiedBlocks(scores: Float64Array): Generator<Int32Array> {
  const order = ascendingOrder(scores);
  let start = 0;
  for (let end = 1; end <= order.length; end += 1) {
    if (end < order.length && scores[order[end] ?? 0] === scores[order[start] ?? 0]) continue;
    yield order.subarray(start, end);
    start = end;
  }
}

/**
 * For a positive row the negatives below it, for a negative row the positives above it, ties counting half;
 * and for each group the pairs in the right order that lie within it.
 */
export function countWins(
  { labels, scores }: ScoredRows,
  { count, groupOfRow }: Grouping,
): { readonly wins: Float64Array; readonly winsWithin: Float64Array } {
  const wins = new Float64Array(labels.length);
  const winsWithin = new Float64Array(count);
  const negativesBelow = new Float64Array(count);
  let below = { positives: 0, negatives: 0 };
  const allPositives = total(labels);
  for (const block of tiedBlocks(scores)) {
    const positives = block.reduce((sum, row) => sum + (labels[row] ?? 0), 0);
    const negatives = block.length - positives;
    // Half of the block's own negatives before its positives are counted, the other half after: ties count half.
    addNegatives(block, 0.5);
    for (const row of block) {
      const group = groupOfRow[row] ?? 0;
      const isPositive = labels[row] === 1;
      wins[row] = isPositive
        ? below.negatives + negatives / 2
        : allPositives - below.positives - positives + positives / 2;
      if (isPositive) winsWithin[group] = (winsWithin[group] ?? 0) + (negativesBelow[group] ?? 0);
    }
    addNegatives(block, 0.5);
    below = { positives: below.positives + positives, negatives: below.negatives + negatives };
  }
  return { wins, winsWithin };

  function addNegatives(block: Int32Array, weight: number): void {
    for (const row of block) {
      const group = groupOfRow[row] ?? 0;
      if (labels[row] === 0) negativesBelow[group] = (negativesBelow[group] ?? 0) + weight;
    }
  }
}

/** `table[g][k]`: pairs of a positive of group g above a negative of group k, ties counting half. O(N G). */
export function pairTable(
  { labels, scores }: ScoredRows,
  { count, groupOfRow }: Grouping,
): readonly Float64Array[] {
  const table = Array.from({ length: count }, () => new Float64Array(count));
  const negativesBelow = new Float64Array(count);
  for (const block of tiedBlocks(scores)) {
    addNegatives(block);
    for (const row of block) {
      const pairs = table[groupOfRow[row] ?? 0];
      if (labels[row] !== 1 || pairs === undefined) continue;
      for (let group = 0; group < count; group += 1) {
        pairs[group] = (pairs[group] ?? 0) + (negativesBelow[group] ?? 0);
      }
    }
    addNegatives(block);
  }
  return table;

  function addNegatives(block: Int32Array): void {
    for (const row of block) {
      const group = groupOfRow[row] ?? 0;
      if (labels[row] === 0) negativesBelow[group] = (negativesBelow[group] ?? 0) + 0.5;
    }
  }
}
