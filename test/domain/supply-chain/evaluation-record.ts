/** An evaluation for tests: a challenger that is better, by one rule of two kinds. */
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';

export function evaluationRecord(change: Partial<Evaluation> = {}): Evaluation {
  return {
    schema: 'model-steward/evaluation/1',
    statistics: '1',
    model: 'churn',
    task: 'binary',
    run: 'b'.repeat(64),
    modelDigest: 'e'.repeat(64),
    champion: { version: '1.0.0', tag: 'churn@v1.0.0', modelDigest: 'a'.repeat(64), evidence: 'scored' },
    gate: { name: 'gate', sha256: 'c'.repeat(64) },
    rows: { digest: 'd'.repeat(64), count: 42_113, labels: 'predictions' },
    groups: { unit: 'day', count: 28, ordered: true },
    metrics: [
      {
        metric: 'roc_auc',
        better: 'higher',
        challenger: 0.652,
        comparedWith: 'champion',
        comparedValue: 0.64,
        difference: { estimate: 0.012, lower: 0.007, upper: 0.017, confidence: 0.95 },
        precision: {
          method: 'student-t',
          error: 'jackknife',
          groups: 28,
          effectiveGroups: 27.4,
          designEffect: 3.1,
          effectiveRows: 13_585,
          minimumDetectableEffect: 0.0071,
          provisional: false,
        },
      },
    ],
    rules: [
      {
        metric: 'roc_auc',
        kind: 'superior-by',
        threshold: 0.002,
        outcome: 'pass',
        reason: { code: 'improvement-interval', lower: 0.007, upper: 0.017, comparedWith: 'champion' },
      },
      {
        metric: 'roc_auc',
        kind: 'at-least',
        threshold: 0.58,
        outcome: 'pass',
        reason: { code: 'value-interval', lower: 0.64, upper: 0.66 },
      },
    ],
    verdict: 'pass',
    reason: 'rules-passed',
    ...change,
  };
}
