import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { requireReachableGate } from '../../../src/shared/domain/evaluation/rule-range.ts';
import { explainGate } from '../../../src/shared/domain/setup/explain-gate.ts';

type Rule = Readonly<Record<string, unknown>>;

function configOf(task: string, rule: Rule) {
  return modelConfigSchema.parse({
    task,
    ...(task !== 'metrics' && { predictions: { id: 'id', label: 'label', score: 'score' } }),
    gate: [rule],
  });
}

const check = (task: string, rule: Rule) => () => requireReachableGate(configOf(task, rule), 'gate');

describe('a threshold that the metric cannot reach decides the same for every model, and is refused', () => {
  it.each([
    ['binary', { metric: 'roc_auc', 'at-least': 93 }, 'a bound from 0 to 1'],
    ['binary', { metric: 'recall', 'at-most': 1.5 }, 'a bound from 0 to 1'],
    ['binary', { metric: 'roc_auc', 'at-least': -0.5 }, 'a bound from 0 to 1'],
    ['binary', { metric: 'log_loss', 'at-most': -1 }, 'a bound from 0 to Infinity'],
    ['binary', { metric: 'matthews_corrcoef', 'at-least': -2 }, 'a bound from -1 to 1'],
    ['binary', { metric: 'roc_auc', 'not-worse-by': 2 }, 'a margin of at most 1'],
    ['binary', { metric: 'matthews_corrcoef', 'superior-by': 2.5 }, 'a margin of at most 2'],
    ['binary', { metric: 'f1', 'equivalent-within': 5 }, 'a margin of at most 1'],
    ['regression', { metric: 'r2', 'at-least': 90 }, 'a bound from -Infinity to 1'],
    ['regression', { metric: 'mae', 'not-worse-by': 5, relative: true }, 'a fraction of at most 1'],
  ])('%s: %j', (task, rule, expected) => {
    expect(check(task, rule)).toThrow(expected);
    const findings = explainGate('m', configOf(task, rule), undefined);
    expect(findings.filter(({ severity }) => severity === 'error')).toHaveLength(1);
  });

  it.each([
    ['binary', { metric: 'roc_auc', 'at-least': 0 }],
    ['binary', { metric: 'roc_auc', 'at-least': 1 }],
    ['binary', { metric: 'log_loss', 'at-most': 12 }],
    ['binary', { metric: 'matthews_corrcoef', 'superior-by': 1.5 }],
    ['regression', { metric: 'mae', 'at-most': 1e6 }],
    ['regression', { metric: 'mae', 'not-worse-by': 1, relative: true }],
    ['regression', { metric: 'mae', 'superior-by': 0.5, relative: true }],
    ['regression', { metric: 'r2', 'at-least': -3 }],
    // A number that training reports may be in percent, whatever its name.
    ['binary', { metric: 'accuracy_percent', 'at-least': 93 }],
    ['metrics', { metric: 'accuracy', 'at-least': 93 }],
  ])('%s: %j is allowed', (task, rule) => {
    expect(check(task, rule)).not.toThrow();
  });

  it('a rule that a retraining derives is checked with the one that it follows from', () => {
    const rule = { metric: 'mae', 'superior-by': 1.5, relative: true };
    expect(check('regression', rule)).toThrow(
      'gate rule for "mae" of a retraining (`gate-retrain`, which follows from `gate` where it is not written): expected a fraction of at most 1',
    );
    const written = { ...configOf('regression', rule), 'gate-retrain': [{ metric: 'mae', 'at-most': 9 }] };
    expect(() => requireReachableGate(written, 'gate')).not.toThrow();
  });

  it('a share in percent is corrected', () => {
    expect(check('binary', { metric: 'roc_auc', 'at-least': 93 })).toThrow(
      expect.objectContaining({
        hint: expect.stringContaining('write `at-least: 0.93` if percent were meant'),
      }),
    );
  });
});
