import { describe, expect, it } from 'vitest';
import { improvementOf, isOrdered, isWorse } from '../../../src/shared/domain/kernel/direction.ts';

describe('the direction of a metric', () => {
  it.each([
    ['higher', 0.02],
    ['lower', -0.02],
  ] as const)('%s is better: a difference of 0.02 is an improvement of %s', (better, improvement) => {
    expect(improvementOf(0.02, better)).toBe(improvement);
  });

  it('orders two values by their difference, unless closest to one value is best', () => {
    expect(['higher', 'lower', 'zero', 'nominal', undefined].map(isOrdered)).toEqual([
      ...[true, true],
      ...[false, false, false],
    ]);
  });

  it.each([
    ['higher', 0.8, 0.7, true],
    ['higher', 0.7, 0.8, false],
    ['lower', 0.3, 0.4, true],
    ['lower', 0.4, 0.3, false],
  ] as const)('%s is better: from %s to %s is worse: %s', (better, before, after, worse) => {
    expect(isWorse(before, after, better)).toBe(worse);
  });
});
