import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { compareEvaluations } from '../../../src/shared/domain/supply-chain/compare-evaluations.ts';
import { evaluationRecord } from './evaluation-record.ts';

const given = evaluationRecord();
const differences = (recomputed: Evaluation) => compareEvaluations(given, recomputed);

function withEstimate(estimate: number): Evaluation {
  const [metric, ...others] = given.metrics;
  return {
    ...given,
    metrics: [{ ...metric!, difference: { ...metric!.difference!, estimate } }, ...others],
  };
}

describe('two evaluations of one evidence', () => {
  it('are the same when only the last bits of numbers differ, as between processors', () => {
    expect(differences(given)).toEqual([]);
    expect(differences(withEstimate(0.012 * (1 + 1e-12)))).toEqual([]);
  });

  it('differ beyond one part in a billion, and the field is named', () => {
    expect(differences(withEstimate(0.012 * (1 + 1e-8)))).toEqual([
      'metrics.roc_auc.difference.estimate: given 0.012, recomputed 0.01200000012',
    ]);
  });

  it('differ in every word, in missing fields and in additional ones', () => {
    const { rows, ...others } = given;
    expect(differences({ ...others, verdict: 'fail', reason: 'rules-failed' })).toEqual([
      `rows: given ${JSON.stringify(rows)}, recomputed nothing`,
      'verdict: given "pass", recomputed "fail"',
      'reason: given "rules-passed", recomputed "rules-failed"',
    ]);
  });

  it('differ in a rule that came out differently, and the rule is named by metric, bound and threshold', () => {
    const [first, ...others] = given.rules;
    const rules = [{ ...first!, outcome: 'fail' as const }, ...others];
    expect(differences({ ...given, rules })).toEqual([
      'rules.roc_auc superior-by 0.002.outcome: given "pass", recomputed "fail"',
    ]);
  });

  it('are the same when the newer one knows more metrics and rules, and not when a named one is missing', () => {
    const more = {
      ...given,
      metrics: [{ metric: 'matthews_corrcoef', challenger: 0.4 }, ...given.metrics],
      rules: [...given.rules, { ...given.rules[0]!, metric: 'matthews_corrcoef' }],
    };
    expect(differences(more)).toEqual([]);
    expect(compareEvaluations(more, given)).toHaveLength(2);
  });
});
