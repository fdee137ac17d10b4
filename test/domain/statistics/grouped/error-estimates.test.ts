/** Standard errors at the ends of what their formulas can take, by hand. */
import { expect, it } from 'vitest';
import { computeJackknife } from '../../../../src/shared/domain/statistics/grouped/jackknife.ts';
import { computeAutoregressiveError } from '../../../../src/shared/domain/statistics/grouped/serial-correlation.ts';

it('a group that has everything leaves one degree of freedom, never none', () => {
  const error = computeJackknife(0, Float64Array.of(1, -1), Float64Array.of(1, 0));
  // √((2 - 1) / 2 × (1 + 1)) = 1
  expect(error).toEqual({ standardError: 1, degreesOfFreedom: 1 });
});

it('days whose weights leave no variance to estimate from do not divide by zero', () => {
  const error = computeAutoregressiveError(Float64Array.of(1, -1), Float64Array.of(1, 0), 0);
  // All weight on the first day: V = 1 and E = 1 - 2 + 1 = 0, taken as 0.02 V: √(2 × 1 / 0.02) = 10.
  expect(error.standardError).toBeCloseTo(10, 12);
  expect(error.degreesOfFreedom).toBe(1);
});
