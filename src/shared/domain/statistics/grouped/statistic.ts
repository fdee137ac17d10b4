/**
 * One metric of one model, taken apart by groups: its value, its value without each group, and each row's
 * influence on it. The intervals need nothing else.
 */
import type { OrderedSample } from '../ordered-sample.ts';
import type { Grouping, RowCounts } from './grouping.ts';
import { effectiveGroups } from './jackknife.ts';

export interface Statistic {
  readonly value: number;
  readonly form: StatisticForm;
  /** How many units there are, where several rows are measured as one. Absent where each row stands for itself. */
  readonly unitCount?: number;
  /** The same by the second grouping of the rows, where they have one. */
  readonly second?: Statistic;
  /** The largest change of the value if one row is predicted otherwise, in its unit; absent where it has no limit. Above 0. */
  readonly rowChange?: number;
  /** Of one model where rows count in part, N numbers; absent where all count alike, and where single errors say how much. */
  readonly rowWeights?: Float64Array;
  /** On which errors add up; absent where they do so in the value. */
  readonly errorScale?: ErrorScale;
  /** The two that it is the difference of, where it is one. */
  readonly sides?: { readonly challenger: Statistic; readonly other: Statistic };
  /** First-order influence of each row on the value; they add up to zero. N numbers. */
  readonly rowInfluence: Float64Array;
  /** The value without each group, G numbers; undefined when one of them has no value. */
  readonly withoutGroup: Float64Array | undefined;
  /** How much each group counts in the metric: its part of the rows, positives …; G numbers that add up to one. */
  readonly groupWeights: Float64Array;
  /** The value within one group; undefined where it has none. */
  readonly withinGroup: (group: number) => number | undefined;
}

/** A monotone function of a value that leaves both ends of its range where they are. */
export interface ErrorScale {
  readonly at: (value: number) => number;
  /** The inverse of `at`. */
  readonly back: (scaled: number) => number;
  /** The derivative of `at` by the value. */
  readonly slope: (value: number) => number;
}

/** G* = 1 / Σ weight², by the grouping that has fewer. */
export function countLeastEffective({ groupWeights, second }: Statistic): number {
  const own = effectiveGroups(groupWeights);
  return second === undefined ? own : Math.min(own, effectiveGroups(second.groupWeights));
}

/** What the value is made of: it decides which interval has nominal coverage near the ends of the range. */
export type StatisticForm =
  /**
   * Hits ÷ counted rows: accuracy, recall. Each is 0 or 1 in a row, or a share of hits where a row is a case, or of a row
   * that counts in part. N numbers each.
   */
  | { readonly kind: 'proportion'; readonly hits: RowCounts; readonly counted: RowCounts }
  /** (Wins − losses) ÷ counted rows: the difference of two proportions of the same rows. */
  | {
      readonly kind: 'paired-proportions';
      readonly countByGroup: (grouping: Grouping) => PairedCounts;
    }
  /** A function of several counts, such as F1: a few rows may carry all that is uncertain about it. */
  | { readonly kind: 'counts' }
  /** A function of means of squared errors, such as R²: how well their spread is known depends on fourth powers. */
  | { readonly kind: 'squares' }
  /** The value at which a share of the observations is reached. */
  | { readonly kind: 'quantile'; readonly quantile: QuantileForm }
  | {
      readonly kind: 'paired-quantiles';
      readonly challenger: QuantileForm;
      readonly other: QuantileForm;
    }
  /** Means and ranks. */
  | { readonly kind: 'smooth' };

/** What the interval of a quantile is made from. */
export interface QuantileForm {
  /** Between 0 and 1. */
  readonly level: number;
  readonly value: number;
  readonly sample: OrderedSample;
  /** The share at or below the quantile: a proportion whose counted rows add up to their number. */
  readonly below: Statistic;
  readonly isWeighted: boolean;
  /** How far the quantile moves for each unit of that share. */
  readonly slope: number;
}

/** G numbers each. */
export interface PairedCounts {
  /** Rows that only the challenger has right; of cases, by what share of their responses. */
  readonly wins: Float64Array;
  /** Rows that only the other has right. */
  readonly losses: Float64Array;
  readonly counted: Float64Array;
}

/** One number a group, or undefined when one of them is. */
export function allDefined(
  count: number,
  compute: (group: number) => number | undefined,
): Float64Array | undefined {
  const values = new Float64Array(count);
  for (let group = 0; group < count; group += 1) {
    const value = compute(group);
    if (value === undefined) return undefined;
    values[group] = value;
  }
  return values;
}
