/** The mean of several statistics of the same rows and groups, such as one for each class. */
import type { Statistic } from '../statistics/grouped/statistic.ts';
import { addScaled } from '../statistics/vectors.ts';

/** Undefined where one of them is, and where there is none. The value within a group is that of those that have one. */
export function meanOfStatistics(statistics: readonly (Statistic | undefined)[]): Statistic | undefined {
  const defined = statistics.filter((statistic) => statistic !== undefined);
  const [first] = defined;
  if (first === undefined || defined.length < statistics.length) return undefined;
  const without = defined.map(({ withoutGroup }) => withoutGroup);
  return {
    value: meanOf(defined.map(({ value }) => value)),
    form: { kind: 'smooth' },
    rowInfluence: meanOfVectors(defined.map(({ rowInfluence }) => rowInfluence)),
    withoutGroup: without.every((values) => values !== undefined) ? meanOfVectors(without) : undefined,
    groupWeights: meanOfVectors(defined.map(({ groupWeights }) => groupWeights)),
    withinGroup: (group) => {
      const values = defined.flatMap(({ withinGroup }) => withinGroup(group) ?? []);
      return values.length === 0 ? undefined : meanOf(values);
    },
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanOfVectors(vectors: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) addScaled(sum, 1 / vectors.length, vector);
  return sum;
}
