import { describe, expect, test } from 'vitest';
import { decide } from '../../../../src/shared/domain/monitoring/decision/decide.ts';
import type { Check, Finding } from '../../../../src/shared/domain/documents/check.ts';

const drift: Finding = { kind: 'drift', subject: 'age', test: 'RMS-t', outcome: 'alert', text: '' };
const copes: Finding = { kind: 'performance', subject: 'roc_auc', test: 'RMS-t', outcome: 'ok', text: '' };
const worse: Finding = { ...copes, outcome: 'alert' };
const quality = (test: string, subject = 'age'): Finding => ({
  kind: 'data-quality',
  subject,
  test,
  outcome: 'alert',
  text: '',
});

function check(version: string, ...findings: readonly Finding[]): Check {
  return {
    schema: 'model-steward/check/1',
    model: 'churn',
    version,
    reference: { profile: '0'.repeat(64), rows: 1, days: 1 },
    findings: [...findings],
    decision: { kind: 'none', rule: '', reason: '' },
    openWindows: [],
  };
}

function kindFor(findings: readonly Finding[], earlier: readonly Check[] = []): string {
  return decide({ findings, earlier, version: '2.0.0' }).kind;
}

describe('what is done about findings', () => {
  test.each([
    ['nothing, when nothing alarms', [{ ...drift, outcome: 'warning' as const }], 'none'],
    ['retraining, when inputs moved and nobody knows the cost', [drift], 'retrain'],
    ['nothing, when inputs moved and the model copes', [drift, copes], 'none'],
    ['retraining, when the model is worse', [worse], 'retrain'],
    ['retraining, when a label is new and nobody knows the cost', [quality('new labels')], 'retrain'],
    [
      'the processing, when a unit changed, whatever else moved',
      [quality('changed unit'), drift, worse],
      'change-processing',
    ],
    ['the processing, when no data arrive', [quality('no data', 'freshness')], 'change-processing'],
  ])('%s', (_case, findings, decision) => {
    expect(kindFor(findings)).toBe(decision);
  });

  test('a new model, when the version before was worse too and the new training did not mend it', () => {
    expect(kindFor([worse], [check('2.0.0', worse), check('1.0.0', worse)])).toBe('build-new-model');
    expect(kindFor([worse], [check('2.0.0', worse), check('1.0.0', copes)])).toBe('retrain');
  });

  test('other inputs, when a column has been gone in four checks in a row', () => {
    const gone = quality('missing column');
    const before = (...gaps: readonly boolean[]): readonly Check[] =>
      gaps.map((isGone) => check('2.0.0', ...(isGone ? [gone] : [])));
    expect(kindFor([gone], before(true, true))).toBe('change-processing');
    expect(kindFor([gone], before(true, true, true))).toBe('change-inputs');
    expect(kindFor([gone], before(true, false, true, true))).toBe('change-processing');
  });

  test('is said with the rule that fired and its evidence', () => {
    expect(decide({ findings: [worse, drift], earlier: [], version: '2.0.0' })).toEqual({
      kind: 'retrain',
      rule: 'worse, and the inputs moved',
      reason: 'roc_auc is worse, and age moved: the model meets data that it was not trained on',
    });
  });
});
