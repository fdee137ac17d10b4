/**
 * How often each class was predicted for each class: what metrics of predicted classes are functions of. K classes are
 * three numbers each (actual, predicted, both), so that leaving out a group changes the classes of its rows only.
 */
import type { ScoredRows } from './metric.ts';
import { at } from '../statistics/vectors.ts';

export interface ConfusionCounts {
  /** Rows of each class, K numbers each; weights where rows have them. */
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  /** Of which both. */
  readonly hits: Float64Array;
  /** Changes when rows are left out. */
  rows: number;
}

/** @param classCount K. */
export function countClasses(rows: ScoredRows, classCount: number): ConfusionCounts {
  const counts = noRows(classCount);
  for (let row = 0; row < rows.labels.length; row += 1) addRow(counts, rows, row, 1);
  return counts;
}

/** Counts of as many classes, all zero, to be filled. */
export function noRows(classCount: number): ConfusionCounts {
  return {
    actual: new Float64Array(classCount),
    predicted: new Float64Array(classCount),
    hits: new Float64Array(classCount),
    rows: 0,
  };
}

/** Counts a row `sign` times: −1 leaves it out. */
export function addRow(
  counts: ConfusionCounts,
  { labels, scores, weights }: ScoredRows,
  row: number,
  sign: 1 | -1,
): void {
  const actual = at(labels, row);
  const predicted = at(scores, row);
  const weight = sign * (weights === undefined ? 1 : at(weights, row));
  counts.actual[actual] = at(counts.actual, actual) + weight;
  counts.predicted[predicted] = at(counts.predicted, predicted) + weight;
  if (actual === predicted) counts.hits[actual] = at(counts.hits, actual) + weight;
  counts.rows += weight;
}
