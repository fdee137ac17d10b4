/** One metric of both models within each group: what is behind the one difference of a verdict, for whoever wants to see it. */
import type { Metric } from '../metrics/metric.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { indexAt } from '../statistics/vectors.ts';
import type { ComparedRows } from './compared-rows.ts';

export interface GroupValue {
  readonly name: string;
  readonly rowCount: number;
  /** In the unit of the metric. */
  readonly challenger: number;
  /** Undefined where there is no champion. */
  readonly champion: number | undefined;
}

export interface GroupValues {
  readonly metric: Metric;
  readonly grouping: Grouping;
  /** In the order of the groups. */
  readonly groups: readonly GroupValue[];
  /** Groups in which the metric of one of both models has no value. */
  readonly withoutValueCount: number;
}

/** @param grouping that of the rows, or the second one. O(N), or O(N log N) for ranks, for each model. */
export function computeGroupValues(
  metric: Metric,
  { challenger, champion }: Pick<ComparedRows, 'challenger' | 'champion'>,
  grouping: Grouping,
): GroupValues {
  const own = metric.computeStatistic(challenger, grouping);
  const isCompared = champion !== undefined && metric.isComputable?.(champion) !== false;
  const other = isCompared ? metric.computeStatistic(champion, grouping) : undefined;
  const sizes = countRows(grouping);
  const groups: GroupValue[] = [];
  for (let group = 0; group < grouping.count; group += 1) {
    const value = own?.withinGroup(group);
    const compared = other?.withinGroup(group);
    if (value === undefined || (other !== undefined && compared === undefined)) continue;
    const rowCount = indexAt(sizes, group);
    groups.push({ name: grouping.nameOf(group), rowCount, challenger: value, champion: compared });
  }
  return { metric, grouping, groups, withoutValueCount: grouping.count - groups.length };
}

function countRows({ count, groupOfRow }: Grouping): Int32Array {
  const sizes = new Int32Array(count);
  for (let index = 0; index < groupOfRow.length; index++) {
    const group = indexAt(groupOfRow, index);
    sizes[group] = indexAt(sizes, group) + 1;
  }
  return sizes;
}
