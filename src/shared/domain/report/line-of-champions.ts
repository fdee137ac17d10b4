/** From the anchor over the champion to the challenger, on the same rows: small losses that add up are seen here. */
import type { Evaluation } from '../documents/evaluation.ts';
import { isComparison } from '../evaluation/rule.ts';
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

function show(value: number | undefined): string {
  return value === undefined ? 'unknown' : formatNumber(value);
}
