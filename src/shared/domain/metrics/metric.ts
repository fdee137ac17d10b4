/**
 * What a metric is: everything that evaluation, monitoring and the reports need to know about it, in one object.
 * Most metrics are smooth functions of sums over rows (`sum-statistic.ts`); ROC AUC and average precision rank
 * rows (`rank-statistic.ts`, `precision-recall-statistic.ts`). All give each row's influence, which is what the
 * intervals need. test/domain/metrics/catalog.test.ts says what a new metric has to bring.
 */
import type { CostMatrix } from '../config/training-section.ts';
import type { Direction } from '../kernel/direction.ts';
import type { Bounds } from '../statistics/grouped/bounds.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import type { Statistic } from '../statistics/grouped/statistic.ts';

/** One model's predictions on the evaluated rows. */
export interface ScoredRows {
  /** One number a row: 0 and 1 for a binary task, the code of a class, any finite number for a regression. */
  readonly labels: Float64Array;
  /** The probability of a 1, the code of the predicted class, or the predicted value; one number a row. */
  readonly scores: Float64Array;
  /** Probability from which on a row counts as predicted positive. */
  readonly threshold: number;
  /** What the model says besides, such as the probability of each class; absent where that is all. */
  readonly outputs?: readonly Output[];
  /** The names of the classes, in the order of their codes; absent where labels are numbers. */
  readonly classes?: readonly string[];
  /** One positive number a row; absent where all rows weigh the same. */
  readonly weights?: Float64Array | undefined;
  /** What each kind of prediction of a binary task costs; absent where the configuration does not say. */
  readonly costs?: CostMatrix | undefined;
  /** What is known of each row, whatever a model says, such as the query that an item was ranked for; by role. */
  readonly byRole?: ReadonlyMap<string, Float64Array>;
}

/** One more column of a model's predictions; one number a row. */
export interface Output {
  /** Its role, such as `probability:setosa`. */
  readonly role: string;
  /** Whether the values are codes of classes. */
  readonly isClass?: true;
  readonly values: Float64Array;
}

/** The smallest loss that matters where no rule of the gate names one. */
export type Margin =
  | { readonly kind: 'absolute'; readonly value: number }
  /** A fraction of the metric's usual value, for metrics in the unit of the target. */
  | { readonly kind: 'relative'; readonly fraction: number };

/** What a first model is compared with: a prediction that needs no model, mostly one of scikit-learn's dummy estimators. */
export interface Baseline {
  /** Follows "the baseline": "that predicts the majority class for every row". */
  readonly words: string;
  /** The metric of the baseline on the rows of the challenger; undefined where it has no value. */
  readonly computeStatistic: (
    metric: Metric,
    challenger: ScoredRows,
    grouping: Grouping,
  ) => Statistic | undefined;
  /**
   * The rows of the challenger that it can be compared on; the others weigh nothing. Absent where those are all rows.
   */
  readonly comparableRows?: (challenger: ScoredRows) => ScoredRows;
}

/** What reports call a metric. */
export interface MetricWords {
  /** At the start of a sentence: "ROC AUC". */
  readonly title: string;
  /** Follows "ROC AUC is": "the probability that …". */
  readonly meaning: string;
}

/** What is known about a metric besides its values. */
export interface MetricDescription {
  /** As scikit-learn calls it, where it has a short name there. */
  readonly name: string;
  readonly words: MetricWords;
  /** Which way is better; "zero" and "nominal" have no "superior". */
  readonly better: Direction;
  /** The best value, where that is "nominal". */
  readonly nominal?: number;
  /** All values that it can have; ends may be infinite. */
  readonly range: Bounds;
  readonly defaultMargin: Margin;
  /** Whether it is the share of the rows that are right, or passed: then rows can be won and lost. */
  readonly isProportionOfRows?: true;
  /** Undefined where no prediction is possible without a model: a response has to be measured. */
  readonly baseline: Baseline | undefined;
  /** When it has no value, in words that follow "undefined because". */
  readonly undefinedBecause: string;
  /**
   * How far it can move if this share of the rows gets other scores, of the size that the scores have. Absent where that
   * is the width of its range times the share.
   */
  readonly largestChange?: (rows: ScoredRows, share: number) => number;
}

export interface Metric extends MetricDescription {
  /** The column that it is computed from, where a task has several. */
  readonly measure?: string;
  /** Whether the model said what the metric needs; absent where `scores` are enough. */
  readonly isComputable?: (rows: ScoredRows) => boolean;
  /** What to do where it did not; follows "to have it computed,". */
  readonly remedy?: string;
  /** What of the scores counts: two models with the same order of scores have the same ROC AUC by construction. */
  readonly dependsOn: 'scores' | 'order';
  /** The metric on these rows, taken apart by groups; undefined where it has no value. */
  readonly computeStatistic: (rows: ScoredRows, grouping: Grouping) => Statistic | undefined;
}

/** The distance between the ends of its range; infinite for a metric in the unit of the target. */
export function rangeWidth({ range }: Pick<Metric, 'range'>): number {
  return range.upper - range.lower;
}

/** How far the metric can move, in its unit, if a share of the rows is not like those that were seen. */
export function boundChange(metric: MetricDescription, rows: ScoredRows, share: number): number {
  return metric.largestChange?.(rows, share) ?? share * rangeWidth(metric);
}

/** @param usual the value that the metric had so far, in its own unit. */
export function resolveMargin({ defaultMargin }: Pick<Metric, 'defaultMargin'>, usual: number): number {
  return defaultMargin.kind === 'absolute' ? defaultMargin.value : defaultMargin.fraction * Math.abs(usual);
}
