/** What an honest reader has to know beside a verdict: what could not have been seen, what was counted, the worst day. */
import type { Evaluation, MetricResult } from '../documents/evaluation.ts';
import { MIN_GROUPS } from '../statistics/grouped/interval.ts';
import { isComparison } from '../evaluation/rule.ts';
import { decidingMetric, describeGroups } from './headline.ts';
import { formatCount, formatNumber } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';

/** Paragraphs, one a fact; those that do not apply are left out. */
export function renderEvaluationNotes(evaluation: Evaluation): string {
  return [
    describeMinimumDetectable(evaluation),
    describeCounting(evaluation),
    describeProvisional(evaluation),
    describeWeakest(evaluation),
    describeLabels(evaluation),
  ]
    .filter((note) => note !== '')
    .join('\n\n');
}

function describeMinimumDetectable({ rules, metrics }: Evaluation): string {
  const compared = new Set(rules.filter(({ kind }) => isComparison(kind)).map(({ metric }) => metric));
  const limits = metrics
    .filter(({ metric, difference }) => compared.has(metric) && difference !== undefined)
    .flatMap(({ metric, precision }) =>
      precision === undefined || precision.minimumDetectable === 0
        ? []
        : [`${formatNumber(precision.minimumDetectable)} in ${codeSpan(metric)}`],
    );
  if (limits.length === 0) return '';
  return `**What this comparison could not have seen.** True differences smaller than ${limits.join(', ')}: they would be missed more often than 1 time in 5.`;
}

function describeCounting(evaluation: Evaluation): string {
  const { rows, groups } = evaluation;
  const result = decidingMetric(evaluation) ?? firstPrecise(evaluation);
  const precision = result?.precision;
  if (rows === undefined || groups === undefined || result === undefined || precision === undefined)
    return '';
  if (groups.unit === 'row') {
    return `**What was counted.** ${formatCount(rows.count)} rows, each taken as independent. If rows share a day, a user or a session, name it as \`group\` in the configuration, or the intervals are too narrow.`;
  }
  const counted = `**What was counted.** ${formatCount(rows.count)} rows on ${describeGroups(groups.unit, groups.count)}`;
  const { designEffect, effectiveRows } = precision;
  if (designEffect === undefined) return `${counted}.`;
  const one =
    groups.unit === 'day' || groups.unit === 'week' ? `one ${groups.unit}` : `one ${codeSpan(groups.unit)}`;
  return `${counted}. Rows of ${one} resemble each other: for ${codeSpan(result.metric)} they say as much as ${formatCount(effectiveRows)} independent rows (design effect ${formatNumber(designEffect)}).`;
}

function describeProvisional({ groups, metrics }: Evaluation): string {
  if (groups === undefined || !metrics.some(({ precision }) => precision?.provisional)) return '';
  const settled = groups.ordered ? 28 : 20;
  return `**Provisional.** Intervals from ${describeGroups(groups.unit, groups.count)} are honest but wide; from ${settled} on (at least ${MIN_GROUPS} are needed) they are settled.`;
}

function describeWeakest({ groups, metrics }: Evaluation): string {
  const weakest = groups?.weakest;
  if (groups === undefined || weakest === undefined) return '';
  const { better, comparedWith } = metrics.find(({ metric }) => metric === weakest.metric) ?? {};
  const gained = better === 'lower' ? -weakest.difference : weakest.difference;
  const size = formatNumber(Math.abs(gained));
  const than = comparedWith === 'baseline' ? 'that of the trivial model' : 'that of the champion';
  const meaning =
    gained >= 0
      ? `${size} better than ${than} even there`
      : `${size} worse than ${than}; one alone proves nothing`;
  const unit = groups.unit === 'day' || groups.unit === 'week' ? groups.unit : 'group';
  return `**Weakest ${unit}.** ${codeSpan(weakest.name)}: ${codeSpan(weakest.metric)} was ${meaning}.`;
}

function describeLabels({ rows }: Evaluation): string {
  if (rows === undefined) return '';
  return rows.labels === 'separate'
    ? '**Labels** came from where the training command cannot reach.'
    : '**Labels** came with the predictions, from the job that trains: who can change the training code can change them. Name `predictions.labels` in the configuration to close that.';
}

function firstPrecise({ metrics }: Evaluation): MetricResult | undefined {
  return metrics.find(({ precision }) => precision !== undefined);
}
