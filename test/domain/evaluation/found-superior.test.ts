import { describe, expect, it } from 'vitest';
import type { Evaluation, RuleResult } from '../../../src/shared/domain/documents/evaluation.ts';
import { foundSuperiorTo } from '../../../src/shared/domain/evaluation/found-superior.ts';
import { evaluationRecord } from '../supply-chain/evaluation-record.ts';

const rule = (change: Partial<RuleResult> = {}): RuleResult => ({
  ...{ metric: 'roc_auc', kind: 'superior-by', threshold: 0, outcome: 'pass' },
  reason: { code: 'improvement-interval', lower: 0.01, upper: 0.02, comparedWith: 'champion' },
  ...change,
});
const anchor: NonNullable<Evaluation['anchor']> = {
  ...{ version: '0.9.0', tag: 'churn@v0.9.0', modelDigest: 'c'.repeat(64), evidence: 'scored', metrics: [] },
};
const ofAnchor = (change: Partial<RuleResult> = {}): RuleResult => rule({ against: 'anchor', ...change });
const superiorTo = (...rules: readonly RuleResult[]) =>
  foundSuperiorTo(evaluationRecord({ verdict: 'pass', rules: [...rules], anchor }));

describe('a challenger is found superior', () => {
  it('to the champion, to the anchor, or to both, by the rules that compare with them', () => {
    expect(superiorTo(rule())).toEqual(['1.0.0']);
    expect(superiorTo(rule({ kind: 'not-worse-by' }), ofAnchor())).toEqual(['0.9.0']);
    expect(superiorTo(rule(), ofAnchor())).toEqual(['1.0.0', '0.9.0']);
  });

  it('once where both are one version', () => {
    const one = { ...anchor, version: '1.0.0', evidence: 'champion' } as const;
    const evaluation = evaluationRecord({ verdict: 'pass', rules: [ofAnchor()], anchor: one });
    expect(foundSuperiorTo(evaluation)).toEqual(['1.0.0']);
  });

  it('by every rule, on an interval, and when the whole gate passes', () => {
    expect(superiorTo(rule({ kind: 'not-worse-by' }))).toEqual([]);
    expect(superiorTo(rule(), rule({ metric: 'f1', outcome: 'inconclusive' }))).toEqual([]);
    expect(superiorTo(rule({ reason: { code: 'reported-improvement', improvement: 1 } }))).toEqual([]);
    expect(superiorTo()).toEqual([]);
    expect(foundSuperiorTo(evaluationRecord({ verdict: 'inconclusive', rules: [rule()], anchor }))).toEqual(
      [],
    );
  });

  it('by what it predicts, and not by its size or its time', () => {
    const faster = rule({ metric: 'run:score_seconds' });
    const smaller = rule({
      ...{ metric: 'run:model_size_mb', reason: { code: 'counted-improvement', improvement: 1 } },
    });
    expect(superiorTo(faster, smaller)).toEqual([]);
    expect(superiorTo(faster, smaller, rule())).toEqual(['1.0.0']);
  });
});
