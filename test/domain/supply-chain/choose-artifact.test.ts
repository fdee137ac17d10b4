import { describe, expect, it } from 'vitest';
import { chooseArtifacts } from '../../../src/shared/domain/supply-chain/choose-artifact.ts';

const artifacts = (...names: readonly string[]) =>
  names.map((name, id) => ({
    id,
    name,
    sizeBytes: 1,
    digest: undefined,
    expired: false,
    expiresAt: undefined,
    createdAt: '2026-01-01T00:00:00Z',
  }));

const TEN_ATTEMPTS = Array.from({ length: 10 }, () => '2026-01-01T00:00:00Z');

const choose = (...names: readonly string[]) => {
  const chosen = chooseArtifacts('churn', artifacts(...names), TEN_ATTEMPTS);
  return chosen && [chosen.evidence.name, chosen.attempt, chosen.evaluations.map(({ name }) => name)];
};

describe('the artifacts of a run', () => {
  it('are those of the newest attempt, whatever their order, and tenth comes after ninth', () => {
    expect(choose('model-steward-churn-9', 'model-steward-churn-10', 'model-steward-churn-2')).toEqual([
      'model-steward-churn-10',
      10,
      [],
    ]);
  });

  it('bring evaluations of any attempt, the newest first', () => {
    expect(
      choose('model-steward-churn-1', 'model-steward-churn-1.evaluation', 'model-steward-churn-3.evaluation'),
    ).toEqual([
      'model-steward-churn-1',
      1,
      ['model-steward-churn-3.evaluation', 'model-steward-churn-1.evaluation'],
    ]);
  });

  it('of other models, and names that only look alike, do not count', () => {
    expect(
      choose(
        'model-steward-churn-2-1',
        'model-steward-churn-x-1',
        'model-steward-other-1',
        'model-steward-churn-01',
        'model-steward-churn-0',
        'model-steward-churn-1.registered',
        'model-steward-churn-1.evaluation',
      ),
    ).toBeUndefined();
  });

  describe('in time', () => {
    const named = (name: string, createdAt: string) => [{ ...artifacts(name)[0]!, createdAt }];
    const starts = ['2026-01-01T10:00:00Z', '2026-01-01T12:00:00Z'];

    it.each([
      ['model-steward-churn-1', '2026-01-01T10:00:00Z', 1],
      ['model-steward-churn-1', '2026-01-01T11:59:59Z', 1],
      ['model-steward-churn-2', '2026-01-01T12:00:00Z', 2],
      ['model-steward-churn-2', '2026-01-03T00:00:00Z', 2],
    ])('%s of %s is of its attempt', (name, createdAt, attempt) => {
      expect(chooseArtifacts('churn', named(name, createdAt), starts)?.attempt).toBe(attempt);
    });

    it.each([
      ['before the run started', 'model-steward-churn-1', '2026-01-01T09:59:59Z'],
      ['after the next attempt started', 'model-steward-churn-1', '2026-01-01T12:00:01Z'],
      ['before its attempt started', 'model-steward-churn-2', '2026-01-01T11:59:59Z'],
      ['in an attempt that never started', 'model-steward-churn-3', '2026-01-01T13:00:00Z'],
      ['at a time that is no time', 'model-steward-churn-1', 'yesterday'],
    ])('an artifact that was created %s does not count', (_, name, createdAt) => {
      expect(chooseArtifacts('churn', named(name, createdAt), starts)).toBeUndefined();
    });
  });
});
