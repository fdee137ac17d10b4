/** Some of the rows of one model's answers and of their groups. */
import type { ScoredRows } from '../metrics/metric.ts';
import { groupByRow, type Grouping } from '../statistics/grouped/grouping.ts';
import { indexAt, take, takeIndices } from '../statistics/vectors.ts';

/** @param rows in ascending order. */
export function takeScored(scored: ScoredRows, rows: Int32Array): ScoredRows {
  const { labels, scores, outputs, weights, byRole } = scored;
  return {
    ...scored,
    labels: take(labels, rows),
    scores: take(scores, rows),
    ...(outputs !== undefined && {
      outputs: outputs.map((output) => ({ ...output, values: take(output.values, rows) })),
    }),
    ...(weights !== undefined && { weights: take(weights, rows) }),
    ...(byRole !== undefined && {
      byRole: new Map(Array.from(byRole, ([role, values]) => [role, take(values, rows)] as const)),
    }),
  };
}

/** With the groups that are left, in their order. */
export function takeGrouping(grouping: Grouping, rows: Int32Array): Grouping {
  const { second, count, unit } = grouping;
  if (grouping.isByRow)
    return { ...groupByRow(rows.length), unit, nameOf: (row) => grouping.nameOf(indexAt(rows, row)) };
  const taken = takeIndices(grouping.groupOfRow, rows);
  const isUsed = new Uint8Array(count);
  for (const group of taken) isUsed[group] = 1;
  const left: number[] = [];
  const places = new Int32Array(count).fill(-1);
  isUsed.forEach((used, group) => {
    if (used === 1) places[group] = left.push(group) - 1;
  });
  return {
    ...grouping,
    count: left.length,
    groupOfRow: taken.map((group) => indexAt(places, group)),
    nameOf: (group) => grouping.nameOf(left[group] ?? -1),
    ...(second !== undefined && { second: takeGrouping(second, rows) }),
  };
}
