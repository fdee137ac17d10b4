/** What the evaluated rows say about one metric: the values of both models, their difference, and the intervals of both. */
import type { MetricResult, Precision } from '../documents/evaluation.ts';
import type { ComparedModel } from '../documents/rule-reason.ts';
import { boundChange, rangeWidth, type Metric, type ScoredRows } from '../metrics/metric.ts';
import { computeInterval, type IntervalEstimate, type NoInterval } from '../statistics/grouped/interval.ts';
import { correlateEstimates } from '../statistics/grouped/mover.ts';
import type { SamePredictions } from '../statistics/grouped/spread.ts';
import { findLargest, trialsForZeroEvents } from '../statistics/binomial.ts';
import { at, subtract } from '../statistics/vectors.ts';
import { describeVariation } from './describe-variation.ts';
import type { ComparedRows } from './compared-rows.ts';
import type { ComparedValue } from './relative-margin.ts';
import type { Statistic } from '../statistics/grouped/statistic.ts';
import { haveIdenticalPredictions, subtractStatistics } from '../metrics/paired-statistic.ts';

/** Of every interval that is no rule's. */
export const CONFIDENCE = 0.95;

export interface MetricFinding {
  readonly metric: Metric;
  /** Undefined where the metric has no value on these rows; then there is no `own` either. */
  readonly challenger: number | undefined;
  readonly own: IntervalEstimate | NoInterval | undefined;
  readonly comparison: Comparison | undefined;
  /** Undefined where no case was answered or measured several times. */
  readonly variation: MetricResult['variation'];
}

export interface Comparison {
  readonly with: ComparedModel;
  /** Undefined where the metric of the other model has no value; then there is no `difference` either. */
  readonly value: number | undefined;
  /** Challenger minus the other. */
  readonly difference: IntervalEstimate | NoInterval | undefined;
  /** Set where both models predict the same. */
  readonly identity: SamePredictions | undefined;
  /** What is known of `value`, where a margin is a fraction of it; undefined where none is. */
  readonly compared: ComparedValue | NoInterval | undefined;
  /** So many groups of identical predictions show that the metric differs by at most this; undefined for 0. */
  readonly groupsWithin: (margin: number) => number | undefined;
  /**
   * The same within each group of at least half the average weight, NaN where it has no value; empty where rows are the
   * groups, and where it is not asked for. Numbers and no function: a function would keep all rows of every metric in memory.
   */
  readonly withinGroups: Float64Array;
}

export interface FindingOptions {
  readonly robust: boolean;
  /** Of the intervals. */
  readonly confidence: number;
  /** Whether a first version is compared with the baseline of this metric. */
  readonly againstBaseline: boolean;
  /** Whether a rule asks for a margin that is a fraction of the value of the other model. */
  readonly hasRelativeMargin: boolean;
  /** Whether challenger and champion are the same model file. */
  readonly isSameModel: boolean;
  /** Whether the difference within each group is asked for, which costs as much as the metric again. */
  readonly withinGroups: boolean;
}

/**
 * Values are in the unit of the metric, intervals as wide as the options ask. O(N) for sums, O(N log N) for ranks, plus the
 * cost of `computeInterval` twice.
 */
export function computeFinding(metric: Metric, rows: ComparedRows, options: FindingOptions): MetricFinding {
  const { grouping } = rows;
  const challenger = byGroups(grouping, (groups) => metric.computeStatistic(rows.challenger, groups));
  if (challenger === undefined)
    return { metric, challenger: undefined, own: undefined, comparison: undefined, variation: undefined };
  const own = computeOwnInterval(metric, challenger, {
    ...{ grouping, robust: options.robust, confidence: options.confidence },
    scored: rows.challenger,
  });
  return {
    metric,
    challenger: challenger.value,
    own,
    comparison: compare({ metric, challenger }, rows, options),
    variation: describeVariation(metric, rows),
  };
}

interface IntervalOptions {
  readonly grouping: ComparedRows['grouping'];
  readonly robust: boolean;
  readonly confidence: number;
}

interface OwnOptions extends IntervalOptions {
  readonly scored: ScoredRows;
}

function computeOwnInterval(
  metric: Metric,
  statistic: Statistic,
  { grouping, robust, confidence, scored }: OwnOptions,
): IntervalEstimate | NoInterval {
  return computeInterval(statistic, grouping, {
    confidence,
    robust,
    identity: undefined,
    range: metric.range,
    largestChange: (share) => boundChange(metric, scored, share),
  });
}

/** One model's own value; undefined where the metric has none on these rows. */
export function computeValue(
  metric: Metric,
  scored: ScoredRows,
  options: Omit<IntervalOptions, 'confidence'>,
): { readonly value: number; readonly interval: IntervalEstimate | undefined } | undefined {
  const own = computeOwn(metric, scored, { ...options, confidence: CONFIDENCE });
  if (own === undefined) return undefined;
  const { statistic, interval } = own;
  return { value: statistic.value, interval: interval.kind === 'interval' ? interval : undefined };
}

/** The same with what the value is made of. */
export function computeOwn(
  metric: Metric,
  scored: ScoredRows,
  options: IntervalOptions,
): { readonly statistic: Statistic; readonly interval: IntervalEstimate | NoInterval } | undefined {
  const statistic = computeOf(metric, scored, options.grouping);
  if (statistic === undefined) return undefined;
  return { statistic, interval: computeOwnInterval(metric, statistic, { ...options, scored }) };
}

function compare(
  { metric, challenger }: { readonly metric: Metric; readonly challenger: Statistic },
  rows: ComparedRows,
  options: FindingOptions,
): Comparison | undefined {
  const { champion, grouping } = rows;
  if (champion === undefined && !options.againstBaseline) return undefined;
  const other = computeOther(metric, rows);
  const identity = identify(metric, rows, options);
  const largestChange = (share: number): number => boundChange(metric, rows.challenger, share);
  const common = {
    with: champion === undefined ? 'baseline' : 'champion',
    identity,
    groupsWithin: (margin: number) => countGroupsWithin(margin, options.confidence, largestChange),
  } as const;
  if (other === undefined) {
    return {
      ...common,
      ...{ value: undefined, difference: undefined, compared: undefined },
      withinGroups: new Float64Array(0),
    };
  }
  const own = champion === undefined ? computeComparable(metric, challenger, rows) : challenger;
  const difference = subtractStatistics(own, other);
  return {
    ...common,
    value: other.value,
    difference: computeInterval(difference, grouping, {
      ...{ confidence: options.confidence, robust: options.robust, identity, largestChange },
      range: { lower: -rangeWidth(metric), upper: rangeWidth(metric) },
      sideRange: metric.range,
    }),
    compared: options.hasRelativeMargin
      ? describeCompared({ metric, difference, other }, rows, options)
      : undefined,
    withinGroups: options.withinGroups ? differencesWithin(difference, grouping) : new Float64Array(0),
  };
}

/** Of the champion, or of the baseline where there is none. */
function computeOther(
  metric: Metric,
  { challenger, champion, grouping }: ComparedRows,
): Statistic | undefined {
  return champion === undefined
    ? byGroups(grouping, (groups) => metric.baseline?.computeStatistic(metric, challenger, groups))
    : computeOf(metric, champion, grouping);
}

/** What each row adds to the difference from the other model, N numbers; undefined where one of the two has no value. */
export function influenceOfDifference(metric: Metric, rows: ComparedRows): Float64Array | undefined {
  const challenger = computeOf(metric, rows.challenger, rows.grouping);
  const other = computeOther(metric, rows);
  if (challenger === undefined || other === undefined) return undefined;
  const own = rows.champion === undefined ? computeComparable(metric, challenger, rows) : challenger;
  return subtract(own.rowInfluence, other.rowInfluence);
}

interface Compared {
  readonly metric: Metric;
  readonly difference: Statistic;
  readonly other: Statistic;
}

function describeCompared(
  { metric, difference, other }: Compared,
  { champion, challenger, grouping }: ComparedRows,
  { robust, confidence }: FindingOptions,
): ComparedValue | NoInterval {
  const interval = computeOwnInterval(metric, other, {
    ...{ grouping, robust, confidence },
    scored: champion ?? challenger,
  });
  if (interval.kind === 'none') return interval;
  const correlations = correlateEstimates(difference.rowInfluence, other.rowInfluence, grouping);
  return { kind: 'interval', interval, correlations };
}

/** The challenger's own on the rows that a baseline has a prediction for. @param known of all rows. */
function computeComparable(metric: Metric, known: Statistic, rows: ComparedRows): Statistic {
  const comparable = metric.baseline?.comparableRows?.(rows.challenger) ?? rows.challenger;
  if (comparable === rows.challenger) return known;
  return byGroups(rows.grouping, (groups) => metric.computeStatistic(comparable, groups)) ?? known;
}

/** Undefined also where this model did not say what the metric needs. */
function computeOf(
  metric: Metric,
  rows: ScoredRows,
  grouping: ComparedRows['grouping'],
): Statistic | undefined {
  return metric.isComputable?.(rows) === false
    ? undefined
    : byGroups(grouping, (groups) => metric.computeStatistic(rows, groups));
}

/** Rows that are grouped twice have a statistic by each of both groupings. */
function byGroups(
  grouping: ComparedRows['grouping'],
  compute: (grouping: ComparedRows['grouping']) => Statistic | undefined,
): Statistic | undefined {
  const [statistic, second] = [grouping, grouping.second].map((groups) => groups && compute(groups));
  return statistic && (second === undefined ? statistic : { ...statistic, second });
}

/** The share of other rows that may differ follows from the number of groups, and the change of the metric from the share. */
function countGroupsWithin(
  margin: number,
  confidence: number,
  largestChange: (share: number) => number,
): number | undefined {
  const share = findLargest((candidate) => largestChange(candidate) <= margin);
  return share === 0 ? undefined : Math.ceil(trialsForZeroEvents(share, confidence));
}

function identify(
  metric: Metric,
  { challenger, champion }: ComparedRows,
  { isSameModel }: FindingOptions,
): SamePredictions | undefined {
  if (champion === undefined) return undefined;
  if (!haveIdenticalPredictions(metric, challenger, champion)) return undefined;
  return isSameModel ? 'same-model' : 'same-predictions';
}

function differencesWithin(
  difference: Statistic,
  { isByRow, count }: ComparedRows['grouping'],
): Float64Array {
  if (isByRow) return new Float64Array(0);
  const enough = 0.5 / count;
  return Float64Array.from({ length: count }, (_, group) =>
    at(difference.groupWeights, group) >= enough ? (difference.withinGroup(group) ?? Number.NaN) : Number.NaN,
  );
}

/**
 * The finding as the document writes it; undefined for a metric that has no value.
 * @param deciding the same with the intervals that decide rules, where those are other ones: what they detect is written.
 */
export function resultOfFinding(finding: MetricFinding, deciding?: MetricFinding): MetricResult | undefined {
  const { metric, challenger, own, comparison } = finding;
  if (challenger === undefined) return undefined;
  const precise = comparison?.difference ?? own;
  const decides = deciding?.comparison?.difference ?? deciding?.own ?? precise;
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
    ...(precise?.kind === 'interval' && {
      precision: {
        ...describePrecision(precise),
        ...(decides?.kind === 'interval' && { minimumDetectableEffect: decides.minimumDetectableEffect }),
      },
    }),
    ...(finding.variation !== undefined && { variation: finding.variation }),
  };
}

function describeInterval({ estimate, lower, upper, confidence }: IntervalEstimate) {
  return { estimate, lower, upper, confidence };
}

function describePrecision(interval: IntervalEstimate): Precision {
  const {
    method,
    error,
    neighborCorrelation,
    groups,
    effectiveGroups,
    designEffect,
    effectiveRows,
    minimumDetectableEffect,
    provisional,
  } = interval;
  return {
    method,
    ...(error !== undefined && { error }),
    ...(neighborCorrelation !== undefined && { neighborCorrelation }),
    groups,
    effectiveGroups,
    ...(designEffect !== undefined && { designEffect }),
    effectiveRows,
    minimumDetectableEffect,
    provisional,
  };
}
