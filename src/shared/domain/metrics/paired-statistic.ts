/**
 * The difference of one metric between challenger and champion on the same rows, taken apart by groups.
 * What the two models share (an easy day, a hard user) cancels row by row.
 */
import { sumCounts, type Grouping, type RowCounts } from '../statistics/grouped/grouping.ts';
import type { PairedCounts, Statistic, StatisticForm } from '../statistics/grouped/statistic.ts';
import { at, indexAt, subtract } from '../statistics/vectors.ts';
import type { Metric, ScoredRows } from './metric.ts';
import { ascendingOrder } from '../statistics/ascending-order.ts';

/** Challenger minus champion; both on the same rows and groups. */
export function subtractStatistics(challenger: Statistic, champion: Statistic): Statistic {
  return {
    value: challenger.value - champion.value,
    sides: { challenger, other: champion },
    form: subtractForms(challenger.form, champion.form),
    ...(challenger.unitCount !== undefined && { unitCount: challenger.unitCount }),
    ...(challenger.second !== undefined &&
      champion.second !== undefined && {
        second: subtractStatistics(challenger.second, champion.second),
      }),
    rowInfluence: subtract(challenger.rowInfluence, champion.rowInfluence),
    withoutGroup:
      challenger.withoutGroup && champion.withoutGroup
        ? subtract(challenger.withoutGroup, champion.withoutGroup)
        : undefined,
    groupWeights: average(challenger.groupWeights, champion.groupWeights),
    withinGroup: (group) => {
      const [one, other] = [challenger.withinGroup(group), champion.withinGroup(group)];
      return one === undefined || other === undefined ? undefined : one - other;
    },
  };
}

function average(left: Float64Array, right: Float64Array): Float64Array {
  const means = new Float64Array(left.length);
  for (let index = 0; index < means.length; index += 1)
    means[index] = (at(left, index) + at(right, index)) / 2;
  return means;
}

/** Whether the metric of two models is equal by construction and not by chance: identical scores, or the same order of them. */
export function haveIdenticalPredictions(
  metric: Metric,
  { scores: challenger, outputs = [] }: Pick<ScoredRows, 'scores' | 'outputs'>,
  { scores: champion, outputs: others = [] }: Pick<ScoredRows, 'scores' | 'outputs'>,
): boolean {
  if (metric.dependsOn === 'scores') {
    return (
      areEqual(challenger, champion) &&
      outputs.length === others.length &&
      outputs.every(({ role, values }, index) => {
        const other = others[index];
        return other?.role === role && areEqual(values, other.values);
      })
    );
  }
  const agree = (row: number, other: number): boolean =>
    Math.sign(at(challenger, row) - at(challenger, other)) ===
    Math.sign(at(champion, row) - at(champion, other));
  // Two models that rank differently nearly always do so within the first rows: no need to sort them all.
  if (!challenger.every((_, row) => row === 0 || agree(row, row - 1))) return false;
  const order = ascendingOrder(champion);
  return order.every((row, index) => index === 0 || agree(row, indexAt(order, index - 1)));
}

function areEqual(left: Float64Array, right: Float64Array): boolean {
  return left.every((value, row) => Object.is(value, right[row]) || value === right[row]);
}

function subtractForms(challenger: StatisticForm, other: StatisticForm): StatisticForm {
  if (challenger.kind === 'quantile' && other.kind === 'quantile')
    return { kind: 'paired-quantiles', challenger: challenger.quantile, other: other.quantile };
  // What is squared in both models cancels: the rates at margins say that nothing more is needed.
  if ([challenger, other].some(({ kind }) => kind === 'smooth' || kind === 'squares'))
    return { kind: 'smooth' };
  if (challenger.kind !== 'proportion' || other.kind !== 'proportion') return { kind: 'counts' };
  // Precision counts the rows that each model predicts positive: two proportions of different rows.
  if (!haveOneCount(challenger.counted, other.counted)) return { kind: 'counts' };
  return {
    kind: 'paired-proportions',
    countByGroup: (grouping) => countWinsAndLosses(challenger, other, grouping),
  };
}

function haveOneCount(counted: RowCounts, others: RowCounts): boolean {
  for (let row = 0; row < counted.length; row += 1) if (counted[row] !== others[row]) return false;
  return true;
}

type Proportion = Extract<StatisticForm, { readonly kind: 'proportion' }>;

function countWinsAndLosses(challenger: Proportion, other: Proportion, grouping: Grouping): PairedCounts {
  const { groupOfRow, count } = grouping;
  const [wins, losses] = [new Float64Array(count), new Float64Array(count)];
  for (let row = 0; row < groupOfRow.length; row += 1) {
    const change = (challenger.hits[row] ?? Number.NaN) - (other.hits[row] ?? Number.NaN);
    const group = indexAt(groupOfRow, row);
    if (change > 0) wins[group] = at(wins, group) + change;
    if (change < 0) losses[group] = at(losses, group) - change;
  }
  return { wins, losses, counted: sumCounts(challenger.counted, grouping) };
}
