/**
 * The difference of one metric between challenger and champion on the same rows, taken apart by groups.
 * What the two models share (an easy day, a hard user) cancels row by row.
 */
import type { Statistic, WeightedStatistic } from '../statistics/grouped/statistic.ts';
import { at, indexAt, subtract } from '../statistics/vectors.ts';
import type { Metric } from './metric.ts';
import { ascendingOrder } from './rank-pairs.ts';

/** Challenger minus champion; both on the same rows and groups. */
export function subtractStatistics(challenger: Statistic, champion: Statistic): Statistic {
  return {
    value: challenger.value - champion.value,
    rowInfluence: subtract(challenger.rowInfluence, champion.rowInfluence),
    withoutGroup:
      challenger.withoutGroup && champion.withoutGroup
        ? subtract(challenger.withoutGroup, champion.withoutGroup)
        : undefined,
    groupWeights: challenger.groupWeights.map(
      (weight, group) => (weight + at(champion.groupWeights, group)) / 2,
    ),
    withinGroup: (group) => {
      const [one, other] = [challenger.withinGroup(group), champion.withinGroup(group)];
      return one === undefined || other === undefined ? undefined : one - other;
    },
    reweighted: (weights) => subtractWeighted(challenger.reweighted(weights), champion.reweighted(weights)),
  };
}

/** Whether the metric of two models is equal by construction and not by chance: identical scores, or the same order of them. */
export function haveIdenticalPredictions(
  metric: Metric,
  challenger: Float64Array,
  champion: Float64Array,
): boolean {
  if (metric.dependsOn === 'scores') return challenger.every((score, row) => score === champion[row]);
  const agree = (row: number, other: number): boolean =>
    Math.sign(at(challenger, row) - at(challenger, other)) ===
    Math.sign(at(champion, row) - at(champion, other));
  // Two models that rank differently nearly always do so within the first rows: no need to sort them all.
  if (!challenger.every((_, row) => row === 0 || agree(row, row - 1))) return false;
  const order = ascendingOrder(champion);
  return order.every((row, index) => index === 0 || agree(row, indexAt(order, index - 1)));
}

function subtractWeighted(
  challenger: WeightedStatistic | undefined,
  champion: WeightedStatistic | undefined,
): WeightedStatistic | undefined {
  if (challenger === undefined || champion === undefined) return undefined;
  return {
    value: challenger.value - champion.value,
    influence: subtract(challenger.influence, champion.influence),
  };
}
