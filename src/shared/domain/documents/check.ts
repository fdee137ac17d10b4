/** `check.json`: one look of the monitor at a version in production. */
import { z } from 'zod';
import { nameField, sha256Field, timeField, versionField } from './fields.ts';
import { issueKinds } from '../kernel/names.ts';
import { closedList, type Written } from './open-values.ts';

export const findingOutcomes = ['alert', 'warning', 'ok', 'inconclusive'] as const;
export const decisionKinds = [
  'none',
  'retrain',
  'build-new-model',
  'change-processing',
  'change-inputs',
] as const;

export const findingSchema = z.strictObject({
  kind: closedList(issueKinds),
  /** What was looked at: a column, "freshness", a metric. */
  subject: z.string(),
  /** Name of the test or rule. */
  test: z.string(),
  outcome: closedList(findingOutcomes),
  /** Calibrated p-value, and the level that it was held against after the correction for several columns. */
  p: z.number().optional(),
  level: z.number().optional(),
  statistic: z.number().optional(),
  effect: z
    .strictObject({ name: z.string(), value: z.number(), threshold: z.number(), unit: z.string() })
    .optional(),
  /** Other sizes of the same difference; they decide nothing. */
  measures: z
    .strictObject({
      kolmogorovSmirnov: z.number().optional(),
      meanShiftSd: z.number().optional(),
      populationStabilityIndex: z.number(),
      jensenShannon: z.number(),
    })
    .optional(),
  /** The smallest shift that would have been seen 4 times in 5, in the unit of the effect. */
  detectable: z.number().optional(),
  /** Independent observations behind it: days or windows, not rows. */
  effectiveN: z.number().optional(),
  side: z.enum(['up', 'down']).optional(),
  /** One sentence for a person, in plain units. */
  text: z.string(),
});

export const checkSchema = z.strictObject({
  schema: z.literal('model-steward/check/1'),
  model: nameField,
  version: versionField,
  reference: z.strictObject({ profile: sha256Field, rows: z.number(), days: z.number() }),
  current: z
    .strictObject({
      path: z.string(),
      sha256: sha256Field,
      rows: z.number(),
      days: z.number(),
      from: timeField.optional(),
      to: timeField.optional(),
    })
    .optional(),
  findings: z.array(findingSchema),
  decision: z.strictObject({ kind: closedList(decisionKinds), rule: z.string(), reason: z.string() }),
  /** Windows whose labels had not arrived; a later check settles them. */
  openWindows: z.array(z.strictObject({ from: timeField, to: timeField, rows: z.number() })),
  previousCheck: sha256Field.optional(),
});

/** A check of this run. */
export type Check = Written<ReadCheck>;
/** A check of an earlier run, perhaps of a newer version. */
export type ReadCheck = z.infer<typeof checkSchema>;
export type Finding = Check['findings'][number];
export type ReadFinding = ReadCheck['findings'][number];
export type DecisionKind = (typeof decisionKinds)[number];
