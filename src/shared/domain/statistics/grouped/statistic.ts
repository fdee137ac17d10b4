/**
 * One metric of one model, taken apart by groups: its value, its value without each group, each row's
 * influence on it, and its value under other weights of the groups. The intervals need nothing else.
 */

export interface Statistic {
  readonly value: number;
  /** First-order influence of each row on the value; they add up to zero. N numbers. */
  readonly rowInfluence: Float64Array;
  /** The value without each group, G numbers; undefined when one of them has no value. */
  readonly withoutGroup: Float64Array | undefined;
  /** How much each group counts in the metric: its part of the rows, positives …; G numbers that add up to one. */
  readonly groupWeights: Float64Array;
  /** The value within one group; undefined where it has none. */
  readonly withinGroup: (group: number) => number | undefined;
  /** Value and influence of each group when group g counts `weights[g]` times. Prepares itself on the first call. */
  readonly reweighted: (weights: Float64Array) => WeightedStatistic | undefined;
}

export interface WeightedStatistic {
  readonly value: number;
  /** Of one copy of each group. G numbers. */
  readonly influence: Float64Array;
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
