import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseRuns } from '../../../src/shared/domain/rollout/check-kept-event.ts';

test('up to three runs that kept events are looked at by every step, oldest first', () => {
  expect(chooseRuns([], 7)).toEqual([]);
  expect(chooseRuns([30, 10, 20], 7)).toEqual([10, 20, 30]);
});

test('of more, three by each step, and each of them by one of as many steps as there are runs', () => {
  const runs = fc.uniqueArray(fc.integer({ min: 1, max: 10 ** 12 }), { minLength: 4, maxLength: 60 });
  fc.assert(
    fc.property(runs, fc.integer({ min: 1, max: 10 ** 12 }), (kept, ownRun) => {
      const chosen = kept.map((_, step) => chooseRuns(kept, ownRun + step));
      for (const some of chosen) {
        expect(new Set(some).size).toBe(3);
        expect([...some].sort((left, right) => left - right)).toEqual(some);
      }
      expect(new Set(chosen.flat())).toEqual(new Set(kept));
    }),
  );
});
