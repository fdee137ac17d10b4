/** One rule about a metric of the run: never passed by what was not measured, or not often enough for an interval. */
import type { ComparisonKind } from '../config/rule-section.ts';
import type { RuleResult } from '../documents/evaluation.ts';
import { countForMedian, type MedianEstimate } from '../statistics/median-interval.ts';
import {
  decideAtLeast,
  decideAtMost,
  decideComparison,
  inconclusive,
  type RuleDecision,
} from './decide-rule.ts';
import { describeRule } from './evaluate-rule.ts';
import { isComparison, marginOf, type SingleRule } from './rule.ts';
import type { RunFinding, RunOpponent } from './run-findings.ts';

type Measured = Extract<RunFinding, { readonly kind: 'measured' }>;

export interface RunRuleContext {
  /** The role of the version that the rule compares with; undefined for a first version. */
  readonly role: RunOpponent['role'] | undefined;
  /** That one does not answer as it did when it was registered, so what its scoring takes says nothing. */
  readonly answersChanged: boolean;
}

export function evaluateRunRule(rule: SingleRule, finding: RunFinding, context: RunRuleContext): RuleResult {
  const compared =
    finding.kind === 'measured'
      ? finding.compared?.value
      : finding.kind === 'counted'
        ? finding.other
        : undefined;
  return { ...describeRule(rule, compared), ...decide(rule, finding, context) };
}

function decide(rule: SingleRule, finding: RunFinding, context: RunRuleContext): RuleDecision {
  const { kind, threshold } = rule;
  if (isComparison(kind) && context.role === undefined)
    return { outcome: 'not-applicable', reason: { code: 'no-champion' } };
  if (finding.kind === 'not-measured') return inconclusive({ code: 'not-measured', model: finding.model });
  if (isComparison(kind)) return compare({ ...rule, kind }, finding, context);
  const decideBound = kind === 'at-least' ? decideAtLeast : decideAtMost;
  if (finding.kind === 'counted') {
    const value = finding.challenger;
    return {
      outcome: decideBound({ lower: value, upper: value }, threshold),
      reason: { code: 'counted-value', value },
    };
  }
  const { ends } = finding.challenger;
  if (ends === undefined) return tooFew(finding.challenger, finding);
  return { outcome: decideBound(ends, threshold), reason: { code: 'value-interval', ...ends } };
}

type Comparing = SingleRule & { readonly kind: ComparisonKind };

function compare(
  rule: Comparing,
  finding: Exclude<RunFinding, { kind: 'not-measured' }>,
  context: RunRuleContext,
): RuleDecision {
  const { role = 'champion', answersChanged } = context;
  if (finding.kind === 'counted') return compareCounted(rule, finding, role);
  const { compared } = finding;
  if (compared === undefined) return inconclusive({ code: 'not-measured', model: role });
  if (answersChanged) return inconclusive({ code: 'champion-answers-changed' });
  const { value, difference, relative } = compared;
  const margin = marginOf(rule, value);
  if (margin === undefined || (rule.isRelative && relative === undefined))
    return inconclusive({ code: 'no-relative-margin', comparedWith: role, comparedValue: value });
  // A fraction of each round's own value, shown in the unit of the metric.
  const read = rule.isRelative && relative !== undefined ? scale(relative, value) : difference;
  if (read.ends === undefined) return tooFew(compared, finding);
  const improvement = { lower: -read.ends.upper, upper: -read.ends.lower };
  return {
    outcome: decideComparison[rule.kind](improvement, margin),
    reason: { code: 'improvement-interval', ...improvement, comparedWith: role },
  };
}

function compareCounted(
  rule: Comparing,
  { challenger, other }: Extract<RunFinding, { kind: 'counted' }>,
  role: RunOpponent['role'],
): RuleDecision {
  if (other === undefined) return inconclusive({ code: 'not-measured', model: role });
  const margin = marginOf(rule, other);
  if (margin === undefined)
    return inconclusive({ code: 'no-relative-margin', comparedWith: role, comparedValue: other });
  const improvement = other - challenger;
  return {
    outcome: decideComparison[rule.kind]({ lower: improvement, upper: improvement }, margin),
    reason: { code: 'counted-improvement', improvement },
  };
}

function scale(
  { estimate, ends, minimumDetectableEffect: effect }: MedianEstimate,
  factor: number,
): MedianEstimate {
  return {
    estimate: factor * estimate,
    minimumDetectableEffect: effect && factor * effect,
    ends: ends && { lower: factor * ends.lower, upper: factor * ends.upper },
  };
}

function tooFew({ roundCount }: { readonly roundCount: number }, { confidence }: Measured): RuleDecision {
  return inconclusive({ code: 'too-few-rounds', roundCount, neededCount: countForMedian(confidence) });
}
