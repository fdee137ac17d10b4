/** `check.json`: one check of a version in production. Findings and decision are codes and numbers. */
import { z } from 'zod';
import { issueKinds } from '../kernel/names.ts';
import { checkedContractSchema } from './contract-rule.ts';
import { decisionSchema } from './decision.ts';
import { dayField, localTimeField, nameField, sha256Field, versionField } from './fields.ts';
import { detailSchema, obstacleSchema } from './finding-detail.ts';
import { findingOutcomes } from './finding-outcome.ts';
import { closedList, type Written } from './open-values.ts';

/** Tests of whether the current days differ more from the reference than its own days differ. */
const testNames = [
  'rho-t',
  'rho-t-and-day-permutation',
  'day-permutation',
  /** Of rows that the configuration declares independent. */
  'chi-squared',
  /** Of one category of a column, with moderated variances. */
  'largest-rise',
  /** Of the windows since the version is in service, against those of the reference. */
  'means-of-windows',
] as const;
export type TestName = (typeof testNames)[number];

/** Parts of `false-alarms`, each of one family of rules. */
const budgetParts = [
  'distributions',
  /** Of one window. */
  'metrics',
  /** Of rows without a value, with a new category, out of range. */
  'fractions',
  'lasting-losses',
] as const;
export type BudgetPart = (typeof budgetParts)[number];

export const effectMeasures = [
  /** In standard deviations of the reference. */
  'wasserstein-distance',
  /** The same of ranks in the reference, in standard deviations of ranks: for columns with heavy tails. */
  'rank-distance',
  /** Fraction of rows that would have to change their category. */
  'total-variation-distance',
  'fraction-of-rows',
  /** Ratio to the reference. */
  'scale-factor',
  /** Current minus reference, in the unit of the metric. */
  'metric-change',
  /** Of those that a service was asked in the window. */
  'fraction-of-requests',
] as const;
export type EffectMeasure = (typeof effectMeasures)[number];

const columnChecks = [
  /** Missing values, kind, range or categories, and the distribution against the days of the reference. */
  'distribution',
  /** The same without the distribution. */
  'values',
  /** What its role demands. */
  'role',
  'none',
] as const;
export type ColumnChecks = (typeof columnChecks)[number];

const columnReasons = [
  'is-id',
  'is-user',
  'is-label',
  'is-score',
  'is-time',
  'ignored',
  'new-column',
  /** Of a kind that this version does not know. */
  'newer-kind',
  /** The reader left it out, such as a nested column. */
  'not-readable',
  /** The configuration names other columns. */
  'not-selected',
  'times',
  'identifier',
  'constant-in-reference',
  'empty-in-reference',
  /** A finding says what is wrong with it; its distribution would only repeat that. */
  'has-finding',
  /** Neither the current data nor a table that is joined to them has it. */
  'absent',
  /** New categories cannot be recognized, the rest is checked. */
  'categories-not-listed',
  /** The current data are counts by day: what asks for single values, such as a changed unit, is not looked for. */
  'only-counts',
  /** No row of the current data is in the window. */
  'no-rows',
] as const;
export type ColumnReason = (typeof columnReasons)[number];

const warningOnlyReasons = [
  /** The reference has the same, and too few windows to say how much of it is usual. */
  'too-few-windows',
  /** Fewer than four weeks do not show which columns stand still on whole days by nature. */
  'short-reference',
  /** The ids of the reference repeat too. */
  'reference-repeats',
  /** The profile does not say whether ids of the reference repeat. */
  'reference-unknown',
  /** Of labels: what another base rate means for the model, its metrics say. */
  'base-rate',
  /** Of the data contract, whose severity says so. */
  'contract-severity',
  /** The reference is not what the signature of the model says either. */
  'reference-too',
  /** How many values may be missing, another rule says. */
  'missing-values-rule',
  /** Of the service: more would have to go wrong before its objective is missed. */
  'objective-kept',
] as const;
export type WarningOnlyReason = (typeof warningOnlyReasons)[number];

const findingSchema = z.strictObject({
  kind: closedList(issueKinds),
  /** A column, a metric, an objective of the service, or the path of a table; absent where the finding is about all of them. */
  subject: z.string().optional(),
  outcome: closedList(findingOutcomes),
  /** Of a column that is no input of the model: the distribution of labels or of predictions. */
  role: closedList(['label', 'score']).optional(),
  detail: detailSchema,
  /** With the outcome "inconclusive": why the change was not tested. */
  obstacle: obstacleSchema.optional(),
  side: closedList(['up', 'down']).optional(),
  /** Why it is a warning that no later check turns into an alert. Absent where an alert is possible. */
  warningOnly: closedList(warningOnlyReasons).optional(),
  /** How large the difference is, and from which size on it matters; both in the unit of the measure. */
  effect: z
    .strictObject({ measure: closedList(effectMeasures), value: z.number(), threshold: z.number() })
    .optional(),
  test: z
    .strictObject({
      name: closedList(testNames),
      /** Calibrated p-value. */
      p: z.number(),
      /** Significance level of a warning: the false-alarm budget divided among the columns or metrics. */
      level: z.number(),
      /** Distance of the current days over the typical distance in the reference; for chi-squared, the statistic. */
      statistic: z.number(),
      /** Independent observations behind p: windows or days of the reference; rows for chi-squared. */
      effectiveN: z.number(),
      /** Few windows: the error rate is less exact. */
      provisional: z.boolean(),
      /** The smallest lasting change that is detected with 80 % power, in the unit of the effect. */
      minimumDetectableEffect: z.number().optional(),
    })
    .optional(),
  /** The part of `false-alarms` that the test may use; absent for what cannot happen by chance. */
  budget: z.strictObject({ part: closedList(budgetParts), falseAlertsPerYear: z.number() }).optional(),
  /** Other measures of the same difference; they decide nothing. */
  measures: z
    .strictObject({
      kolmogorovSmirnovDistance: z.number().optional(),
      /** In standard deviations of the reference. */
      meanShiftSd: z.number().optional(),
      populationStabilityIndex: z.number(),
      jensenShannonDistance: z.number(),
    })
    .optional(),
});

export const checkSchema = z.strictObject({
  schema: z.literal('model-steward/check/1'),
  model: nameField,
  version: versionField,
  reference: z.strictObject({
    profile: sha256Field,
    rows: z.number(),
    days: z.number(),
    /** The days of the data that are the reference of a version without one; `to` is the day after the last. */
    firstWindows: z.strictObject({ from: dayField, to: dayField }).optional(),
  }),
  /** Whose days are compared, where they are not those of UTC, or not those of the configuration. */
  timeZone: z
    .strictObject({
      /** That of the reference. */
      name: z.string(),
      /** That of the configuration, where it is another one. */
      configured: z.string().optional(),
    })
    .optional(),
  current: z
    .strictObject({
      path: z.string(),
      sha256: sha256Field,
      rows: z.number(),
      days: z.number(),
      from: localTimeField.optional(),
      to: localTimeField.optional(),
    })
    .optional(),
  findings: z.array(findingSchema),
  /** Every column of the reference and of the current data, and what was checked of it. */
  columns: z
    .array(
      z.strictObject({
        name: z.string(),
        checks: closedList(columnChecks),
        /** Why not at more; absent where everything is checked. */
        reason: closedList(columnReasons).optional(),
        /** Rows of the file whose cell is not what the column holds, taken as missing; absent without any. */
        unreadRows: z.number().int().positive().optional(),
      }),
    )
    .optional(),
  /** Absent where the configuration has none. */
  contract: checkedContractSchema.optional(),
  decision: decisionSchema,
  /** Spans of days whose labels had not arrived; a later check evaluates them. */
  openWindows: z.array(z.strictObject({ from: localTimeField, to: localTimeField, rows: z.number() })),
  /** The newest windows of this version in which metrics were measured, oldest first; means of their days. */
  measuredWindows: z
    .array(
      z.strictObject({
        from: localTimeField,
        to: localTimeField,
        metrics: z.array(z.strictObject({ name: z.string(), value: z.number() })),
      }),
    )
    .optional(),
  previousCheck: sha256Field.optional(),
});

/** A check of this run. */
export type Check = Written<ReadCheck>;
/** A check of an earlier run, perhaps of a newer version. */
export type ReadCheck = z.infer<typeof checkSchema>;
export type Finding = Check['findings'][number];
export type ReadFinding = ReadCheck['findings'][number];
export type FindingTest = NonNullable<Finding['test']>;
export type Effect = NonNullable<Finding['effect']>;
