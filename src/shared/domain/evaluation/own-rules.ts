/**
 * The rules of a pull request that its base does not have. Where digits are hidden, each of them would show on which side of
 * its bound a value lies, and a list of them the value itself.
 */
import type { RuleConfig } from '../config/rule-section.ts';
import { ruleKinds, type RuleResult } from '../documents/evaluation.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';

export type OwnRuleTest = (rule: Pick<RuleResult, 'metric' | 'kind' | 'threshold' | 'relative'>) => boolean;

/** A rule is the same where all its keys are: other `cases` of one bound ask about other rows. */
export function createOwnRuleTest(base: readonly RuleConfig[], head: readonly RuleConfig[]): OwnRuleTest {
  const written = new Set(base.map((rule) => canonicalJson(rule)));
  const known = new Set(base.map(boundOf));
  const own = new Set(head.filter((rule) => !written.has(canonicalJson(rule))).map(boundOf));
  return ({ metric, kind, threshold, relative }) => {
    const bound = nameBound({ metric, kind, threshold, isRelative: relative !== undefined });
    return own.has(bound) || !known.has(bound);
  };
}

interface Bound extends Pick<RuleResult, 'metric' | 'threshold'> {
  readonly kind: string | undefined;
  readonly isRelative: boolean;
}

function boundOf(rule: RuleConfig): string {
  const { metric, relative } = rule;
  const kind = ruleKinds.find((candidate) => rule[candidate] !== undefined);
  const written = kind === undefined ? undefined : rule[kind];
  const threshold = typeof written === 'number' ? written : 0;
  return nameBound({ metric, kind, threshold, isRelative: relative === true });
}

function nameBound({ metric, kind, threshold, isRelative }: Bound): string {
  return canonicalJson([metric, kind ?? '', threshold, isRelative]);
}
