/** The verdict over all rules, and its reason. One rule that fails, fails; nothing passes without evidence. */
import type { Open } from '../documents/open-values.ts';
import type { Evaluation, RuleResult, Verdict, VerdictReason } from '../documents/evaluation.ts';

export interface VerdictDecision {
  readonly verdict: Verdict;
  readonly reason: VerdictReason;
}

/** Whether nothing was asked: no configuration that counts has a rule (docs/lifecycle.md#no-gate). */
export function isWithoutGate({ reason }: { readonly reason: Open<VerdictReason> }): boolean {
  return reason === 'no-rules';
}

/**
 * Whether a pull request brings the first rules: those of the base branch, of which there are none, are what counts
 * until the merge, and the new ones from then on (docs/lifecycle.md#no-gate).
 */
export function isFirstGate({ rules, changes }: Pick<Evaluation, 'rules' | 'changes'>): boolean {
  return rules.length === 0 && (changes?.head?.rules ?? []).length > 0;
}

export function decideVerdict(rules: readonly Pick<RuleResult, 'outcome'>[]): VerdictDecision {
  const outcomes = new Set(rules.map(({ outcome }) => outcome));
  if (rules.length === 0) return { verdict: 'inconclusive', reason: 'no-rules' };
  if (outcomes.has('fail')) return { verdict: 'fail', reason: 'rules-failed' };
  if (outcomes.has('inconclusive')) return { verdict: 'inconclusive', reason: 'rules-inconclusive' };
  return outcomes.has('pass')
    ? { verdict: 'pass', reason: 'rules-passed' }
    : { verdict: 'inconclusive', reason: 'no-applicable-rules' };
}
