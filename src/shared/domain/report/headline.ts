/** The first lines of a report on an evaluation, for people who know no statistics. */
import { improvement } from '../evaluation/decide-rule.ts';
import { isComparison } from '../evaluation/rule.ts';
import type { Evaluation, MetricResult, RuleKind, RuleOutcome } from '../documents/evaluation.ts';
import { describeChange, scaleOf } from './metric-words.ts';
import { formatCount, formatNumber } from '../text/number-text.ts';
import { codeSpan, escapeText } from '../text/untrusted-text.ts';

/** Like "`churn`: the challenger is better · pass". */
export function renderHeadline(evaluation: Evaluation): string {
  return `${codeSpan(evaluation.model)}: ${describeVerdict(evaluation)} · ${evaluation.verdict}`;
}

/** At most 140 characters of plain text, for the commit status. */
export function describeStatus(evaluation: Evaluation): string {
  const [reason = ''] = evaluation.verdict === 'pass' ? [] : evaluation.reasons;
  const text = describeVerdict(evaluation) + (reason === '' ? '' : `: ${reason}`);
  return text.length <= 140 ? text : `${text.slice(0, 139)}…`;
}

export function describeVerdict(evaluation: Evaluation): string {
  const { verdict, rules, champion } = evaluation;
  const has = (outcome: RuleOutcome, ...kinds: readonly RuleKind[]): boolean =>
    rules.some((rule) => rule.outcome === outcome && kinds.includes(rule.kind));
  if (verdict === 'inconclusive') return rules.length === 0 ? 'nothing was asked' : 'the data cannot tell';
  if (verdict === 'fail') {
    if (champion !== undefined && isWorse(evaluation)) return 'the challenger is worse';
    if (has('fail', 'at-least', 'at-most')) return 'the challenger misses a bound';
    return champion === undefined ? 'no better than a trivial model' : 'the challenger is not better';
  }
  if (champion === undefined) return 'a first model that holds';
  if (has('pass', 'superior-by')) return 'the challenger is better';
  return has('pass', 'not-worse-by') ? 'the challenger is not worse' : 'the challenger meets its bounds';
}

/** Whether a rule failed because the challenger is worse beyond doubt, and not only too little better. */
function isWorse({ rules, metrics }: Evaluation): boolean {
  return rules.some(({ kind, outcome, metric: name }) => {
    if (!isComparison(kind) || outcome !== 'fail') return false;
    const { difference, better } = metrics.find(({ metric }) => metric === name) ?? {};
    if (difference === undefined || better === undefined || better === 'zero') return kind === 'not-worse-by';
    return improvement(difference, better).upper < 0;
  });
}

/** One or two sentences, and the reasons of a verdict that is not a pass. */
export function renderPlainSentences(evaluation: Evaluation): string {
  const { verdict, rules, reasons } = evaluation;
  const sentences = [describeDecidingMetric(evaluation)];
  const isProtected = rules.some(({ kind, outcome }) => kind === 'not-worse-by' && outcome === 'pass');
  if (verdict === 'pass' && isProtected) {
    sentences.push('Nothing that you protect gets worse by more than you allow.');
  }
  const paragraph = sentences.filter((sentence) => sentence !== '').join(' ');
  if (verdict === 'pass') return paragraph;
  const lead = verdict === 'fail' ? 'What failed:' : 'What could not be decided:';
  const list = reasons.map((reason) => `- ${escapeText(reason)}`).join('\n');
  return [paragraph, `${lead}\n\n${list}`].filter((part) => part !== '').join('\n\n');
}

/** The metric of the first rule that compares; undefined when nothing was compared. */
export function decidingMetric({ rules, metrics }: Evaluation): MetricResult | undefined {
  const names = rules.filter(({ kind }) => isComparison(kind)).map(({ metric }) => metric);
  return names
    .map((name) => metrics.find(({ metric }) => metric === name))
    .find((result) => result?.difference !== undefined);
}

/** "28 days", "1,200 rows", "40 different values of `user`". */
export function describeGroups(unit: string, count: number): string {
  if (unit === 'row' || unit === 'day' || unit === 'week') {
    return `${formatCount(count)} ${unit}${count === 1 ? '' : 's'}`;
  }
  return `${formatCount(count)} different values of ${codeSpan(unit)}`;
}

function describeDecidingMetric(evaluation: Evaluation): string {
  const result = decidingMetric(evaluation);
  if (result?.difference === undefined) return '';
  const { metric, better, difference, comparedWith } = result;
  const { estimate, lower, upper } = difference;
  if (estimate === 0 && lower === upper)
    return `Its answers are those of the champion, so ${codeSpan(metric)} is the same.`;
  const isSettled = lower > 0 || upper < 0;
  const isBetter = better === 'lower' ? estimate < 0 : estimate > 0;
  const meaning = isSettled ? `which is ${isBetter ? 'better' : 'worse'}` : 'which may be chance';
  // The interval is told in the words and units of the sentence: "1.8 of 100 fewer (0.6 to 3.0)".
  const turn = (Math.sign(estimate) || 1) * scaleOf(metric);
  const ends = [lower * turn, upper * turn].sort((left, right) => left - right).map(formatNumber);
  const than = comparedWith === 'baseline' ? ' than that of the best constant answer' : '';
  const sentence = describeChange({ metric, difference: estimate, meaning }, than);
  return `${sentence} (95 % interval ${ends.join(' to ')}${describeRows(evaluation)}).`;
}

function describeRows({ rows, groups }: Evaluation): string {
  if (rows === undefined || groups === undefined) return '';
  const counted = `; ${formatCount(rows.count)} rows`;
  return groups.unit === 'row' ? counted : `${counted} on ${describeGroups(groups.unit, groups.count)}`;
}
