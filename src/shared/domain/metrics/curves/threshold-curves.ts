/**
 * What a binary model does at each threshold: its ROC curve and its precision-recall curve. Points agree with
 * `roc_curve(drop_intermediate=False)` and `precision_recall_curve` of scikit-learn, with sample weights. Rows of
 * equal score share one threshold.
 */
import { at, indexAt } from '../../statistics/vectors.ts';
import type { ScoredRows } from '../metric.ts';
import { ascendingOrder } from '../../statistics/ascending-order.ts';
import type { Curve } from './curve.ts';

/** Weight of the rows that are predicted positive at each of K thresholds, the highest threshold first. */
interface ThresholdCounts {
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
}

/** False positive rate and true positive rate, from (0, 0) to (1, 1). Undefined where all labels are equal. O(N log N). */
export function computeRocCurve(rows: ScoredRows): Curve | undefined {
  const { truePositives, falsePositives } = countByThreshold(rows);
  const [positives, negatives] = [lastOf(truePositives), lastOf(falsePositives)];
  if (!(positives > 0 && negatives > 0)) return undefined;
  return {
    x: prepend(
      0,
      falsePositives.map((count) => count / negatives),
    ),
    y: prepend(
      0,
      truePositives.map((count) => count / positives),
    ),
  };
}

/** Recall and precision, from recall 0, where precision is 1 by convention. Undefined where no label is positive. O(N log N). */
export function computePrecisionRecallCurve(rows: ScoredRows): Curve | undefined {
  const { truePositives, falsePositives } = countByThreshold(rows);
  const positives = lastOf(truePositives);
  if (!(positives > 0)) return undefined;
  return {
    x: prepend(
      0,
      truePositives.map((count) => count / positives),
    ),
    y: prepend(
      1,
      truePositives.map((count, index) => count / (count + at(falsePositives, index))),
    ),
  };
}

function countByThreshold({ labels, scores, weights }: ScoredRows): ThresholdCounts {
  const order = ascendingOrder(scores).reverse();
  const [truePositives, falsePositives] = [new Float64Array(order.length), new Float64Array(order.length)];
  let hits = 0;
  let falseAlarms = 0;
  let count = 0;
  for (let place = 0; place < order.length; place += 1) {
    const row = indexAt(order, place);
    const weight = weights === undefined ? 1 : at(weights, row);
    if (at(labels, row) === 1) hits += weight;
    else falseAlarms += weight;
    const isTied = place + 1 < order.length && at(scores, indexAt(order, place + 1)) === at(scores, row);
    if (isTied) continue;
    truePositives[count] = hits;
    falsePositives[count] = falseAlarms;
    count += 1;
  }
  return {
    truePositives: truePositives.subarray(0, count),
    falsePositives: falsePositives.subarray(0, count),
  };
}

function lastOf(values: Float64Array): number {
  return at(values, values.length - 1);
}

function prepend(first: number, values: Float64Array): Float64Array {
  const all = new Float64Array(values.length + 1);
  all[0] = first;
  all.set(values, 1);
  return all;
}
