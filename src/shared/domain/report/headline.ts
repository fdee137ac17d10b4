/** The first lines of a report on an evaluation: which model, better or worse than what, by how much. */
import { isFirstGate, isWithoutGate } from '../evaluation/decide-verdict.ts';
import { comparisonKinds } from '../config/rule-section.ts';
import { isComparison } from '../evaluation/rule.ts';
import type {
  Evaluation,
  Interval,
  MetricResult,
  RuleKind,
  RuleOutcome,
  RuleResult,
  Verdict,
} from '../documents/evaluation.ts';
import { improvementOf, improvementRange, isOrdered } from '../kernel/direction.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import { isRunMetric } from '../metrics/run-metrics.ts';
import { findMetric } from '../metrics/tasks/catalog.ts';
import { describeCount, describeGroups } from './groups-text.ts';
import { formatNumber, formatSigned } from '../text/number-text.ts';
import { codeSpan, escapeSentence } from '../text/untrusted-text.ts';
import { describeVerdictReason, nameModel } from './reasons.ts';
import { describeLossToAnchor } from './line-of-champions.ts';
import { resultOf } from './result-of.ts';

/** Like "`churn`: the challenger is better than the champion 1.3.0 · pass". */
export function renderHeadline(evaluation: Evaluation): string {
  const verdict = isWithoutGate(evaluation) ? 'no verdict' : evaluation.verdict;
  return `${codeSpan(evaluation.model)}: ${describeVerdict(evaluation)} · ${verdict}`;
}

/** At most 140 characters of plain text, for the commit status. */
export function describeStatus(
  evaluation: Evaluation,
  { needsApproval, isSpent }: { readonly needsApproval: boolean; readonly isSpent: boolean },
): string {
  if (isSpent)
    return inStatus(
      `more looks at these rows than the ${evaluation.looks?.plannedCount ?? 0} that are planned: evaluate on new rows`,
    );
  const approval = needsApproval ? 'needs an approval by somebody else: ' : '';
  return inStatus(`${approval}${statusText(evaluation)}`);
}

/** The same, of evidence that only its author can vouch for. */
export function describeClaimed(evaluation: Evaluation): string {
  return inStatus(`claimed by a fork: ${statusText(evaluation)}`);
}

function statusText(evaluation: Evaluation): string {
  const isDecided = evaluation.verdict === 'pass' || isWithoutGate(evaluation);
  const [reason = ''] = isDecided ? [] : describeVerdictReason(evaluation);
  return describeVerdict(evaluation) + (reason === '' ? '' : `: ${reason}`);
}

function inStatus(text: string): string {
  return text.length <= 140 ? text : `${text.slice(0, 139)}…`;
}

export function describeVerdict(evaluation: Evaluation): string {
  const { changes, verdict, reason, rules, champion } = evaluation;
  if (isWithoutGate(evaluation))
    return isFirstGate(evaluation)
      ? 'the base branch has no gate yet; the one of this pull request passes'
      : 'no gate configured';
  if (reason === 'own-rules-not-passed' && changes?.head !== undefined) {
    const own = describeVerdict({
      ...evaluation,
      ...changes.head,
      changes: undefined,
      gate: evaluation.gate,
    });
    return `by the configuration of the pull request, ${own}`;
  }
  const has = (outcome: RuleOutcome, ...kinds: readonly RuleKind[]): boolean =>
    rules.some((rule) => rule.outcome === outcome && kinds.includes(rule.kind));
  if (rules.some(({ outcome }) => outcome === 'not-shown')) return OWN_VERDICTS[verdict];
  const ofPredictions = rules.filter(({ metric }) => !isRunMetric(metric));
  if (ofPredictions.length < rules.length)
    return ofPredictions.some(({ outcome }) => outcome === verdict)
      ? describeVerdict({ ...evaluation, rules: ofPredictions })
      : RUN_VERDICTS[verdict];
  const other = nameOpponent(evaluation);
  if (verdict === 'inconclusive') {
    if (has('inconclusive', 'superior-by'))
      return `not enough evidence that the challenger is better than ${other}`;
    if (has('inconclusive', 'not-worse-by'))
      return `not enough evidence that the challenger is not worse than ${other}`;
    if (has('inconclusive', 'equivalent-within'))
      return `not enough evidence that the challenger is equivalent to ${other}`;
    if (has('inconclusive', 'no-slice-worse-by'))
      return `not enough evidence that the challenger is not worse than ${other} in a slice`;
    return 'not enough evidence that the challenger meets its bounds';
  }
  if (verdict === 'fail') {
    if (champion !== undefined && isWorse(evaluation)) return `the challenger is worse than ${other}`;
    if (has('fail', 'no-slice-worse-by')) return `the challenger is worse than ${other} in a slice`;
    if (has('fail', 'keeps')) return `the challenger loses what ${other} passed`;
    if (has('fail', 'at-least', 'at-most')) return 'the challenger misses a bound';
    return has('fail', 'superior-by')
      ? `the challenger is not better than ${other}`
      : `the challenger is not equivalent to ${other}`;
  }
  const subject = champion === undefined ? 'the first version' : 'the challenger';
  if (has('pass', 'superior-by')) return `${subject} is better than ${other}`;
  if (has('pass', 'not-worse-by')) return `${subject} is not worse than ${other}`;
  if (has('pass', 'equivalent-within')) return `${subject} is equivalent to ${other}`;
  return has('pass', 'no-slice-worse-by')
    ? `${subject} is significantly worse than ${other} in no slice`
    : `${subject} meets its bounds`;
}

/** Which rule decided is not shown. */
const OWN_VERDICTS: Readonly<Record<Verdict, string>> = {
  pass: 'the challenger passes all rules',
  fail: 'the challenger does not pass all rules',
  inconclusive: 'not enough evidence that the challenger passes all rules',
};

/** Only rules about size, time and memory decide: that says nothing of what the model predicts. */
const RUN_VERDICTS: Readonly<Record<Verdict, string>> = {
  pass: 'the challenger passes the rules about its size and its scoring',
  fail: 'the challenger fails the rules about its size and its scoring',
  inconclusive: 'not enough evidence about what scoring with the challenger takes',
};

/** That of the rules which decide; the anchor, where only rules against it do. */
function nameOpponent({ verdict, rules, champion, anchor }: Evaluation): string {
  if (champion === undefined) return 'the baseline';
  const compared = rules.filter(({ kind, outcome }) => isComparison(kind) && outcome === verdict);
  // The kind that the headline names: better than one and not worse than another is not better than both.
  const named = comparisonKinds.find((each) => compared.some(({ kind }) => kind === each));
  const deciding = compared.filter(({ kind }) => kind === named);
  const isAnchor = deciding.length > 0 && deciding.every(({ against }) => against === 'anchor');
  if (isAnchor && anchor !== undefined) return `the anchor ${anchor.version}`;
  const hasBoth = verdict === 'pass' && deciding.some(({ against }) => against === 'anchor');
  return hasBoth && anchor !== undefined
    ? `the champion ${champion.version} and the anchor ${anchor.version}`
    : `the champion ${champion.version}`;
}

/** Whether a rule failed because the challenger is significantly worse, and not only because it is not better enough. */
function isWorse(evaluation: Evaluation): boolean {
  return evaluation.rules.some((rule) => {
    const { kind, outcome } = rule;
    if (!isComparison(kind) || outcome !== 'fail') return false;
    const { difference, better } = resultOf(evaluation, rule) ?? {};
    if (difference === undefined || !isOrdered(better)) return kind === 'not-worse-by';
    return improvementRange(difference, better).upper < 0;
  });
}

/** One or two sentences, and the reasons of a verdict that is not a pass. */
export function renderPlainSentences(evaluation: Evaluation): string {
  const { verdict, rules } = evaluation;
  // What the headline is about comes first.
  const sentences = nameOpponent(evaluation).startsWith('the anchor')
    ? [describeLossToAnchor(evaluation), describeDecidingMetric(evaluation)]
    : [describeDecidingMetric(evaluation), describeLossToAnchor(evaluation)];
  const isProtected = rules.some(({ kind, outcome }) => kind === 'not-worse-by' && outcome === 'pass');
  if (verdict === 'pass' && isProtected) {
    sentences.push('No metric with `not-worse-by` is worse by more than its margin.');
  }
  const paragraph = sentences.filter((sentence) => sentence !== '').join(' ');
  if (verdict === 'pass') return paragraph;
  if (isWithoutGate(evaluation)) {
    sentences.push(...describeReport(evaluation));
    return sentences.filter((sentence) => sentence !== '').join(' ');
  }
  const lead = verdict === 'fail' ? 'Rules that fail:' : 'Not decided:';
  const list = describeVerdictReason(evaluation)
    .map((reason) => `- ${escapeSentence(reason)}`)
    .join('\n');
  return [paragraph, `${lead}\n\n${list}`].filter((part) => part !== '').join('\n\n');
}

/** Where nothing was decided: why, and what comes next. A first gate has a section of its own. */
function describeReport(evaluation: Evaluation): readonly string[] {
  if (isFirstGate(evaluation)) return [];
  return [
    'This is a report: no gate is configured, so nothing was decided, and a merge registers no version.',
    `Next: add \`gate\` with one rule or more to the model in \`${CONFIG_PATH}\`. From the merge of that pull request on, a model that passes is registered.`,
    ...(evaluation.champion === undefined
      ? ['There is no version yet: the first one that is registered is what later numbers are compared with.']
      : []),
  ];
}

/** The metric of the first rule that compares predictions; undefined when nothing was compared. */
export function decidingMetric({ rules, metrics }: Evaluation): MetricResult | undefined {
  const names = rules.filter(comparesPredictions).map(({ metric }) => metric);
  return names
    .map((name) => metrics.find(({ metric }) => metric === name))
    .find((result) => result?.difference !== undefined);
}

function comparesPredictions({ kind, metric }: RuleResult): boolean {
  return isComparison(kind) && !isRunMetric(metric);
}

/** Like "ROC AUC is 0.119 higher than that of the baseline (95 % CI 0.097 to 0.142; 900 rows), which is better." and what it is. */
function describeDecidingMetric(evaluation: Evaluation): string {
  const result = decidingMetric(evaluation);
  if (result?.difference === undefined) return describeWithoutInterval(evaluation);
  const { metric: name, better, difference, comparedWith = 'champion', precision } = result;
  const { estimate, lower, upper } = difference;
  const metric = findMetric(evaluation.task, name);
  const title = metric?.words.title ?? codeSpan(name);
  if (estimate === 0 && lower === upper) {
    return `The predictions are identical to those of the ${comparedWith}: ${title} does not differ.`;
  }
  const meaning = metric === undefined ? '' : ` ${title} is ${metric.words.meaning}.`;
  const other = nameModel(comparedWith, name, evaluation.task);
  const rows = describeRows(evaluation);
  if (lower <= 0 && upper >= 0) {
    const interval = describeInterval(result, difference);
    const detectable =
      precision === undefined
        ? ''
        : `; minimum detectable effect ${formatNumber(precision.minimumDetectableEffect)}`;
    return `${title}: no change from ${other} detected (${interval}${detectable}${rows}).${meaning}`;
  }
  const direction = estimate > 0 ? 'higher' : 'lower';
  const [least = 0, most = 0] = [Math.abs(lower), Math.abs(upper)].sort((left, right) => left - right);
  const interval = `95 % CI ${formatNumber(least)} to ${formatNumber(most)}`;
  const quality = isOrdered(better)
    ? `, which is ${improvementOf(estimate, better) < 0 ? 'worse' : 'better'}`
    : '';
  return `${title} is ${formatNumber(Math.abs(estimate))} ${direction} than that of ${other} (${interval}${rows})${quality}.${meaning}`;
}

/** Improvements, positive when better; a metric without a direction has a difference only. */
function describeInterval({ better }: MetricResult, difference: Interval): string {
  const { lower, upper } = isOrdered(better) ? improvementRange(difference, better) : difference;
  const interval = `95 % CI ${formatSigned(lower)} to ${formatSigned(upper)}`;
  return isOrdered(better)
    ? `improvement ${formatSigned(improvementOf(difference.estimate, better))}, ${interval}`
    : `difference ${formatSigned(difference.estimate)}, ${interval}`;
}

/** Like "Log loss is 0.460, and 0.497 for the champion (no interval; 200 rows on 5 days)." */
function describeWithoutInterval(evaluation: Evaluation): string {
  const names = evaluation.rules.filter(comparesPredictions).map(({ metric }) => metric);
  const result = evaluation.metrics.find(
    ({ metric, comparedValue }) => names.includes(metric) && comparedValue !== undefined,
  );
  if (result?.challenger === undefined || result.comparedValue === undefined) return '';
  const { metric: name, challenger, comparedValue, comparedWith = 'champion' } = result;
  const title = findMetric(evaluation.task, name)?.words.title ?? codeSpan(name);
  return `${title} is ${formatNumber(challenger)}, and ${formatNumber(comparedValue)} for ${nameModel(comparedWith, name, evaluation.task)} (no interval${describeRows(evaluation)}).`;
}

function describeRows({ rows, groups }: Evaluation): string {
  if (rows === undefined || groups === undefined) return '';
  const counted = `; ${describeCount(rows)}`;
  return groups.unit === 'row' || groups.unit === 'case'
    ? counted
    : `${counted} on ${describeGroups(groups)}`;
}
