/**
 * What a metric is. All but one are smooth functions of sums over rows, so that leaving a group of rows
 * out, or weighing it, costs nothing but a subtraction; the area under the ROC curve ranks rows instead.
 * Both kinds give each row's influence, which is all that the intervals need.
 */

/** One model's predictions on the judged rows. */
export interface ScoredRows {
  /** 0 and 1 for a binary task, any finite number for a regression. */
  readonly labels: Float64Array;
  /** The probability of a 1, or the predicted value; one a row. */
  readonly scores: Float64Array;
  /** Probability from which on a row counts as predicted positive. */
  readonly threshold: number;
}

export type Direction = 'higher' | 'lower' | 'zero';

interface MetricBase {
  readonly name: string;
  /** Which way is better; "zero" means closest to zero, and has no "superior". */
  readonly better: Direction;
  /** Whether the value lies in [0, 1]: then "no difference seen" has an exact bound. */
  readonly bounded: boolean;
  /** When the metric has no value, in words that follow "undefined because". */
  readonly undefinedBecause: string;
  /** The constant prediction that a first model has to beat. */
  readonly trivial: Baseline;
}

/** A function of sums over rows that does not change when every sum is doubled. */
export interface SumMetric extends MetricBase {
  readonly kind: 'sums';
  /** Summands, one array of N numbers a sum. The last sum is what the metric is a share of (rows, positives …). */
  readonly terms: (rows: ScoredRows) => readonly Float64Array[];
  /** The metric, from the sums; undefined where it has no value. */
  readonly value: (sums: readonly number[]) => number | undefined;
  /** Partial derivatives of `value` by each sum, where it is defined. */
  readonly gradient: (sums: readonly number[]) => readonly number[];
}

/** The probability that a positive row ranks above a negative one. */
export interface RankMetric extends MetricBase {
  readonly kind: 'rank';
}

export type Metric = SumMetric | RankMetric;

export const baselines = ['base-rate', 'majority', 'always-positive', 'mean'] as const;
export type Baseline = (typeof baselines)[number];

/** Value and gradient of numerator / denominator. */
export const ratio = {
  value: ([numerator = 0, denominator = 0]: readonly number[]): number | undefined =>
    denominator > 0 ? numerator / denominator : undefined,
  gradient: ([numerator = 0, denominator = 1]: readonly number[]): readonly number[] => [
    1 / denominator,
    -numerator / denominator / denominator,
  ],
};

/** One number a row, computed from its label and score. */
export function perRow(
  rows: ScoredRows,
  compute: (label: number, score: number, threshold: number) => number,
): Float64Array {
  const { labels, scores, threshold } = rows;
  return labels.map((label, row) => compute(label, scores[row] ?? Number.NaN, threshold));
}

export function ones(rows: ScoredRows): Float64Array {
  return new Float64Array(rows.labels.length).fill(1);
}
