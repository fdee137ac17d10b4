/** `evaluation.json`: the judgement of one challenger. A pure function of the evidence; recomputed by register. */
import { z } from 'zod';
import { nameField, sha256Field, taskField, versionField } from './fields.ts';
import { closedList, type Written } from './open-values.ts';

export const verdicts = ['pass', 'fail', 'inconclusive'] as const;
export type Verdict = (typeof verdicts)[number];

export const ruleKinds = ['superior-by', 'not-worse-by', 'at-least', 'at-most'] as const;
export type RuleKind = (typeof ruleKinds)[number];

export const ruleOutcomes = [...verdicts, 'not-applicable'] as const;
export type RuleOutcome = (typeof ruleOutcomes)[number];

export const gateNames = ['gate', 'gate-retrain'] as const;
export type GateName = (typeof gateNames)[number];

/** Two-sided interval; the units are those of the metric. */
export const intervalSchema = z.strictObject({
  estimate: z.number(),
  lower: z.number(),
  upper: z.number(),
  confidence: z.number(),
});

/** How an interval was made, and what it could not have seen. */
export const precisionSchema = z.strictObject({
  method: z.string(),
  groups: z.number().int(),
  /** G* = 1 / sum of squared shares. */
  effectiveGroups: z.number(),
  /** Variance by groups over variance by rows; absent where rows are the groups. */
  designEffect: z.number().optional(),
  effectiveRows: z.number(),
  /** The smallest true difference that this comparison would show 4 times in 5. */
  minimumDetectable: z.number(),
  provisional: z.boolean(),
});

export const metricResultSchema = z.strictObject({
  metric: z.string(),
  /** "zero": closest to zero. Absent for a metric of the user's own, of which only a floor was asked. */
  better: closedList(['higher', 'lower', 'zero']).optional(),
  challenger: z.number(),
  /** Of the challenger's own value; absent for plain metric values, and where the groups cannot carry one. */
  interval: intervalSchema.optional(),
  champion: z.number().optional(),
  /** What `champion` and `difference` are about: for a first model, the best constant prediction. */
  comparedWith: closedList(['champion', 'baseline']).optional(),
  /** challenger minus champion (or minus the trivial model, for a first model). */
  difference: intervalSchema.optional(),
  /** Of the difference; without one, of the challenger's own value. */
  precision: precisionSchema.optional(),
});

export const ruleResultSchema = z.strictObject({
  metric: z.string(),
  kind: closedList(ruleKinds),
  threshold: z.number(),
  outcome: closedList(ruleOutcomes),
  reason: z.string(),
});

export const evaluationSchema = z.strictObject({
  schema: z.literal('model-steward/evaluation/1'),
  /** Version of the statistics: a verdict is only comparable with one of the same version. */
  statistics: z.string(),
  model: nameField,
  task: taskField,
  /** Digest of `run.json`. */
  run: sha256Field,
  modelDigest: sha256Field.optional(),
  champion: z
    .strictObject({
      version: versionField,
      tag: z.string(),
      modelDigest: sha256Field,
      /** scored: on the same rows in this run; stored: the release's predictions; none: metric values only. */
      evidence: closedList(['scored', 'stored', 'none']),
    })
    .optional(),
  gate: z.strictObject({ name: closedList(gateNames), sha256: sha256Field }),
  rows: z
    .strictObject({
      /** Digest of the sorted ids and labels. */
      digest: sha256Field,
      count: z.number().int(),
      labels: closedList(['predictions', 'separate']),
    })
    .optional(),
  groups: z
    .strictObject({
      /** What counts as one independent observation: "row", "day", or the name of the group column. */
      unit: z.string(),
      count: z.number().int(),
      ordered: z.boolean(),
      weakest: z.strictObject({ name: z.string(), metric: z.string(), difference: z.number() }).optional(),
    })
    .optional(),
  metrics: z.array(metricResultSchema),
  rules: z.array(ruleResultSchema),
  verdict: closedList(verdicts),
  reasons: z.array(z.string()),
});

/** An evaluation of this run. */
export type Evaluation = Written<ReadEvaluation>;
/** An evaluation as it was read, perhaps of a newer version. */
export type ReadEvaluation = z.infer<typeof evaluationSchema>;
export type MetricResult = Written<z.infer<typeof metricResultSchema>>;
export type RuleResult = Written<z.infer<typeof ruleResultSchema>>;
export type Interval = z.infer<typeof intervalSchema>;
export type Precision = z.infer<typeof precisionSchema>;
