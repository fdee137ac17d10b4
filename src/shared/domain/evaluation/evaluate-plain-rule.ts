/**
 * A rule about a metric value that the training wrote, without the rows behind it. A floor can be read off;
 * a difference of two such values has no known error, so a comparison is inconclusive unless the
 * configuration says `unpaired: accept`.
 */
import type { Bounds } from '../statistics/grouped/bounds.ts';
import type { MetricResult, RuleOutcome, RuleResult } from '../documents/evaluation.ts';
import { DataError } from '../kernel/errors.ts';
import { decideAtLeast, decideAtMost, decideNotWorse, decideSuperior, improvement } from './decide-rule.ts';
import { explainFloor, explainNotWorse, explainSuperior } from './reasons.ts';
import type { Rule } from './rule.ts';

export type MetricValues = Readonly<Record<string, number>>;

export interface PlainContext {
  readonly challenger: MetricValues;
  /** Undefined when there is no champion. */
  readonly champion: MetricValues | undefined;
  readonly unpaired: 'refuse' | 'accept';
}

/** @throws DataError when the metric that the rule names was not written. */
export function evaluatePlainRule(rule: Rule, context: PlainContext): RuleResult {
  const { metric, kind, threshold } = rule;
  const value = requireValue(rule, context.challenger);
  if (kind === 'at-least' || kind === 'at-most') {
    const decide = kind === 'at-least' ? decideAtLeast : decideAtMost;
    const point = { lower: value, upper: value };
    const outcome = decide(point, threshold);
    return { metric, kind, threshold, outcome, reason: explainFloor(outcome, point, { kind, threshold }) };
  }
  return { metric, kind, threshold, ...evaluateUnpaired(rule, value, context) };
}

export function describePlain(rule: Rule, { challenger, champion }: PlainContext): MetricResult {
  const other = champion === undefined ? undefined : ownValue(champion, rule.metric);
  return {
    metric: rule.metric,
    ...(rule.better !== undefined && { better: rule.better }),
    challenger: requireValue(rule, challenger),
    ...(other !== undefined && { champion: other, comparedWith: 'champion' as const }),
  };
}

function evaluateUnpaired(
  { metric, kind, threshold, better }: Rule,
  value: number,
  { champion, unpaired }: PlainContext,
): { readonly outcome: RuleOutcome; readonly reason: string } {
  if (champion === undefined) {
    return kind === 'not-worse-by'
      ? { outcome: 'not-applicable', reason: 'there is no champion yet that it could be worse than' }
      : {
          outcome: 'inconclusive',
          reason: 'there is no champion yet, and no predictions to judge a first model by',
        };
  }
  const other = ownValue(champion, metric);
  if (other === undefined) return { outcome: 'inconclusive', reason: 'the champion has no value for it' };
  if (unpaired === 'refuse' || better === undefined || better === 'zero') {
    const reason =
      'two numbers without the rows behind them cannot be compared: how much they vary by chance is not known';
    return { outcome: 'inconclusive', reason };
  }
  const difference = value - other;
  const gained: Bounds = improvement({ lower: difference, upper: difference }, better);
  const decide = kind === 'superior-by' ? decideSuperior : decideNotWorse;
  const explain = kind === 'superior-by' ? explainSuperior : explainNotWorse;
  const outcome = decide(gained, threshold);
  return {
    outcome,
    reason: `${explain(outcome, gained, threshold)} (compared without rows: chance is not considered)`,
  };
}

function requireValue({ metric }: Rule, values: MetricValues): number {
  const value = ownValue(values, metric);
  if (value !== undefined) return value;
  const there = Object.keys(values).join(', ') || 'none';
  throw new DataError(
    'DATA_INVALID',
    `metrics: expected "${metric}", which a gate rule names, got ${there}`,
    {
      hint: 'write it to the metrics file, or add predictions from which it can be computed',
    },
  );
}

/** Own keys only: a metric may be called `constructor`. */
function ownValue(values: MetricValues, metric: string): number | undefined {
  return Object.hasOwn(values, metric) ? values[metric] : undefined;
}
