/**
 * What to do about a check, and the rule that decided: a code and the columns, metrics and versions that it
 * was about. The sentences are in report/decision-text.ts.
 */
import { z } from 'zod';
import { contractRuleCodes } from './contract-rule.ts';
import { versionField } from './fields.ts';
import { findingCodes, notEvaluatedCauses } from './finding-detail.ts';
import { closedList, coded, openUnion, type Written } from './open-values.ts';

export const decisionKinds = [
  'none',
  'retrain',
  'build-new-model',
  'change-processing',
  'change-inputs',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** Rules that a configuration may give another decision. */
export const configurableRules = [
  'missing-input',
  'contract-broken',
  'unusable-data',
  'no-fresh-data',
  'ids-do-not-match',
  'no-predictions',
  'objective-missed',
  'only-predictions-moved',
  'worse-after-retraining',
  'worse-and-inputs-moved',
  'worse-and-inputs-unchanged',
  'inputs-moved-and-metrics-ok',
  'inputs-moved-and-metrics-undecided',
  'inputs-moved-without-labels',
] as const;
/** About a fault of the data: whoever retrains on them teaches the model the fault. */
const faultRules = [
  'missing-input',
  'contract-broken',
  'unusable-data',
  'no-fresh-data',
  'ids-do-not-match',
  'no-predictions',
] as const;
/** Rules about what a retraining cannot fix. */
export const rulesWithoutRetraining = [...faultRules, 'objective-missed'] as const;
/** Without an alert nothing acts, whatever the configuration says. */
const rulesWithoutAct = ['base-rate-moved', 'nothing-to-act-on'] as const;
const decisionRules = [...configurableRules, ...rulesWithoutAct];
export type DecisionCode = (typeof decisionRules)[number];

const names = z.array(z.string()).min(1);

function rule<const Code extends DecisionCode, Shape extends z.core.$ZodShape>(code: Code, shape: Shape) {
  return coded(code, shape);
}

const decisionRuleSchema = openUnion('code', [
  /** Missing in this check and in those before it, `checks` in all. */
  rule('missing-input', { columns: names, checks: z.number().int() }),
  /** What the configuration states of the data is not true of them; the table is the subject of a rule without columns. */
  rule('contract-broken', {
    problems: z.array(z.strictObject({ subject: z.string(), rule: closedList(contractRuleCodes) })).min(1),
  }),
  /** Each with the code of its finding. */
  rule('unusable-data', {
    problems: z.array(z.strictObject({ subject: z.string(), code: closedList(findingCodes) })).min(1),
  }),
  rule('no-fresh-data', {}),
  /** Labels or scores of which no id is one of the current data. */
  rule('ids-do-not-match', { columns: names }),
  /** The column is gone, or no row has a value in it. */
  rule('no-predictions', { columns: names }),
  /** What the service has to keep, by the names of the configuration. */
  rule('objective-missed', { objectives: names }),
  /** Predictions moved, and neither the inputs nor the labels did, as far as they are known. */
  rule('only-predictions-moved', {
    columns: names,
    /** "warned": one of them is a warning; "unknown": the reference has none, or none could be tested. Absent in earlier checks. */
    inputs: closedList(['unchanged', 'warned', 'unknown']).optional(),
  }),
  rule('worse-after-retraining', { metrics: names, previousVersion: versionField }),
  rule('worse-and-inputs-moved', { metrics: names, columns: names }),
  rule('worse-and-inputs-unchanged', { metrics: names }),
  rule('inputs-moved-and-metrics-ok', { columns: names, metrics: names }),
  /** Metrics were measured, and a loss of them is neither significant nor below the margin. */
  rule('inputs-moved-and-metrics-undecided', { columns: names, metrics: names }),
  /** Only labels moved. */
  rule('base-rate-moved', { columns: names, metrics: names }),
  rule('inputs-moved-without-labels', {
    columns: names,
    /** Absent when nothing was configured to evaluate, or the reference has no metrics. */
    because: closedList(notEvaluatedCauses).optional(),
  }),
  rule('nothing-to-act-on', {}),
]);

const decisionChanges = [
  /** Of one kind, no finding were an alert. */
  'without-data-quality-alerts',
  'without-drift-alerts',
  'without-performance-alerts',
  'without-service-alerts',
  /** The warnings that the next window may give again were alerts. */
  'warnings-again',
  /** The metrics could be measured. */
  'metrics-as-before',
  'metrics-worse',
] as const;
export type DecisionChange = (typeof decisionChanges)[number];

export const decisionSchema = z.strictObject({
  kind: closedList(decisionKinds),
  rule: decisionRuleSchema,
  /** What the rule decides where the configuration says nothing; absent where it decided. */
  usual: closedList(decisionKinds).optional(),
  /** What would have changed the decision, and to what; absent where nothing that is tried would. */
  otherwise: z
    .array(
      z.strictObject({
        change: closedList(decisionChanges),
        kind: closedList(decisionKinds),
        rule: closedList(decisionRules),
      }),
    )
    .optional(),
});

export type Decision = Written<z.infer<typeof decisionSchema>>;
export type DecisionRule = Decision['rule'];
export type DecisionAlternative = NonNullable<Decision['otherwise']>[number];
