import { expect, test } from 'vitest';
import { planRollout } from '../../../../src/shared/domain/rollout/strategies/plan-rollout.ts';

const capabilities = { runsBeside: true, keepsPrevious: true, reportsImage: true };
const kinds = (runsBeside: boolean) =>
  planRollout('basic', { ...capabilities, runsBeside }).map(({ kind }) => kind);

test('a candidate that runs beside what serves is verified before it receives traffic', () => {
  expect(kinds(true)).toEqual(['start', 'verify', 'shift', 'finish']);
});

test('a candidate that takes the place of what serves is verified after the cutover', () => {
  expect(kinds(false)).toEqual(['start', 'shift', 'verify', 'finish']);
});

test('the basic strategy moves all traffic at once', () => {
  const weights = planRollout('basic', capabilities).flatMap((step) =>
    'weight' in step ? [step.weight] : [],
  );
  expect(weights).toEqual([1]);
});
