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
import { computeJackknife, type ErrorEstimate } from './jackknife.ts';
import {
  computePairedInterval,
  computeProportionInterval,
  type GroupKinds,
  type ProportionInterval,
  type RowSource,
} from './proportions.ts';
import { findResemblance } from './sequence.ts';
import { computeAutoregressiveError, computeCosineError } from './serial-correlation.ts';
import { computeSkewedBounds, skewness } from './skewed.ts';
import { countLeastEffective, type PairedCounts, type Statistic, type StatisticForm } from './statistic.ts';
import { combineErrors, computeCellVariance } from './two-way.ts';

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

/** One row of ten million moves a statistic by far more, as a share of its range. */
const ROUNDING = 1e-12;

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
  if (options.identity !== undefined || areNothing(influence, options.range)) {
    const bound = boundNothingSeen(statistic, options);
    if (bound !== undefined) return bound;
  }
  return spreadOfInfluence(statistic, influence, { grouping, options });
}

/** What rounding leaves of zero is a spread of nothing too. Only where the range says what is small. */
function areNothing(influence: Float64Array, { lower, upper }: Bounds): boolean {
  const width = upper - lower;
  const limit = Number.isFinite(width) ? ROUNDING * width : 0;
  return influence.every((part) => Math.abs(part) <= limit);
}

/**
 * No group deviates from the estimate: as in a binomial without any event, which is not an error of zero. The estimate
 * itself may be large. Undefined where the change that one row can make has no bound.
 */
function boundNothingSeen(
  statistic: Statistic,
  { identity, confidence, largestChange }: IntervalOptions,
): Spread | undefined {
  const trials = countLeastEffective(statistic);
  const share =
    identity === undefined
      ? zeroEventsBound(trials, (1 + confidence) / 2)
      : wilson(0, trials, confidence).upper;
  const change = largestChange(share);
  if (!Number.isFinite(change)) return undefined;
  return {
    method: identity === undefined ? 'zero-events-bound' : 'no-difference-bound',
    error: CERTAIN,
    bounds: boundsAround(statistic.value, change),
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
          effectiveGroups: countLeastEffective(statistic),
          kinds: kindsOf(byGroup.errorMethod, grouping),
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
  const { error } = byGroup;
  const { second } = grouping;
  const parts = [
    { influence, ordered: grouping.ordered },
    ...(second === undefined
      ? []
      : [{ influence: sumByGroup(statistic.rowInfluence, second), ordered: second.ordered }]),
  ];
  const skewed = parts.filter(
    (part) => robust || (!part.ordered && Math.abs(skewness(part.influence)) > SKEWED_FROM),
  );
  if (skewed.length === 0) {
    const bounds = boundsAround(statistic.value, halfWidthOf(error, confidence));
    return { ...byGroup, method: 'student-t', bounds };
  }
  const ends = skewed.map((part) =>
    computeSkewedBounds({
      value: statistic.value,
      influence: part.influence,
      standardError: error.standardError,
      quantile: studentTQuantile((1 + confidence) / 2, error.degreesOfFreedom),
    }),
  );
  return { ...byGroup, method: 'hall', bounds: unite(ends) };
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

/** By both groupings where there are two; few rows may carry all that is uncertain about counts. */
function estimateError(
  statistic: DeletableStatistic,
  influence: Float64Array,
  grouping: Grouping,
): GroupError {
  const byGroup = estimateOneWay(statistic, influence, grouping);
  const isLimited = statistic.form.kind === 'counts' && byGroup.errorMethod === 'jackknife';
  const one = isLimited ? { ...byGroup, error: limitFreedom(byGroup.error, influence) } : byGroup;
  const { second } = statistic;
  if (second?.withoutGroup === undefined || grouping.second === undefined) return one;
  const deletable = { ...second, withoutGroup: second.withoutGroup };
  const other = estimateError(deletable, sumByGroup(second.rowInfluence, grouping.second), grouping.second);
  const cellVariance = computeCellVariance(statistic.rowInfluence, grouping, grouping.second);
  const neighborCorrelation = one.neighborCorrelation ?? other.neighborCorrelation;
  return {
    errorMethod: 'two-way',
    error: combineErrors(one.error, other.error, cellVariance),
    ...(neighborCorrelation !== undefined && { neighborCorrelation }),
  };
}

/** What the error says of the groups that effective rows come from. */
function kindsOf(errorMethod: ErrorMethod, { ordered, second }: Grouping): GroupKinds {
  if (errorMethod === 'two-way') return ordered || second === undefined ? 'ordered' : 'crossed';
  return errorMethod === 'jackknife' ? 'unordered' : 'ordered';
}

function unite(bounds: readonly Bounds[]): Bounds {
  return {
    lower: Math.min(...bounds.map(({ lower }) => lower)),
    upper: Math.max(...bounds.map(({ upper }) => upper)),
  };
}

function estimateOneWay(
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
