/**
 * A rule about a metric value that training reported, without the rows behind it. A bound can be read off;
 * a difference of two such values has no known error, so a comparison is inconclusive unless the
 * configuration says `unpaired: accept`.
 */
import { improvementOf, isOrdered } from '../kernel/direction.ts';
import type { MetricResult, RuleResult } from '../documents/evaluation.ts';
import { DataError } from '../kernel/errors.ts';
import type { TaskName } from '../documents/fields.ts';
import { didYouMeanMetric, sameMetrics } from '../kernel/metric-aliases.ts';
import { findMetric, knownMetricNames } from '../metrics/tasks/catalog.ts';
import { spellMetricName } from '../kernel/metric-name.ts';
import { decideAtLeast, decideAtMost, decideComparison } from './decide-rule.ts';
import { describeRule } from './evaluate-rule.ts';
import { isComparison, marginOf, type Rule, type SingleRule } from './rule.ts';
import type { ComparisonKind } from '../config/rule-section.ts';
import { ownValue } from '../kernel/unknown-value.ts';

export type MetricValues = Readonly<Record<string, number>>;

export interface PlainContext {
  readonly challenger: MetricValues;
  /** What the metrics file of the challenger has that is no number, as text, by its name there. */
  readonly notes: Readonly<Record<string, string>>;
  /** Names of the metrics that are computed from predictions; none without any. */
  readonly computed: readonly string[];
  readonly task: TaskName;
  /** Of the champion, or of the anchor for a rule against it; undefined when there is none. */
  readonly champion: MetricValues | undefined;
  readonly unpaired: 'refuse' | 'accept';
}

/** @throws DataError when the metric that the rule names was not written. */
export function evaluatePlainRule(rule: SingleRule, context: PlainContext): RuleResult {
  const { metric, kind, threshold } = rule;
  refuseClaim(rule, context);
  if (kind === 'keeps' || kind === 'no-slice-worse-by')
    return {
      metric,
      kind,
      threshold,
      outcome: 'inconclusive',
      reason: { code: 'no-rows-behind-the-values' },
    };
  const value = requireValue(rule, context);
  if (!isComparison(kind)) {
    const decide = kind === 'at-least' ? decideAtLeast : decideAtMost;
    const outcome = decide({ lower: value, upper: value }, threshold);
    return { metric, kind, threshold, outcome, reason: { code: 'reported-value', value } };
  }
  const other = context.champion && ownValue(context.champion, metric);
  return { ...describeRule(rule, other), ...evaluateUnpaired({ ...rule, kind }, value, context) };
}

/**
 * A metric of the task that the predictions do not give is missing evidence. A number of the same name in the metrics
 * file is a claim of whoever trained, and does not take its place.
 */
function refuseClaim({ metric }: SingleRule, { computed, challenger, task }: PlainContext): void {
  const known = computed.length === 0 ? undefined : findMetric(task, metric);
  if (known === undefined || ownValue(challenger, metric) === undefined) return;
  throw new DataError(
    'DATA_INVALID',
    `gate rule for "${metric}": expected predictions from which it can be computed, got a number in the metrics file`,
    {
      hint: `to have it computed, ${known.remedy ?? 'write the columns that it needs'}; a number of the metrics file needs a name that is no metric of the task ${task}`,
    },
  );
}

/** @param rule the metric and its direction, where one is known. */
export function describePlain(rule: Pick<Rule, 'metric' | 'better'>, context: PlainContext): MetricResult {
  const { champion } = context;
  const other = champion === undefined ? undefined : ownValue(champion, rule.metric);
  return {
    metric: rule.metric,
    ...(rule.better !== undefined && { better: rule.better }),
    challenger: requireValue(rule, context),
    ...(other !== undefined && { comparedWith: 'champion', comparedValue: other }),
  };
}

function evaluateUnpaired(
  rule: SingleRule & { readonly kind: ComparisonKind },
  value: number,
  { champion, unpaired }: PlainContext,
): Pick<RuleResult, 'outcome' | 'reason'> {
  const { metric, kind, better } = rule;
  if (champion === undefined) {
    return kind === 'superior-by'
      ? { outcome: 'inconclusive', reason: { code: 'no-champion-and-no-predictions' } }
      : { outcome: 'not-applicable', reason: { code: 'no-champion' } };
  }
  const other = ownValue(champion, metric);
  if (other === undefined) {
    return { outcome: 'inconclusive', reason: { code: 'no-reported-value-of-the-champion' } };
  }
  if (unpaired === 'refuse' || (!isOrdered(better) && kind !== 'equivalent-within')) {
    return { outcome: 'inconclusive', reason: { code: 'no-rows-behind-the-values' } };
  }
  const margin = marginOf(rule, other);
  if (margin === undefined) {
    const reason = { code: 'no-relative-margin', comparedWith: rule.against, comparedValue: other } as const;
    return { outcome: 'inconclusive', reason };
  }
  const difference = value - other;
  const change = isOrdered(better) ? improvementOf(difference, better) : difference;
  return {
    outcome: decideComparison[kind]({ lower: change, upper: change }, margin),
    reason: isOrdered(better)
      ? { code: 'reported-improvement', improvement: change }
      : { code: 'reported-difference', difference },
  };
}

const LISTED_METRICS = 20;

function requireValue({ metric }: Pick<Rule, 'metric'>, context: PlainContext): number {
  const value = ownValue(context.challenger, metric);
  if (value !== undefined) return value;
  const note = Object.entries(context.notes).find(([written]) => spellMetricName(written) === metric);
  throw new DataError(
    'DATA_INVALID',
    note === undefined
      ? `metrics: expected "${metric}", which a gate rule names, got ${describeThere(context)}`
      : `metrics: expected a number for "${metric}", which a gate rule names, got ${JSON.stringify(note[1])}`,
    { hint: note === undefined ? hintMissing(metric, context) : hintNote(note[1]) },
  );
}

function describeThere({ computed, challenger }: PlainContext): string {
  const names = Object.keys(challenger);
  const more = names.length > LISTED_METRICS ? `, and ${names.length - LISTED_METRICS} more` : '';
  const written = `${names.slice(0, LISTED_METRICS).join(', ') || 'none'}${more}`;
  return computed.length === 0
    ? written
    : `${computed.join(', ')} computed from the predictions, and ${written} of the metrics file`;
}

/** Predictions help only where a task computes the metric. */
function hintMissing(metric: string, { computed, challenger, task }: PlainContext): string {
  const remedy = findMetric(task, metric)?.remedy;
  if (remedy !== undefined) return `to have it computed, ${remedy}`;
  const near = didYouMeanMetric(metric, [...computed, ...Object.keys(challenger)]);
  if (near !== undefined) return `${near} Otherwise write it to the metrics file`;
  const [known] = sameMetrics(metric, knownMetricNames());
  if (known === undefined) return 'write it to the metrics file';
  if (computed.length === 0)
    return `${known === metric ? '' : `did you mean "${known}"? `}write it to the metrics file, or add predictions from which ${known} can be computed`;
  return `write it to the metrics file: ${known} is no metric of the task ${task}`;
}

function hintNote(text: string): string {
  if (/^[-+]?(nan|inf(inity)?|null|none)$/i.test(text.trim()))
    return 'look for what made it undefined: training that diverged, a division by zero, or rows of one class only';
  const fraction = /^\s*([-+]?\d+(?:\.\d+)?)\s*%\s*$/.exec(text)?.[1];
  return fraction === undefined
    ? 'write a number, without quotes or units'
    : `write ${fraction} or ${Number(fraction) / 100}, as the gate means it`;
}
