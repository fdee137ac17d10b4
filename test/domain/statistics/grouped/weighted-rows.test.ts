/** The error of rows that count in part, against NumPy: fixtures/weighted_rows.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { subtractStatistics } from '../../../../src/shared/domain/metrics/paired-statistic.ts';
import { meanAbsoluteError } from '../../../../src/shared/domain/metrics/regression-metrics.ts';
import { estimateError } from '../../../../src/shared/domain/statistics/grouped/group-error.ts';
import { groupByRow } from '../../../../src/shared/domain/statistics/grouped/grouping.ts';
import type { Statistic } from '../../../../src/shared/domain/statistics/grouped/statistic.ts';

interface Sample {
  readonly weights: number[];
  readonly errors: number[];
  readonly byRows: number;
  readonly asIfAlike: number;
}

const PATH = join(import.meta.dirname, 'fixtures/weighted-rows.json');
const samples = JSON.parse(readFileSync(PATH, 'utf8')) as Record<string, Sample>;

function errorOf(statistic: Statistic): number {
  const { withoutGroup, rowInfluence } = statistic;
  const deletable = { ...statistic, withoutGroup: withoutGroup! };
  return estimateError(deletable, rowInfluence, groupByRow(rowInfluence.length)).error.standardError;
}

describe.each(Object.entries(samples))('%s', (_, { weights, errors, byRows, asIfAlike }) => {
  const scored = {
    labels: new Float64Array(errors.length),
    threshold: 0.5,
    weights: Float64Array.from(weights),
  };
  const statisticOf = (scores: readonly number[]): Statistic =>
    meanAbsoluteError.computeStatistic(
      { ...scored, scores: Float64Array.from(scores) },
      groupByRow(errors.length),
    )!;

  it('is never smaller than if weights said nothing of how wrong a row is', () => {
    expect(errorOf(statisticOf(errors))).toBeCloseTo(Math.max(byRows, asIfAlike), 12);
  });

  it('is by the rows alone in a difference, in which most cancels', () => {
    const difference = subtractStatistics(statisticOf(errors), statisticOf(errors.map(() => 0)));
    expect(errorOf(difference)).toBeCloseTo(byRows, 12);
  });
});
