import { describe, expect, test } from 'vitest';
import { decisionConditions } from '../../../../src/shared/domain/monitoring/decision/decision-conditions.ts';
import { decisionTable } from '../../../../src/shared/domain/monitoring/decision/decision-table.ts';
import { decide } from '../../../../src/shared/domain/monitoring/decision/decide.ts';
import { checkSchema, type Check, type Finding } from '../../../../src/shared/domain/documents/check.ts';
import { parseDocument } from '../../../../src/shared/domain/documents/parse-document.ts';
import {
  decisionTitle,
  describeAlternatives,
  describeDecision,
} from '../../../../src/shared/domain/report/decision-text.ts';

const drift: Finding = {
  kind: 'drift',
  subject: 'age',
  outcome: 'alert',
  detail: { code: 'numeric-shift', referenceMean: 40, currentMean: 45 },
};
const inputUnchanged: Finding = { ...drift, outcome: 'ok' };
const scoreMoved: Finding = { ...drift, subject: 'p', role: 'score' };
const baseRate: Finding = {
  ...drift,
  subject: 'y',
  role: 'label',
  outcome: 'warning',
  warningOnly: 'base-rate',
};
const performance: Finding = {
  kind: 'performance',
  subject: 'roc_auc',
  outcome: 'ok',
  detail: { code: 'metric-change', referenceMean: 0.8, currentMean: 0.79, worse: true },
};
const warned: Finding = { ...performance, outcome: 'warning' };
const lossOf = (value: number): Finding => ({
  ...performance,
  effect: { measure: 'metric-change', value, threshold: 0.02 },
});
const [insignificant, small] = [lossOf(-0.06), lossOf(-0.019)];
const worse: Finding = { ...performance, outcome: 'alert' };
const quality = (detail: Finding['detail']): Finding => ({
  kind: 'data-quality',
  subject: 'age',
  outcome: 'alert',
  detail,
});
const changedUnit = quality({
  code: 'changed-unit',
  evidence: 'arithmetic',
  factor: 1.609344,
  conversion: 'miles-to-kilometers',
  reversed: false,
});
const newCategoriesIn = (newFraction: number): Finding =>
  quality({ code: 'new-categories', newFraction, categoryCount: 1, examples: ['Wien'] });
const newCategories = newCategoriesIn(0.2);
const noData: Finding = {
  kind: 'data-quality',
  outcome: 'alert',
  detail: { code: 'no-data', path: 'current.csv', cause: 'no-file' },
};

function check(version: string, ...findings: readonly Finding[]): Check {
  return {
    schema: 'model-steward/check/1',
    model: 'churn',
    version,
    reference: { profile: '0'.repeat(64), rows: 1, days: 1 },
    findings: [...findings],
    decision: { kind: 'none', rule: { code: 'nothing-to-act-on' } },
    openWindows: [],
  };
}

function kindFor(findings: readonly Finding[], earlier: readonly Check[] = []): string {
  return decide({ findings, earlier, version: '2.0.0' }).kind;
}

describe('what is done about findings', () => {
  test.each([
    ['nothing, when there is no alert', [{ ...drift, outcome: 'warning' as const }], 'none'],
    ['retraining, when inputs moved and labels are missing', [drift], 'retrain'],
    ['nothing, when inputs moved and the metrics are as before', [drift, performance], 'none'],
    ['retraining, when the model is worse', [worse], 'retrain'],
    ['retraining, when a category is new and labels are missing', [newCategories], 'retrain'],
    [
      'the processing, when a unit changed, whatever else moved',
      [changedUnit, drift, worse],
      'change-processing',
    ],
    ['retraining, when half of the rows have a new category', [newCategoriesIn(0.5)], 'retrain'],
    [
      'the processing, when more than half of the rows have a new category',
      [newCategoriesIn(0.501)],
      'change-processing',
    ],
    ['the processing, when no data arrive', [noData], 'change-processing'],
    ['the processing, when only predictions moved', [scoreMoved, inputUnchanged], 'change-processing'],
    [
      'the processing, when predictions moved alone and the inputs are unknown',
      [scoreMoved],
      'change-processing',
    ],
    ['retraining, when inputs moved and a metric gave a warning', [drift, warned], 'retrain'],
    [
      'retraining, when inputs moved and a loss of a margin is not significant',
      [drift, insignificant],
      'retrain',
    ],
    ['nothing, when inputs moved and the loss is below the margin', [drift, small], 'none'],
    [
      'nothing, when only labels moved and a loss of a margin is not significant',
      [baseRate, insignificant],
      'none',
    ],
    ['retraining, when predictions moved with the labels', [scoreMoved, inputUnchanged, baseRate], 'retrain'],
    ['nothing, when labels moved and the metrics are as before', [baseRate, performance], 'none'],
    ['nothing, when labels moved and the metrics are unknown', [baseRate], 'none'],
  ])('%s', (_case, findings, decision) => {
    expect(kindFor(findings)).toBe(decision);
  });

  test.each([
    ['a warning', warned],
    ['a loss of three margins that is not significant', insignificant],
  ])('%s is neither "as before" nor "could not be evaluated"', (_case, metric) => {
    const decision = decide({ findings: [drift, metric], earlier: [], version: '2.0.0' });
    expect(decision.rule).toEqual({
      ...{ code: 'inputs-moved-and-metrics-undecided', columns: ['age'], metrics: ['roc_auc'] },
    });
    expect(describeDecision(decision, '2.0.0')).toBe(
      'age moved, and roc_auc may be worse: a loss was measured, and this window cannot decide whether it is chance',
    );
    expect(decision.otherwise).toContainEqual({
      ...{ change: 'metrics-as-before', kind: 'none', rule: 'inputs-moved-and-metrics-ok' },
    });
  });

  test('one metric within its margin does not hide another that is not', () => {
    const other = { ...small, subject: 'log_loss' };
    const { rule } = decide({ findings: [drift, other, insignificant], earlier: [], version: '2.0.0' });
    expect(rule).toMatchObject({ code: 'inputs-moved-and-metrics-undecided', metrics: ['roc_auc'] });
    expect(decide({ findings: [drift, other, small], earlier: [], version: '2.0.0' }).rule).toMatchObject({
      ...{ code: 'inputs-moved-and-metrics-ok', metrics: ['log_loss', 'roc_auc'] },
    });
  });

  test.each([
    ['unchanged', [inputUnchanged], 'no change of the inputs was detected'],
    ['warned', [inputUnchanged, { ...drift, outcome: 'warning' as const }], 'gave a warning at most'],
    ['unknown', [], 'nothing is known of the inputs'],
    ['unknown', [{ ...drift, outcome: 'inconclusive' as const }], 'nothing is known of the inputs'],
  ])('of predictions that moved alone it says that the inputs are %s', (inputs, others, words) => {
    const decision = decide({ findings: [scoreMoved, ...others], earlier: [], version: '2.0.0' });
    expect(decision.rule).toEqual({ code: 'only-predictions-moved', columns: ['p'], inputs });
    expect(describeDecision(decision, '2.0.0')).toContain(words);
  });

  test('a new model, when the version before was worse too and the retraining did not fix it', () => {
    expect(kindFor([worse], [check('2.0.0', worse), check('1.0.0', worse)])).toBe('build-new-model');
    expect(kindFor([worse], [check('2.0.0', worse), check('1.0.0', performance)])).toBe('retrain');
  });

  test('other inputs, when a column is missing in four checks in a row', () => {
    const missing = quality({ code: 'missing-column' });
    const before = (...gaps: readonly boolean[]): readonly Check[] =>
      gaps.map((isMissing) => check('2.0.0', ...(isMissing ? [missing] : [])));
    expect(kindFor([missing], before(true, true))).toBe('change-processing');
    expect(kindFor([missing], before(true, true, true))).toBe('change-inputs');
    expect(kindFor([missing], before(true, false, true, true))).toBe('change-processing');
  });

  test('names the rule that fired and its evidence', () => {
    const decision = decide({ findings: [worse, drift], earlier: [], version: '2.0.0' });
    expect(decision).toMatchObject({
      kind: 'retrain',
      rule: { code: 'worse-and-inputs-moved', metrics: ['roc_auc'], columns: ['age'] },
    });
    expect(decisionTitle(decision)).toBe('worse, and the inputs moved');
    expect(describeDecision(decision, '2.0.0')).toBe(
      'roc_auc is worse, and age moved: the model receives data that it was not trained on',
    );
  });

  test('is another one where the configuration says so, and the usual one is kept beside it', () => {
    const configured = { 'inputs-moved-without-labels': 'none' } as const;
    const input = { findings: [drift], earlier: [], version: '2.0.0' };
    expect(decide(input, configured)).toMatchObject({ kind: 'none', usual: 'retrain' });
    expect(decide(input)).not.toHaveProperty('usual');
    expect(describeAlternatives(decide(input, configured))).toMatch(
      /^The configuration decides none; usually it is retrain\. /,
    );
    const other = decide({ ...input, findings: [worse] }, configured);
    expect(other).toMatchObject({ kind: 'retrain', rule: { code: 'worse-and-inputs-unchanged' } });
  });

  test('names what would have changed it', () => {
    const { otherwise } = decide({ findings: [drift], earlier: [], version: '2.0.0' });
    expect(otherwise).toEqual([
      { change: 'without-drift-alerts', kind: 'none', rule: 'nothing-to-act-on' },
      { change: 'metrics-as-before', kind: 'none', rule: 'inputs-moved-and-metrics-ok' },
    ]);
    const unmoved = decide({
      findings: [{ ...drift, outcome: 'warning' }, baseRate],
      earlier: [],
      version: '2.0.0',
    });
    // Labels have a warning at most, so theirs stays one.
    expect(describeAlternatives(unmoved)).toBe(
      'If the next window gives the same warnings, the decision would be retrain (the inputs moved, and the model could not be evaluated); if the metrics were worse, retrain (worse, and no change of the inputs was detected).',
    );
    const faulty = decide({ findings: [changedUnit, drift, worse], earlier: [], version: '2.0.0' });
    expect(faulty.otherwise).toEqual([
      { change: 'without-data-quality-alerts', kind: 'retrain', rule: 'worse-and-inputs-moved' },
    ]);
  });

  test('is not another one for a second warning of what can only warn', () => {
    const afterWarning = (finding: Finding): unknown =>
      decide({ findings: [finding], earlier: [], version: '2.0.0' }).otherwise?.map(({ change }) => change);
    const warning: Finding = { ...newCategories, outcome: 'warning' };
    expect(afterWarning(warning)).toContain('warnings-again');
    expect(afterWarning({ ...warning, warningOnly: 'too-few-windows' })).not.toContain('warnings-again');
  });

  test('has each rule once, and the last one applies always', () => {
    const codes = decisionTable.map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(Object.keys(decisionConditions)));
    expect(codes).toHaveLength(new Set(codes).size);
    expect(codes.at(-1)).toBe('nothing-to-act-on');
  });

  test('is not influenced by an earlier finding of a newer version, whatever its code and outcome', () => {
    const missing = quality({ code: 'missing-column' });
    const earlier = parseDocument(
      checkSchema,
      JSON.stringify({
        ...check('2.0.0'),
        findings: [
          { ...missing, detail: { code: 'vanished-column' } },
          { ...worse, outcome: 'severe' },
        ],
      }),
      'check.json',
    );
    const checks = [earlier, earlier, earlier];
    expect(decide({ findings: [missing], earlier: checks, version: '2.0.0' }).kind).toBe('change-processing');
    expect(decide({ findings: [worse], earlier: checks, version: '3.0.0' }).kind).toBe('retrain');
  });
});
