import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { compareEvaluations } from '../../../src/shared/domain/supply-chain/compare-evaluations.ts';
import { evaluationRecord } from './evaluation-record.ts';

const judged = evaluationRecord();
const differences = (recomputed: Evaluation) => compareEvaluations(judged, recomputed);

function withEstimate(estimate: number): Evaluation {
  const [metric, ...others] = judged.metrics;
  return {
    ...judged,
    metrics: [{ ...metric!, difference: { ...metric!.difference!, estimate } }, ...others],
  };
}

describe('two judgements of one evidence', () => {
  it('are the same when only the last bits of numbers differ, as between processors', () => {
    expect(differences(judged)).toEqual([]);
    expect(differences(withEstimate(0.012 * (1 + 1e-12)))).toEqual([]);
  });

  it('differ beyond one part in a billion, and the field is named', () => {
    expect(differences(withEstimate(0.012 * (1 + 1e-8)))).toEqual([
      'metrics.0.difference.estimate: judged 0.012, recomputed 0.01200000012',
    ]);
  });

  it('differ in every word, in missing fields and in additional ones', () => {
    const { rows, ...others } = judged;
    expect(differences({ ...others, verdict: 'fail', reasons: ['because', 'so'] })).toEqual([
      `rows: judged ${JSON.stringify(rows)}, recomputed nothing`,
      'verdict: judged "pass", recomputed "fail"',
      'reasons.0: judged "every rule that applies holds", recomputed "because"',
      'reasons.1: judged nothing, recomputed "so"',
    ]);
  });
});
