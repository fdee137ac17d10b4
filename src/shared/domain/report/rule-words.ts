/** What a rule asks for, in the same words in the table, the reasons and the report. */
import type { RuleResult } from '../documents/evaluation.ts';
import { CONFIDENCE } from '../evaluation/metric-finding.ts';
import { formatConfidence, formatGiven, formatNumber, formatPercent } from '../text/number-text.ts';

/** "at least 0.6", "better by more than 0.001", "worse by at most 2 % of 0.814 (0.0163)". */
export function describeBound(
  { kind, threshold, relative }: Pick<RuleResult, 'kind' | 'threshold' | 'relative'>,
  comparedValue: number | undefined,
): string {
  const margin = relative === undefined ? formatGiven(threshold) : describeFraction(threshold, comparedValue);
  switch (kind) {
    case 'at-least':
      return `at least ${formatGiven(threshold)}`;
    case 'at-most':
      return `at most ${formatGiven(threshold)}`;
    case 'superior-by':
      return threshold === 0 ? 'better' : `better by more than ${margin}`;
    case 'not-worse-by':
      return threshold === 0 ? 'not worse' : `worse by at most ${margin}`;
    case 'equivalent-within':
      return `different by at most ${margin}`;
    case 'no-slice-worse-by':
      return threshold === 0 ? 'worse in no slice' : `worse in no slice by more than ${margin}`;
    case 'keeps':
      return 'keeps what the champion passed';
  }
}

/** Like "2 % of 0.814 (0.0163)": the margin in the unit of the metric, where there is one. */
function describeFraction(fraction: number, comparedValue: number | undefined): string {
  if (comparedValue === undefined) return formatPercent(fraction);
  const margin = formatNumber(fraction * Math.abs(comparedValue));
  return `${formatPercent(fraction)} of ${formatNumber(comparedValue)} (${margin})`;
}

/** Of the interval that decides a rule, like "95 %" or "99.75 %". */
export function nameConfidence(rule: Pick<RuleResult, 'confidence'> | undefined): string {
  return formatConfidence(rule?.confidence ?? CONFIDENCE);
}
