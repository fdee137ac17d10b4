/** Why a rule came out as it did, in words that need no statistics, with the numbers that decide. */
import { MIN_EFFECTIVE_GROUPS, MIN_GROUPS, type NoInterval } from '../statistics/grouped/interval.ts';
import type { RuleOutcome, RuleResult, Verdict } from '../documents/evaluation.ts';
import { countOf, formatGiven, formatNumber, formatSigned } from '../text/number-text.ts';
import type { Bounds } from '../statistics/grouped/bounds.ts';

/** @param gained improvement: positive when the challenger is better. */
export function explainSuperior(outcome: RuleOutcome, gained: Bounds, margin: number): string {
  const seen = `improvement of ${range(gained)}`;
  switch (outcome) {
    case 'pass':
      return `${seen}: all of it above ${formatGiven(margin)}`;
    case 'fail':
      return `${seen}: none of it above ${formatGiven(margin)}`;
    default:
      return `${seen}: the data cannot tell whether it is above ${formatGiven(margin)}`;
  }
}

export function explainNotWorse(outcome: RuleOutcome, gained: Bounds, margin: number): string {
  const seen = `improvement of ${range(gained)}`;
  switch (outcome) {
    case 'pass':
      return `${seen}: nowhere worse by more than ${formatGiven(margin)}`;
    case 'fail':
      return `${seen}: everywhere worse by more than ${formatGiven(margin)}`;
    default:
      return `${seen}: the data cannot tell whether it is worse by more than ${formatGiven(margin)}`;
  }
}

export function explainFloor(
  outcome: RuleOutcome,
  interval: Bounds,
  { kind, threshold }: { readonly kind: 'at-least' | 'at-most'; readonly threshold: number },
): string {
  const asked = `${kind === 'at-least' ? 'at least' : 'at most'} ${formatGiven(threshold)}`;
  const value =
    interval.lower === interval.upper ? formatNumber(interval.lower) : range(interval, formatNumber);
  switch (outcome) {
    case 'pass':
      return `${value}: ${asked}`;
    case 'fail':
      return `${value}: not ${asked}`;
    default:
      return `${value}: the data cannot tell whether it is ${asked}`;
  }
}

export function explainNoInterval({ because, groups, effectiveGroups }: NoInterval, unit: string): string {
  switch (because) {
    case 'too-few-groups':
      return `${countOf(groups, unit)} cannot carry an interval: at least ${MIN_GROUPS} are needed, ${MIN_GROUPS - groups} more`;
    case 'too-few-effective-groups':
      return `a few ${unit}s hold nearly everything: they count as ${formatNumber(effectiveGroups)}, and at least ${MIN_EFFECTIVE_GROUPS} are needed`;
    case 'depends-on-one-group':
      return `it depends on one ${unit} alone: without that ${unit} it has no value`;
  }
}

/** Says with what was compared, where it was not the champion. */
export function explainAgainst(comparedWith: 'champion' | 'baseline', baseline: string): string {
  return comparedWith === 'champion' ? '' : ` (there is no champion yet: compared with ${baseline})`;
}

function range({ lower, upper }: Bounds, format = formatSigned): string {
  if (lower === upper) return format(lower);
  return `${format(lower)} to ${format(upper)}`;
}

/** The reasons of a verdict: those of the rules that decide it. */
export function summarizeReasons(verdict: Verdict, rules: readonly RuleResult[]): string[] {
  if (rules.length === 0) return ['the configuration has no gate rules, so nothing was asked'];
  if (verdict === 'pass') return ['every rule that applies holds'];
  const deciding = rules.filter(({ outcome }) => outcome === verdict);
  if (deciding.length === 0)
    return ['no rule applies to a first model: add a floor (at-least, at-most) or superior-by'];
  return deciding.map((rule) => `${rule.metric} ${rule.kind} ${rule.threshold}: ${rule.reason}`);
}
