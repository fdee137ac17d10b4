/** Which comparison of an evaluation a rule is about: that with the champion, or that with the anchor. */
import type { Evaluation, MetricResult, RuleResult } from '../documents/evaluation.ts';

/** Where the champion is the anchor, the comparison with the champion is both. */
export function resultOf(
  { metrics, anchor }: Pick<Evaluation, 'metrics' | 'anchor'>,
  { metric: name, against }: Pick<RuleResult, 'metric' | 'against'>,
): MetricResult | undefined {
  const isOther = against === 'anchor' && anchor !== undefined && anchor.evidence !== 'champion';
  return (isOther ? anchor.metrics : metrics).find(({ metric }) => metric === name);
}
