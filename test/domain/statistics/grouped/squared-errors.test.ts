/** How many degrees of freedom the error of squares has, against SciPy: fixtures/kurtosis_freedom.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rootMeanSquaredError, rSquared } from '../../../../src/shared/domain/metrics/regression-metrics.ts';
import { subtractStatistics } from '../../../../src/shared/domain/metrics/paired-statistic.ts';
import { estimateError } from '../../../../src/shared/domain/statistics/grouped/group-error.ts';
import { groupByRow } from '../../../../src/shared/domain/statistics/grouped/grouping.ts';

interface Sample {
  readonly errors: number[];
  readonly counts: number;
  readonly squares: number;
}

const PATH = join(import.meta.dirname, 'fixtures/kurtosis-freedom.json');
const samples = JSON.parse(readFileSync(PATH, 'utf8')) as Record<string, Sample>;

describe.each(Object.entries(samples))('%s', (_, { errors, ...expected }) => {
  const grouping = groupByRow(errors.length);
  const labels = Float64Array.from(errors, (__, row) => row % 7);
  const scores = labels.map((label, row) => label + errors[row]!);
  const squares = errors.map((error) => error * error);
  const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
  const influence = Float64Array.from(squares, (square) => (square - mean) / squares.length);
  const statistic = rootMeanSquaredError.computeStatistic({ labels, scores, threshold: 0.5 }, grouping)!;
  const freedomOf = (kind: 'counts' | 'squares' | 'smooth'): number => {
    const deletable = { ...statistic, withoutGroup: statistic.withoutGroup!, form: { kind } };
    return estimateError(deletable, influence, grouping).error.degreesOfFreedom;
  };

  it('is limited by the rows that carry it, and squares by their kurtosis too', () => {
    expect(freedomOf('smooth')).toBeCloseTo(errors.length - 1, 9);
    expect(freedomOf('counts')).toBeCloseTo(expected.counts, 9);
    expect(freedomOf('squares')).toBeCloseTo(expected.squares, 9);
  });

  it('is that of the metric of one model, and not of a difference, in which most cancels', () => {
    expect(statistic.form.kind).toBe('squares');
    expect(rSquared.computeStatistic({ labels, scores, threshold: 0.5 }, grouping)!.form.kind).toBe(
      'squares',
    );
    expect(subtractStatistics(statistic, statistic).form.kind).toBe('smooth');
  });
});
