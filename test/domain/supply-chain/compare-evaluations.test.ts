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

  describe('when the recomputed one has more metrics and rules', () => {
    const more: Evaluation = {
      ...given,
      metrics: [{ metric: 'matthews_corrcoef', challenger: 0.4 }, ...given.metrics],
      rules: [...given.rules, { ...given.rules[0]!, metric: 'matthews_corrcoef' }],
    };

    it('are the same for another version of the statistics, and not when a named one is missing', () => {
      expect(differences({ ...more, statistics: '2' })).toEqual([]);
      expect(compareEvaluations({ ...more, statistics: '0' }, given)).toHaveLength(2);
    });

    it('differ for the same version: an entry that was left out was removed by hand', () => {
      expect(differences(more)).toEqual([
        'metrics.matthews_corrcoef: given nothing, recomputed {"metric":"matthews_corrcoef","challenger":0.4}',
        expect.stringMatching(/^rules\.matthews_corrcoef superior-by 0\.002: given nothing, recomputed /),
      ]);
      expect(compareEvaluations({ ...given, metrics: [], rules: [] }, given)).toHaveLength(
        given.metrics.length + given.rules.length,
      );
    });
  });

  it('differ when an entry stands twice, whatever the last one says', () => {
    const forged = {
      ...given,
      metrics: [{ ...given.metrics[0]!, challenger: 0.999 }, ...given.metrics],
      rules: [{ ...given.rules[0]!, outcome: 'pass' as const }, ...given.rules],
    };
    expect(compareEvaluations(forged, given)).toEqual([
      'metrics.roc_auc: given more than once',
      'rules.roc_auc superior-by 0.002: given more than once',
    ]);
  });
});
