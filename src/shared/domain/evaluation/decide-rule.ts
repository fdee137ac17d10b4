/**
 * One rule against one interval: pass, fail or inconclusive. Every rule is evaluated on the two-sided
 * 95 % interval that the report shows, so what decides can be seen. A rule that should fail passes in at most
 * 2.5 % of all comparisons, and so does the whole gate, however many rules it has, because all must pass.
 * A rule that should pass fails in at most 2.5 %; with k rules that adds up to at most k × 2.5 %.
 */
import type { Bounds } from '../statistics/grouped/bounds.ts';
import type { RuleOutcome } from '../documents/evaluation.ts';

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

/** At least `floor`, as a claim about days and users to come: the whole interval of the challenger's own value counts. */
export function decideAtLeast({ lower, upper }: Bounds, floor: number): RuleOutcome {
  if (lower >= floor) return 'pass';
  return upper < floor ? 'fail' : 'inconclusive';
}

export function decideAtMost({ lower, upper }: Bounds, ceiling: number): RuleOutcome {
  return decideAtLeast({ lower: -upper, upper: -lower }, -ceiling);
}
