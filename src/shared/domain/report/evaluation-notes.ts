/** What a reader needs beside a verdict: the minimum detectable effect, the sample, the weakest day, the source of labels. */
import { largest } from '../kernel/extremes.ts';
import { improvementOf, isOrdered } from '../kernel/direction.ts';
import type { ChampionAnswers, Evaluation, MetricResult } from '../documents/evaluation.ts';
import type { ScoringCode } from '../documents/run.ts';
import { MIN_GROUPS, RECOMMENDED_GROUPS } from '../statistics/grouped/interval.ts';
import { isComparison } from '../evaluation/rule.ts';
import { isRunMetric } from '../metrics/run-metrics.ts';
import { describeRareClasses } from './class-table.ts';
import { describeCount, describeGroups, describeOneGroup, groupNoun } from './groups-text.ts';
import { decidingMetric } from './headline.ts';
import { describeSeries } from './horizon-table.ts';
import { isLikelyOverstated } from '../statistics/overstated-gain.ts';
import { resultOf } from './result-of.ts';
import { describeSlicesFound } from './slice-table.ts';
import { renderLineOfChampions } from './line-of-champions.ts';
import { countOf, formatCount, formatNumber, formatPercent } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';
import { describeTrainingLuck } from './training-luck-note.ts';
import { adviseOnUnreachable, describeLeft, findUnreachableEffect } from './unreachable-effect.ts';

/** Paragraphs, one a fact; those that do not apply are left out. */
export function renderEvaluationNotes(evaluation: Evaluation): string {
  return [
    renderLineOfChampions(evaluation),
    describeHidden(evaluation),
    describeMinimumDetectable(evaluation),
    describeOverstated(evaluation),
    describeCounting(evaluation),
    describeWeightless(evaluation),
    describeUnits(evaluation),
    describeSeries(evaluation),
    describeVariation(evaluation),
    describeTrainingLuck(evaluation),
    describeOrder(evaluation),
    describeProvisional(evaluation),
    describeWeakest(evaluation),
    describeSlicesFound(evaluation),
    describeRareClasses(evaluation),
    describeLabels(evaluation),
    describeGroupSource(evaluation),
    describeOtherRows(evaluation),
    describeAnswerState(evaluation, 'champion'),
    describeAnswerState(evaluation, 'anchor'),
  ]
    .filter((note) => note !== '')
    .join('\n\n');
}

/** What is hidden, and from whom it is not. */
function describeHidden({ digits, rows }: Evaluation): string {
  if (digits === undefined) return '';
  const known =
    rows?.labels === 'separate'
      ? ''
      : ' The labels came with the predictions, so whoever trains can compute them: keep labels apart with `predictions.labels`.';
  return `**Verdict only.** Values, differences and intervals are hidden by \`report: verdict-only\` of the base branch, here and in the artifact.${known}`;
}

function describeMinimumDetectable(evaluation: Evaluation): string {
  const { rules, metrics } = evaluation;
  const compared = new Set(rules.filter(({ kind }) => isComparison(kind)).map(({ metric }) => metric));
  const limits = metrics
    .filter(({ metric, difference }) => compared.has(metric) && difference !== undefined)
    .flatMap(({ metric, precision }) => {
      if (precision === undefined) return [];
      const effect = largest([precision.minimumDetectableEffect, ...detectedByTrainings(rules, metric)]);
      return effect === 0 ? [] : [`${formatNumber(effect)} in ${codeSpan(metric)}`];
    });
  if (limits.length === 0) return '';
  const found = `**Minimum detectable effect** (80 % power): ${limits.join(', ')}. A true difference of this size is found in 4 of 5 such comparisons, a smaller one less often.`;
  const unreachable = metrics
    .filter(({ metric }) => compared.has(metric))
    .map((result) => describeUnreachable(result, evaluation));
  return [found, ...unreachable].filter((sentence) => sentence !== '').join(' ');
}

/** With the seed variance. */
function detectedByTrainings(rules: Evaluation['rules'], metric: string): readonly number[] {
  return rules.flatMap(({ metric: own, kind, trainings }) =>
    own === metric && isComparison(kind) ? (trainings?.minimumDetectableEffect ?? []) : [],
  );
}

function describeUnreachable(result: MetricResult, evaluation: Evaluation): string {
  const effect = findUnreachableEffect(result, evaluation);
  return effect === undefined
    ? ''
    : `No challenger can be better by as much in ${codeSpan(result.metric)}, where ${describeLeft(effect)}: ${adviseOnUnreachable(effect, evaluation)}.`;
}

/** A gain that is found where only a larger one can be found reliably, is one that chance has made larger. */
function describeOverstated(evaluation: Evaluation): string {
  const gains = evaluation.rules.flatMap((rule) => {
    const { difference, precision, better } = resultOf(evaluation, rule) ?? {};
    if (rule.kind !== 'superior-by' || rule.outcome !== 'pass' || !isOrdered(better)) return [];
    if (difference === undefined || precision === undefined) return [];
    const { minimumDetectableEffect: least } = precision;
    if (!isLikelyOverstated(difference.estimate, least)) return [];
    return [`${formatNumber(Math.abs(difference.estimate))} in ${codeSpan(rule.metric)}`];
  });
  if (gains.length === 0) return '';
  return `**Likely overstated.** The gain of ${gains.join(' and ')} is below 1.3 × the minimum detectable effect. So small a gain is found mostly where chance adds to it: expect less on other rows.`;
}

function describeCounting(evaluation: Evaluation): string {
  const { rows, groups } = evaluation;
  const result = decidingMetric(evaluation) ?? firstPrecise(evaluation);
  const precision = result?.precision;
  if (rows === undefined || groups === undefined || result === undefined || precision === undefined)
    return '';
  if (rows.responses !== undefined) return describeCases(rows, rows.responses, groups);
  if (groups.unit === 'row') {
    return `**Sample.** ${formatCount(rows.count)} rows, each taken as independent. If rows share a day, a user or a session, name it as \`group\` in the configuration; otherwise the intervals are too narrow.`;
  }
  const units = rows.units === undefined ? 'rows' : 'queries';
  const inUnits = rows.units === undefined ? '' : ` of ${formatCount(rows.units.count)} queries`;
  const counted = `**Sample.** ${formatCount(rows.count)} rows${inUnits} on ${describeGroups(groups)}${describeColumn(groups)}${describeZone(groups)}${describeSpan(groups)}`;
  const { designEffect, effectiveRows } = precision;
  if (designEffect === undefined) return `${counted}.`;
  const one = describeOneGroup(groups);
  const metric = codeSpan(result.metric);
  const effect = `design effect ${formatNumber(designEffect)}`;
  return designEffect > 1
    ? `${counted}. ${rows.units === undefined ? 'Rows' : 'Queries'} of ${one} are correlated: for ${metric} they carry as much information as ${formatCount(effectiveRows)} independent ${units} (${effect}).`
    : `${counted}. For ${metric}, ${units} of ${one} carry at least as much information as independent ${units} (${effect}).`;
}

function describeWeightless({ rows }: Evaluation): string {
  if (rows?.weightlessRowCount === undefined) return '';
  const { count, weightlessRowCount } = rows;
  return `**Left out.** ${formatCount(weightlessRowCount)} of ${formatCount(count + weightlessRowCount)} rows have the weight 0: they do not count, for both models.`;
}

/** What counts for nothing, and who is taken for independent. */
function describeUnits({ rows, groups }: Evaluation): string {
  if (rows?.units === undefined) return '';
  const { column, count, leftOutCount } = rows.units;
  const without =
    leftOutCount === 0
      ? []
      : [
          `**Left out.** ${formatCount(leftOutCount)} of ${formatCount(count)} queries without a relevant item, for both models: no order of their items is better than another.`,
        ];
  const alone =
    groups?.column === column
      ? [
          `> [!WARNING]\n> Each query (${codeSpan(column)}) is taken as independent. If a user asks several times, the intervals are too narrow: name the column of the user as \`predictions.user\`.`,
        ]
      : [];
  return [...without, ...alone].join('\n\n');
}

/** However often it was answered, a case is one observation. */
function describeCases(
  rows: NonNullable<Evaluation['rows']>,
  { count, least, most }: NonNullable<NonNullable<Evaluation['rows']>['responses']>,
  groups: NonNullable<Evaluation['groups']>,
): string {
  const each = least === most ? `${most} to each` : `${least} to ${most} to each`;
  const counted = `**Sample.** ${describeCount(rows)}${most > 1 ? `, ${countOf(count, 'response')} (${each})` : ''}`;
  return groups.unit === 'case'
    ? `${counted}; each case is one observation, taken as independent. If cases share a document, a conversation or an author, name it as \`group\` in the configuration; otherwise the intervals are too narrow.`
    : `${counted} on ${describeGroups(groups)}${describeColumn(groups)}${describeSpan(groups)}.`;
}

/** Where the uncertainty comes from, and what more responses to the same cases would buy. */
function describeVariation(evaluation: Evaluation): string {
  const { metrics } = evaluation;
  const deciding =
    decidingMetric(evaluation)?.variation === undefined ? undefined : decidingMetric(evaluation);
  const result = deciding ?? metrics.find((candidate) => candidate.variation !== undefined);
  if (result?.variation === undefined) return '';
  const { caseSd, repeatSd, evaluatorSd, narrowingFraction } = result.variation;
  const parts = [
    `between cases ${formatNumber(caseSd)}`,
    ...(repeatSd === undefined ? [] : [`between responses to one case ${formatNumber(repeatSd)}`]),
    ...(evaluatorSd === undefined ? [] : [`between evaluators of one case ${formatNumber(evaluatorSd)}`]),
  ];
  const bought =
    narrowingFraction === undefined
      ? ''
      : ` One more response to each case would narrow the interval by ${formatPercent(Number(narrowingFraction.toPrecision(2)))}; the other way to narrow it is more cases.`;
  return `**Variation** of ${codeSpan(result.metric)} (standard deviations): ${parts.join(', ')}.${bought}`;
}

/** Groups of which the names leave open whether they follow each other in time. */
function describeOrder({ groups, metrics }: Evaluation): string {
  if (groups === undefined) return '';
  const values = codeSpan(groups.column ?? groupNoun(groups));
  const advice = `\`order: time\` or \`order: none\` in \`predictions\` says which`;
  if (groups.numbered === true) {
    return `**Order.** The values of ${values} are numbered without gaps. If they follow each other in time, neighbors resemble each other: the wider of both intervals is shown. ${advice}.`;
  }
  const found = metrics.flatMap(({ metric, precision }) =>
    precision?.neighborCorrelation === undefined
      ? []
      : [`${formatNumber(precision.neighborCorrelation)} in ${codeSpan(metric)}`],
  );
  if (found.length === 0) return '';
  return `**Order.** Neighboring values of ${values} resemble each other (correlation ${found.join(', ')}), as if they followed each other in time: the wider of both intervals is shown. ${advice}.`;
}

/** Which column names the days or months: whoever meant something else sees it. */
function describeColumn({ unit, column }: NonNullable<Evaluation['groups']>): string {
  return column === undefined || unit === 'value' ? '' : ` (${codeSpan(column)})`;
}

/** Those of UTC are not named: where nothing else is configured, times are as they were written. */
function describeZone({ timeZone: own, second }: NonNullable<Evaluation['groups']>): string {
  const timeZone = own ?? second?.timeZone;
  return timeZone === undefined ? '' : ` by the clocks of ${codeSpan(timeZone)} (\`time-zone\`)`;
}

/** A season that was not evaluated is not in the intervals. */
function describeSpan({ span: own, second }: NonNullable<Evaluation['groups']>): string {
  const span = own ?? second?.span;
  if (span === undefined) return '';
  return `, from ${codeSpan(span.first)} to ${codeSpan(span.last)}: the verdict is about times like these`;
}

function describeProvisional({ groups, metrics }: Evaluation): string {
  if (groups === undefined || !metrics.some(({ precision }) => precision?.provisional)) return '';
  const recommended = groups.ordered ? RECOMMENDED_GROUPS.ordered : RECOMMENDED_GROUPS.unordered;
  return `**Provisional.** Intervals from ${describeGroups(groups)} have nominal coverage but are wide: ${MIN_GROUPS} are the minimum, ${recommended} or more are recommended.`;
}

function describeWeakest({ groups, metrics }: Evaluation): string {
  const weakest = groups?.weakest;
  if (groups === undefined || weakest === undefined) return '';
  const { better, comparedWith, difference } = metrics.find(({ metric }) => metric === weakest.metric) ?? {};
  // Where nothing differs, no group is weaker than another.
  if (weakest.difference === 0 && difference?.estimate === 0) return '';
  const unit = groupNoun(groups);
  const gained = isOrdered(better) ? improvementOf(weakest.difference, better) : weakest.difference;
  const size = formatNumber(Math.abs(gained));
  const than = `that of the ${comparedWith ?? 'champion'}`;
  const meaning =
    gained > 0
      ? `${size} better than ${than}, the smallest gain`
      : gained === 0
        ? `equal to ${than}, and not worse on any other ${unit}`
        : `${size} worse than ${than}; one ${unit} alone is no evidence`;
  const which = weakest.name === undefined ? `One of ${describeGroups(groups)}` : codeSpan(weakest.name);
  return `**Weakest ${unit}.** ${which}: ${codeSpan(weakest.metric)} was ${meaning}.`;
}

function describeLabels({ rows }: Evaluation): string {
  if (rows === undefined) return '';
  if (rows.responses !== undefined)
    return '**Measures** came from the job that trains: whoever can change the code that measures can change them.';
  return rows.labels === 'separate'
    ? '**Labels** came from a file that the training command cannot reach.'
    : '**Labels** came with the predictions, from the job that trains: whoever can change the training code can change them. Set `predictions.labels` in the configuration to read them from a file that training cannot reach.';
}

/** Where labels are kept apart, and the groups are not. */
function describeGroupSource({ groups }: Evaluation): string {
  if (groups?.source !== 'predictions') return '';
  return `**Groups** (${describeGroups(groups)}) came with the predictions, not with the labels: whoever writes the predictions decides how many there are. Add the column to the file of the labels.`;
}

/** Rows that git does not track can be others without a line in the pull request. */
function describeOtherRows({ champion, rows }: Evaluation): string {
  if (champion?.answers?.rows !== 'other' || rows === undefined) return '';
  const { registeredRowCount: then } = champion.answers;
  const counts =
    then === undefined
      ? countOf(rows.count, 'row')
      : `${countOf(rows.count, 'row')}, ${formatCount(then)} then`;
  return `**Other rows than ${champion.version} was registered with**: ${counts}. Which rows are compared decides about the result: if they were not changed on purpose, look at what fetches them.`;
}

const CODE_OF: Readonly<Record<ScoringCode, string>> = {
  version: ' with the code of its own commit',
  unchanged: ' with code that is unchanged since',
  head: ' with the code of this checkout',
};

const TITLES = { champion: 'Champion', anchor: 'Anchor' } as const;

/** One line where all is well; else what changed, and what to do. */
function describeAnswerState(evaluation: Evaluation, role: keyof typeof TITLES): string {
  const { answers, code, version } = evaluation[role] ?? {};
  if (answers === undefined || version === undefined) return '';
  const title = `${TITLES[role]} ${version}`;
  const scored = code === undefined ? '' : `, scored${CODE_OF[code]}`;
  switch (answers.state) {
    case 'verified':
      return `**${title}: verified.** Its predictions of these rows are those of its registration${scored}.`;
    case 'consistent':
      return `**${title}: consistent.** Its metrics agree with those of its registration${scored}.`;
    case 'inconsistent':
      return `> [!WARNING]\n> **${title}: inconsistent.** It does not answer as it did when it was registered${scored}${describeChanged(answers)}.${howToRestore(answers, code)}`;
    case 'unverified':
      return `**${title}: unverified.** Its release has nothing that its predictions could be compared with${scored}.`;
  }
}

function describeChanged({ changed = [], changedRows }: ChampionAnswers): string {
  const rows = changedRows === undefined ? [] : [`${countOf(changedRows, 'prediction')} changed`];
  const metrics = changed.map(
    ({ metric, registered, current }) =>
      `${codeSpan(metric)} is ${formatNumber(current)}, registered ${formatNumber(registered)}`,
  );
  const parts = [...rows, ...metrics];
  return parts.length === 0 ? '' : `: ${parts.join('; ')}`;
}

function howToRestore({ rows }: ChampionAnswers, code: ScoringCode | undefined): string {
  if (rows === 'other')
    return ' The rows are other ones too: compare on those of its registration, or change the rows in a pull request of their own.';
  return code === 'version' || code === 'unchanged'
    ? ' Find out what besides the code of its commit changed: packages, files that are fetched, the environment.'
    : ' Keep the score command able to answer for it, or leave `score.code` at `version`.';
}

/** Of the rows: metrics of the run have rounds. */
function firstPrecise({ metrics }: Evaluation): MetricResult | undefined {
  return metrics.find(({ metric, precision }) => precision !== undefined && !isRunMetric(metric));
}
