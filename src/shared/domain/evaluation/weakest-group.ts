/** The day or user on which the challenger looks worst: an average may hide it. One group alone is no evidence. */
import { improvementOf, isOrdered } from '../kernel/direction.ts';
import type { Evaluation } from '../documents/evaluation.ts';
import { isComparison, type Rule } from './rule.ts';
import { at } from '../statistics/vectors.ts';
import { mayNameGroups, type Grouping } from '../statistics/grouped/grouping.ts';
import type { MetricFinding } from './metric-finding.ts';

type WeakestGroup = NonNullable<NonNullable<Evaluation['groups']>['weakest']>;

/** That of the first rule that compares a better with a worse. */
export function metricOfWeakestGroup(rules: readonly Rule[]): string | undefined {
  return rules.find(({ kind, better }) => isComparison(kind) && isOrdered(better))?.metric;
}

/** In the metric that decides. Undefined where rows are the groups. */
export function findWeakestGroup(
  grouping: Grouping,
  rules: readonly Rule[],
  findings: readonly MetricFinding[],
): WeakestGroup | undefined {
  if (grouping.isByRow) return undefined;
  const deciding = metricOfWeakestGroup(rules);
  const finding = findings.find(({ metric }) => metric.name === deciding);
  const comparison = finding?.comparison;
  if (finding === undefined || comparison === undefined) return undefined;
  const { better } = finding.metric;
  if (!isOrdered(better)) return undefined;
  const gain = (difference: number): number => improvementOf(difference, better);
  let weakest: WeakestGroup | undefined;
  for (let group = 0; group < grouping.count; group += 1) {
    const difference = at(comparison.withinGroups, group);
    if (Number.isNaN(difference)) continue;
    if (weakest !== undefined && gain(difference) >= gain(weakest.difference)) continue;
    weakest = {
      ...(mayNameGroups(grouping) && { name: grouping.nameOf(group) }),
      metric: finding.metric.name,
      difference,
    };
  }
  return weakest;
}
