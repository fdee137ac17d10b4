/** From the anchor over the champion to the challenger, on the same rows: small losses that add up are seen here. */
import type { Evaluation } from '../documents/evaluation.ts';
import { isComparison } from '../evaluation/rule.ts';
import { improvementRange, isOrdered } from '../kernel/direction.ts';
import { findMetric } from '../metrics/tasks/catalog.ts';
import { formatNumber } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';
import { resultOf } from './result-of.ts';

/** In the metric of the first rule against the anchor; empty where none compares with it. */
export function renderLineOfChampions(evaluation: Evaluation): string {
  const { anchor, champion, rules } = evaluation;
  if (anchor === undefined || champion === undefined) return '';
  if (anchor.evidence === 'champion')
    return `**Line of champions.** The champion ${champion.version} is the anchor too, so one comparison is enough.`;
  const rule = rules.find(({ kind, against }) => isComparison(kind) && against === 'anchor');
  if (rule === undefined) return '';
  const ofChampion = resultOf(evaluation, { metric: rule.metric });
  const values = [
    `anchor ${anchor.version}: ${show(resultOf(evaluation, rule)?.comparedValue)}`,
    `champion ${champion.version}: ${show(ofChampion?.comparedValue)}`,
    `challenger: ${show(ofChampion?.challenger)}`,
  ];
  return `**Line of champions** (${codeSpan(rule.metric)} on these rows): ${values.join(' → ')}. Losses within the margin add up over retrainings, so the challenger is compared with both ends.`;
}

/**
 * Like "Log loss is 0.0618 worse than that of the anchor 1.0.0 (95 % CI 0.0169 to 0.107), a loss that no chance explains.":
 * of the first rule against the anchor in which that is so, whether or not its margin allows the loss.
 */
export function describeLossToAnchor(evaluation: Evaluation): string {
  const { anchor, rules, task } = evaluation;
  if (anchor === undefined || anchor.evidence === 'champion') return '';
  for (const rule of rules) {
    if (!isComparison(rule.kind) || rule.against !== 'anchor') continue;
    const { difference, better } = resultOf(evaluation, rule) ?? {};
    if (difference === undefined || !isOrdered(better)) continue;
    const { lower, upper } = improvementRange(difference, better);
    if (upper >= 0) continue;
    const title = findMetric(task, rule.metric)?.words.title ?? codeSpan(rule.metric);
    const [least, most] = [formatNumber(-upper), formatNumber(-lower)];
    return `${title} is ${formatNumber(Math.abs(difference.estimate))} worse than that of the anchor ${anchor.version} (95 % CI ${least} to ${most}).`;
  }
  return '';
}

function show(value: number | undefined): string {
  return value === undefined ? 'unknown' : formatNumber(value);
}
