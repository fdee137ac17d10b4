/** The rules in sum: one that fails, fails; else one that is undecided leaves it undecided; nothing passes on no evidence. */
import type { RuleResult, Verdict } from '../documents/evaluation.ts';

export function decideVerdict(rules: readonly Pick<RuleResult, 'outcome'>[]): Verdict {
  const outcomes = new Set(rules.map(({ outcome }) => outcome));
  if (outcomes.has('fail')) return 'fail';
  return outcomes.has('inconclusive') || !outcomes.has('pass') ? 'inconclusive' : 'pass';
}
