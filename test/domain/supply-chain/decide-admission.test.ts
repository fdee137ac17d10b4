import { describe, expect, it } from 'vitest';
import { describeObstacle } from '../../../src/shared/domain/report/admission-text.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { decideAdmission } from '../../../src/shared/domain/supply-chain/decide-admission.ts';
import { evaluationRecord } from './evaluation-record.ts';

const failing = evaluationRecord({
  verdict: 'fail',
  rules: [
    {
      metric: 'roc_auc',
      kind: 'superior-by',
      threshold: 0.1,
      outcome: 'inconclusive',
      reason: { code: 'improvement-interval', lower: -0.01, upper: 0.2, comparedWith: 'champion' },
    },
    {
      metric: 'recall',
      kind: 'not-worse-by',
      threshold: 0.02,
      outcome: 'fail',
      reason: { code: 'improvement-interval', lower: -0.09, upper: -0.05, comparedWith: 'champion' },
    },
    {
      metric: 'log_loss',
      kind: 'at-most',
      threshold: 0.6,
      outcome: 'pass',
      reason: { code: 'reported-value', value: 0.5 },
    },
  ],
});

const admit = (
  evaluation: Evaluation,
  overrides: readonly string[] = [],
  required = 0,
  reviewers: string[] = [],
) => {
  const { obstacles, ...admission } = decideAdmission({
    evaluation,
    overrides,
    approvals: { required, reviewers, uncounted: [] },
    review: [],
  });
  return { ...admission, reasons: obstacles.map((obstacle) => describeObstacle(obstacle, evaluation)) };
};

describe('a verdict', () => {
  it('of pass admits, and makes overrides pointless', () => {
    expect(admit(evaluationRecord(), ['verdict'])).toEqual({ admitted: true, reasons: [], overridden: [] });
  });

  it('of anything else does not, and every open rule says why', () => {
    expect(admit(failing)).toEqual({
      admitted: false,
      reasons: [
        'the verdict is fail (roc_auc superior-by: improvement −0.0100 to +0.200 (95 % CI), which includes 0.1; recall not-worse-by: improvement −0.0900 to −0.0500 (95 % CI), worse by more than 0.02)',
      ],
      overridden: [],
    });
  });

  it('of inconclusive without any rule gives its own reasons', () => {
    const evaluation = evaluationRecord({ verdict: 'inconclusive', rules: [], reason: 'no-rules' });
    expect(admit(evaluation).reasons).toEqual([
      'the verdict is inconclusive (the configuration has no gate rules)',
    ]);
    expect(admit(evaluation, ['verdict'])).toMatchObject({ admitted: true, overridden: ['verdict'] });
  });
});

describe('an override', () => {
  it('of every open rule admits, and is recorded by name', () => {
    const all = ['recall not-worse-by', 'roc_auc superior-by'];
    expect(admit(failing, all)).toEqual({ admitted: true, reasons: [], overridden: all.toReversed() });
  });

  it('of the rules that fail leaves those of which the outcome is not shown', () => {
    const hidden: Evaluation['rules'][number] = {
      metric: 'log_loss',
      kind: 'at-most',
      threshold: 0.3,
      outcome: 'not-shown',
      reason: { code: 'not-in-the-base' },
    };
    const evaluation = { ...failing, rules: [...failing.rules, hidden] };
    expect(admit(evaluation, ['recall not-worse-by', 'roc_auc superior-by']).reasons).toEqual([
      'the verdict is fail (log_loss at-most: the base branch has no such rule: `report: verdict-only` shows only the verdict of all rules together)',
    ]);
  });

  it('of some rules leaves the others', () => {
    expect(admit(failing, ['roc_auc superior-by']).reasons).toEqual([
      'the verdict is fail (recall not-worse-by: improvement −0.0900 to −0.0500 (95 % CI), worse by more than 0.02)',
    ]);
  });

  it('of a rule that does not exist is an error, not silence', () => {
    expect(() => admit(failing, ['recall'])).toThrow(
      'input "override": expected one of "verdict", "roc_auc superior-by", "recall not-worse-by", "log_loss at-most", got "recall"',
    );
  });
});

describe('approvals', () => {
  it('are demanded in number', () => {
    expect(admit(evaluationRecord(), [], 2, ['bob']).reasons).toEqual([
      'expected 2 approvals of the last commit by people who may write, got 1',
    ]);
    expect(admit(evaluationRecord(), [], 1, ['bob'])).toMatchObject({ admitted: true });
  });
});

describe('an approval that is missing', () => {
  const reasonsOf = (...review: Parameters<typeof decideAdmission>[0]['review']) => {
    const evaluation = evaluationRecord();
    const uncounted = [{ login: 'bob', reason: 'permission', commit: undefined }] as const;
    const approvals = { required: 0, reviewers: [], uncounted };
    const { obstacles } = decideAdmission({ evaluation, overrides: [], approvals, review });
    return obstacles.map((obstacle) => describeObstacle(obstacle, evaluation));
  };
  const changed = { code: 'key', key: 'gate' } as const;
  const unclear = { code: 'unclear-base', why: { code: 'retargeted' } } as const;
  const UNCLEAR = 'it is not certain that the evidence is of the merge into this branch (';
  const END = 'got none; not counted: bob (has no write permission)';

  it('of a pull request that changes nothing says what is not certain, and names who did not count', () => {
    const [reason] = reasonsOf(unclear);
    expect(reason?.startsWith(UNCLEAR)).toBe(true);
    expect(reason).toContain(END);
  });

  it('of one that changes its own evaluation says that first', () => {
    const [reason] = reasonsOf(unclear, changed);
    expect(reason).toContain(`the pull request changes its own evaluation (gate), and ${UNCLEAR}`);
  });
});
