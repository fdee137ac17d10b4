import fc from 'fast-check';
import { improvementRange } from '../../../src/shared/domain/kernel/direction.ts';
import { describe, expect, it } from 'vitest';
import { ruleSchema } from '../../../src/shared/domain/config/rule-section.ts';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import {
  decideAtLeast,
  decideAtMost,
  decideEquivalent,
  decideNotWorse,
  decideSuperior,
} from '../../../src/shared/domain/evaluation/decide-rule.ts';
import { decideVerdict } from '../../../src/shared/domain/evaluation/decide-verdict.ts';
import { marginOf, parseRule } from '../../../src/shared/domain/evaluation/rule.ts';
import { meanAbsoluteError } from '../../../src/shared/domain/metrics/regression-metrics.ts';
import { createWorld, groupUnordered, intervalOf, type World } from '../statistics/grouped/simulation.ts';

describe('a rule passes only when the whole interval agrees, and fails only when none of it does', () => {
  it.each([
    [decideSuperior, [0.002, 0.005], 0.001, 'pass'],
    [decideSuperior, [0.001, 0.005], 0.001, 'inconclusive'],
    [decideSuperior, [-0.001, 0.005], 0.001, 'inconclusive'],
    [decideSuperior, [-0.004, 0.001], 0.001, 'fail'],
    [decideSuperior, [-0.004, -0.002], 0, 'fail'],
    [decideSuperior, [0, 0], 0, 'fail'],
    [decideNotWorse, [-0.01, 0.03], 0.02, 'pass'],
    [decideNotWorse, [-0.03, 0.03], 0.02, 'inconclusive'],
    [decideNotWorse, [-0.05, -0.03], 0.02, 'fail'],
    [decideNotWorse, [0, 0], 0, 'pass'],
    [decideNotWorse, [-0.02, 0.01], 0.02, 'pass'],
    [decideNotWorse, [-0.05, -0.02], 0.02, 'inconclusive'],
    [decideEquivalent, [-0.02, 0.02], 0.02, 'pass'],
    [decideEquivalent, [-0.021, 0.01], 0.02, 'inconclusive'],
    [decideEquivalent, [-0.01, 0.021], 0.02, 'inconclusive'],
    [decideEquivalent, [-0.03, 0.03], 0.02, 'inconclusive'],
    [decideEquivalent, [0.02, 0.03], 0.02, 'inconclusive'],
    [decideEquivalent, [0.021, 0.03], 0.02, 'fail'],
    [decideEquivalent, [-0.03, -0.021], 0.02, 'fail'],
    [decideEquivalent, [0, 0], 0, 'pass'],
    [decideAtLeast, [0.61, 0.66], 0.6, 'pass'],
    [decideAtLeast, [0.58, 0.66], 0.6, 'inconclusive'],
    [decideAtLeast, [0.5, 0.59], 0.6, 'fail'],
    [decideAtLeast, [0.6, 0.66], 0.6, 'pass'],
    [decideAtLeast, [0.5, 0.6], 0.6, 'inconclusive'],
    [decideAtMost, [0.4, 0.49], 0.5, 'pass'],
    [decideAtMost, [0.4, 0.51], 0.5, 'inconclusive'],
    [decideAtMost, [0.51, 0.6], 0.5, 'fail'],
    [decideAtMost, [0.4, 0.5], 0.5, 'pass'],
    [decideAtMost, [0.5, 0.6], 0.5, 'inconclusive'],
  ] as const)('%o of %j at %d is %s', (decide, [lower, upper], threshold, outcome) => {
    expect(decide({ lower, upper }, threshold)).toBe(outcome);
  });

  it('a lower-is-better metric is turned around', () => {
    expect(improvementRange({ lower: -3, upper: -1 }, 'lower')).toEqual({ lower: 1, upper: 3 });
    expect(improvementRange({ lower: -3, upper: -1 }, 'higher')).toEqual({ lower: -3, upper: -1 });
  });

  it('a stricter margin never turns a fail into a pass, and more certainty never a pass into a fail', () => {
    const bound = fc.double({ min: -1, max: 1, noNaN: true });
    const order = { fail: 0, inconclusive: 1, pass: 2, 'not-applicable': 3, 'not-shown': 4 };
    fc.assert(
      fc.property(bound, bound, bound, bound, (one, other, first, second) => {
        const interval = { lower: Math.min(one, other), upper: Math.max(one, other) };
        const [small, large] = [Math.min(first, second), Math.max(first, second)];
        expect(order[decideSuperior(interval, large)]).toBeLessThanOrEqual(
          order[decideSuperior(interval, small)],
        );
        expect(order[decideNotWorse(interval, small)]).toBeLessThanOrEqual(
          order[decideNotWorse(interval, large)],
        );
        const middle = (interval.lower + interval.upper) / 2;
        const certain = decideSuperior({ lower: middle, upper: middle }, small);
        if (decideSuperior(interval, small) === 'pass') expect(certain).toBe('pass');
      }),
      { seed: 9, numRuns: 500 },
    );
  });
});

describe('the verdict', () => {
  const verdictOf = (...outcomes: readonly ('pass' | 'fail' | 'inconclusive' | 'not-applicable')[]) =>
    decideVerdict(outcomes.map((outcome) => ({ outcome }))).verdict;

  it('fails with one rule, waits for one rule, and never passes on nothing', () => {
    expect(verdictOf('pass', 'pass')).toBe('pass');
    expect(verdictOf('pass', 'not-applicable')).toBe('pass');
    expect(verdictOf('pass', 'inconclusive')).toBe('inconclusive');
    expect(verdictOf('pass', 'inconclusive', 'fail')).toBe('fail');
    expect(verdictOf('not-applicable')).toBe('inconclusive');
    expect(verdictOf()).toBe('inconclusive');
  });
});

describe('reading a rule', () => {
  it('knows which way is better for metrics that it computes', () => {
    expect(parseRule(ruleSchema.parse({ metric: 'log_loss', 'superior-by': 0 }))).toEqual({
      metric: 'log_loss',
      kind: 'superior-by',
      threshold: 0,
      better: 'lower',
      against: 'champion',
      isRelative: false,
      acceptsIdentical: false,
    });
  });

  it.each([
    ['profit', 'expected to know which way is better'],
    ['bias', 'expected equivalent-within, at-least or at-most'],
  ])('a comparison in %s is refused', (metric, message) => {
    const config = ruleSchema.parse({ metric, 'not-worse-by': 1 });
    expect(() => parseRule(config)).toThrow(InputError);
    expect(() => parseRule(config)).toThrow(message);
  });

  it.each(['profit', 'bias'])('equal enough is the same in both directions, so %s needs none', (metric) => {
    const { kind } = parseRule(ruleSchema.parse({ metric, 'equivalent-within': 1 }));
    expect(kind).toBe('equivalent-within');
  });

  it('a fraction needs a value to be a fraction of', () => {
    const rule = parseRule(ruleSchema.parse({ metric: 'mae', 'not-worse-by': 0.05, relative: true }));
    expect([0.4, -0.4, 0, undefined, 1e308].map((value) => marginOf(rule, value))).toEqual([
      ...[0.05 * 0.4, 0.05 * 0.4, undefined, undefined, 0.05 * 1e308],
    ]);
    expect(marginOf({ ...rule, threshold: 10 }, 1e308)).toBeUndefined();
    expect(marginOf({ ...rule, isRelative: false }, undefined)).toBe(0.05);
  });

  it.each([
    [{ metric: 'mae', 'at-least': 1, relative: true }, 'expected `relative` only beside superior-by'],
    [{ metric: 'mae', 'at-most': 1, against: 'both' }, 'expected `against` only beside superior-by'],
    [{ metric: 'mae', 'superior-by': 1, identical: 'pass' }, 'expected `identical` only beside not-worse-by'],
    [{ metric: 'mae', 'superior-by': 1, 'equivalent-within': 1 }, 'expected exactly one of superior-by'],
  ])('%j is refused', (config, message) => {
    expect(() => ruleSchema.parse(config)).toThrow(message);
  });

  it('a metric of the user’s own takes its direction from the rule, and a floor needs none', () => {
    expect(parseRule(ruleSchema.parse({ metric: 'profit', 'superior-by': 1, better: 'higher' })).better).toBe(
      'higher',
    );
    expect(parseRule(ruleSchema.parse({ metric: 'profit', 'at-least': 1 })).better).toBeUndefined();
  });
});

describe('stated error rates, measured over seeded worlds in which the truth lies on the edge of the rule', () => {
  const RUNS = 1000;
  /** 2.5 % of 1,000 with 3.5 standard errors (0.5 points) and the one point that the intervals themselves may lack. */
  const HIGHEST = 0.025 + 3.5 * 0.005 + 0.01;

  /** 15 users of unequal size; the challenger is truly better by `gain`. */
  function improvementIn(world: World, gain: number) {
    const groups = Array.from({ length: 15 }, (_, user) => user).flatMap((user) =>
      Array.from({ length: 5 + (user % 5) * 6 }, () => user),
    );
    const shocks = Array.from({ length: 15 }, world.normal);
    const rows = {
      labels: groups.map(() => 0),
      champion: groups.map(() => 20),
      challenger: groups.map((user) => 20 - gain + 0.5 * shocks[user]! + world.normal()),
      groups,
    };
    const interval = intervalOf(meanAbsoluteError, rows, groupUnordered(groups));
    return improvementRange(interval!, 'lower');
  }

  function share(decide: (world: World) => string, outcome: string): number {
    const world = createWorld(11);
    let count = 0;
    for (let run = 0; run < RUNS; run += 1) if (decide(world) === outcome) count += 1;
    return count / RUNS;
  }

  it('a challenger that is exactly as good as asked passes superior-by in at most 2.5 %, and fails in as few', () => {
    const decide = (world: World) => decideSuperior(improvementIn(world, 0.3), 0.3);
    expect(share(decide, 'pass')).toBeLessThan(HIGHEST);
    expect(share(decide, 'fail')).toBeLessThan(HIGHEST);
  });

  it('a challenger that is exactly too bad passes not-worse-by in at most 2.5 %', () => {
    expect(share((world) => decideNotWorse(improvementIn(world, -0.3), 0.3), 'pass')).toBeLessThan(HIGHEST);
  });

  it.each([-0.6, 0.6])(
    'a difference of %d, exactly too large, passes equivalent-within in at most 25 of 1,000',
    (gain) => {
      const decide = (world: World) => decideEquivalent(improvementIn(world, gain), 0.6);
      expect(share(decide, 'pass')).toBeLessThan(HIGHEST);
      expect(share(decide, 'fail')).toBeLessThan(HIGHEST);
      expect(share((world) => decideEquivalent(improvementIn(world, 0), 0.6), 'pass')).toBeGreaterThan(0.5);
    },
  );

  it('a difference as large as the minimum detectable one is detected with about 80 % power', () => {
    // Standard error about √(0.25 Σh² + 1/n) ≈ 0.16; t(≈11.6, 0.975) + t(0.8) ≈ 3.06.
    const found = share((world) => decideSuperior(improvementIn(world, 3.06 * 0.159), 0), 'pass');
    expect(found).toBeGreaterThan(0.7);
    expect(found).toBeLessThan(0.9);
  });
});
