/** What a reader needs beside a verdict: the minimum detectable effect, the sample, the weakest day, the source of labels. */
import type { Evaluation, MetricResult } from '../documents/evaluation.ts';
import { MIN_GROUPS, RECOMMENDED_GROUPS } from '../statistics/grouped/interval.ts';
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
      precision === undefined || precision.minimumDetectableEffect === 0
        ? []
        : [`${formatNumber(precision.minimumDetectableEffect)} in ${codeSpan(metric)}`],
    );
  if (limits.length === 0) return '';
  return `**Minimum detectable effect** (80 % power): ${limits.join(', ')}. Smaller true differences are likely to stay inconclusive.`;
}

function describeCounting(evaluation: Evaluation): string {
  const { rows, groups } = evaluation;
  const result = decidingMetric(evaluation) ?? firstPrecise(evaluation);
  const precision = result?.precision;
  if (rows === undefined || groups === undefined || result === undefined || precision === undefined)
    return '';
  if (groups.unit === 'row') {
    return `**Sample.** ${formatCount(rows.count)} rows, each taken as independent. If rows share a day, a user or a session, name it as \`group\` in the configuration; otherwise the intervals are too narrow.`;
  }
  const counted = `**Sample.** ${formatCount(rows.count)} rows on ${describeGroups(groups.unit, groups.count)}`;
  const { designEffect, effectiveRows } = precision;
  if (designEffect === undefined) return `${counted}.`;
  const one =
    groups.unit === 'day' || groups.unit === 'week' ? `one ${groups.unit}` : `one ${codeSpan(groups.unit)}`;
  const metric = codeSpan(result.metric);
  const effect = `design effect ${formatNumber(designEffect)}`;
  return designEffect > 1
    ? `${counted}. Rows of ${one} are correlated: for ${metric} they carry as much information as ${formatCount(effectiveRows)} independent rows (${effect}).`
    : `${counted}. For ${metric}, rows of ${one} carry at least as much information as independent rows (${effect}).`;
}

function describeProvisional({ groups, metrics }: Evaluation): string {
  if (groups === undefined || !metrics.some(({ precision }) => precision?.provisional)) return '';
  const recommended = groups.ordered ? RECOMMENDED_GROUPS.ordered : RECOMMENDED_GROUPS.unordered;
  return `**Provisional.** Intervals from ${describeGroups(groups.unit, groups.count)} have nominal coverage but are wide: ${MIN_GROUPS} are the minimum, ${recommended} or more are recommended.`;
}

function describeWeakest({ groups, metrics }: Evaluation): string {
  const weakest = groups?.weakest;
  if (groups === undefined || weakest === undefined) return '';
  const { better, comparedWith } = metrics.find(({ metric }) => metric === weakest.metric) ?? {};
  const unit = groups.unit === 'day' || groups.unit === 'week' ? groups.unit : 'group';
  const gained = better === 'lower' ? -weakest.difference : weakest.difference;
  const size = formatNumber(Math.abs(gained));
  const than = `that of the ${comparedWith ?? 'champion'}`;
  const meaning =
    gained >= 0
      ? `${size} better than ${than}, the smallest gain`
      : `${size} worse than ${than}; one ${unit} alone is no evidence`;
  return `**Weakest ${unit}.** ${codeSpan(weakest.name)}: ${codeSpan(weakest.metric)} was ${meaning}.`;
}

function describeLabels({ rows }: Evaluation): string {
  if (rows === undefined) return '';
  return rows.labels === 'separate'
    ? '**Labels** came from a file that the training command cannot reach.'
    : '**Labels** came with the predictions, from the job that trains: whoever can change the training code can change them. Set `predictions.labels` in the configuration to read them from a file that training cannot reach.';
}

function firstPrecise({ metrics }: Evaluation): MetricResult | undefined {
  return metrics.find(({ precision }) => precision !== undefined);
}
