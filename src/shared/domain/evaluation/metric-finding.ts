/** What the evaluated rows say about one metric: the values of both models, their difference, and the intervals of both. */
import type { ComparedModel, MetricResult, Precision } from '../documents/evaluation.ts';
import { rangeWidth, type Metric, type ScoredRows } from '../metrics/metric.ts';
import { scoreWithBaseline } from '../metrics/baseline.ts';
import { computeInterval, type IntervalEstimate, type NoInterval } from '../statistics/grouped/interval.ts';
import { at } from '../statistics/vectors.ts';
import type { ComparedRows } from './compared-rows.ts';
import type { Statistic } from '../statistics/grouped/statistic.ts';
import { haveIdenticalPredictions, subtractStatistics } from '../metrics/paired-statistic.ts';

const CONFIDENCE = 0.95;

export interface MetricFinding {
  readonly metric: Metric;
  /** Undefined where the metric has no value on these rows; then there is no `own` either. */
  readonly challenger: number | undefined;
  readonly own: IntervalEstimate | NoInterval | undefined;
  readonly comparison: Comparison | undefined;
}

export interface Comparison {
  readonly with: ComparedModel;
  /** Undefined where the metric of the other model has no value; then there is no `difference` either. */
  readonly value: number | undefined;
  /** Challenger minus the other. */
  readonly difference: IntervalEstimate | NoInterval | undefined;
  /** The same within each group of at least half the average weight; undefined where it has no value. */
  readonly withinGroup: (group: number) => number | undefined;
}

export interface FindingOptions {
  readonly robust: boolean;
  /** Whether a first version is compared with the baseline of this metric. */
  readonly againstBaseline: boolean;
}

/**
 * Values are in the unit of the metric, intervals at `CONFIDENCE`. O(N) for sums, O(N log N) for ranks, plus the
 * cost of `computeInterval` twice.
 */
export function computeFinding(metric: Metric, rows: ComparedRows, options: FindingOptions): MetricFinding {
  const { grouping } = rows;
  const challenger = metric.computeStatistic(rows.challenger, grouping);
  if (challenger === undefined)
    return { metric, challenger: undefined, own: undefined, comparison: undefined };
  const own = computeOwnInterval(metric, challenger, { grouping, robust: options.robust });
  return {
    metric,
    challenger: challenger.value,
    own,
    comparison: compare(metric, challenger, rows, options),
  };
}

interface IntervalOptions {
  readonly grouping: ComparedRows['grouping'];
  readonly robust: boolean;
}

function computeOwnInterval(
  metric: Metric,
  statistic: Statistic,
  { grouping, robust }: IntervalOptions,
): IntervalEstimate | NoInterval {
  return computeInterval(statistic, grouping, {
    confidence: CONFIDENCE,
    robust,
    identicalPredictions: false,
    range: metric.range,
    largestEffect: rangeWidth(metric),
  });
}

/** One model's own value; undefined where the metric has none on these rows. */
export function computeValue(
  metric: Metric,
  scores: ScoredRows,
  options: IntervalOptions,
): { readonly value: number; readonly interval: IntervalEstimate | undefined } | undefined {
  const statistic = metric.computeStatistic(scores, options.grouping);
  if (statistic === undefined) return undefined;
  const own = computeOwnInterval(metric, statistic, options);
  return { value: statistic.value, interval: own.kind === 'interval' ? own : undefined };
}

function compare(
  metric: Metric,
  challenger: Statistic,
  rows: ComparedRows,
  options: FindingOptions,
): Comparison | undefined {
  const other =
    rows.champion ??
    (options.againstBaseline ? scoreWithBaseline(metric.baseline, rows.challenger) : undefined);
  if (other === undefined) return undefined;
  const comparedWith = rows.champion === undefined ? 'baseline' : 'champion';
  const statistic = metric.computeStatistic(other, rows.grouping);
  if (statistic === undefined) {
    return { with: comparedWith, value: undefined, difference: undefined, withinGroup: () => undefined };
  }
  const difference = subtractStatistics(challenger, statistic);
  const enough = 0.5 / rows.grouping.count;
  return {
    with: comparedWith,
    value: statistic.value,
    difference: computeInterval(difference, rows.grouping, {
      confidence: CONFIDENCE,
      robust: options.robust,
      identicalPredictions: haveIdenticalPredictions(metric, rows.challenger.scores, other.scores),
      range: { lower: -rangeWidth(metric), upper: rangeWidth(metric) },
      largestEffect: rangeWidth(metric),
    }),
    withinGroup: (group) =>
      at(difference.groupWeights, group) >= enough ? difference.withinGroup(group) : undefined,
  };
}

/** The finding as the document writes it; undefined for a metric that has no value. */
export function describeFinding(finding: MetricFinding): MetricResult | undefined {
  const { metric, challenger, own, comparison } = finding;
  if (challenger === undefined) return undefined;
  const precise = comparison?.difference ?? own;
  return {
    metric: metric.name,
    better: metric.better,
    challenger,
    ...(own?.kind === 'interval' && { interval: describeInterval(own) }),
    ...(comparison?.value !== undefined && {
      comparedWith: comparison.with,
      comparedValue: comparison.value,
    }),
    ...(comparison?.difference?.kind === 'interval' && {
      difference: describeInterval(comparison.difference),
    }),
    ...(precise?.kind === 'interval' && { precision: describePrecision(precise) }),
  };
}

function describeInterval({ estimate, lower, upper, confidence }: IntervalEstimate) {
  return { estimate, lower, upper, confidence };
}

function describePrecision(interval: IntervalEstimate): Precision {
  const {
    method,
    groups,
    effectiveGroups,
    designEffect,
    effectiveRows,
    minimumDetectableEffect,
    provisional,
  } = interval;
  return {
    method,
    groups,
    effectiveGroups,
    ...(designEffect !== undefined && { designEffect }),
    effectiveRows,
    minimumDetectableEffect,
    provisional,
  };
}
