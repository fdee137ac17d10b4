/**
 * A finding as a sentence: what was found, from the codes and numbers of the document. Plain text with names of
 * columns, categories and files in it, so whoever puts it into Markdown escapes it.
 */
import type { Effect, EffectMeasure, Finding, FindingTest, TestName } from '../documents/check.ts';
import type {
  DataSource,
  FindingCode,
  FindingDetail,
  NotEvaluatedCause,
  Obstacle,
  UnitConversion,
} from '../documents/finding-detail.ts';
import { detectsChange } from '../documents/finding-outcome.ts';
import { describeBrokenRule } from './contract-text.ts';
import { findKnownMetric } from '../metrics/tasks/catalog.ts';
import { describeCodePoints } from '../kernel/lookalike.ts';
import { KIND_IN_WORDS } from '../table/access.ts';
import { describeService } from './service-text.ts';
import { describeSignatureProblem } from './signature-problem-text.ts';
import { describeUndatedRows } from './undated-rows-text.ts';
import { describeWarningOnly } from './warning-only-text.ts';
import { countOf, formatCount, formatNumber, formatP, formatShare } from '../text/number-text.ts';

type Detail<Code extends FindingCode> = Extract<FindingDetail, { code: Code }>;

type MeasuredDetail = Detail<
  | 'numeric-shift'
  | 'category-shift'
  | 'category-rise'
  | 'no-values'
  | 'metric-change'
  | 'lasting-loss'
  | 'undefined-metric'
  | 'no-reference-performance'
  | 'not-evaluated'
  | 'request-objective'
  | 'service-value'
  | 'objective-not-measured'
>;

const TEST_NAMES: Readonly<Record<TestName, string>> = {
  'rho-t': 'rho-t',
  'rho-t-and-day-permutation': 'rho-t and permutation of days',
  'day-permutation': 'permutation of days',
  'chi-squared': 'chi-squared, rows declared independent',
  'largest-rise': 'largest rise of a category',
  'means-of-windows': 'means of windows',
};

const MISSING_SPANS: Readonly<Record<Detail<'missing-values'>['referenceSpan'], string>> = {
  'worst-window': 'in the worst window of this length of',
  'worst-day': 'on the worst day of',
  'all-rows': 'in',
};

const CONVERSIONS: Readonly<Record<UnitConversion, string>> = {
  'miles-to-kilometers': 'miles → kilometers',
  'nautical-miles-to-kilometers': 'nautical miles → kilometers',
  'feet-to-meters': 'feet → meters',
  'inches-to-centimeters': 'inches → centimeters',
  'inches-to-millimeters': 'inches → millimeters',
  'pounds-to-kilograms': 'pounds → kilograms',
  'ounces-to-grams': 'ounces → grams',
  'gallons-to-liters': 'gallons → liters',
  'celsius-to-fahrenheit': '°C → °F',
  'celsius-to-kelvin': '°C → K',
  'times-10': 'times 10',
  'days-to-hours': 'days → hours',
  'hours-to-minutes': 'hours → minutes, or minutes → seconds',
  'times-100': 'a fraction → percent, or a currency → its hundredths',
  'times-1000': 'times 1,000',
  'times-1024': 'times 1,024',
  'hours-to-seconds': 'hours → seconds',
  'days-to-seconds': 'days → seconds',
  'times-1000000': 'times 1,000,000',
};

const NOT_EVALUATED: Readonly<Record<NotEvaluatedCause, string>> = {
  'no-rows': 'no row of the current data is in the window',
  'only-counts': 'metrics ask for rows with their labels, and only counts by day are known',
  'no-times': 'without times it is unknown which labels should have arrived',
  'no-label-column': 'no labels were given (a column of the current data, or the input labels)',
  'no-score-column': 'no scores were given (a column of the current data, or the input scores)',
  'labels-not-due': 'all rows are younger than the age from which on labels are expected (labels-after)',
  'no-labels': 'no labels have arrived for the rows that are old enough',
  'no-scores': 'no row has a score',
  'labels-do-not-match': 'the ids of the labels do not match those of the current data',
  'scores-do-not-match': 'the ids of the scores do not match those of the current data',
  'no-row-with-both': 'no row has both a label and a score',
};

/** "mean 726 → 1,169; the distribution moved by 0.31 sd; …" */
export function describeFinding(finding: Finding): string {
  const change = describeDetail(finding) + describeWarningOnly(finding);
  if (finding.obstacle !== undefined) return `inconclusive: ${describeObstacle(finding.obstacle)}; ${change}`;
  return finding.test === undefined ? change : `${change}; ${describeTest(finding, finding.test)}`;
}

/** What a finding is about: its column or metric, or all of them. */
export function subjectOf({ subject, detail }: Pick<Finding, 'subject' | 'detail'>): string {
  if (subject !== undefined) return subject;
  return detail.code === 'no-reference-performance' || detail.code === 'not-evaluated'
    ? 'all metrics'
    : 'current data';
}

/** The test, or the rule, as a table shows it. */
export function testNameOf({ test, detail }: Pick<Finding, 'test' | 'detail'>): string {
  return test === undefined ? detail.code.replaceAll('-', ' ') : TEST_NAMES[test.name];
}

/** A size with its unit: "0.31 sd", "2.58 % of rows", "1.61 times the reference", "−0.034". */
export function formatEffect(measure: EffectMeasure, value: number): string {
  switch (measure) {
    case 'wasserstein-distance':
      return `${formatNumber(value)} sd`;
    case 'rank-distance':
      return `${formatNumber(value)} sd of ranks`;
    case 'total-variation-distance':
    case 'fraction-of-rows':
      return `${formatShare(value)} of rows`;
    case 'scale-factor':
      return `${formatNumber(value)} times the reference`;
    case 'metric-change':
      return formatNumber(value);
    case 'fraction-of-requests':
      return `${formatShare(value)} of requests`;
  }
}

const UNREADABLE: Readonly<Record<DataSource, string>> = {
  current: 'the table of current data',
  labels: 'the table of labels',
  scores: 'the table of scores',
};

function describeNoData({ path, cause }: Extract<Finding['detail'], { code: 'no-data' }>): string {
  if (cause === 'no-file') return `there is no file ${path}`;
  return cause === 'none-in-window'
    ? `no row of ${path} has a time that puts it into the window, so no row was looked at`
    : `${path} has no rows`;
}

function describeDetail(finding: Finding): string {
  const { detail } = finding;
  switch (detail.code) {
    case 'no-data':
      return describeNoData(detail);
    case 'unreadable-data':
      return `${UNREADABLE[detail.source]} cannot be read: the log of the check says where, and what was expected`;
    case 'stale-data':
      return describeAge(detail);
    case 'missing-time-column':
      return describeMissingTime(detail);
    case 'undated-rows':
      return describeUndatedRows(detail);
    case 'implausible-times':
      return describeImplausible(detail);
    case 'partial-day':
      return `${detail.day} has rows from ${detail.from} to ${detail.to} UTC only, and days of the reference begin earlier or end later: it is not compared as a day, and counts when it is whole`;
    case 'unknown-age':
      return `inconclusive: no row has a time, so the limit of ${formatHours(detail.maxAgeHours)} (max-age) cannot be applied`;
    case 'missing-column':
      return describeMissingColumn(detail, finding.subject ?? '');
    case 'signature-mismatch':
      return `in ${countOf(detail.rows, 'row')} it is not what the signature of the model says: ${describeSignatureProblem({ expected: detail.expected, found: detail.found })}`;
    case 'not-in-signature':
      return 'the signature of the model does not name this column, so it is no part of a request';
    case 'new-column':
      return 'the reference does not have this column, so it is not checked';
    case 'changed-type':
      return `expected ${KIND_IN_WORDS[detail.expected]}, got ${KIND_IN_WORDS[detail.found]} such as ${JSON.stringify(detail.example)}`;
    case 'other-unit':
      return `expected numbers ${describeWrittenUnit(detail.expectedUnit)}, got numbers ${describeWrittenUnit(detail.foundUnit)}`;
    case 'missing-values':
      return `${formatShare(detail.missingFraction)} of rows have no value; ${formatShare(detail.referenceMissingFraction)} ${MISSING_SPANS[detail.referenceSpan]} the reference`;
    case 'out-of-range':
      return describeRange(detail);
    case 'stuck-values':
      return `the column stands still on ${detail.stuckDays} of ${countOf(detail.days, 'day')}: at most ${countOf(detail.distinctValues, 'different value')} a day, and every day of the reference has ${detail.usualDistinctValues} or more`;
    case 'far-times':
      return describeFarTimes(detail);
    case 'new-categories':
      return describeCategories(detail);
    case 'contract-broken':
      return describeBrokenRule(detail, finding.effect?.threshold);
    case 'duplicate-ids':
      return `${formatCount(detail.repeatedRows)} of ${countOf(detail.rows, 'row')} (${formatShare(detail.repeatedRows / detail.rows)}) repeat the id of an earlier row`;
    case 'changed-unit':
      return describeUnit(detail);
    case 'row-coverage':
      return describeCoverage(detail);
    case 'missing-prediction-column':
      return describeMissingPredictionColumn(detail);
    default:
      return describeMeasured(finding, detail);
  }
}

/** How a distribution or a metric moved, or why that is unknown. */
function describeMeasured({ subject, effect }: Finding, detail: MeasuredDetail): string {
  switch (detail.code) {
    case 'numeric-shift':
      return `${describeCenter(detail)}${describeDistance(effect)}`;
    case 'category-shift':
      return `${detail.category === undefined ? 'other categories' : JSON.stringify(detail.category)} ${formatShare(detail.referenceFraction)} → ${formatShare(detail.currentFraction)} of rows${describeDistance(effect)}`;
    case 'category-rise':
      return `${detail.isBucket ? `rarer categories, ${JSON.stringify(detail.category)} above all:` : JSON.stringify(detail.category)} ${formatShare(detail.referenceFraction)} → ${formatShare(detail.currentFraction)} of rows`;
    case 'no-values':
      return `inconclusive: the ${detail.side === 'current' ? 'current data have' : 'reference has'} no values`;
    case 'metric-change':
      return `mean of days ${formatNumber(detail.referenceMean)} → ${formatNumber(detail.currentMean)}`;
    case 'lasting-loss':
      return `mean of the last ${countOf(detail.windowCount, 'window')} (since ${detail.since.slice(0, 10)}) ${formatNumber(detail.referenceMean)} → ${formatNumber(detail.currentMean)}`;
    case 'undefined-metric':
      return `inconclusive: it is undefined on the ${detail.side === 'reference' ? 'days of the reference' : 'labeled days'}${undefinedBecause(subject)}`;
    case 'no-reference-performance':
      return 'inconclusive: the reference profile has no metrics by day';
    case 'not-evaluated':
      return `inconclusive: ${describeNotEvaluated(detail)}`;
    default:
      return describeService(detail);
  }
}

/** Why the model could not be evaluated. */
export function describeNotEvaluated({ cause }: { readonly cause: NotEvaluatedCause }): string {
  return NOT_EVALUATED[cause];
}

function describeMissingColumn({ lookalike }: Detail<'missing-column'>, subject: string): string {
  const missing = 'the column is missing';
  return lookalike === undefined
    ? missing
    : `${missing}; the new column ${JSON.stringify(lookalike)} looks alike and has another name: ${describeCodePoints(lookalike, subject)}`;
}

function describeMissingTime({ standIn }: Detail<'missing-time-column'>): string {
  const effect = 'the column that says when a row happened is missing, so days cannot be compared';
  return standIn === undefined
    ? effect
    : `${effect}; ${standIn} is a new column of times, and the age of the data was read from it`;
}

function describeImplausible(detail: Detail<'implausible-times'>): string {
  const { rows, futureRows, earlierRows, examples, referenceFraction } = detail;
  const parts = [
    futureRows === 0 ? [] : `${formatCount(futureRows)} in the future`,
    earlierRows === 0 ? [] : `${formatCount(earlierRows)} more than a year before all others`,
  ].flat();
  const share = formatShare((futureRows + earlierRows) / rows);
  return `${parts.join(' and ')} of ${countOf(rows, 'row')} (${share}; ${formatShare(referenceFraction)} in the reference), such as ${examples.join(', ')}; they count in no window and not for the age of the data`;
}

function describeCoverage({ role, rows, coveredRows, join }: Detail<'row-coverage'>): string {
  const wanted = role === 'label' ? `${countOf(rows, 'row')} that are old enough` : countOf(rows, 'row');
  const covered = `${formatCount(coveredRows)} of ${wanted} have a ${role}`;
  if (join === undefined) return covered;
  const found = `${covered}: ${formatCount(join.joinedRows)} ids of the current data are among the ${formatCount(join.sourceRows)} of ${join.source}`;
  if (!join.spelledDifferently) return found;
  return `${found}; ${join.idColumn} is written like ${quoteAll(join.currentForms)} in the current data and like ${quoteAll(join.sourceForms)} there (9 for any digit but 0, x for any letter). Write the ids alike on both sides`;
}

function describeMissingPredictionColumn({
  role,
  knownFrom,
  standIn,
}: Detail<'missing-prediction-column'>): string {
  const where = knownFrom === 'reference' ? 'the reference' : 'an earlier check';
  const missing = `the column with the ${role === 'score' ? 'predictions' : 'labels'} is missing, and was there in ${where}`;
  return standIn === undefined ? missing : `${missing}; ${standIn} is a new column, perhaps the same`;
}

function quoteAll(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(', ');
}

function describeWrittenUnit(unit: string | undefined): string {
  return unit === undefined ? 'without a unit' : `in ${JSON.stringify(unit)}`;
}

function describeCenter(detail: Detail<'numeric-shift'>): string {
  const { referenceMean, currentMean, referenceMedian, currentMedian } = detail;
  const means = `mean ${formatNumber(referenceMean)} → ${formatNumber(currentMean)}`;
  if (referenceMedian === undefined || currentMedian === undefined) return means;
  return `median ${formatNumber(referenceMedian)} → ${formatNumber(currentMedian)} (${means})`;
}

function describeDistance(effect: Effect | undefined): string {
  if (effect === undefined) return '';
  return effect.measure === 'total-variation-distance'
    ? `; ${formatShare(effect.value)} of rows changed category in total`
    : `; the distribution moved by ${formatEffect(effect.measure, effect.value)}`;
}

function describeAge({ newest, ageHours, maxAgeHours }: Detail<'stale-data'>): string {
  const zone = newest.endsWith('Z') ? ' UTC' : newest.slice(-6);
  const time = `${newest.slice(0, 16).replace('T', ' ')}${zone}`;
  return `the newest row is ${formatHours(ageHours)} old (${time}); the limit is ${formatHours(maxAgeHours)}`;
}

function formatHours(hours: number): string {
  return hours < 48 ? countOf(Math.round(hours), 'hour') : countOf(Math.floor(hours / 24), 'day');
}

function describeRange(detail: Detail<'out-of-range'>): string {
  const { outsideFraction, distance, referenceMin, referenceMax, currentMin, currentMax, infiniteRows } =
    detail;
  if (detail.usualInfiniteFraction !== undefined)
    return `${formatShare(outsideFraction)} of rows are beyond ±1e150 or infinite; up to ${formatShare(detail.usualInfiniteFraction)} is usual here`;
  const place = distance === 'far' ? 'far outside' : 'outside';
  const range = `${formatNumber(referenceMin)} to ${formatNumber(referenceMax)}, the range of the reference`;
  const now = [
    currentMin === undefined || currentMax === undefined
      ? []
      : `${formatNumber(currentMin)} to ${formatNumber(currentMax)}`,
    infiniteRows === 0 ? [] : `${countOf(infiniteRows, 'value')} beyond ±1e150 or infinite`,
  ].flat();
  return `${formatShare(outsideFraction)} of rows are ${place} ${range}; now ${now.join(' and ')}`;
}

function describeFarTimes(detail: Detail<'far-times'>): string {
  const { outsideFraction, referenceMinDays, referenceMaxDays, currentMinDays, currentMaxDays } = detail;
  const range = (from: number, to: number): string => `${formatNumber(from)} to ${formatNumber(to)} days`;
  return `${formatShare(outsideFraction)} of rows are far outside the range of the reference: the times are ${range(currentMinDays, currentMaxDays)} from the time of their row, and were ${range(referenceMinDays, referenceMaxDays)}`;
}

function describeCategories(detail: Detail<'new-categories'>): string {
  const { newFraction, usualFraction = 0, categoryCount, examples, renamed = [] } = detail;
  const names = examples.map((example) => JSON.stringify(example)).join(', ');
  const more = categoryCount > examples.length ? `, … (${formatCount(categoryCount)} in all)` : '';
  const usual = usualFraction === 0 ? '' : `; up to ${formatShare(usualFraction)} is usual here`;
  return `${formatShare(newFraction)} of rows have a category that the reference does not have: ${names}${more}${usual}${describeRenamed(renamed)}`;
}

function describeRenamed(renamed: readonly string[]): string {
  if (renamed.length === 0) return '';
  const names = renamed.map((name) => JSON.stringify(name)).join(', ');
  return `; they seem to be known categories under other names: ${names}`;
}

function describeUnit(detail: Detail<'changed-unit'>): string {
  const { factor, offset = 0, conversion, reversed, evidence, since } = detail;
  const name = `${CONVERSIONS[conversion]}${reversed ? ', reversed' : ''}`;
  const start = since === undefined ? '' : `from ${since} on, `;
  if (evidence === 'quantiles') {
    return `${start}the distribution is that of the reference times ${formatNumber(factor)}, as by a change of unit (${name}); growth by that factor would look the same`;
  }
  const times = factor === 1 ? '' : ` times ${formatNumber(factor)}`;
  return `${start}the values are those of the reference${times}${describeOffset(offset)} (${name}); converted back, they are values as the reference has them`;
}

function describeOffset(offset: number): string {
  if (offset === 0) return '';
  return offset > 0 ? ` plus ${formatNumber(offset)}` : ` minus ${formatNumber(-offset)}`;
}

function undefinedBecause(name: string | undefined): string {
  const metric = name === undefined ? undefined : findKnownMetric(name);
  return metric === undefined ? '' : ` (${metric.undefinedBecause})`;
}

function describeObstacle(obstacle: Obstacle): string {
  switch (obstacle.code) {
    case 'no-time-column':
      return 'without a time column the usual variation between days is unknown (name one under `predictions: time`, or set `monitor: rows: independent`)';
    case 'no-dated-rows':
      return 'no row of the current data has a value and a time';
    case 'no-whole-day':
      return 'every day of the current data begins or ends in the middle, compared with the days of the reference (days of UTC, or of `time-zone`)';
    case 'too-few-reference-days':
      return `the reference has ${countOf(obstacle.days, 'day')}, and at least ${obstacle.neededDays} are needed to estimate the usual variation between days${obstacle.enoughOn === undefined ? '' : `: one that begins on the same day has them about ${obstacle.enoughOn}, so a version that is trained then is tested`}`;
    case 'window-longer-than-reference':
      return `the current data span ${countOf(obstacle.days, 'day')} and the reference ${obstacle.referenceDays}: check fewer days at a time (\`window-days\`)`;
  }
}

/** What the test says about the change, and what it could have detected. */
function describeTest(finding: Finding, test: FindingTest): string {
  const { kind, effect, detail } = finding;
  const evidence = `${formatP(test.p)}, ${TEST_NAMES[test.name]}${test.provisional ? ', provisional: few comparable days' : ''}`;
  if (detectsChange(finding)) {
    const usual = detail.code === 'lasting-loss' ? 'windows' : 'days';
    return `${kind === 'performance' ? 'worse' : 'more'} than the usual variation between ${usual} (${evidence})`;
  }
  const isLoss = (detail.code !== 'metric-change' && detail.code !== 'lasting-loss') || detail.worse;
  if (effect !== undefined && test.p <= test.level && isLoss) {
    const limit = kind === 'performance' ? 'the margin of' : 'the smallest effect that matters,';
    return `significant (${evidence}), but less than ${limit} ${formatEffect(effect.measure, effect.threshold)}`;
  }
  const detectable = test.minimumDetectableEffect;
  if (effect === undefined || detectable === undefined) return `no change detected (${evidence})`;
  const usual = detail.code === 'lasting-loss' ? 'windows' : 'days';
  return `within the usual variation between ${usual} (${evidence}); minimum detectable effect: ${formatEffect(effect.measure, detectable)}`;
}
