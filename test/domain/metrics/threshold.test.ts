import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { thresholdFor } from '../../../src/shared/domain/metrics/threshold.ts';

interface ThresholdCase {
  readonly kind: string;
  readonly threshold: number;
  readonly scores: readonly number[];
  readonly reached: readonly boolean[];
}

const cases = JSON.parse(
  readFileSync(new URL('fixtures/thresholds.json', import.meta.url), 'utf8'),
) as readonly ThresholdCase[];

test.each(cases)('$kind scores reach $threshold where NumPy says so', ({ scores, threshold, reached }) => {
  const own = thresholdFor(Float64Array.from(scores), threshold);
  expect(scores.map((score) => score >= own)).toEqual(reached);
});

test.each([
  ['a threshold a little above a short decimal', [0, 0.5, 1], 0.5001],
  ['a threshold of a whole number', [0, 0.5, 1], 1],
  ['one score that only a double can be', [0.699999988079071, 0.1], 0.7],
])('%s stays as it is', (_case, scores, threshold) => {
  expect(thresholdFor(Float64Array.from(scores), threshold)).toBe(threshold);
});
