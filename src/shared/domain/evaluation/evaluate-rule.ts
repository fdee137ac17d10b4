/** One rule against what the judged rows say about its metric; the reason is a sentence that stands by itself. */
import type { Comparison, MetricFinding } from './metric-finding.ts';

import type { Bounds } from '../statistics/grouped/bounds.ts';
import type { RuleOutcome, RuleResult } from '../documents/evaluation.ts';
import { decideAtLeast, decideAtMost, decideNotWorse, decideSuperior, improvement } from './decide-rule.ts';
import {
  explainAgainst,
  explainFloor,
  explainNoInterval,
  explainNotWorse,
  explainSuperior,
} from './reasons.ts';
import { isComparison, type Rule } from './rule.ts';

export interface RuleContext {
  /** What a group is called: "day", "user", "row". */
  readonly unit: string;
  /** There is no champion: comparisons are with the trivial model, or not applicable. */
  readonly isFirstModel: boolean;
}

type Judgement = Pick<RuleResult, 'outcome' | 'reason'>;

export function evaluateRule(rule: Rule, finding: MetricFinding, context: RuleContext): RuleResult {
  const { metric, kind, threshold } = rule;
  const judgement = isComparison(kind)
    ? evaluateComparison(rule, finding, context)
    : evaluateFloor(rule, finding, context);
  return { metric, kind, threshold, ...judgement };
}

function evaluateComparison(rule: Rule, finding: MetricFinding, context: RuleContext): Judgement {
  const { metric, comparison } = finding;
  if (context.isFirstModel && rule.kind === 'not-worse-by') {
    return { outcome: 'not-applicable', reason: 'there is no champion yet that it could be worse than' };
  }
  if (finding.challenger === undefined) return undefinedFor('the challenger', finding);
  if (comparison === undefined) {
    return inconclusive('there are no rows that both the challenger and the champion have answered');
  }
  const { difference } = comparison;
  if (difference === undefined) return undefinedFor(nameOther(comparison, finding), finding);
  if (difference.kind === 'none') return inconclusive(explainNoInterval(difference, context.unit));
  if (metric.better === 'zero')
    return inconclusive('this metric is best at zero, and has no better or worse');
  const gained = improvement(difference, metric.better);
  const against = explainAgainst(comparison.with, `the baseline ${metric.baseline.words}`);
  return rule.kind === 'superior-by'
    ? judged(
        decideSuperior(gained, rule.threshold),
        (o) => explainSuperior(o, gained, rule.threshold) + against,
      )
    : judged(
        decideNotWorse(gained, rule.threshold),
        (o) => explainNotWorse(o, gained, rule.threshold) + against,
      );
}

function evaluateFloor(rule: Rule, finding: MetricFinding, { unit }: RuleContext): Judgement {
  const { own } = finding;
  if (own === undefined) return undefinedFor('the challenger', finding);
  if (own.kind === 'none') return inconclusive(explainNoInterval(own, unit));
  return decideFloor(rule, own);
}

function decideFloor({ kind, threshold }: Rule, interval: Bounds): Judgement {
  const decide = kind === 'at-most' ? decideAtMost : decideAtLeast;
  return judged(decide(interval, threshold), (outcome) =>
    explainFloor(outcome, interval, { kind: kind === 'at-most' ? 'at-most' : 'at-least', threshold }),
  );
}

function judged(outcome: RuleOutcome, explain: (outcome: RuleOutcome) => string): Judgement {
  return { outcome, reason: explain(outcome) };
}

function inconclusive(reason: string): Judgement {
  return { outcome: 'inconclusive', reason };
}

function undefinedFor(whom: string, { metric }: MetricFinding): Judgement {
  return inconclusive(`it has no value for ${whom}: ${metric.undefinedBecause}`);
}

function nameOther(comparison: Comparison, { metric }: MetricFinding): string {
  return comparison.with === 'champion' ? 'the champion' : `the baseline ${metric.baseline.words}`;
}
