/**
 * What a finding says: a code and its values, no sentence. The members of the unions are the closed list of
 * codes: producers, the decision and the texts take them from here, so a code that is renamed fails to compile
 * wherever it is used. The sentences are in report/finding-text.ts.
 */
import { z } from 'zod';
import { contractRuleCodes } from './contract-rule.ts';
import { dayOrders, foundDayOrders } from './day-orders.ts';
import { dayField, localTimeField, countField, fractionField } from './fields.ts';
import { serviceDetails } from './service-detail.ts';
import { foundInputs } from './signature-problem.ts';
import { closedList, coded, openUnion, type Written } from './open-values.ts';

/** What a profile has of a column. */
export const profiledKinds = ['number', 'category', 'time'] as const;

/** Pairs of units that are recognized in a column; "reversed" is the other way round. */
export const unitConversions = [
  'miles-to-kilometers',
  'nautical-miles-to-kilometers',
  'feet-to-meters',
  'inches-to-centimeters',
  'inches-to-millimeters',
  'pounds-to-kilograms',
  'ounces-to-grams',
  'gallons-to-liters',
  'celsius-to-fahrenheit',
  'celsius-to-kelvin',
  'times-10',
  'days-to-hours',
  'hours-to-minutes',
  'times-100',
  'times-1000',
  'times-1024',
  'hours-to-seconds',
  'days-to-seconds',
  'times-1000000',
] as const;
export type UnitConversion = (typeof unitConversions)[number];

/** Why the metrics of the model could not be computed on the current data. */
export const notEvaluatedCauses = [
  /** The window has none. */
  'no-rows',
  /** No column of them, or no row with one. */
  'no-times',
  'no-label-column',
  'no-score-column',
  /** All rows are younger than `labels-after`. */
  'labels-not-due',
  'no-labels',
  'no-scores',
  'labels-do-not-match',
  'scores-do-not-match',
  'no-row-with-both',
  /** The current data are counts by day, and no rows. */
  'only-counts',
] as const;
export type NotEvaluatedCause = (typeof notEvaluatedCauses)[number];

/** Tables that a check reads. */
const dataSources = ['current', 'labels', 'scores'] as const;
export type DataSource = (typeof dataSources)[number];

const sideField = closedList(['reference', 'current']);
const clockField = z.string().regex(/^\d{2}:\d{2}$/, 'expected a time of day like "05:17"');

/** Fractions are of the rows of the current data, unless the name says otherwise. */
const details = [
  // The data as a whole: these findings have no subject.
  coded('no-data', { path: z.string(), cause: closedList(['no-file', 'no-rows', 'none-in-window']) }),
  /** The subject is its path, and what is wrong with it is in the log alone, which may name a row. */
  coded('unreadable-data', { source: closedList(dataSources) }),
  coded('stale-data', { newest: localTimeField, ageHours: z.number(), maxAgeHours: z.number() }),
  // The column that says when a row happened; fractions are of the rows of the file, before the window is chosen.
  coded('missing-time-column', {
    /** A new column of times, perhaps the same under another name; the age of the data was read from it. */
    standIn: z.string().optional(),
  }),
  coded('undated-rows', {
    rows: countField,
    missingRows: countField,
    unreadableRows: countField,
    /** Texts that are no times. */
    examples: z.array(z.string()),
    /** Where they are days that are written as day and month, and the order is open or another than in the reference. */
    dayOrder: z
      .strictObject({ expected: closedList(dayOrders).optional(), found: closedList(foundDayOrders) })
      .optional(),
    /** Of the rows of the reference. */
    referenceFraction: fractionField,
  }),
  coded('implausible-times', {
    rows: countField,
    futureRows: countField,
    /** Before a gap of more than a year. */
    earlierRows: countField,
    examples: z.array(z.string()),
    referenceFraction: fractionField,
  }),
  coded('partial-day', { day: dayField, from: clockField, to: clockField }),
  coded('unknown-age', { maxAgeHours: z.number() }),
  // A column of the data.
  coded('missing-column', {
    /** A new column whose name looks alike: the only one. */
    lookalike: z.string().optional(),
  }),
  coded('new-column', {}),
  coded('changed-type', {
    expected: closedList(profiledKinds),
    found: closedList(profiledKinds),
    example: z.string(),
  }),
  /** Numbers are written with another unit than in the reference; absent where they are written alone. */
  coded('other-unit', { expectedUnit: z.string().optional(), foundUnit: z.string().optional() }),
  /** Not what the signature of the model says; a column that it does not name is left out of a request. */
  coded('signature-mismatch', {
    /** Type in the signature, such as `long`. */
    expected: z.string(),
    found: closedList(foundInputs),
    /** Rows that do not fit. */
    rows: countField,
  }),
  coded('not-in-signature', {}),
  coded('missing-values', {
    missingFraction: fractionField,
    /** Of the reference: of its worst window as long as this one, of its worst day, or of all its rows. */
    referenceMissingFraction: fractionField,
    referenceSpan: closedList(['worst-window', 'worst-day', 'all-rows']),
  }),
  coded('out-of-range', {
    outsideFraction: fractionField,
    /** "far": more than a whole range away from the range of the reference. */
    distance: closedList(['near', 'far']),
    referenceMin: z.number(),
    referenceMax: z.number(),
    /** Of the finite values; absent when there are none. */
    currentMin: z.number().optional(),
    currentMax: z.number().optional(),
    infiniteRows: countField,
    /** Of the reference: of its worst window, of its worst day, or of all its rows. Absent where the finite values are meant. */
    usualInfiniteFraction: fractionField.optional(),
  }),
  coded('stuck-values', {
    /** Days of the window, and those on which the column stands still. */
    stuckDays: countField,
    days: countField,
    /** On the stuck day with the most different values, and on the day of the reference with the fewest. */
    distinctValues: countField,
    usualDistinctValues: countField,
  }),
  coded('far-times', {
    outsideFraction: fractionField,
    /** Days from the time of the row to the time of this column. */
    referenceMinDays: z.number(),
    referenceMaxDays: z.number(),
    currentMinDays: z.number(),
    currentMaxDays: z.number(),
  }),
  coded('new-categories', {
    newFraction: fractionField,
    /** Of the window of the reference with the most categories that no other window has. */
    usualFraction: fractionField.optional(),
    categoryCount: countField,
    examples: z.array(z.string()),
    /** Known categories that the new ones seem to be, under other names; absent where they are new. */
    renamed: z.array(z.string()).optional(),
  }),
  // What the configuration states of the data; the subject is the columns of the rule.
  coded('contract-broken', {
    rule: closedList(contractRuleCodes),
    /** What the contract states, as people write it: `0 to 5000`, `36 hours`. */
    expected: z.string(),
    /** Rows that the rule is about: those with a value, or all of them. Absent for rules that are not about rows. */
    rows: countField.optional(),
    brokenRows: countField.optional(),
    /** Of the newest row. */
    ageHours: z.number().optional(),
  }),
  coded('duplicate-ids', { rows: countField, repeatedRows: countField }),
  coded('changed-unit', {
    /** The current values are those of the reference times the factor, plus the offset; absent where there is none. */
    factor: z.number(),
    offset: z.number().optional(),
    conversion: closedList(unitConversions),
    reversed: z.boolean(),
    /** Exact, or only the ratio of quantiles of a distribution that moved, which growth shows too. Absent in earlier checks. */
    evidence: closedList(['arithmetic', 'quantiles']).optional(),
    /** First day with the new unit; absent without days. */
    since: dayField.optional(),
  }),
  // Labels and scores of the rows; the subject is their column.
  coded('row-coverage', {
    role: closedList(['label', 'score']),
    /** Rows that should have one: for labels those that are old enough. */
    rows: countField,
    coveredRows: countField,
    /** Absent when the values are a column of the current data. */
    join: z
      .strictObject({
        idColumn: z.string(),
        source: z.string(),
        sourceRows: countField,
        joinedRows: countField,
        /** The ids agree without case, zeros and punctuation, or have no form in common. */
        spelledDifferently: z.boolean(),
        /** How ids are written, without saying which: letters are x, digits 9. */
        currentForms: z.array(z.string()),
        sourceForms: z.array(z.string()),
      })
      .optional(),
  }),
  /** The column was there, and is no more; the subject is its name. */
  coded('missing-prediction-column', {
    role: closedList(['label', 'score']),
    /** Where it was seen last. */
    knownFrom: closedList(['earlier-check', 'reference']),
    /** A new column of the same kind, perhaps the same under another name. */
    standIn: z.string().optional(),
  }),
  // How a distribution moved.
  coded('numeric-shift', {
    referenceMean: z.number(),
    currentMean: z.number(),
    /** For columns with heavy tails, whose mean is that of a few values. */
    referenceMedian: z.number().optional(),
    currentMedian: z.number().optional(),
  }),
  coded('category-shift', {
    /** The category whose fraction changed most; absent: all rarer and new ones together. */
    category: z.string().optional(),
    referenceFraction: fractionField,
    currentFraction: fractionField,
  }),
  coded('category-rise', {
    /** The category that rose most; of a bucket of rarer categories, the most frequent one. */
    category: z.string(),
    isBucket: z.boolean(),
    /** Of the category or the bucket; the first is the mean of the reference's windows. */
    referenceFraction: fractionField,
    currentFraction: fractionField,
  }),
  coded('no-values', { side: sideField }),
  // How a metric moved; the subject is its name.
  coded('metric-change', {
    /** Means of the daily values, in the unit of the metric. */
    referenceMean: z.number(),
    currentMean: z.number(),
    worse: z.boolean(),
  }),
  /** A loss of all windows together; the metric is that of one more finding about the newest of them. */
  coded('lasting-loss', {
    /** Means of the windows, in the unit of the metric. */
    referenceMean: z.number(),
    currentMean: z.number(),
    worse: z.boolean(),
    windowCount: countField,
    /** When the first of them begins. */
    since: localTimeField,
  }),
  coded('undefined-metric', { side: sideField }),
  coded('no-reference-performance', {}),
  coded('not-evaluated', { cause: closedList(notEvaluatedCauses) }),
  // What the service keeps; the subject is the name of the objective.
  ...serviceDetails,
] as const;

export const detailSchema = openUnion('code', details);
export const findingCodes = details.map(({ shape }) => shape.code.value);

/** Why a change could be measured and not be tested. */
export const obstacleSchema = openUnion('code', [
  coded('no-time-column', {}),
  coded('no-dated-rows', {}),
  /** All days of the window begin or end in the middle. */
  coded('no-whole-day', {}),
  coded('too-few-reference-days', {
    days: countField,
    neededDays: countField,
    /** About when a reference that begins on the same day and continues in the same rhythm has them. */
    enoughOn: dayField.optional(),
  }),
  coded('window-longer-than-reference', { days: countField, referenceDays: countField }),
]);

export type ReadFindingDetail = z.infer<typeof detailSchema>;
export type FindingDetail = Written<ReadFindingDetail>;
export type FindingCode = FindingDetail['code'];
export type Obstacle = Written<z.infer<typeof obstacleSchema>>;
