/** What is said before a run of rules about size, time and memory: whether anything measures what they ask for. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { explainGate } from '../../../src/shared/domain/setup/explain-gate.ts';

function explain(rule: object, others: { readonly rounds?: number; readonly looks?: string } = {}) {
  const { rounds, looks } = others;
  const floor = { metric: 'r2', 'at-least': 0.1 };
  const model = modelConfigSchema.parse({
    ...{ task: 'regression', gate: [rule, floor], looks },
    predictions: { id: 'id', label: 'y', score: 'p' },
    score: { command: 'python score.py', data: 'rows.csv', rounds },
  });
  return explainGate('m', model, { rowCount: 5000, groups: undefined }).filter(
    ({ where, message }) => where.includes('run:') || message.includes('first version can never'),
  );
}

describe('a rule about the run', () => {
  it('about time needs rounds, of which planned looks need more', () => {
    const rule = { metric: 'run:score_seconds', 'at-most': 2 };
    expect(explain(rule)).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: 'will be inconclusive: scoring is measured in 0 rounds, and an interval needs 6',
        hint: 'set `score.rounds` to 6 or more',
      }),
    ]);
    expect(explain(rule, { rounds: 6 })).toEqual([
      expect.objectContaining({
        severity: 'note',
        message:
          'is decided by the 95 % interval of the median of 6 rounds, in which each model is scored once more',
      }),
    ]);
    expect(explain(rule, { rounds: 6, looks: 'spend' })[0]!.message).toContain('an interval needs 10');
  });

  it('about the size needs nothing', () => {
    expect(explain({ metric: 'run:model_size_mb', 'superior-by': 1 })).toEqual([
      expect.objectContaining({
        severity: 'note',
        message:
          "does not apply to a first version; with a champion it is decided by the bytes of the model's files, which are counted and have no error",
      }),
    ]);
  });
});
