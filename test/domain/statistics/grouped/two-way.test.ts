/**
 * Rows that share two things at once, against a reference computed elsewhere; `two-way.rates.test.ts` has the coverage.
 */
import { describe, expect, it } from 'vitest';
import { halfWidthOf } from '../../../../src/shared/domain/statistics/grouped/group-error.ts';
import { createWorld } from './simulation.ts';
import { intervalsOf } from './two-way-worlds.ts';

describe('users and days at once', () => {
  it('agree with the reference of 10 users on 24 days', () => {
    const { both } = intervalsOf(
      10,
      24,
      (user, day) =>
        Math.sin(3 * user + 1) + 0.7 * Math.cos(0.9 * day) + 0.8 * Math.sin(1.7 * user * day + 0.3),
    );
    expect(both.interval).toMatchObject({ kind: 'interval', method: 'hall', error: 'two-way' });
    expect(both.interval.estimate).toBeCloseTo(0.119317, 6);
    expect(both.error.standardError).toBeCloseTo(0.304616, 6);
    expect(both.error.degreesOfFreedom).toBeCloseTo(8.778689, 5);
    expect(halfWidthOf(both.error, 0.95)).toBeCloseTo(0.691746, 5);
  });

  it('never have a smaller error than by either alone', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const world = createWorld(seed);
      const { both, user, day } = intervalsOf(12, 21, () => world.normal());
      const [widest, ...alone] = [both, user, day].map(({ error }) => halfWidthOf(error, 0.95));
      expect(widest).toBeGreaterThanOrEqual(Math.max(...alone) - 1e-12);
    }
  });

  it('take the groups of which there are fewer for too few', () => {
    expect(intervalsOf(7, 30, (user, day) => user + day).both.interval).toMatchObject({
      kind: 'none',
      groups: 7,
      because: 'too-few-groups',
    });
  });
});
