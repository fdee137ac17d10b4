/** The bias-corrected estimate of days, against series whose autocorrelation is known. */
import { expect, it } from 'vitest';
import { autocorrelationOfDays } from '../../../src/shared/domain/statistics/autocorrelation.ts';

it('is the estimate with the bias of Kendall (1954) added back: (1 + 3r) / n', () => {
  // By hand: 0.5 + 2.5 / 50, 0.7 + 3.1 / 100.
  expect(autocorrelationOfDays(0.5, 50)).toBeCloseTo(0.55, 12);
  expect(autocorrelationOfDays(0.7, 100)).toBeCloseTo(0.731, 12);
});

it.each([
  ['days that seem independent', 0, 1000, 0.3],
  ['days that seem to alternate', -0.9, 60, 0.3],
  ['a short series that seems one value', 0.99, 10, 0.95],
])('%s are within the bounds', (_, ratio, dayCount, expected) => {
  expect(autocorrelationOfDays(ratio, dayCount)).toBe(expected);
});
