/**
 * Weighted observations in ascending order, and their quantiles: the averaged inverse of the distribution function, as in
 * NumPy's `averaged_inverted_cdf` and scikit-learn's weighted percentiles. At one half it is the usual median.
 */
import { ascendingOrder } from './ascending-order.ts';
import { at, indexAt } from './vectors.ts';

/** N observations in ascending order of value. */
export interface OrderedSample {
  readonly values: Float64Array;
  /** One positive number an observation. */
  readonly weights: Float64Array;
  /** The weight of an observation and of all before it. */
  readonly cumulative: Float64Array;
  /** Where each observation stood before it was sorted. */
  readonly order: Int32Array;
}

/** Some of the observations of a sample. */
export interface PartOfSample {
  /** In the sample, ascending. */
  readonly places: Int32Array;
  /** The weight of one of them and of all of them before it. */
  readonly cumulative: Float64Array;
}

/** Shares of weight that differ by less are equal: what rounding leaves of a sum of a million weights. */
const TOLERANCE = 1e-10;

/** O(N log N). @param weights positive, one for each value. */
export function orderSample(values: Float64Array, weights: Float64Array): OrderedSample {
  const order = ascendingOrder(values);
  const sorted = Float64Array.from(order, (index) => at(weights, index));
  return {
    values: Float64Array.from(order, (index) => at(values, index)),
    weights: sorted,
    cumulative: cumulate(sorted),
    order,
  };
}

/** Each with the sum of all before it. */
function cumulate(weights: Float64Array): Float64Array {
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum;
  });
}

function totalWeight({ cumulative }: Pick<OrderedSample, 'cumulative'>): number {
  return cumulative.at(-1) ?? 0;
}

/** The smallest value at which the share of weight up to it reaches `share`; the largest where none does. */
export function valueReaching(sample: OrderedSample, share: number): number {
  return at(sample.values, placeReaching(sample, share * totalWeight(sample)));
}

/** The smallest value at which the share of weight up to it is above `share`; the largest where none is. */
export function valueAbove(sample: OrderedSample, share: number): number {
  const weight = totalWeight(sample);
  return at(sample.values, placeReaching(sample, (share + 2 * TOLERANCE) * weight));
}

/** @param level between 0 and 1. NaN for no values. */
export function sampleQuantile({ values, cumulative }: OrderedSample, level: number): number {
  return averageAt(values.length, level, {
    weightUpTo: (place) => at(cumulative, place),
    valueAt: (place) => at(values, place),
  });
}

/** That of a part alone; undefined for no observations. O(log N). */
export function quantileOfPart(
  { values }: OrderedSample,
  level: number,
  { places, cumulative }: PartOfSample,
): number | undefined {
  if (places.length === 0) return undefined;
  return averageAt(places.length, level, {
    weightUpTo: (index) => at(cumulative, index),
    valueAt: (index) => at(values, indexAt(places, index)),
  });
}

/**
 * The same without a part of the observations; undefined where nothing is left. Of the places, only those are searched that
 * so much weight can move the quantile to. O(log N), and O(log² N) for a part that is large.
 */
export function quantileWithout(
  sample: OrderedSample,
  level: number,
  part: PartOfSample,
): number | undefined {
  const { values, cumulative } = sample;
  if (part.places.length === values.length) return undefined;
  const removed = part.cumulative.at(-1) ?? 0;
  const target = level * (totalWeight(sample) - removed);
  return averageAt(values.length, level, {
    weightUpTo: (place) => {
      const count = countUpTo(part.places, place);
      return at(cumulative, place) - (count === 0 ? 0 : at(part.cumulative, count - 1));
    },
    valueAt: (place) => at(values, place),
    within: [placeReaching(sample, target), placeReaching(sample, target + removed)],
  });
}

interface Ordered {
  readonly weightUpTo: (place: number) => number;
  readonly valueAt: (place: number) => number;
  /** Places between which the quantile lies; absent for all. */
  readonly within?: readonly [number, number];
}

/** The value whose weight reaches the level; where it does so exactly, halfway to the next one that adds weight. */
function averageAt(count: number, level: number, { weightUpTo, valueAt, within }: Ordered): number {
  const weight = weightUpTo(count - 1);
  const [target, scale] = [level * weight, TOLERANCE * weight];
  const [from, to] = within ?? [0, count - 1];
  const place = firstPlace([from, to], (candidate) => weightUpTo(candidate) >= target - scale);
  const reached = weightUpTo(place);
  if (reached > target + scale) return valueAt(place);
  const next = firstPlace([place, count - 1], (candidate) => weightUpTo(candidate) > reached + scale);
  return (valueAt(place) + valueAt(next)) / 2;
}

/** Where the weight reaches `target`; the last place where it does nowhere. A loop of its own: it runs twice for each group. */
function placeReaching({ cumulative }: OrderedSample, target: number): number {
  const least = target - TOLERANCE * (cumulative.at(-1) ?? 0);
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(cumulative, middle) >= least) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first place in a range for which a condition holds that holds from there on; the last one where it never does. */
function firstPlace([from, to]: readonly [number, number], holds: (place: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function countUpTo(places: Int32Array, place: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (indexAt(places, middle) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
