/** The day or user on which the challenger looks worst: an average may hide it. One group alone proves nothing. */
import { improvementOf, isOrdered } from '../kernel/direction.ts';
import type { Evaluation } from '../documents/evaluation.ts';
import { isComparison, type Rule } from './rule.ts';
import { at } from '../statistics/vectors.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import type { MetricFinding } from './metric-finding.ts';

type WeakestGroup = NonNullable<NonNullable<Evaluation['groups']>['weakest']>;

/** In the metric that decides: that of the first rule that compares. Undefined where rows are the groups. */
export function findWeakestGroup(
  grouping: Grouping,
  rules: readonly Rule[],
  findings: readonly MetricFinding[],
): WeakestGroup | undefined {
  if (grouping.isByRow) return undefined;
  const deciding = rules.find(({ kind }) => isComparison(kind))?.metric;
  const finding = findings.find(({ metric }) => metric.name === deciding);
  const comparison = finding?.comparison;
  if (finding === undefined || comparison === undefined) return undefined;
  const { better } = finding.metric;
  // A comparison has a metric that is ordered: `parseRule` refuses another one.
  const gain = (difference: number): number => (isOrdered(better) ? improvementOf(difference, better) : 0);
  let weakest: WeakestGroup | undefined;
  for (let group = 0; group < grouping.count; group += 1) {
    const difference = at(comparison.withinGroups, group);
    if (Number.isNaN(difference)) continue;
    if (weakest !== undefined && gain(difference) >= gain(weakest.difference)) continue;
    weakest = { name: grouping.nameOf(group), metric: finding.metric.name, difference };
  }
  return weakest;
}
