/** The rules of a gate and all metrics, as tables with the intervals drawn. */
import { largest, smallest } from '../kernel/extremes.ts';
import type { Evaluation, Interval, MetricResult, RuleOutcome, RuleResult } from '../documents/evaluation.ts';
import type { Run } from '../documents/run.ts';
import { isComparison } from '../evaluation/rule.ts';
import { resultOf } from './result-of.ts';
import { spellMetricName } from '../kernel/metric-name.ts';
import { improvementOf, improvementRange, isOrdered, type Direction } from '../kernel/direction.ts';
import { renderIntervalBar, type IntervalBar } from './interval-bar.ts';
import { describeBound, nameConfidence } from './rule-words.ts';
import { nameSlice } from './slice-text.ts';
import { formatConfidence, formatNumber, formatSigned, formatOptional } from '../text/number-text.ts';
import { renderTable } from '../text/markdown-table.ts';
import { codeSpan } from '../text/untrusted-text.ts';

export const outcomeWords: Readonly<Record<RuleOutcome, string>> = {
  pass: '✅ pass',
  fail: '❌ fail',
  inconclusive: '❔ inconclusive',
  'not-applicable': '➖ not applicable',
  'not-shown': '➖ not shown',
};

const directionWords: Readonly<Record<Direction, string>> = {
  higher: 'higher is better',
  lower: 'lower is better',
  zero: 'close to zero is better',
  nominal: 'close to its nominal value is better',
};

/** Of the intervals that decide. */
export function describeConfidence(rules: readonly Pick<RuleResult, 'confidence'>[]): string {
  return nameConfidence(rules.find(({ confidence }) => confidence !== undefined));
}

/** A rule of the gate as a table shows it; texts are Markdown. */
export interface RuleLine {
  readonly kind: RuleResult['kind'];
  readonly rule: string;
  readonly compared: string;
  readonly challenger: string;
  /** Value or improvement with its interval; undefined where there is no interval. */
  readonly shown: { readonly text: string; readonly bar: IntervalBar } | undefined;
  readonly outcome: string;
}

export function describeRules(evaluation: Evaluation): readonly RuleLine[] {
  return evaluation.rules.map((rule) => {
    const result = resultOf(evaluation, rule);
    return {
      kind: rule.kind,
      rule: `${codeSpan(rule.metric)} ${describeBound(rule, result?.comparedValue)}${nameOpponent(rule, evaluation)}${nameWriter(result)}`,
      compared: formatOptional(result?.comparedValue),
      challenger: formatOptional(result?.challenger),
      shown: showRule(rule, result),
      outcome: outcomeWords[rule.outcome],
    };
  });
}

function showRule(rule: RuleResult, result: MetricResult | undefined): RuleLine['shown'] {
  if (rule.kind === 'keeps') return undefined;
  if (rule.kind === 'no-slice-worse-by') return showWeakestSlice(rule);
  return isComparison(rule.kind) ? showComparison(rule, result) : showFloor(rule, result);
}

/** One line a rule, and what the drawing means where something is drawn; empty without rules. */
export function renderRuleTable(evaluation: Evaluation): string {
  const lines = describeRules(evaluation);
  if (lines.length === 0) return '';
  const rows = lines.map(({ rule, compared, challenger, shown, outcome }) => [
    rule,
    compared,
    challenger,
    shown?.text ?? '–',
    shown === undefined ? '' : `\`${renderIntervalBar(shown.bar)}\``,
    outcome,
  ]);
  const other = nameOfOthers(evaluation);
  const confidence = describeConfidence(evaluation.rules);
  const columns = [
    { title: 'rule' },
    { title: other, align: 'right' },
    { title: 'challenger', align: 'right' },
    { title: `value or improvement (${confidence} CI)` },
    { title: 'worse … better' },
    { title: 'outcome' },
  ] as const;
  const drawn = lines.filter(({ shown }) => shown !== undefined);
  if (drawn.length === 0) return renderTable(columns, rows);
  const bars = drawn
    .flatMap(({ shown }) => (shown === undefined ? [] : [renderIntervalBar(shown.bar)]))
    .join('');
  const origin = drawn.some(({ kind }) => isComparison(kind)) ? ' · `┊` no difference' : '';
  return `${renderTable(columns, rows)}\n\n<sub>\`●\` estimate · \`├──┤\` ${confidence} confidence interval · \`┃\` bound of the rule${describeOverlays(bars)}${origin} · right is better</sub>`;
}

/** Marks that are drawn one over the other have a sign of their own, and the legend names those that are there. */
function describeOverlays(bars: string): string {
  return [
    bars.includes('╂') ? ' · `╂` bound within the interval' : '',
    bars.includes('◉') ? ' · `◉` bound at the estimate' : '',
  ].join('');
}

/** Where a rule compares with the anchor, each rule says with which version it compares. */
function nameOpponent({ kind, against }: RuleResult, { rules, champion, anchor }: Evaluation): string {
  const compares = isComparison(kind) || kind === 'no-slice-worse-by';
  if (!compares || !rules.some((rule) => rule.against === 'anchor')) return '';
  const version = against === 'anchor' ? anchor?.version : champion?.version;
  return `, ${against ?? 'champion'}${version === undefined ? '' : ` ${version}`}`;
}

export function nameOfOthers({ rules, metrics }: Evaluation): string {
  if (metrics.some(({ comparedWith }) => comparedWith === 'baseline')) return 'baseline';
  return rules.some(({ against }) => against === 'anchor') ? 'champion or anchor' : 'champion';
}

/** The rules of a pull request that changes its gate, where they decide beside those of the base; else empty. */
export function renderOwnRuleTable(evaluation: Evaluation): string {
  const own = evaluation.changes?.head;
  if (own === undefined || own.rules.length === 0) return '';
  const isSame = JSON.stringify(own.rules) === JSON.stringify(evaluation.rules);
  if (isSame) return '';
  const table = renderRuleTable({ ...evaluation, rules: own.rules });
  return `**By the configuration of this pull request** · ${own.verdict}\n\n${table}`;
}

/** Parameters in which the two trainings differ; empty where they do not. */
export function renderParameterTable({ parameters = [] }: Evaluation): string {
  if (parameters.length === 0) return '';
  const show = (value: string | number | boolean | null | undefined): string =>
    value === undefined ? '–' : codeSpan(String(value));
  return renderTable(
    [{ title: 'parameter' }, { title: 'champion' }, { title: 'challenger' }],
    parameters.map(({ name, champion, challenger }) => [codeSpan(name), show(champion), show(challenger)]),
  );
}

/** Whoever runs the score command may write any number. */
function nameWriter(result: Pick<MetricResult, 'written'> | undefined): string {
  return result?.written === true ? ' (written by the score command)' : '';
}

/** What the metrics file has as text, by the names there. */
type Notes = NonNullable<NonNullable<Run['metricsFile']>['notes']>;

/** `93.5%`, `nan`, `12 ms`: what would be a metric; a name or a date would be none. */
const NEARLY_NUMBER =
  /^\s*(?:[-+]?(?:nan|inf(?:inity)?)|null|none|n\/a|[-+]?[$€£]?\s?\d[\d.,]*(?:e[-+]?\d+)?\s?[^\d\s.,:/-]{0,4})\s*$/i;

/** Every metric that was computed or reported, with its interval where it was computed, and what is nearly one. */
export function renderMetricTable({ metrics }: Pick<Evaluation, 'metrics'>, notes: Notes = {}): string {
  const nearly = Object.entries(notes).filter(([, text]) => NEARLY_NUMBER.test(text));
  if (metrics.length + nearly.length === 0) return '';
  const rows = metrics.map(({ metric, better, challenger, interval, comparedValue, difference, written }) => [
    codeSpan(metric) + nameWriter({ written }),
    better === undefined ? '' : directionWords[better],
    formatOptional(comparedValue),
    formatWithInterval(challenger, interval, formatNumber),
    difference === undefined
      ? formatReported(challenger - (comparedValue ?? Number.NaN), better)
      : formatImprovement(difference, better),
  ]);
  const noted = nearly.map(([name, text]) => [
    codeSpan(spellMetricName(name)),
    'no number',
    '–',
    codeSpan(text),
    '–',
  ]);
  const columns = [
    { title: 'metric' },
    { title: '' },
    { title: nameCompared(metrics), align: 'right' },
    { title: 'challenger', align: 'right' },
    { title: 'improvement (positive is better)', align: 'right' },
  ] as const;
  return renderTable(columns, [...rows, ...noted]);
}

/** The one model whose values the column has, or all of them. */
export function nameCompared(metrics: Evaluation['metrics']): string {
  const compared = metrics.flatMap(({ comparedValue, comparedWith = 'champion' }) =>
    comparedValue === undefined ? [] : [comparedWith],
  );
  return compared.length === 0 ? 'champion' : [...new Set(compared)].join(' or ');
}

/** Improvements, so that right is better whatever the metric; the difference itself where nothing is better or worse. */
function showComparison(
  { kind, threshold, relative, reason, trainings, outcome }: RuleResult,
  result: MetricResult | undefined,
): RuleLine['shown'] {
  const { difference, better } = result ?? {};
  const margin = relative === undefined ? threshold : relative.margin;
  if (difference === undefined || margin === undefined) return undefined;
  const read = isOrdered(better) ? improvementRange(difference, better) : difference;
  const own = isOrdered(better) ? improvementOf(difference.estimate, better) : difference.estimate;
  // What decides is drawn: with the seed variance and the error of the margin in it, and as wide as planned looks ask.
  const decided = 'lower' in reason ? reason : read;
  const { lower, upper } =
    trainings === undefined ? decided : { lower: trainings.lower, upper: trainings.upper };
  const estimate = trainings?.estimate ?? own;
  const bounds = kind === 'superior-by' ? [margin] : kind === 'not-worse-by' ? [-margin] : [-margin, margin];
  return {
    text: `${formatSigned(estimate)} (${formatSigned(lower)} to ${formatSigned(upper)})${nameTrainings({ trainings, outcome })}`,
    bar: { lower, upper, estimate, bounds, origin: 0 },
  };
}

/** What is drawn is the mean, also where the model that is kept has decided. */
function nameTrainings({ trainings, outcome }: Pick<RuleResult, 'trainings' | 'outcome'>): string {
  if (trainings === undefined) return '';
  const own = trainings.outcome === outcome ? '' : `, which alone is: ${outcomeWords[trainings.outcome]}`;
  return `, mean of ${trainings.count} trainings${own}`;
}

/** The weakest slice, with its own confidence: the interval is corrected for all that were looked at. */
function showWeakestSlice({ reason, threshold }: RuleResult): RuleLine['shown'] {
  if (reason.code !== 'slices') return undefined;
  const { estimate, lower, upper, confidence, weakest } = reason;
  const range = `${formatSigned(lower)} to ${formatSigned(upper)}, ${formatConfidence(confidence)} CI`;
  return {
    text: `${codeSpan(nameSlice(weakest))} ${formatSigned(estimate)} (${range})`,
    bar: { lower, upper, estimate, bounds: [-threshold], origin: 0 },
  };
}

function showFloor(
  { kind, threshold, reason, trainings, outcome }: RuleResult,
  result: MetricResult | undefined,
): RuleLine['shown'] {
  if (result?.interval === undefined) return undefined;
  const { interval: own } = result;
  const decided = 'lower' in reason ? { ...own, lower: reason.lower, upper: reason.upper } : own;
  const interval =
    trainings === undefined
      ? decided
      : { ...own, estimate: trainings.estimate, lower: trainings.lower, upper: trainings.upper };
  // A ceiling is drawn from the other side, so that right is better here too.
  const turn = kind === 'at-most' ? -1 : 1;
  const ends = [interval.lower * turn, interval.upper * turn] as const;
  return {
    text: `${formatWithInterval(interval.estimate, interval, formatNumber)}${nameTrainings({ trainings, outcome })}`,
    bar: {
      lower: smallest(ends),
      upper: largest(ends),
      estimate: interval.estimate * turn,
      bounds: [threshold * turn],
    },
  };
}

/** The sign of the whole report: positive is better. A metric without a direction has its difference, named so. */
function formatImprovement(difference: Interval, better: MetricResult['better']): string {
  if (!isOrdered(better)) {
    return `difference ${formatWithInterval(difference.estimate, difference, formatSigned)}`;
  }
  const estimate = improvementOf(difference.estimate, better);
  const { lower, upper } = improvementRange(difference, better);
  return formatWithInterval(estimate, { ...difference, estimate, lower, upper }, formatSigned);
}

function formatWithInterval(
  value: number,
  interval: Interval | undefined,
  format: (value: number) => string,
): string {
  if (interval === undefined) return format(value);
  return `${format(value)} (${format(interval.lower)} to ${format(interval.upper)})`;
}

/** A difference about which nothing says how large it is by chance; NaN where there is none. */
function formatReported(difference: number, better: MetricResult['better']): string {
  if (Number.isNaN(difference)) return '–';
  return isOrdered(better)
    ? `${formatSigned(improvementOf(difference, better))} (no interval)`
    : `difference ${formatSigned(difference)} (no interval)`;
}
