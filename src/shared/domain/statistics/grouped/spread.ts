/**
 * Which interval a statistic gets. Where rows are hits and misses, that of a proportion; where no group deviates, a
 * bound; else the standard error by groups, with a correction for skewed ones. What serves which groups was decided by
 * enumeration and simulation (docs/statistics.md).
 */
import type { ErrorMethod, IntervalMethod } from '../../documents/evaluation.ts';
import { wilson, zeroEventsBound } from '../binomial.ts';
import { studentTQuantile } from '../student-t.ts';
import { at, sumOfSquares, total } from '../vectors.ts';
import type { Bounds } from './bounds.ts';
import { sumByGroup, type Grouping } from './grouping.ts';
import { computeJackknife, effectiveGroups, type ErrorEstimate } from './jackknife.ts';
import {
  computePairedInterval,
  computeProportionInterval,
  type ProportionInterval,
  type RowSource,
} from './proportions.ts';
import { findResemblance } from './sequence.ts';
import { computeAutoregressiveError, computeCosineError } from './serial-correlation.ts';
import { computeSkewedBounds, skewness } from './skewed.ts';
import type { PairedCounts, Statistic, StatisticForm } from './statistic.ts';

/** Fewer periods than this cannot show that neighboring ones are uncorrelated. */
const PERIODS_FOR_CORRELATION = 20;
const CORRELATION_FLOOR = 0.3;
/** Third moments beyond this make the t interval too short on one side. */
const SKEWED_FROM = 1;

/** Why a difference is exactly zero: the same model file, or only the same predictions on these rows. */
export type Identity = 'same-model' | 'same-predictions';

export interface IntervalOptions {
  readonly confidence: number;
  /** Widen for skewed groups even where no skewness shows, or where groups are in order of time. */
  readonly robust: boolean;
  /** Set where the statistic is a difference of two models that predict the same. */
  readonly identity: Identity | undefined;
  /** All values that the statistic can have; ends may be infinite. The interval is cut off there. */
  readonly range: Bounds;
  /**
   * How far the statistic can move if at most this share of the rows is not like those that were seen; infinite where
   * it has no bound. Where no group deviates, it gives the interval.
   */
  readonly largestChange: (share: number) => number;
}

/** How far a statistic may be from the truth. */
export interface Spread {
  readonly method: IntervalMethod;
  /** By groups; zero where it was not estimated. */
  readonly error: ErrorEstimate;
  readonly errorMethod?: ErrorMethod;
  /** Where neighbors of groups that were taken for unordered resemble each other. */
  readonly neighborCorrelation?: number;
  /** What the power of the comparison follows from, where it is not `error`. */
  readonly proportion?: ProportionInterval;
  readonly bounds: Bounds;
}

export type DeletableStatistic = Statistic & { readonly withoutGroup: Float64Array };

const CERTAIN: ErrorEstimate = { standardError: 0, degreesOfFreedom: 1 };

/** By what the statistic is made of, and by what its groups are. O(N). */
export function chooseSpread(
  statistic: DeletableStatistic,
  grouping: Grouping,
  options: IntervalOptions,
): Spread {
  const { value, form } = statistic;
  if (options.identity === 'same-model') {
    return { method: 'same-model', error: CERTAIN, bounds: boundsAround(value, 0) };
  }
  const influence = sumByGroup(statistic.rowInfluence, grouping);
  if (form.kind === 'proportion' || form.kind === 'paired-proportions') {
    const counts = countByGroup(form, grouping);
    return spreadOfProportions(counts, { statistic, influence, grouping, confidence: options.confidence });
  }
  if (options.identity !== undefined || influence.every((part) => part === 0)) {
    const bound = boundNothingSeen(statistic, options);
    if (bound !== undefined) return bound;
  }
  return spreadOfInfluence(statistic, influence, { grouping, options });
}

/**
 * No group deviates from the estimate: as in a binomial without any event, which is not an error of zero. The estimate
 * itself may be large. Undefined where the change that one row can make has no bound.
 */
function boundNothingSeen(
  { value, groupWeights }: Statistic,
  { identity, confidence, largestChange }: IntervalOptions,
): Spread | undefined {
  const trials = effectiveGroups(groupWeights);
  const share =
    identity === undefined
      ? zeroEventsBound(trials, (1 + confidence) / 2)
      : wilson(0, trials, confidence).upper;
  const change = largestChange(share);
  if (!Number.isFinite(change)) return undefined;
  return {
    method: identity === undefined ? 'zero-events-bound' : 'no-difference-bound',
    error: CERTAIN,
    bounds: boundsAround(value, change),
  };
}

type ProportionCounts =
  | { readonly kind: 'proportion'; readonly hits: Float64Array; readonly counted: Float64Array }
  | ({ readonly kind: 'paired-proportions' } & PairedCounts);

function countByGroup(
  form: Extract<StatisticForm, { readonly kind: ProportionCounts['kind'] }>,
  grouping: Grouping,
): ProportionCounts {
  if (form.kind === 'paired-proportions') return { kind: form.kind, ...form.countByGroup(grouping) };
  const { kind, hits, counted } = form;
  return { kind, hits: sumByGroup(hits, grouping), counted: sumByGroup(counted, grouping) };
}

interface ProportionRequest {
  readonly statistic: DeletableStatistic;
  readonly influence: Float64Array;
  readonly grouping: Grouping;
  readonly confidence: number;
}

function spreadOfProportions(
  counts: ProportionCounts,
  { statistic, influence, grouping, confidence }: ProportionRequest,
): Spread {
  const byGroup = grouping.isByRow ? undefined : estimateError(statistic, influence, grouping);
  const source: RowSource =
    byGroup === undefined
      ? { kind: 'independent' }
      : {
          kind: 'groups',
          error: byGroup.error,
          effectiveGroups: effectiveGroups(statistic.groupWeights),
          ordered: byGroup.errorMethod !== 'jackknife',
        };
  const proportion =
    counts.kind === 'proportion'
      ? computeProportionInterval(counts, source, confidence)
      : computePairedInterval(counts, source, confidence);
  return {
    method: counts.kind === 'proportion' ? 'clopper-pearson' : 'mover-wilson',
    error: CERTAIN,
    ...byGroup,
    proportion,
    bounds: proportion.bounds,
  };
}

interface InfluenceContext {
  readonly grouping: Grouping;
  readonly options: IntervalOptions;
}

function spreadOfInfluence(
  statistic: DeletableStatistic,
  influence: Float64Array,
  { grouping, options: { confidence, robust } }: InfluenceContext,
): Spread {
  const byGroup = estimateError(statistic, influence, grouping);
  const isLimited = statistic.form.kind === 'counts' && byGroup.errorMethod === 'jackknife';
  const error = isLimited ? limitFreedom(byGroup.error, influence) : byGroup.error;
  const isSkewed = robust || (!grouping.ordered && Math.abs(skewness(influence)) > SKEWED_FROM);
  if (!isSkewed) {
    const bounds = boundsAround(statistic.value, halfWidthOf(error, confidence));
    return { ...byGroup, method: 'student-t', error, bounds };
  }
  return {
    ...byGroup,
    method: 'hall',
    error,
    bounds: computeSkewedBounds({
      value: statistic.value,
      influence,
      standardError: error.standardError,
      quantile: studentTQuantile((1 + confidence) / 2, error.degreesOfFreedom),
    }),
  };
}

/** No more degrees of freedom than groups that carry the influence: M* = (Σ |u|)² / Σ u². */
function limitFreedom(error: ErrorEstimate, influence: Float64Array): ErrorEstimate {
  const squares = sumOfSquares(influence);
  if (squares === 0) return error;
  const contributing = total(influence.map(Math.abs)) ** 2 / squares;
  return { ...error, degreesOfFreedom: Math.max(1, Math.min(error.degreesOfFreedom, contributing)) };
}

interface GroupError {
  readonly errorMethod: ErrorMethod;
  readonly error: ErrorEstimate;
  /** Where neighbors of groups that were taken for unordered resemble each other. */
  readonly neighborCorrelation?: number;
}

function estimateError(
  { value, withoutGroup, groupWeights }: DeletableStatistic,
  influence: Float64Array,
  grouping: Grouping,
): GroupError {
  if (grouping.ordered) return estimateOrderedError(influence, groupWeights);
  const unordered = {
    errorMethod: 'jackknife',
    error: computeJackknife(value, withoutGroup, groupWeights),
  } as const;
  switch (grouping.sequence) {
    case 'none':
      return unordered;
    case 'numbered':
      return widerOf(unordered, estimateOrderedError(influence, groupWeights));
    case 'unknown': {
      const resemblance = findResemblance(influence, groupWeights, grouping);
      if (resemblance === undefined) return unordered;
      const inOrder = (values: Float64Array): Float64Array =>
        Float64Array.from(resemblance.order, (group) => at(values, group));
      const ordered = estimateOrderedError(inOrder(influence), inOrder(groupWeights));
      return { ...widerOf(unordered, ordered), neighborCorrelation: resemblance.correlation };
    }
  }
}

function estimateOrderedError(influence: Float64Array, groupWeights: Float64Array): GroupError {
  if (influence.length < PERIODS_FOR_CORRELATION) {
    return {
      errorMethod: 'ar1',
      error: computeAutoregressiveError(influence, groupWeights, CORRELATION_FLOOR),
    };
  }
  return widerOf(
    { errorMethod: 'ar1', error: computeAutoregressiveError(influence, groupWeights, 0) },
    { errorMethod: 'ewc', error: computeCosineError(influence) },
  );
}

function widerOf(one: GroupError, other: GroupError): GroupError {
  return halfWidthOf(other.error, 0.95) > halfWidthOf(one.error, 0.95) ? other : one;
}

function halfWidthOf({ standardError, degreesOfFreedom }: ErrorEstimate, confidence: number): number {
  return studentTQuantile((1 + confidence) / 2, degreesOfFreedom) * standardError;
}

function boundsAround(value: number, halfWidth: number): Bounds {
  return { lower: value - halfWidth, upper: value + halfWidth };
}
