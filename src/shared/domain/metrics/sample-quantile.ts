/**
 * A quantile of what was observed, such as the median error or the 95 % quantile of a latency. A row may have several
 * observations, which share its weight: a case that was answered ten times counts no more than one that was answered once.
 */
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { slopeAt } from '../statistics/grouped/quantiles.ts';
import { allDefined, type QuantileForm, type Statistic } from '../statistics/grouped/statistic.ts';
import {
  orderSample,
  sampleQuantile,
  quantileOfPart,
  quantileWithout,
  valueAbove,
  valueReaching,
  type OrderedSample,
  type PartOfSample,
} from '../statistics/ordered-sample.ts';
import { at, indexAt, total } from '../statistics/vectors.ts';
import type { ScoredRows } from './metric.ts';
import { computeSumStatistic, ratio } from './sum-statistic.ts';

/** The observations of all rows in ascending order. */
export interface ObservedRows {
  readonly sample: OrderedSample;
  /** The row of each observation, in the order of the sample. */
  readonly rowOf: Int32Array;
  /** One number a row; they add up to the number of rows. */
  readonly weights: Float64Array;
  readonly isWeighted: boolean;
}

/**
 * @param observed one array of N numbers an observation; NaN where a row has fewer than others. Each row has one at least.
 * O(n log n) for n observations.
 */
export function orderObservations(
  { labels: { length: count }, weights: given }: Pick<ScoredRows, 'labels' | 'weights'>,
  observed: readonly Float64Array[],
): ObservedRows {
  const weights = normalize(given ?? new Float64Array(count).fill(1));
  const counts = countObservations(observed, count);
  const size = total(counts);
  const [values, shares, rows] = [new Float64Array(size), new Float64Array(size), new Int32Array(size)];
  let filled = 0;
  for (const column of observed) {
    for (let row = 0; row < count; row += 1) {
      const value = at(column, row);
      if (Number.isNaN(value)) continue;
      values[filled] = value;
      shares[filled] = at(weights, row) / at(counts, row);
      rows[filled] = row;
      filled += 1;
    }
  }
  const sample = orderSample(values, shares);
  const rowOf = Int32Array.from(sample.order, (index) => indexAt(rows, index));
  return { sample, rowOf, weights, isWeighted: given !== undefined };
}

/** @param level between 0 and 1. @returns undefined where there is no row. O(n + G log² n) for n observations. */
export function computeQuantile(
  observed: ObservedRows,
  level: number,
  grouping: Grouping,
): Statistic | undefined {
  const { sample, weights, isWeighted } = observed;
  if (sample.values.length === 0) return undefined;
  const value = sampleQuantile(sample, level);
  const below = computeShareBelow(observed, value, grouping);
  if (below === undefined) return undefined;
  const slope = slopeAt(sample, level, weights.length);
  const quantile: QuantileForm = { level, value, sample, below, isWeighted, slope };
  const partOf = partitionByGroup(observed, grouping);
  return {
    value,
    form: { kind: 'quantile', quantile },
    rowInfluence: below.rowInfluence.map((influence) => -slope * influence),
    withoutGroup: allDefined(grouping.count, (group) => quantileWithout(sample, level, partOf(group))),
    groupWeights: below.groupWeights,
    withinGroup: (group) => quantileOfPart(sample, level, partOf(group)),
  };
}

/** How far the quantile moves at most if this share of the rows is not like those that were seen. */
export function largestQuantileChange({ sample }: ObservedRows, level: number, share: number): number {
  const value = sampleQuantile(sample, level);
  const lower = valueReaching(sample, Math.max(0, level - share));
  const upper = valueAbove(sample, Math.min(1, level + share));
  return Math.max(value - lower, upper - value);
}

/** The share of the observations at or below a value; each row counts by its weight. */
function computeShareBelow(
  { sample, rowOf, weights }: ObservedRows,
  value: number,
  grouping: Grouping,
): Statistic | undefined {
  const hits = new Float64Array(weights.length);
  for (let place = 0; place < rowOf.length && at(sample.values, place) <= value; place += 1) {
    const row = indexAt(rowOf, place);
    hits[row] = at(hits, row) + at(sample.weights, place);
  }
  const terms = [hits, weights];
  const rows = { labels: weights, scores: weights, threshold: 0 };
  return computeSumStatistic({ ...ratio, form: 'proportion', terms: () => terms }, rows, grouping);
}

/**
 * The observations of each group, as views of two arrays over all of them: where rows are the groups, there may be ten
 * million. O(n + G).
 */
function partitionByGroup(
  { sample, rowOf }: ObservedRows,
  { groupOfRow, count }: Grouping,
): (group: number) => PartOfSample {
  const ends = new Int32Array(count + 1);
  for (const row of rowOf) {
    const next = indexAt(groupOfRow, row) + 1;
    ends[next] = indexAt(ends, next) + 1;
  }
  for (let group = 0; group < count; group += 1)
    ends[group + 1] = indexAt(ends, group + 1) + indexAt(ends, group);
  const places = new Int32Array(rowOf.length);
  const cumulative = new Float64Array(rowOf.length);
  const filled = ends.slice();
  for (let place = 0; place < rowOf.length; place += 1) {
    const group = indexAt(groupOfRow, indexAt(rowOf, place));
    const index = indexAt(filled, group);
    const isFirst = index === indexAt(ends, group);
    places[index] = place;
    cumulative[index] = at(sample.weights, place) + (isFirst ? 0 : at(cumulative, index - 1));
    filled[group] = index + 1;
  }
  return (group) => {
    const [start, end] = [indexAt(ends, group), indexAt(ends, group + 1)];
    return { places: places.subarray(start, end), cumulative: cumulative.subarray(start, end) };
  };
}

function countObservations(observed: readonly Float64Array[], count: number): Float64Array {
  const counts = new Float64Array(count);
  for (const column of observed) {
    for (let row = 0; row < count; row += 1) {
      if (!Number.isNaN(at(column, row))) counts[row] = at(counts, row) + 1;
    }
  }
  return counts;
}

function normalize(weights: Float64Array): Float64Array {
  const factor = weights.length / total(weights);
  return weights.map((weight) => factor * weight);
}
