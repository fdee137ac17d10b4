/**
 * One rule against one interval: pass, fail or inconclusive. Every rule is evaluated on the two-sided
 * 95 % interval that the report shows, so what decides can be seen. A rule that should fail passes in at most
 * 2.5 % of all comparisons, and so does the whole gate, however many rules it has, because all must pass.
 * A rule that should pass fails in at most 2.5 %; with k rules that adds up to at most k × 2.5 %.
 */
import type { Bounds } from '../statistics/grouped/bounds.ts';
import type { ComparisonKind } from '../config/rule-section.ts';
import type { RuleOutcome, RuleResult } from '../documents/evaluation.ts';
import type { RuleReason } from '../documents/rule-reason.ts';

export type RuleDecision = Pick<RuleResult, 'outcome' | 'reason'>;

export function inconclusive(reason: RuleReason): RuleDecision {
  return { outcome: 'inconclusive', reason };
}

/** How often a rule passes, or fails, although the truth lies on its bound. */
export const ONE_SIDED_LEVEL = 0.025;

/** Better by more than `margin`: pass when the whole interval is, fail when none of it is. */
export function decideSuperior({ lower, upper }: Bounds, margin: number): RuleOutcome {
  if (lower > margin) return 'pass';
  return upper <= margin ? 'fail' : 'inconclusive';
}

/** Worse by at most `margin`: pass when the whole interval is, fail when none of it is. */
export function decideNotWorse({ lower, upper }: Bounds, margin: number): RuleOutcome {
  if (lower >= -margin) return 'pass';
  return upper < -margin ? 'fail' : 'inconclusive';
}

/**
 * Different by at most `margin`, in both directions: two one-sided tests (Schuirmann 1987), each at 2.5 %. Pass when the
 * whole interval is, fail when none of it is.
 */
export function decideEquivalent({ lower, upper }: Bounds, margin: number): RuleOutcome {
  if (lower >= -margin && upper <= margin) return 'pass';
  return upper < -margin || lower > margin ? 'fail' : 'inconclusive';
}

/** By the interval of the improvement; for `equivalent-within` that of the difference does as well. */
export const decideComparison: Readonly<
  Record<ComparisonKind, (improvement: Bounds, margin: number) => RuleOutcome>
> = {
  'superior-by': decideSuperior,
  'not-worse-by': decideNotWorse,
  'equivalent-within': decideEquivalent,
};

/** At least `floor`, as a claim about days and users to come: the whole interval of the challenger's own value counts. */
export function decideAtLeast({ lower, upper }: Bounds, floor: number): RuleOutcome {
  if (lower >= floor) return 'pass';
  return upper < floor ? 'fail' : 'inconclusive';
}

export function decideAtMost({ lower, upper }: Bounds, ceiling: number): RuleOutcome {
  return decideAtLeast({ lower: -upper, upper: -lower }, -ceiling);
}
