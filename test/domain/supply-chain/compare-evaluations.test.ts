import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import {
  compareEvaluations,
  describeDifference,
} from '../../../src/shared/domain/supply-chain/compare-evaluations.ts';
import { evaluationRecord } from './evaluation-record.ts';

const given = evaluationRecord();
const compare = (shown: Evaluation, recomputed: Evaluation): readonly string[] =>
  compareEvaluations(shown, recomputed).map(describeDifference);
const differences = (recomputed: Evaluation) => compare(given, recomputed);

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
      'metrics.roc_auc.difference.estimate: shown 0.012, recomputed 0.01200000012',
    ]);
  });

  it('differ in every word, in missing fields and in additional ones', () => {
    const { rows, ...others } = given;
    expect(differences({ ...others, verdict: 'fail', reason: 'rules-failed' })).toEqual([
      `rows: shown ${JSON.stringify(rows)}, recomputed nothing`,
      'verdict: shown "pass", recomputed "fail"',
      'reason: shown "rules-passed", recomputed "rules-failed"',
    ]);
  });

  it('differ in a rule that came out differently, and the rule is named by metric, bound and threshold', () => {
    const [first, ...others] = given.rules;
    const rules = [{ ...first!, outcome: 'fail' as const }, ...others];
    expect(differences({ ...given, rules })).toEqual([
      'rules.roc_auc superior-by 0.002.outcome: shown "pass", recomputed "fail"',
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
      expect(compare({ ...more, statistics: '0' }, given)).toHaveLength(2);
    });

    it('are the same for another version that says less of a metric or of the rows, and differ in what it says', () => {
      const [metric, ...others] = given.metrics;
      const { difference, ...less } = metric!;
      const { groups, ...older } = { ...given, statistics: '0', metrics: [less, ...others] };
      expect([difference, groups]).not.toContain(undefined);
      expect(compare(older, given)).toEqual([]);
      expect(compare({ ...older, rows: { ...given.rows!, count: 7 } }, given)).toEqual([
        'rows.count: shown 7, recomputed 42113',
      ]);
      expect(compare({ ...older, rules: [] }, given)).toEqual([]);
      expect(compare({ ...older, statistics: given.statistics }, given)).toHaveLength(2);
    });

    it('differ for the same version: an entry that was left out was removed by hand', () => {
      expect(differences(more)).toEqual([
        'metrics.matthews_corrcoef: shown nothing, recomputed {"metric":"matthews_corrcoef","challenger":0.4}',
        expect.stringMatching(/^rules\.matthews_corrcoef superior-by 0\.002: shown nothing, recomputed /),
      ]);
      expect(compare({ ...given, metrics: [], rules: [] }, given)).toHaveLength(
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
    expect(compare(forged, given)).toEqual([
      'metrics.roc_auc: shown more than once, recomputed once',
      'rules.roc_auc superior-by 0.002: shown more than once, recomputed once',
    ]);
  });
});
