/** How much the positive and the negative rows of a binary task weigh, by group and together. */
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { at, indexAt } from '../statistics/vectors.ts';
import type { ScoredRows } from './metric.ts';

/** Numbers of rows, or sums of their weights. */
export interface ClassWeights {
  /** G numbers each. */
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
  /** Added up in the order of the rows. */
  readonly allPositives: number;
  readonly allNegatives: number;
}

/** O(N). */
export function weighBothClasses({ labels, weights }: ScoredRows, grouping: Grouping): ClassWeights {
  const { count, groupOfRow } = grouping;
  const positives = new Float64Array(count);
  const negatives = new Float64Array(count);
  let allPositives = 0;
  let allNegatives = 0;
  for (let row = 0; row < labels.length; row += 1) {
    const group = indexAt(groupOfRow, row);
    const label = at(labels, row);
    const weight = weights === undefined ? 1 : at(weights, row);
    positives[group] = at(positives, group) + label * weight;
    negatives[group] = at(negatives, group) + (1 - label) * weight;
    allPositives += label * weight;
    allNegatives += (1 - label) * weight;
  }
  return { positives, negatives, allPositives, allNegatives };
}
