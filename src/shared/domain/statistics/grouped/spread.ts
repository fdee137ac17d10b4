/**
 * Which interval a statistic gets. Where rows are hits and misses, that of a proportion; where no group deviates, a
 * bound; else the standard error by groups, with a correction for skewed ones. What serves which groups was decided by
 * enumeration and simulation (docs/statistics.md).
 */
import { smallest } from '../../kernel/extremes.ts';
import type { ErrorMethod, IntervalMethod } from '../../documents/evaluation.ts';
import { wilson, zeroEventsBound } from '../binomial.ts';
import { boundsAround, unite, type Bounds } from './bounds.ts';
import { estimateError, kindsOf, type DeletableStatistic } from './group-error.ts';
import { at } from '../vectors.ts';
import { limitUnseen, spreadOfErrors } from './error-spread.ts';
import { sumByGroup, sumCounts, type Grouping } from './grouping.ts';
import type { ErrorEstimate } from './jackknife.ts';
import { addEstimates, correlateEstimates, scaleEstimate } from './mover.ts';
import {
  computePairedInterval,
  computeProportionInterval,
  type ProportionInterval,
  type RowSource,
} from './proportions.ts';
import { quantileBounds, type OutOfReach } from './quantiles.ts';
import { spreadOfInfluence } from './smooth-spread.ts';
import {
  countLeastEffective,
  type PairedCounts,
  type QuantileForm,
  type Statistic,
  type StatisticForm,
} from './statistic.ts';

/** Why a difference is exactly zero: the same model file, or only the same predictions on these rows. */
export type SamePredictions = 'same-model' | 'same-predictions';

export interface IntervalOptions {
  readonly confidence: number;
  /** Widen for skewed groups even where no skewness shows, or where groups are in order of time. */
  readonly robust: boolean;
  /** Set where the statistic is a difference of two models that predict the same. */
  readonly identity: SamePredictions | undefined;
  /** All values that the statistic can have; ends may be infinite. The interval is cut off there. */
  readonly range: Bounds;
  /** The same of each of the two models, where the statistic is their difference. */
  readonly sideRange?: Bounds;
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

/** Of a proportion, or of what is read off one. */
type CountedSpread = Spread & { readonly proportion: ProportionInterval };

/** One row of ten million moves a statistic by far more, as a share of its range. */
const ROUNDING = 1e-12;

const CERTAIN: ErrorEstimate = { standardError: 0, degreesOfFreedom: 1 };

/** By what the statistic is made of, and by what its groups are. O(N). */
export function chooseSpread(
  statistic: DeletableStatistic,
  grouping: Grouping,
  options: IntervalOptions,
): Spread | OutOfReach {
  const { value, form } = statistic;
  if (options.identity === 'same-model') {
    return { method: 'same-model', error: CERTAIN, bounds: boundsAround(value, 0) };
  }
  const context = { grouping, options };
  const influence = sumByGroup(statistic.rowInfluence, grouping);
  if (form.kind === 'proportion' || form.kind === 'paired-proportions') {
    const counts = countByGroup(form, grouping);
    return spreadOfProportions(counts, { statistic, influence, grouping, confidence: options.confidence });
  }
  if (form.kind === 'quantile') {
    const second = statistic.second?.form;
    return spreadOfQuantile(
      form.quantile,
      second?.kind === 'quantile' ? second.quantile : undefined,
      context,
    );
  }
  if (options.identity !== undefined || areNothing(influence, options.range)) {
    const bound = boundNothingSeen(statistic, context);
    if (bound !== undefined) return bound;
  }
  if (form.kind === 'paired-quantiles') return spreadOfQuantiles(form, statistic.second, context);
  const byErrors = options.robust ? undefined : spreadOfErrors(statistic, influence, context);
  if (byErrors !== undefined && form.kind === 'counts') return byErrors;
  return narrowest(spreadOfInfluence(statistic, influence, context), byErrors?.bounds);
}

/** Ranks that are hardly ever wrong by much: what single rows can do at most holds too, and is less than a long tail says. */
function narrowest(spread: Spread, limit: Bounds | undefined): Spread {
  if (limit === undefined) return spread;
  const { lower, upper } = spread.bounds;
  return {
    ...spread,
    bounds: { lower: Math.max(lower, limit.lower), upper: Math.min(upper, limit.upper) },
  };
}

/** What rounding leaves of zero is a spread of nothing too. Only where the range says what is small. */
function areNothing(influence: Float64Array, { lower, upper }: Bounds): boolean {
  const width = upper - lower;
  const limit = Number.isFinite(width) ? ROUNDING * width : 0;
  for (let group = 0; group < influence.length; group += 1)
    if (!(Math.abs(at(influence, group)) <= limit)) return false;
  return true;
}

/**
 * No group deviates from the estimate: as in a binomial without any event, which is not an error of zero. The estimate
 * itself may be large. Undefined where the change that one row can make has no bound.
 */
function boundNothingSeen(statistic: Statistic, { grouping, options }: InfluenceContext): Spread | undefined {
  const { identity, confidence, largestChange } = options;
  const trials = countLeastEffective(statistic);
  const share =
    identity === undefined
      ? zeroEventsBound(trials, (1 + confidence) / 2)
      : wilson(0, trials, confidence).upper;
  const change = limitUnseen(statistic, { grouping, options }) ?? largestChange(share);
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
  return { kind, hits: sumCounts(hits, grouping), counted: sumCounts(counted, grouping) };
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
): CountedSpread {
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

/**
 * By the share at or below it, of which the groups say how many independent observations it is worth.
 * @param second the same by the second grouping.
 */
function spreadOfQuantile(
  quantile: QuantileForm,
  second: QuantileForm | undefined,
  { grouping, options: { confidence } }: InfluenceContext,
): CountedSpread | OutOfReach {
  const { level, below, isWeighted, slope } = quantile;
  const { form, withoutGroup } = below;
  if (form.kind !== 'proportion' || withoutGroup === undefined)
    throw new RangeError('quantile: expected the share at or below it as a proportion');
  const { proportion, ...byGroup } = spreadOfProportions(countByGroup(form, grouping), {
    statistic: { ...below, withoutGroup, ...(second !== undefined && { second: second.below }) },
    influence: sumByGroup(below.rowInfluence, grouping),
    grouping: isWeighted ? { ...grouping, isByRow: false } : grouping,
    confidence,
  });
  const { effectiveRows } = proportion;
  const bounds = quantileBounds(quantile, effectiveRows, confidence);
  if ('neededRows' in bounds) return bounds;
  return {
    ...byGroup,
    method: 'order-statistics',
    error: scaleError(byGroup.error, slope),
    proportion: {
      ...{ bounds, effectiveRows },
      standardError: slope * Math.sqrt((level * (1 - level)) / effectiveRows),
    },
    bounds,
  };
}

/** Each by its own interval; what moves both at once cancels. */
function spreadOfQuantiles(
  { challenger, other }: Extract<StatisticForm, { readonly kind: 'paired-quantiles' }>,
  second: Statistic | undefined,
  context: InfluenceContext,
): Spread | OutOfReach {
  const seconds = second?.form.kind === 'paired-quantiles' ? second.form : undefined;
  const own = spreadOfQuantile(challenger, seconds?.challenger, context);
  if ('neededRows' in own) return own;
  const theirs = spreadOfQuantile(other, seconds?.other, context);
  if ('neededRows' in theirs) return theirs;
  const correlations = correlateEstimates(
    challenger.below.rowInfluence,
    other.below.rowInfluence,
    context.grouping,
  );
  const ends = correlations.map((correlation) =>
    addEstimates(
      { estimate: challenger.value, ...own.bounds },
      scaleEstimate({ estimate: other.value, ...theirs.bounds }, -1),
      -correlation,
    ),
  );
  const bounds = unite(ends);
  const join = (one: number, two: number): number =>
    Math.sqrt(Math.max(0, one * one + two * two - 2 * smallest(correlations) * one * two));
  return {
    ...own,
    method: 'mover-order-statistics',
    error: {
      standardError: join(own.error.standardError, theirs.error.standardError),
      degreesOfFreedom: Math.min(own.error.degreesOfFreedom, theirs.error.degreesOfFreedom),
    },
    proportion: {
      bounds,
      effectiveRows: Math.min(own.proportion.effectiveRows, theirs.proportion.effectiveRows),
      standardError: join(own.proportion.standardError, theirs.proportion.standardError),
    },
    bounds,
  };
}

function scaleError({ standardError, degreesOfFreedom }: ErrorEstimate, factor: number): ErrorEstimate {
  return { standardError: factor * standardError, degreesOfFreedom };
}
