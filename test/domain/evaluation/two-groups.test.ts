import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { renderEvaluationNotes } from '../../../src/shared/domain/report/evaluation-notes.ts';
import { crossedCases } from './golden/crossed-cases.ts';

const evaluation = computeEvaluation(crossedCases['binary, users and days']!());

describe('a list of two groups', () => {
  it('gives every metric an error by both, in whatever order they are named', () => {
    const turned = computeEvaluation(crossedCases['binary, days and users: the same']!());
    expect(new Set(evaluation.metrics.map(({ precision }) => precision?.error))).toEqual(
      new Set(['two-way']),
    );
    expect(turned.metrics).toEqual(evaluation.metrics);
    expect(turned.groups).toEqual(evaluation.groups);
  });

  it('names both in the document and in the comment', () => {
    expect(evaluation.groups).toMatchObject({
      unit: 'value',
      column: 'user',
      count: 24,
      second: { unit: 'day', count: 30, span: { first: '2026-01-05', last: '2026-02-03' } },
    });
    const notes = renderEvaluationNotes(evaluation);
    expect(notes).toContain('720 rows on 24 different values of `user` and 30 days');
    expect(notes).toContain('from `2026-01-05` to `2026-02-03`');
  });

  it('leaves a proportion no more effective rows than either alone', () => {
    const effectiveRows = (group: unknown): number => {
      const request = crossedCases['binary, users and days']!();
      const predictions = { ...request.config.predictions, group };
      const config = modelConfigSchema.parse({ task: 'binary', predictions, gate: request.config.gate });
      const { metrics } = computeEvaluation({ ...request, config });
      return metrics.find(({ metric }) => metric === 'accuracy')!.precision!.effectiveRows;
    };
    const both = effectiveRows(['user', 'day']);
    expect(both).toBeLessThanOrEqual(effectiveRows('user') + 1e-9);
    expect(both).toBeLessThanOrEqual(effectiveRows('day') + 1e-9);
  });

  it('is refused where both are one column', () => {
    expect(() =>
      modelConfigSchema.parse({ task: 'binary', predictions: { id: 'i', group: ['u', 'u'] }, gate: [] }),
    ).toThrow('expected each column once');
  });
});
