/**
 * The standard error by groups: the jackknife for groups without order, errors of a sequence for days, both where names
 * leave the order open, and of two groupings together.
 */
import type { ErrorMethod } from '../../documents/evaluation.ts';
import { studentTQuantile } from '../student-t.ts';
import { at, sumOfSquares } from '../vectors.ts';
import { sumByGroup, type Grouping } from './grouping.ts';
import { computeJackknife, type ErrorEstimate } from './jackknife.ts';
import type { GroupKinds } from './proportions.ts';
import { findResemblance } from './sequence.ts';
import { computeAutoregressiveError, computeCosineError } from './serial-correlation.ts';
import type { Statistic, StatisticForm } from './statistic.ts';
import { combineErrors, computeCellVariance } from './two-way.ts';
import { widenForWeights } from './weighted-rows.ts';

export type DeletableStatistic = Statistic & { readonly withoutGroup: Float64Array };

/** Fewer periods than this cannot show that neighboring ones are uncorrelated. */
const PERIODS_FOR_CORRELATION = 20;
const CORRELATION_FLOOR = 0.3;

/** No more degrees of freedom than groups that carry the influence: M* = (Σ |u|)² / Σ u². */
function limitFreedom(error: ErrorEstimate, influence: Float64Array): ErrorEstimate {
  const squares = sumOfSquares(influence);
  if (squares === 0) return error;
  let sizes = 0;
  for (let group = 0; group < influence.length; group += 1) sizes += Math.abs(at(influence, group));
  return withAtMost(error, sizes ** 2 / squares);
}

/**
 * As many as a variance has that is estimated from G numbers of the kurtosis κ: 2 G ÷ (κ − 1) (Satterthwaite 1946). Squared
 * errors with a long tail have a large one, and then the spread of these rows is far from that of others.
 */
function limitByKurtosis(error: ErrorEstimate, influence: Float64Array): ErrorEstimate {
  const squares = sumOfSquares(influence);
  if (squares === 0) return error;
  let fourths = 0;
  for (let group = 0; group < influence.length; group += 1) fourths += at(influence, group) ** 4;
  const kurtosis = (influence.length * fourths) / squares / squares;
  return kurtosis > 1 ? withAtMost(error, (2 * influence.length) / (kurtosis - 1)) : error;
}

function withAtMost(error: ErrorEstimate, degreesOfFreedom: number): ErrorEstimate {
  return { ...error, degreesOfFreedom: Math.max(1, Math.min(error.degreesOfFreedom, degreesOfFreedom)) };
}

/** Of groups without order: few of them may carry all that is uncertain about counts and squares. */
function limitByForm(
  { errorMethod, error, ...found }: GroupError,
  influence: Float64Array,
  { kind }: StatisticForm,
): GroupError {
  if (errorMethod !== 'jackknife') return { errorMethod, error, ...found };
  const byInfluence = kind === 'counts' || kind === 'squares' ? limitFreedom(error, influence) : error;
  const limited = kind === 'squares' ? limitByKurtosis(byInfluence, influence) : byInfluence;
  return { errorMethod, error: limited, ...found };
}

export interface GroupError {
  readonly errorMethod: ErrorMethod;
  readonly error: ErrorEstimate;
  /** Where neighbors of groups that were taken for unordered resemble each other. */
  readonly neighborCorrelation?: number;
}

/** By both groupings where there are two. */
export function estimateError(
  statistic: DeletableStatistic,
  influence: Float64Array,
  grouping: Grouping,
): GroupError {
  const one = limitByForm(estimateOneWay(statistic, influence, grouping), influence, statistic.form);
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
export function kindsOf(errorMethod: ErrorMethod, { ordered, second }: Grouping): GroupKinds {
  if (errorMethod === 'two-way') return ordered || second === undefined ? 'ordered' : 'crossed';
  return errorMethod === 'jackknife' ? 'unordered' : 'ordered';
}

function estimateOneWay(
  { value, withoutGroup, groupWeights, rowWeights }: DeletableStatistic,
  influence: Float64Array,
  grouping: Grouping,
): GroupError {
  if (grouping.ordered) return estimateOrderedError(influence, groupWeights);
  const jackknife = computeJackknife(value, withoutGroup, groupWeights);
  const unordered = {
    errorMethod: 'jackknife',
    error:
      grouping.isByRow && rowWeights !== undefined
        ? widenForWeights(jackknife, influence, rowWeights)
        : jackknife,
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

/** Of the two-sided interval by Student's t. @param confidence such as 0.95. */
export function halfWidthOf({ standardError, degreesOfFreedom }: ErrorEstimate, confidence: number): number {
  return studentTQuantile((1 + confidence) / 2, degreesOfFreedom) * standardError;
}
