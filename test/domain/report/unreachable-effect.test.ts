/** What is said where the minimum detectable effect is more than what is left to the best value. */
import { describe, expect, it } from 'vitest';
import type { RuleResult } from '../../../src/shared/domain/documents/evaluation.ts';
import { describeRuleReason } from '../../../src/shared/domain/report/reasons.ts';
import { evaluationRecord } from '../supply-chain/evaluation-record.ts';

const context = { task: 'binary', groups: { unit: 'day', count: 28, ordered: true } } as const;
const superior = { metric: 'roc_auc', kind: 'superior-by', threshold: 0.01 } as const;
const notWorse = { metric: 'roc_auc', kind: 'not-worse-by', threshold: 0.02 } as const;

describe('a gain that no challenger can have', () => {
  const rule: RuleResult = {
    ...{ ...superior, outcome: 'inconclusive' },
    reason: { code: 'improvement-interval', lower: -0.02, upper: 0.05, comparedWith: 'champion' },
  };
  const compared = (comparedValue: number, change: Partial<RuleResult> = {}) => {
    const { metrics } = evaluationRecord();
    const [result] = metrics;
    const precision = { ...result!.precision!, minimumDetectableEffect: 0.071 };
    return describeRuleReason(
      { ...rule, ...change },
      { ...context, metrics: [{ ...result!, comparedValue, precision }] },
    );
  };

  // (0.071 / 0.05)² = 2.0164, and 28 days × that are 56.5.
  it('says what is left, and how many days make the effect that small', () => {
    expect(compared(0.95)).toBe(
      'improvement −0.0200 to +0.0500 (95 % CI), which includes 0.01; no challenger can be better by the minimum detectable effect, 0.0710, because only 0.0500 is left from 0.950 to 1, the best value: evaluate about 2.02 times as many days (57)',
    );
  });

  it('says that a perfect model cannot be surpassed', () => {
    expect(compared(1)).toContain(
      'because 1 is the best value already: ask for `not-worse-by`, which such a challenger can pass',
    );
  });

  it('says nothing where enough is left, and where the rule asks for no gain', () => {
    expect(compared(0.92)).not.toContain('no challenger');
    expect(compared(0.95, notWorse)).not.toContain('no challenger');
    expect(compared(0.95, { outcome: 'fail' })).not.toContain('no challenger');
  });
});
