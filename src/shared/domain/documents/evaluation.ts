/**
 * `evaluation.json`: the evaluation of one challenger. A pure function of the evidence; recomputed by register.
 * It has codes and numbers; domain/report renders the sentences. Numbers are in the unit of their metric.
 */
import { z } from 'zod';
import { directions } from '../kernel/direction.ts';
import { gitShaField, nameField, sha256Field, taskField, versionField } from './fields.ts';
import { challengersSchema } from './challengers.ts';
import { horizonsSchema, seriesSchema } from './horizons.ts';
import { groupsSchema } from './groups.ts';
import { slicesResultSchema } from './slices.ts';
import { variationSchema } from './variation.ts';
import { closedList, type Written } from './open-values.ts';
import { comparedModels, ruleReasonSchema } from './rule-reason.ts';
import { parameterField, scoringCodes } from './run.ts';

export const verdicts = ['pass', 'fail', 'inconclusive'] as const;
export type Verdict = (typeof verdicts)[number];

export const ruleKinds = [
  'superior-by',
  'not-worse-by',
  'equivalent-within',
  'at-least',
  'at-most',
  /** No slice may be significantly worse by more than the threshold. */
  'no-slice-worse-by',
  /** No case that the champion passed may be lost; the threshold is 0 of them. */
  'keeps',
] as const;
export type RuleKind = (typeof ruleKinds)[number];

const ruleOutcomes = [
  ...verdicts,
  'not-applicable',
  /** Of a rule that only the pull request has, where the configuration hides values: it counts in the verdict of all of them. */
  'not-shown',
] as const;
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

/** How the standard error by groups was estimated. docs/statistics.md has the sources. */
const errorMethods = [
  'jackknife',
  'ar1',
  'ewc',
  /** By two groupings at once, such as users and days. */
  'two-way',
] as const;
export type ErrorMethod = (typeof errorMethods)[number];

/** How the ends of the interval follow: from the error by groups, from counts of rows, or from what was not seen. */
const intervalMethods = [
  /** Groups without skewness. */
  'student-t',
  /** Hall's transformation, and one more group like the worst one where they are skewed. */
  'hall',
  /** The same on the logarithm of what has one end, and on the logit of what has two. */
  'hall-log',
  'hall-logit',
  /** Of the difference of two models, as asymmetric as the intervals of both on such a scale. */
  'hall-stretched',
  'clopper-pearson',
  'mover-wilson',
  /** The same of what is lost by errors that do not all weigh the same, such as F1 and its difference. */
  'clopper-pearson-weighted',
  'mover-wilson-weighted',
  /** Of a quantile: Woodruff's, by as many independent observations as the groups are worth. */
  'order-statistics',
  /** Of the difference of two quantiles. */
  'mover-order-statistics',
  /** No group deviates from the estimate, which may be of any size. */
  'zero-events-bound',
  /** Both models predict the same for every row, and are not the same file. */
  'no-difference-bound',
  'same-model',
] as const;
export type IntervalMethod = (typeof intervalMethods)[number];

/** How an interval was made, and the smallest effect that it can detect. */
const precisionSchema = z.strictObject({
  method: closedList(intervalMethods),
  /** Absent where rows are independent and counted, and where nothing deviates. */
  error: closedList(errorMethods).optional(),
  /** Lag-1 correlation of groups without a known order, where it is above chance: then the wider error counts. */
  neighborCorrelation: z.number().optional(),
  groups: z.number().int(),
  /** G* = 1 / sum of squared weights of the groups. */
  effectiveGroups: z.number(),
  /** Variance by groups over variance by rows; absent where rows are the groups. */
  designEffect: z.number().optional(),
  effectiveRows: z.number(),
  /** The smallest true difference that this comparison detects with 80 % power, in the unit of the metric. */
  minimumDetectableEffect: z.number(),
  provisional: z.boolean(),
});

const metricResultSchema = z.strictObject({
  metric: z.string(),
  /** "zero": closest to zero; "nominal": to a value of its own, such as 0.8 of `coverage@0.8`. Absent for a metric of the user's own, of which only a bound was asked. */
  better: closedList(directions).optional(),
  challenger: z.number(),
  /** Present where the score command wrote these numbers: no one verified them. */
  written: z.literal(true).optional(),
  /** Of the challenger's own value; absent for plain metric values, and where the groups cannot carry one. */
  interval: intervalSchema.optional(),
  comparedWith: closedList(comparedModels).optional(),
  /** The value of the model that `comparedWith` names. */
  comparedValue: z.number().optional(),
  /** `challenger` minus `comparedValue`. */
  difference: intervalSchema.optional(),
  /** Of the difference; without one, of the challenger's own value. */
  precision: precisionSchema.optional(),
  /** Why the challenger's own value is uncertain; present where cases were answered or measured several times. */
  variation: variationSchema.optional(),
});

/** Whether the champion answered as it did when it was registered (docs/trust.md#the-champion-answers-as-it-did). */
const answerStates = [
  /** The same rows and the same predictions. */
  'verified',
  /** Its metrics agree with those that were registered. */
  'consistent',
  'inconsistent',
  /** Nothing was registered that these predictions could be compared with. */
  'unverified',
] as const;

const championAnswersSchema = z.strictObject({
  state: closedList(answerStates),
  /** Whether the rows are those of its registration; absent where nothing was registered. */
  rows: closedList(['same', 'other']).optional(),
  /** How many rows it was registered with, where those are other ones and its release says so. */
  registeredRowCount: z.number().int().optional(),
  /** How many predictions differ from the registered ones, where those are at hand. */
  changedRows: z.number().int().optional(),
  /** Metrics that do not agree: the registered value, and the one of these predictions. */
  changed: z
    .array(z.strictObject({ metric: z.string(), registered: z.number(), current: z.number() }))
    .optional(),
});

const verdictReasons = [
  'rules-passed',
  'rules-failed',
  'rules-inconclusive',
  'no-rules',
  /** All rules compare with a champion, and there is none. */
  'no-applicable-rules',
  /** It passes by the configuration of the base, and not by that of the pull request: `changes.head` says why. */
  'own-rules-not-passed',
] as const;
export type VerdictReason = (typeof verdictReasons)[number];

const ruleResultSchema = z.strictObject({
  metric: z.string(),
  kind: closedList(ruleKinds),
  threshold: z.number(),
  /** Present where the rule compares with the anchor; else it compares with champion or baseline. */
  against: z.literal('anchor').optional(),
  /** Present for `relative: true`: the threshold is a fraction of the size of the value of the other model. */
  relative: z
    .strictObject({
      /** In the unit of the metric; absent where that value gives none. */
      margin: z.number().optional(),
    })
    .optional(),
  /** By the mean of all trainings, where there are several. The rule has the worse of both outcomes. */
  trainings: z
    .strictObject({
      count: z.number().int(),
      outcome: closedList(ruleOutcomes),
      /** Of an improvement where the rule compares, as its ends. */
      estimate: z.number(),
      lower: z.number(),
      upper: z.number(),
      /** Standard deviation between trainings, on these rows. */
      trainingSd: z.number(),
      /** Absent for values that training reported. */
      minimumDetectableEffect: z.number().optional(),
    })
    .optional(),
  /** Of the interval that decided; absent where it is 0.95. */
  confidence: z.number().optional(),
  outcome: closedList(ruleOutcomes),
  reason: ruleReasonSchema,
});

/** What decides where a pull request changes a protected key: domain/config/protected-keys.ts has the keys. */
const keyDecisions = ['base', 'both', 'review'] as const;

const keyChangeSchema = z.strictObject({
  /** Like `gate`, or `predictions.threshold`. */
  key: z.string(),
  decidedBy: closedList(keyDecisions),
  /** Shortened text of the values; absent where the key is. */
  base: z.string().optional(),
  head: z.string().optional(),
});

/** Whose configuration evaluated: `head` where that of the base cannot evaluate this evidence. */
const evaluators = ['base', 'both', 'head'] as const;

const changesSchema = z.strictObject({
  /** The commit of the base branch whose configuration was compared. */
  base: gitShaField,
  keys: z.array(keyChangeSchema),
  evaluatedBy: closedList(evaluators),
  /** By the pull request's own configuration, where both evaluated; the rest of the document is by that of the base. */
  head: z
    .strictObject({
      gate: sha256Field,
      rules: z.array(ruleResultSchema),
      verdict: closedList(verdicts),
      reason: closedList(verdictReasons),
    })
    .optional(),
});

export const evaluationSchema = z.strictObject({
  schema: z.literal('model-steward/evaluation/1'),
  /** Version of the statistics: evidence that another version evaluated is evaluated again. */
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
      /** Whose code scored it, where it was scored and the run says so. */
      code: closedList(scoringCodes).optional(),
      /** Present where it has predictions of these rows. */
      answers: championAnswersSchema.optional(),
    })
    .optional(),
  /** The version that keeps small losses from adding up; present where a rule compares with it. */
  anchor: z
    .strictObject({
      version: versionField,
      tag: z.string(),
      modelDigest: sha256Field,
      /** champion: it is the champion, with whose predictions the challenger is compared once. */
      evidence: closedList(['champion', 'scored', 'stored', 'none']),
      /** Whose code scored it, where it was scored and the run says so. */
      code: closedList(scoringCodes).optional(),
      /** Present where it has predictions of these rows of its own. */
      answers: championAnswersSchema.optional(),
      /** Of the rules that compare with it, where it is not the champion. */
      metrics: z.array(metricResultSchema),
    })
    .optional(),
  gate: z.strictObject({ name: closedList(gateNames), sha256: sha256Field }),
  /** Present where the chance of a false pass is shared among so many evaluations on the same rows. */
  looks: z.strictObject({ plannedCount: z.number().int() }).optional(),
  /** Present where the chance of a false pass is shared among so many challengers of one run. */
  challengers: challengersSchema.optional(),
  rows: z
    .strictObject({
      /** Digest of the sorted ids and labels. */
      digest: sha256Field,
      count: z.number().int(),
      labels: closedList(['predictions', 'separate']),
      /** Rows of weight 0, which do not count and are none of `count`; absent where there are none. */
      weightlessRowCount: z.number().int().optional(),
      /** Present where several rows are measured as one, such as the items of a query. */
      units: z
        .strictObject({
          /** The column that names them. */
          column: z.string(),
          count: z.number().int(),
          /** Those that have no value, such as queries without a relevant item. */
          leftOutCount: z.number().int(),
        })
        .optional(),
      /** Present where rows are moments of series. */
      series: seriesSchema.optional(),
      /** Digest of the challenger's predictions of them, as `model.json` has it: the same again is no new look. */
      answers: sha256Field.optional(),
      /** Of the challenger to all cases, and to one; present where rows are cases. */
      responses: z
        .strictObject({ count: z.number().int(), least: z.number().int(), most: z.number().int() })
        .optional(),
    })
    .optional(),
  groups: groupsSchema.optional(),
  /** Which classes were taken for which; present where rows have one of several classes. */
  classes: z
    .strictObject({
      count: z.number().int(),
      /** Classes of few rows, the rarest first; absent where there are none. `rareCount` counts those left out too. */
      rareCount: z.number().int().optional(),
      rare: z.array(z.strictObject({ name: z.string(), rows: z.number().int() })).optional(),
      /** Whether `cells` has every pair that occurs; else those that are confused most often. */
      complete: z.boolean(),
      cells: z.array(
        z.strictObject({
          actual: z.string(),
          predicted: z.string(),
          challengerRows: z.number().int(),
          championRows: z.number().int().optional(),
        }),
      ),
    })
    .optional(),
  /** One metric by how far ahead was forecast; present where rows have several horizons. */
  horizons: horizonsSchema.optional(),
  /** Parts of the rows; present where the configuration names `slices` and predictions were evaluated. */
  slices: slicesResultSchema.optional(),
  metrics: z.array(metricResultSchema),
  /** How often the challenger was trained, with a seed each; absent where nothing says that it was trained. */
  trainings: z
    .strictObject({
      count: z.number().int(),
      /** Of the champion, where that was trained several times and its release says so. */
      championCount: z.number().int().optional(),
      /** Whether all trainings of the challenger left the same model. */
      sameModel: z.literal(true).optional(),
    })
    .optional(),
  /** Parameters in which the trainings of champion and challenger differ; a side that lacks one has no value. */
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        champion: parameterField.optional(),
        challenger: parameterField.optional(),
      }),
    )
    .optional(),
  rules: z.array(ruleResultSchema),
  /** Present where the configuration hides values, differences and intervals: docs/statistics.md#verdicts-without-digits. */
  digits: z.literal('hidden').optional(),
  /** By all configurations that evaluated. */
  verdict: closedList(verdicts),
  reason: closedList(verdictReasons),
  /** Present when the pull request changes how it is evaluated itself. */
  changes: changesSchema.optional(),
});

/** An evaluation of this run. */
export type Evaluation = Written<ReadEvaluation>;
/** An evaluation as it was read, perhaps of a newer version. */
export type ReadEvaluation = z.infer<typeof evaluationSchema>;
export type AnchorResult = NonNullable<Evaluation['anchor']>;
export type MetricResult = Written<z.infer<typeof metricResultSchema>>;
export type Challengers = NonNullable<Evaluation['challengers']>;
export type RuleResult = Written<z.infer<typeof ruleResultSchema>>;
export type ChampionAnswers = Written<z.infer<typeof championAnswersSchema>>;
export type KeyChange = Written<z.infer<typeof keyChangeSchema>>;
export type EvaluationChanges = Written<z.infer<typeof changesSchema>>;
export type Interval = z.infer<typeof intervalSchema>;
export type Precision = Written<z.infer<typeof precisionSchema>>;
