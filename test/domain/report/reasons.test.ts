/** Every code of an evaluation has its sentence, read here in one place. */
import { describe, expect, it } from 'vitest';
import type { RuleResult } from '../../../src/shared/domain/documents/evaluation.ts';
import type { RuleReason } from '../../../src/shared/domain/documents/rule-reason.ts';
import { renderPlainSentences } from '../../../src/shared/domain/report/headline.ts';
import { describeRuleReason, describeVerdictReason } from '../../../src/shared/domain/report/reasons.ts';
import { evaluationRecord } from '../supply-chain/evaluation-record.ts';
import { runRuleSentences } from './run-rule-sentences.ts';

const context = { task: 'binary', groups: { unit: 'day', count: 28, ordered: true } } as const;
const superior = { metric: 'recall', kind: 'superior-by', threshold: 0.01 } as const;
const notWorse = { metric: 'recall', kind: 'not-worse-by', threshold: 0.02 } as const;
const atLeast = { metric: 'recall', kind: 'at-least', threshold: 0.6 } as const;
const equivalent = { metric: 'recall', kind: 'equivalent-within', threshold: 0.02 } as const;
const inSlices = { metric: 'recall', kind: 'no-slice-worse-by', threshold: 0.05 } as const;
/** 2 % of a recall of 0.814. */
const relative = { ...notWorse, relative: { margin: 0.01628 } } as const;
const improvement = (lower: number, upper: number) =>
  ({ code: 'improvement-interval', lower, upper, comparedWith: 'champion' }) as const;

const sentences: readonly (readonly [Omit<RuleResult, 'reason'>, RuleReason, string])[] = [
  [
    { ...superior, outcome: 'fail' },
    { code: 'not-shown', instead: 'improvement-interval' },
    'the numbers are hidden by `report: verdict-only`',
  ],
  [
    { ...superior, outcome: 'not-shown' },
    { code: 'not-in-the-base' },
    'the base branch has no such rule: `report: verdict-only` shows only the verdict of all rules together',
  ],
  [
    { ...superior, confidence: 0.9975, outcome: 'pass' },
    improvement(0.02, 0.04),
    'improvement +0.0200 to +0.0400 (99.75 % CI), above 0.01',
  ],
  [
    { ...superior, outcome: 'pass' },
    improvement(0.02, 0.04),
    'improvement +0.0200 to +0.0400 (95 % CI), above 0.01',
  ],
  [
    { ...superior, outcome: 'fail' },
    improvement(-0.02, 0.01),
    'improvement −0.0200 to +0.0100 (95 % CI), not above 0.01',
  ],
  [
    { ...superior, outcome: 'inconclusive' },
    improvement(0, 0.04),
    'improvement 0 to +0.0400 (95 % CI), which includes 0.01',
  ],
  [
    { ...notWorse, outcome: 'pass' },
    improvement(-0.01, 0.04),
    'improvement −0.0100 to +0.0400 (95 % CI), worse by at most 0.02',
  ],
  [
    { ...notWorse, outcome: 'fail' },
    improvement(-0.09, -0.03),
    'improvement −0.0900 to −0.0300 (95 % CI), worse by more than 0.02',
  ],
  [
    { ...notWorse, outcome: 'inconclusive' },
    improvement(-0.03, 0.04),
    'improvement −0.0300 to +0.0400 (95 % CI), which includes −0.02',
  ],
  [
    { ...superior, outcome: 'pass' },
    { ...improvement(0.02, 0.04), comparedWith: 'baseline' },
    'improvement +0.0200 to +0.0400 (95 % CI), above 0.01; compared with the baseline that predicts as many rows positive as the challenger, by chance',
  ],
  [
    { ...equivalent, outcome: 'pass' },
    improvement(-0.01, 0.02),
    'improvement −0.0100 to +0.0200 (95 % CI), within ±0.02',
  ],
  [
    { ...equivalent, outcome: 'fail' },
    improvement(0.03, 0.04),
    'improvement +0.0300 to +0.0400 (95 % CI), outside of ±0.02',
  ],
  [
    { ...equivalent, metric: 'bias', outcome: 'inconclusive' },
    { code: 'difference-interval', lower: -0.03, upper: 0.01 },
    'difference −0.0300 to +0.0100 (95 % CI), which is not within ±0.02 as a whole',
  ],
  [
    { ...equivalent, metric: 'queries', outcome: 'pass' },
    { code: 'reported-difference', difference: -0.01 },
    'difference −0.0100 (reported by training, no interval), within ±0.02',
  ],
  [
    { ...relative, outcome: 'inconclusive' },
    improvement(-0.03, 0.04),
    'improvement −0.0300 to +0.0400 (95 % CI, with the error of the margin), which includes −0.0163',
  ],
  [
    { ...relative, relative: {}, outcome: 'inconclusive' },
    { code: 'no-relative-margin', comparedWith: 'champion', comparedValue: 0 },
    'the margin is 2 % of the value of the champion, and that is 0: name a margin in the unit of the metric, without `relative`',
  ],
  [
    { ...atLeast, outcome: 'pass' },
    { code: 'value-interval', lower: 0.61, upper: 0.7 },
    '0.610 to 0.700 (95 % CI), at least 0.6',
  ],
  [
    { ...atLeast, outcome: 'fail' },
    { code: 'reported-value', value: 0.5 },
    '0.500 (reported by training, no interval), below 0.6',
  ],
  [
    { ...superior, outcome: 'pass' },
    { code: 'reported-improvement', improvement: 0.04 },
    'improvement +0.0400 (reported by training, no interval), above 0.01',
  ],
  [
    { ...notWorse, outcome: 'not-applicable' },
    { code: 'no-champion' },
    'there is no champion to compare with',
  ],
  [
    { ...superior, outcome: 'inconclusive' },
    { code: 'no-champion-and-no-predictions' },
    'there is no champion to compare with, and a baseline needs predictions',
  ],
  [
    { ...superior, outcome: 'inconclusive' },
    { code: 'no-reported-value-of-the-champion' },
    'the training of the champion did not report it',
  ],
  [
    { ...superior, outcome: 'inconclusive' },
    { code: 'no-rows-behind-the-values' },
    'two reported values have no known error; provide predictions, or set unpaired: accept',
  ],
  [
    { ...superior, outcome: 'inconclusive' },
    { code: 'no-predictions-of-the-champion' },
    'the champion has no predictions: it could not be scored, and its release stores none',
  ],
  [
    { ...superior, outcome: 'inconclusive' },
    { code: 'champion-answers-changed' },
    'the champion does not answer as it did when it was registered, so the comparison does not count',
  ],
  [
    { ...superior, outcome: 'inconclusive' },
    { code: 'no-common-rows' },
    'the stored predictions of the champion are for other rows',
  ],
  [
    { ...atLeast, outcome: 'inconclusive' },
    { code: 'undefined', model: 'challenger' },
    'undefined for the challenger: no evaluated row is positive',
  ],
  [
    { ...atLeast, outcome: 'inconclusive' },
    { code: 'equal-labels', label: 'on time', rows: 1200 },
    'all 1,200 labels are "on time", so a constant prediction is perfect: evaluate rows of both classes',
  ],
  [
    { ...notWorse, outcome: 'inconclusive' },
    { code: 'identical-predictions', lower: -0.04, upper: 0.04, effectiveGroups: 28, neededGroups: 189 },
    'both models predict the same for every row; improvement on other rows −0.0400 to +0.0400 (95 % CI), which includes −0.02: 189 days would decide, and these are worth 28.0; `identical: pass` accepts them',
  ],
  [
    { ...superior, outcome: 'inconclusive' },
    { code: 'identical-predictions', lower: -0.04, upper: 0.04, effectiveGroups: 28, neededGroups: 381 },
    'both models predict the same for every row; improvement on other rows −0.0400 to +0.0400 (95 % CI), which includes 0.01: 381 days would decide, and these are worth 28.0',
  ],
  [
    { ...notWorse, outcome: 'pass' },
    { code: 'identical-predictions', lower: -0.04, upper: 0.04, effectiveGroups: 28 },
    'both models predict the same for every row; improvement on other rows −0.0400 to +0.0400 (95 % CI), accepted by `identical: pass`',
  ],
  [
    { ...notWorse, outcome: 'pass' },
    { code: 'identical-predictions', lower: -0.004, upper: 0.004, effectiveGroups: 900 },
    'both models predict the same for every row; improvement on other rows −0.00400 to +0.00400 (95 % CI), worse by at most 0.02',
  ],
  [
    { ...atLeast, outcome: 'inconclusive' },
    { code: 'equal-labels', label: '0', rows: 1 },
    'the only label is "0", so a constant prediction is perfect: evaluate rows of both classes',
  ],
  [
    { metric: 'accuracy', kind: 'keeps', threshold: 0, outcome: 'fail' },
    {
      code: 'kept-cases',
      passedCount: 41,
      lostCount: 2,
      wonCount: 5,
      lostBy: [{ cases: 'refund-*', lostCount: 2 }],
      missing: ['q-9'],
    },
    '2 of 41 rows that the champion passed are lost (refund-* 2), and 5 are won; no evaluated row has an id like q-9: correct `cases`, or evaluate it',
  ],
  [
    { metric: 'accuracy', kind: 'keeps', threshold: 0, outcome: 'pass' },
    { code: 'kept-cases', passedCount: 41, lostCount: 0, wonCount: 1 },
    'none of 41 rows that the champion passed is lost, and 1 is won',
  ],
  [
    { ...atLeast, outcome: 'inconclusive' },
    { code: 'too-few-groups', groups: 5, minGroups: 8 },
    '5 days are too few for an interval: at least 8 are needed, 3 more',
  ],
  [
    { ...atLeast, outcome: 'inconclusive' },
    { code: 'too-few-effective-groups', effectiveGroups: 2.5, minEffectiveGroups: 4 },
    'a few days contain nearly all rows that count: the effective number of days is 2.50, and at least 4 are needed',
  ],
  [
    { ...atLeast, outcome: 'inconclusive' },
    { code: 'depends-on-one-group' },
    'without one of the days it is undefined',
  ],
  [
    { ...inSlices, outcome: 'fail' },
    {
      ...{ code: 'slices', lookedAtCount: 12, worseCount: 2, estimate: -0.2, lower: -0.3, upper: -0.1 },
      ...{
        confidence: 0.9958,
        weakest: [
          { column: 'region', value: 'north' },
          { column: 'age', from: 31, below: 44 },
        ],
      },
    },
    'significantly worse by more than 0.05 in 2 of 12 slices; the weakest is region = north and age from 31.0 to below 44.0, improvement −0.200 (−0.300 to −0.100, 99.58 % CI, corrected for all of them)',
  ],
  [
    { ...inSlices, outcome: 'inconclusive' },
    { code: 'slices-without-interval', lookedAtCount: 12, withoutCount: 1 },
    '1 of 12 slices with enough rows has no interval, so that nothing is known of it: evaluate more groups, or raise `slices.min-rows`',
  ],
  [
    { ...atLeast, outcome: 'inconclusive' },
    { code: 'too-few-trainings', trainingCount: 1, askedCount: 3 },
    '1 training with evidence, and the configuration asks for 3 (`train.seeds`)',
  ],
  [
    {
      ...{ ...superior, outcome: 'inconclusive' },
      trainings: {
        count: 3,
        outcome: 'inconclusive',
        estimate: 0.01,
        lower: -0.02,
        upper: 0.04,
        trainingSd: 0.005,
      },
    },
    { code: 'mean-of-trainings', lower: -0.02, upper: 0.04 },
    'mean of 3 trainings −0.0200 to +0.0400 (95 % CI with the seed variance), which includes 0.01',
  ],
  [
    { ...inSlices, outcome: 'inconclusive' },
    { code: 'slices-left-out', lookedAtCount: 500, leftOutCount: 1, neededMinRows: 131 },
    '1 slice with enough rows was not looked at, because there are more than 500; in those that were, the challenger is not significantly worse: set `slices.min-rows` to 131, name fewer columns, or leave `slices.search` out',
  ],
  [
    { ...inSlices, outcome: 'inconclusive' },
    { code: 'no-slices', minRows: 100 },
    'no slice has 100 rows: evaluate more rows, or lower `slices.min-rows`',
  ],
  [
    { ...atLeast, outcome: 'inconclusive' },
    { code: 'quantile-out-of-reach', effectiveRows: 40, neededRows: 72 },
    'too few observations lie beyond so extreme a quantile: these are worth 40 independent ones, and at least 72 are needed',
  ],
  ...runRuleSentences,
];

/** A new code does not compile until it is here, and fails until it has a sentence above. */
const codes: Readonly<Record<RuleReason['code'], true>> = {
  'improvement-interval': true,
  'difference-interval': true,
  'no-relative-margin': true,
  'reported-difference': true,
  'identical-predictions': true,
  'value-interval': true,
  'reported-value': true,
  'counted-value': true,
  'counted-improvement': true,
  'not-measured': true,
  'too-few-rounds': true,
  'reported-improvement': true,
  'mean-of-trainings': true,
  'too-few-trainings': true,
  'kept-cases': true,
  slices: true,
  'slices-without-interval': true,
  'slices-left-out': true,
  'no-slices': true,
  'not-shown': true,
  'not-in-the-base': true,
  'no-champion': true,
  'no-champion-and-no-predictions': true,
  'no-reported-value-of-the-champion': true,
  'no-rows-behind-the-values': true,
  'no-common-rows': true,
  'no-predictions-of-the-champion': true,
  'champion-answers-changed': true,
  'equal-labels': true,
  undefined: true,
  'too-few-groups': true,
  'too-few-effective-groups': true,
  'depends-on-one-group': true,
  'quantile-out-of-reach': true,
};

describe('the reason of a rule', () => {
  it('has a sentence for each code', () => {
    const covered = new Set(sentences.map(([, { code }]) => code));
    expect(Object.keys(codes).filter((code) => ![...covered].some((known) => known === code))).toEqual([]);
  });

  it.each(sentences)('%j, %j', (rule, reason, sentence) => {
    expect(describeRuleReason({ ...rule, reason }, context)).toBe(sentence);
  });
});

describe('the reason of a verdict', () => {
  it.each([
    ['rules-passed', ['every rule that applies passes']],
    ['no-rules', ['the configuration has no gate rules']],
    [
      'no-applicable-rules',
      ['no rule applies to a first version: add a bound (at-least, at-most) or superior-by'],
    ],
  ] as const)('%s', (reason, expected) => {
    expect(describeVerdictReason(evaluationRecord({ reason }))).toEqual(expected);
  });

  it('lists the rules that decide, and no others', () => {
    const [first, second] = evaluationRecord().rules;
    const rules = [{ ...first!, outcome: 'fail' as const }, second!];
    expect(
      describeVerdictReason(evaluationRecord({ verdict: 'fail', reason: 'rules-failed', rules })),
    ).toEqual([
      'roc_auc better by more than 0.002: improvement +0.00700 to +0.0170 (95 % CI), not above 0.002',
    ]);
  });
});

describe('the deciding metric, in one sentence and what it is', () => {
  const withDifference = (estimate: number, lower: number, upper: number) => {
    const [metric] = evaluationRecord().metrics;
    const difference = { estimate, lower, upper, confidence: 0.95 };
    return renderPlainSentences(evaluationRecord({ metrics: [{ ...metric!, difference }] }));
  };
  const meaning = 'ROC AUC is the probability that a positive row has a higher score than a negative row.';

  it.each([
    [
      [0.012, 0.007, 0.017],
      `ROC AUC is 0.0120 higher than that of the champion (95 % CI 0.00700 to 0.0170; 42,113 rows on 28 days), which is better. ${meaning}`,
    ],
    [
      [-0.012, -0.017, -0.007],
      `ROC AUC is 0.0120 lower than that of the champion (95 % CI 0.00700 to 0.0170; 42,113 rows on 28 days), which is worse. ${meaning}`,
    ],
    [
      [0.004, -0.002, 0.01],
      `ROC AUC: no change from the champion detected (improvement +0.00400, 95 % CI −0.00200 to +0.0100; minimum detectable effect 0.00710; 42,113 rows on 28 days). ${meaning}`,
    ],
    [[0, 0, 0], 'The predictions are identical to those of the champion: ROC AUC does not differ.'],
  ] as const)('%j', ([estimate, lower, upper], text) => {
    expect(withDifference(estimate, lower, upper)).toBe(text);
  });
});

it('a pull request that sets another stage learns why the champion was not scored, and what to do', () => {
  const changes = {
    base: 'a'.repeat(40),
    keys: [{ key: 'stage', decidedBy: 'base', base: 'production', head: 'live' }],
    evaluatedBy: 'base',
  } as const;
  const reasons = (['no-predictions-of-the-champion', 'no-common-rows'] as const).map((code) =>
    describeRuleReason(
      { ...superior, outcome: 'inconclusive', reason: { code } },
      { ...context, changes: { ...changes, keys: [...changes.keys] } },
    ),
  );
  const why =
    'training looked for the champion in the stage live, which this pull request sets, and the version to compare with is in production: change `stage` in a pull request without a model; ';
  expect(reasons).toEqual([
    `${why}the champion has no predictions: it was not scored, and its release stores none`,
    `${why}the stored predictions of the champion are for other rows`,
  ]);
});
