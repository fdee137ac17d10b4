/**
 * The difference of one metric between challenger and champion on the same rows, taken apart by groups.
 * What the two models share (an easy day, a hard user) cancels row by row.
 */
import type { Metric, ScoredRows } from './metric.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { ascendingOrder } from './rank-pairs.ts';
import { computeRankStatistic } from './rank-statistic.ts';
import type { Statistic, WeightedStatistic } from '../statistics/grouped/statistic.ts';
import { computeSumStatistic } from './sum-statistic.ts';

/** Undefined where the metric has no value on these rows (`metric.undefinedBecause`). */
export function computeStatistic(
  metric: Metric,
  rows: ScoredRows,
  grouping: Grouping,
): Statistic | undefined {
  return metric.kind === 'rank'
    ? computeRankStatistic(rows, grouping)
    : computeSumStatistic(metric, rows, grouping);
}

/** Challenger minus champion; both on the same rows and groups. */
export function subtractStatistics(challenger: Statistic, champion: Statistic): Statistic {
  return {
    value: challenger.value - champion.value,
    rowInfluence: subtract(challenger.rowInfluence, champion.rowInfluence),
    withoutGroup:
      challenger.withoutGroup && champion.withoutGroup
        ? subtract(challenger.withoutGroup, champion.withoutGroup)
        : undefined,
    share: challenger.share.map((share, group) => (share + (champion.share[group] ?? 0)) / 2),
    withinGroup: (group) => {
      const [one, other] = [challenger.withinGroup(group), champion.withinGroup(group)];
      return one === undefined || other === undefined ? undefined : one - other;
    },
    reweighted: (weights) => subtractWeighted(challenger.reweighted(weights), champion.reweighted(weights)),
  };
}

/** Whether the metric of the two models is equal by construction, and not by luck: same scores, or for ranks the same order. */
export function isSameAnswer(metric: Metric, challenger: Float64Array, champion: Float64Array): boolean {
  if (metric.kind === 'sums') return challenger.every((score, row) => score === champion[row]);
  const agree = (row: number, other: number): boolean =>
    Math.sign((challenger[row] ?? 0) - (challenger[other] ?? 0)) ===
    Math.sign((champion[row] ?? 0) - (champion[other] ?? 0));
  // Two models that rank differently nearly always do so within the first rows: no need to sort them all.
  if (!challenger.every((_, row) => row === 0 || agree(row, row - 1))) return false;
  const order = ascendingOrder(champion);
  return order.every((row, index) => index === 0 || agree(row, order[index - 1] ?? row));
}

function subtract(challenger: Float64Array, champion: Float64Array): Float64Array {
  return challenger.map((value, index) => value - (champion[index] ?? 0));
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
