/** A headline says that a challenger is better only by what it predicts. */
import { describe, expect, it } from 'vitest';
import type { RuleResult } from '../../../src/shared/domain/documents/evaluation.ts';
import { describeVerdict } from '../../../src/shared/domain/report/headline.ts';
import { evaluationRecord } from '../supply-chain/evaluation-record.ts';

const rule = (metric: string, change: Partial<RuleResult>): RuleResult => ({
  ...{ metric, kind: 'superior-by', threshold: 0, outcome: 'pass' },
  reason: { code: 'improvement-interval', lower: 0.01, upper: 0.02, comparedWith: 'champion' },
  ...change,
});
const faster = (outcome: RuleResult['outcome']): RuleResult => rule('run:score_seconds', { outcome });
const notWorse = (outcome: RuleResult['outcome']): RuleResult =>
  rule('roc_auc', { kind: 'not-worse-by', threshold: 0.01, outcome });
const headlineOf = (verdict: 'pass' | 'fail' | 'inconclusive', ...rules: readonly RuleResult[]): string =>
  describeVerdict(evaluationRecord({ verdict, rules: [...rules] }));

describe('a verdict with rules about the run', () => {
  it('is that of the predictions where one of their rules decides', () => {
    expect(headlineOf('pass', faster('pass'), notWorse('pass'))).toBe(
      'the challenger is not worse than the champion 1.0.0',
    );
    expect(headlineOf('inconclusive', faster('pass'), notWorse('inconclusive'))).toBe(
      'not enough evidence that the challenger is not worse than the champion 1.0.0',
    );
  });

  it('says of what it is where no other rule decides', () => {
    expect(headlineOf('fail', faster('fail'), notWorse('pass'))).toBe(
      'the challenger fails the rules about its size and its scoring',
    );
    expect(headlineOf('inconclusive', faster('inconclusive'), notWorse('pass'))).toBe(
      'not enough evidence about what scoring with the challenger takes',
    );
    expect(headlineOf('pass', faster('pass'))).toBe(
      'the challenger passes the rules about its size and its scoring',
    );
  });
});
