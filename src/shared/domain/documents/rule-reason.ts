/** Why a rule of a gate came out as it did: a code, and the numbers that decided. domain/report renders the sentences. */
import { z } from 'zod';
import { closedList, openUnion, type Written } from './open-values.ts';
import { sliceConditionSchema } from './slices.ts';

/** What a challenger is compared with: champion and anchor, or for a first version the baseline of the metric. */
export const comparedModels = ['champion', 'anchor', 'baseline'] as const;
export type ComparedModel = (typeof comparedModels)[number];

/** Reasons whose numbers come from the values of the models. */
const hiddenReasons = [
  'improvement-interval',
  'difference-interval',
  'no-relative-margin',
  'identical-predictions',
  'value-interval',
  'reported-value',
  'counted-value',
  'counted-improvement',
  'reported-improvement',
  'reported-difference',
  'kept-cases',
  'slices',
  'mean-of-trainings',
] as const;

/** Why a rule came out as it did, with the numbers that decided. An improvement is positive where the challenger is better. */
export const ruleReasonSchema = openUnion('code', [
  /** The interval of the improvement, against the threshold of the rule. */
  z.strictObject({
    code: z.literal('improvement-interval'),
    lower: z.number(),
    upper: z.number(),
    comparedWith: closedList(comparedModels),
  }),
  /** The same of a metric without a better and a worse: challenger minus the other one. */
  z.strictObject({ code: z.literal('difference-interval'), lower: z.number(), upper: z.number() }),
  /** `relative: true`, and no margin can be a fraction of the value that the other model has. */
  z.strictObject({
    code: z.literal('no-relative-margin'),
    comparedWith: closedList(comparedModels),
    comparedValue: z.number(),
  }),
  /** Both models predict the same for every row, which bounds the improvement on other rows. */
  z.strictObject({
    code: z.literal('identical-predictions'),
    lower: z.number(),
    upper: z.number(),
    /** Effective number of groups, or of rows where they are independent. */
    effectiveGroups: z.number(),
    /** So many would decide the rule; absent for a margin of 0, and where the rule is decided. */
    neededGroups: z.number().int().optional(),
  }),
  /** The interval of the challenger's own value. */
  z.strictObject({ code: z.literal('value-interval'), lower: z.number(), upper: z.number() }),
  /** A value that training reported, without rows and so without an interval. */
  z.strictObject({ code: z.literal('reported-value'), value: z.number() }),
  /** A value that is counted and has no error: the size of the model. */
  z.strictObject({ code: z.literal('counted-value'), value: z.number() }),
  /** The improvement of such a value. */
  z.strictObject({ code: z.literal('counted-improvement'), improvement: z.number() }),
  /** The run did not measure that model. */
  z.strictObject({ code: z.literal('not-measured'), model: closedList(['challenger', ...comparedModels]) }),
  /** Scoring was measured in fewer rounds than the interval of a median needs. */
  z.strictObject({
    code: z.literal('too-few-rounds'),
    roundCount: z.number().int(),
    neededCount: z.number().int(),
  }),
  /** A difference of two reported values, compared because the configuration says `unpaired: accept`. */
  z.strictObject({ code: z.literal('reported-improvement'), improvement: z.number() }),
  /** The same of a metric without a better and a worse. */
  z.strictObject({ code: z.literal('reported-difference'), difference: z.number() }),
  /** Of the cases that must not be lost: how many the champion passed, and what became of them. */
  z.strictObject({
    code: z.literal('kept-cases'),
    passedCount: z.number().int(),
    lostCount: z.number().int(),
    /** Of all cases in question, those that only the challenger passed. */
    wonCount: z.number().int(),
    /** Entries of `cases` that name a lost case, and how many; a document names no case that the configuration does not. */
    lostBy: z.array(z.strictObject({ cases: z.string(), lostCount: z.number().int() })).optional(),
    /** Entries of `cases` that name no evaluated case: then nothing is said of them. */
    missing: z.array(z.string()).optional(),
  }),
  /** Of all slices that were looked at: how many are significantly worse by more than the threshold, and the one that looks worst. */
  z.strictObject({
    code: z.literal('slices'),
    lookedAtCount: z.number().int(),
    worseCount: z.number().int(),
    weakest: z.array(sliceConditionSchema),
    /** Of the improvement there; the confidence is corrected for all slices. */
    estimate: z.number(),
    lower: z.number(),
    upper: z.number(),
    confidence: z.number(),
  }),
  /** Slices that have enough rows, and no interval all the same: of them nothing is known. */
  z.strictObject({
    code: z.literal('slices-without-interval'),
    lookedAtCount: z.number().int(),
    withoutCount: z.number().int(),
  }),
  /** More slices have enough rows than are looked at, and of those that are, none fails. */
  z.strictObject({
    code: z.literal('slices-left-out'),
    lookedAtCount: z.number().int(),
    leftOutCount: z.number().int(),
    /** The least `slices.min-rows` by which none is left out, where some are then looked at. */
    neededMinRows: z.number().int().optional(),
  }),
  /** No slice has enough rows. */
  z.strictObject({ code: z.literal('no-slices'), minRows: z.number().int() }),
  /** The interval of the mean of all trainings, where the model that is kept does better: of the improvement, or of the own value. */
  z.strictObject({ code: z.literal('mean-of-trainings'), lower: z.number(), upper: z.number() }),
  /** Fewer trainings than the configuration asks for have evidence for this rule. */
  z.strictObject({
    code: z.literal('too-few-trainings'),
    trainingCount: z.number().int(),
    askedCount: z.number().int(),
  }),
  /** One of these, of which the configuration hides the numbers. */
  z.strictObject({ code: z.literal('not-shown'), instead: closedList(hiddenReasons) }),
  /** Only the pull request asks it, and the configuration of the base hides what its outcome would say about the value. */
  z.strictObject({ code: z.literal('not-in-the-base') }),
  z.strictObject({ code: z.literal('no-champion') }),
  z.strictObject({ code: z.literal('no-champion-and-no-predictions') }),
  z.strictObject({ code: z.literal('no-reported-value-of-the-champion') }),
  /** Two reported values have no known error. */
  z.strictObject({ code: z.literal('no-rows-behind-the-values') }),
  /** The stored predictions of the champion are for other rows. */
  z.strictObject({
    code: z.literal('no-common-rows'),
    /** Who measured the responses to one of the cases, where the champion's were measured by another one. */
    evaluators: z.strictObject({ challenger: z.string(), champion: z.string() }).optional(),
  }),
  /** The score command failed for the champion, and its release stores no predictions. */
  z.strictObject({ code: z.literal('no-predictions-of-the-champion') }),
  /** The champion did not answer as it did when it was registered, so a comparison with it says nothing. */
  z.strictObject({ code: z.literal('champion-answers-changed') }),
  /** All labels are equal, so that a constant prediction is perfect: they cannot show what a model is worth. */
  z.strictObject({
    code: z.literal('equal-labels'),
    /** As the table has it: the name of its class, or the number. */
    label: z.string(),
    rows: z.number().int(),
  }),
  z.strictObject({ code: z.literal('undefined'), model: closedList(['challenger', ...comparedModels]) }),
  z.strictObject({
    code: z.literal('too-few-groups'),
    groups: z.number().int(),
    minGroups: z.number().int(),
  }),
  z.strictObject({
    code: z.literal('too-few-effective-groups'),
    effectiveGroups: z.number(),
    minEffectiveGroups: z.number(),
  }),
  z.strictObject({ code: z.literal('depends-on-one-group') }),
  /** Too few observations lie beyond a quantile for one of them to be the end of its interval. */
  z.strictObject({
    code: z.literal('quantile-out-of-reach'),
    effectiveRows: z.number(),
    neededRows: z.number().int(),
  }),
]);

export type RuleReason = Written<z.infer<typeof ruleReasonSchema>>;

type HiddenReason = Extract<RuleReason, { readonly code: (typeof hiddenReasons)[number] }>;

/** Whether `report: verdict-only` hides the numbers of this reason. */
export function isHidden(reason: RuleReason): reason is HiddenReason {
  return hiddenReasons.some((code) => code === reason.code);
}
