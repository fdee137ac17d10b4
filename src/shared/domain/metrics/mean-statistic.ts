/** The mean of several statistics of the same rows and groups, such as one for each class: one of them in memory at a time. */
import type { Statistic } from '../statistics/grouped/statistic.ts';
import { addScaled } from '../statistics/vectors.ts';

/**
 * Undefined where one of them is, and where there is none. The value within a group is that of those that have one.
 * @param compute called once for each of `count`.
 */
export function meanOfStatistics(
  count: number,
  compute: (index: number) => Statistic | undefined,
): Statistic | undefined {
  let sum: MeanParts | undefined;
  const within: Statistic['withinGroup'][] = [];
  for (let index = 0; index < count; index += 1) {
    const next = compute(index);
    if (next === undefined) return undefined;
    within.push(next.withinGroup);
    sum = addPart(sum ?? noParts(next), next, 1 / count);
  }
  return sum && { ...sum, form: { kind: 'smooth' }, withinGroup: (group) => meanWithin(within, group) };
}

type MeanParts = Pick<Statistic, 'value' | 'rowInfluence' | 'withoutGroup' | 'groupWeights' | 'rowWeights'>;

function noParts({ rowInfluence, groupWeights, rowWeights }: Statistic): MeanParts {
  return {
    value: 0,
    ...(rowWeights !== undefined && { rowWeights }),
    rowInfluence: new Float64Array(rowInfluence.length),
    withoutGroup: new Float64Array(groupWeights.length),
    groupWeights: new Float64Array(groupWeights.length),
  };
}

/** Adds in place, but for the value. */
function addPart(sum: MeanParts, part: Statistic, share: number): MeanParts {
  addScaled(sum.rowInfluence, share, part.rowInfluence);
  addScaled(sum.groupWeights, share, part.groupWeights);
  const isDefined = sum.withoutGroup !== undefined && part.withoutGroup !== undefined;
  if (isDefined) addScaled(sum.withoutGroup, share, part.withoutGroup);
  return {
    ...sum,
    value: sum.value + share * part.value,
    withoutGroup: isDefined ? sum.withoutGroup : undefined,
  };
}

function meanWithin(within: readonly Statistic['withinGroup'][], group: number): number | undefined {
  const values = within.flatMap((valueOf) => valueOf(group) ?? []);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
