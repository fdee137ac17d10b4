import { describe, expect, it } from 'vitest';
import { chanceOfLuck, isLikelyOverstated } from '../../../src/shared/domain/statistics/overstated-gain.ts';
import { createWorld } from './grouped/simulation.ts';

describe('the chance that one of many equal challengers turns green', () => {
  /** In %, to one decimal: the same integral by `scipy.integrate.quad` and `scipy.stats.norm`. */
  it.each([
    [0.5, { 2: 4.5, 3: 6.3, 4: 7.8, 5: 9.1, 7: 11.5, 10: 14.4, 15: 18.1, 20: 21.0, 50: 31.5 }],
    [0.8, { 2: 3.9, 3: 4.9, 4: 5.7, 5: 6.4, 7: 7.4, 10: 8.6, 15: 10.1, 20: 11.2, 50: 14.9 }],
    [0.95, { 2: 3.2, 3: 3.7, 5: 4.2, 10: 5.0, 20: 5.8, 50: 6.9 }],
  ])('at a correlation of %d', (correlation, table) => {
    for (const [looks, percent] of Object.entries(table))
      expect(100 * chanceOfLuck(Number(looks), 0.025, correlation)).toBeCloseTo(percent, 0.9);
  });

  it('is the level for one look, that of a correlation of one half by default, and that of independent looks without any', () => {
    expect(chanceOfLuck(1, 0.025)).toBeCloseTo(0.025, 8);
    expect(100 * chanceOfLuck(20, 0.025)).toBeCloseTo(21, 0.9);
    expect(chanceOfLuck(10, 0.025, 0)).toBeCloseTo(1 - 0.975 ** 10, 8);
  });

  it('is what seeded worlds show, in which ten challengers share a champion', () => {
    const world = createWorld(5);
    const runs = 4000;
    let green = 0;
    for (let run = 0; run < runs; run += 1) {
      const champion = world.normal();
      const gains = Array.from({ length: 10 }, () => (world.normal() - champion) / Math.SQRT2);
      if (gains.some((gain) => gain > 1.959964)) green += 1;
    }
    const expected = chanceOfLuck(10, 0.025);
    expect(Math.abs(green / runs - expected)).toBeLessThan(
      3.5 * Math.sqrt((expected * (1 - expected)) / runs),
    );
  });
});

it('a gain below 1.3 minimum detectable effects is likely overstated, in either direction', () => {
  expect(isLikelyOverstated(0.0129, 0.01)).toBe(true);
  expect(isLikelyOverstated(-0.0129, 0.01)).toBe(true);
  expect(isLikelyOverstated(0.0131, 0.01)).toBe(false);
});
