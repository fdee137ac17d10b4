/** A metric that is a function of sums over rows, taken apart by groups. */
import type { ScoredRows, SumMetric } from './metric.ts';
import { sumByGroup, type Grouping } from '../statistics/grouped/grouping.ts';
import { allDefined, total, type Statistic } from '../statistics/grouped/statistic.ts';

/** Undefined where the metric has no value on these rows. O(N). */
export function computeSumStatistic(
  metric: SumMetric,
  rows: ScoredRows,
  grouping: Grouping,
): Statistic | undefined {
  const terms = metric.terms(rows);
  const groupSums = terms.map((term) => sumByGroup(term, grouping));
  const totals = groupSums.map(total);
  const value = metric.value(totals);
  if (value === undefined) return undefined;
  const denominators = groupSums.at(-1) ?? new Float64Array();
  return {
    value,
    rowInfluence: combine(terms, metric.gradient(totals)),
    withoutGroup: allDefined(grouping.count, (group) =>
      metric.value(totals.map((sum, term) => sum - (groupSums[term]?.[group] ?? 0))),
    ),
    share: denominators.map((sum) => sum / (totals.at(-1) ?? 1)),
    withinGroup: (group) => metric.value(groupSums.map((sums) => sums[group] ?? 0)),
    reweighted: (weights) => {
      const sums = groupSums.map((column) =>
        column.reduce((sum, part, g) => sum + part * (weights[g] ?? 0), 0),
      );
      const weighed = metric.value(sums);
      if (weighed === undefined) return undefined;
      return { value: weighed, influence: combine(groupSums, metric.gradient(sums)) };
    },
  };
}

/** Row by row, the sum of terms times their slopes. */
function combine(terms: readonly Float64Array[], slopes: readonly number[]): Float64Array {
  const sums = new Float64Array(terms[0]?.length ?? 0);
  terms.forEach((term, index) => {
    const slope = slopes[index] ?? 0;
    for (let row = 0; row < sums.length; row += 1) sums[row] = (sums[row] ?? 0) + slope * (term[row] ?? 0);
  });
  return sums;
}
