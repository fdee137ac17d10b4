/** The challengers of one run beside each other: a table with their intervals on one scale, and what choosing the best means. */
import type { Challengers, Evaluation, RuleResult } from '../documents/evaluation.ts';
import { isComparison } from '../evaluation/rule.ts';
import { ONE_SIDED_LEVEL } from '../evaluation/decide-rule.ts';
import { largest, smallest } from '../kernel/extremes.ts';
import { renderTable } from '../text/markdown-table.ts';
import { formatConfidence, formatNumber, formatPercent, formatSigned } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';
import { renderIntervalBar, type IntervalBar } from './interval-bar.ts';
import { outcomeWords } from './rule-table.ts';

/** One challenger as a table shows it; texts are Markdown. */
export interface ChallengerLine {
  readonly place: string;
  readonly name: string;
  readonly verdict: string;
  readonly value: string;
  /** Undefined where it has no interval. */
  readonly shown: { readonly text: string; readonly bar: IntervalBar } | undefined;
}

export interface ChallengerTable {
  readonly lines: readonly ChallengerLine[];
  /** Of the columns with values, as Markdown. */
  readonly metric: string;
  /** Of the column with intervals. */
  readonly interval: string;
  /** What the table means, as Markdown. */
  readonly note: string;
}

type Ranked = NonNullable<Challengers['ranked']>[number];

/** Undefined where one model was trained. */
export function describeChallengers(evaluation: Evaluation): ChallengerTable | undefined {
  const { challengers } = evaluation;
  const ranked = challengers?.ranked;
  if (challengers === undefined || ranked === undefined) return undefined;
  const rule = findRule(evaluation);
  const compares = rule === undefined || isComparison(rule.kind);
  const draw = createDrawing(ranked, rule);
  const format = compares ? formatSigned : formatNumber;
  const metric = challengers.metric === undefined ? 'value' : codeSpan(challengers.metric);
  return {
    lines: ranked.map(({ name, verdict, value, interval }, index) => ({
      place: String(index + 1),
      name: codeSpan(name),
      verdict: verdict === undefined ? '–' : outcomeWords[verdict],
      value: value === undefined ? '–' : formatNumber(value),
      shown: interval && {
        text: `${format(interval.estimate)} (${format(interval.lower)} to ${format(interval.upper)})`,
        bar: draw(interval),
      },
    })),
    metric,
    interval: `${compares ? 'improvement' : 'value'}${challengers.confidence === undefined ? '' : ` (${formatConfidence(challengers.confidence)} CI)`}`,
    note: describeRanking(evaluation, challengers, ranked),
  };
}

/** Empty where one model was trained. */
export function renderChallengerTable(evaluation: Evaluation): string {
  const table = describeChallengers(evaluation);
  if (table === undefined) return '';
  const hasValues = evaluation.digits !== 'hidden';
  const columns = [
    { title: '#', align: 'right' as const },
    { title: 'challenger' },
    ...(hasValues ? [{ title: table.metric, align: 'right' as const }] : []),
    ...(hasValues ? [{ title: table.interval }, { title: 'worse … better' }] : []),
    { title: 'verdict' },
  ];
  const rows = table.lines.map(({ place, name, value, shown, verdict }) => [
    place,
    name,
    ...(hasValues ? [value, shown?.text ?? '–', shown ? `\`${renderIntervalBar(shown.bar)}\`` : ''] : []),
    verdict,
  ]);
  return `**Challengers**\n\n${renderTable(columns, rows)}\n\n${table.note}`;
}

/** By whose interval challengers are ranked. */
function findRule({ rules, challengers }: Evaluation): RuleResult | undefined {
  const ofMetric = rules.filter(({ metric }) => metric === challengers?.metric);
  return ofMetric.find(({ kind }) => isComparison(kind)) ?? ofMetric[0];
}

type ShownInterval = NonNullable<Ranked['interval']>;

/** Right is better, on one scale for all of them. */
function createDrawing(
  ranked: readonly Ranked[],
  rule: RuleResult | undefined,
): (interval: ShownInterval) => IntervalBar {
  const sign = rule?.kind === 'at-most' ? -1 : 1;
  const bounds = rule === undefined ? [] : boundsOf(rule).map((bound) => sign * bound);
  const origin = rule !== undefined && isComparison(rule.kind) ? { origin: 0 } : {};
  const ends = ranked.flatMap(({ interval }) =>
    interval === undefined ? [] : [sign * interval.lower, sign * interval.upper],
  );
  const scale = { lower: smallest(ends), upper: largest(ends) };
  return ({ estimate, lower, upper }) => ({
    estimate: sign * estimate,
    lower: Math.min(sign * lower, sign * upper),
    upper: Math.max(sign * lower, sign * upper),
    ...{ bounds, scale, ...origin },
  });
}

function boundsOf({ kind, threshold, relative }: RuleResult): readonly number[] {
  const margin = relative === undefined ? threshold : relative.margin;
  if (margin === undefined) return [];
  if (kind === 'not-worse-by') return [-margin];
  return kind === 'equivalent-within' ? [-margin, margin] : [margin];
}

function describeRanking(
  { verdict, digits, rules, looks }: Evaluation,
  { plannedCount, confidence, corrected }: Challengers,
  ranked: readonly Ranked[],
): string {
  const [first] = ranked;
  const chosen =
    verdict === 'pass'
      ? `${codeSpan(first?.name ?? '')} is the best of those that pass, and the only one that a merge registers.`
      : `No challenger passes; the rest of this report is about ${codeSpan(first?.name ?? '')}, which comes closest.`;
  if (rules.length === 0) return chosen;
  const level = formatPercent(ONE_SIDED_LEVEL);
  const shared = `${plannedCount} challengers${looks === undefined ? '' : ` and ${looks.plannedCount} looks`} share the chance of a false pass: if none of them really meets the rules, one turns green in at most ${level} of such comparisons.`;
  if (digits === 'hidden' || confidence === undefined) return `${chosen} ${shared}`;
  return `${chosen} ${shared} **Its estimate is that of a winner**, which is too high on average${describeCorrected(corrected)}. Its interval is not: all intervals of this table contain the true values together in at least 95 % of such comparisons, so that of the best one does too.`;
}

/** As often too high as too low, which the estimate of a winner is not. */
function describeCorrected(corrected: Challengers['corrected']): string {
  if (corrected === undefined) return '';
  const { estimate, lower, upper, confidence } = corrected;
  return `: corrected for having been the best, its improvement is ${formatSigned(estimate)} (${formatConfidence(confidence)} CI ${formatSigned(lower)} to ${formatSigned(upper)})`;
}
