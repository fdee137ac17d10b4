/** Against scikit-learn and numpy, which delete every group literally: fixtures/paired_differences.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  groupByName,
  groupByRow,
  sumByGroup,
} from '../../../../src/shared/domain/statistics/grouped/grouping.ts';
import { computeInterval } from '../../../../src/shared/domain/statistics/grouped/interval.ts';
import {
  computeJackknife,
  effectiveGroups,
} from '../../../../src/shared/domain/statistics/grouped/jackknife.ts';
import { subtractStatistics } from '../../../../src/shared/domain/metrics/paired-statistic.ts';
import {
  computeAutoregressiveError,
  computeCosineError,
} from '../../../../src/shared/domain/statistics/grouped/serial-correlation.ts';
import { studentTQuantile } from '../../../../src/shared/domain/statistics/student-t.ts';
import { total } from '../../../../src/shared/domain/statistics/vectors.ts';
import { findMetric } from '../../../../src/shared/domain/metrics/tasks/catalog.ts';

interface ErrorFixture {
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

interface Comparison {
  readonly metric: string;
  readonly challenger: number;
  readonly champion: number;
  readonly difference: number;
  readonly withoutGroup: readonly number[];
  readonly effectiveGroups: number;
  readonly lower: number;
  readonly upper: number;
  readonly standardError: number;
  readonly rowVariance: number;
  readonly groupInfluence: readonly number[];
  readonly autoregressive: ErrorFixture;
  readonly autoregressiveFloor: ErrorFixture;
  readonly cosine: ErrorFixture;
}

interface Case {
  readonly title: string;
  readonly task: 'binary' | 'regression';
  readonly labels: readonly number[];
  readonly champion: readonly number[];
  readonly challenger: readonly number[];
  readonly groups: readonly number[];
  readonly comparisons: readonly Comparison[];
}

const fixture = JSON.parse(
  readFileSync(new URL('fixtures/paired-differences.json', import.meta.url), 'utf8'),
) as { readonly threshold: number; readonly cases: readonly Case[] };

function compare(test: Case, name: string) {
  const metric = findMetric(test.task, name)!;
  const names = test.groups.map((group) => String(group).padStart(3, '0'));
  const rowsAreGroups = new Set(names).size === names.length;
  const grouping = rowsAreGroups ? groupByRow(names.length) : groupByName(names, 'shop', 'none');
  const statisticOf = (scores: readonly number[]) =>
    metric.computeStatistic(
      {
        labels: Float64Array.from(test.labels),
        scores: Float64Array.from(scores),
        threshold: fixture.threshold,
      },
      grouping,
    )!;
  const challenger = statisticOf(test.challenger);
  const champion = statisticOf(test.champion);
  return { grouping, challenger, champion, difference: subtractStatistics(challenger, champion) };
}

/** Relative agreement, with an absolute floor for values that are nothing but rounding. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs));
  for (let index = 0; index < expected.length; index += 1) {
    expect(Math.abs(actual[index]! - expected[index]!)).toBeLessThanOrEqual(tolerance * scale + 1e-15);
  }
}

describe.each(fixture.cases)('$title', (test) => {
  it.each(test.comparisons)('$metric of both models agrees with scikit-learn', (expected) => {
    const { challenger, champion } = compare(test, expected.metric);
    expectClose([challenger.value, champion.value], [expected.challenger, expected.champion], 1e-9);
  });

  it.each(test.comparisons)('$metric without each group agrees with deleting it', (expected) => {
    const { difference } = compare(test, expected.metric);
    expectClose(difference.withoutGroup!, expected.withoutGroup, 1e-8);
    expect(effectiveGroups(difference.groupWeights)).toBeCloseTo(expected.effectiveGroups, 9);
  });

  it.each(test.comparisons)('$metric: influences agree with the derivative by the weights', (expected) => {
    const { difference, grouping } = compare(test, expected.metric);
    expectClose(sumByGroup(difference.rowInfluence, grouping), expected.groupInfluence, 1e-6);
    const rows = difference.rowInfluence;
    const variance = (rows.length / (rows.length - 1)) * total(rows.map((part) => part * part));
    expect(variance / expected.rowVariance).toBeCloseTo(1, 5);
  });

  it.each(test.comparisons)('$metric: the interval agrees with the jackknife and scipy', (expected) => {
    const { difference, grouping } = compare(test, expected.metric);
    const interval = computeInterval(difference, grouping, {
      confidence: 0.95,
      robust: false,
      identity: undefined,
      range: { lower: -Infinity, upper: Infinity },
      largestChange: () => Infinity,
    });
    if (interval.kind !== 'interval') throw new Error(`expected an interval, got ${interval.because}`);
    expect(interval.estimate).toBeCloseTo(expected.difference, 9);
    const { standardError, degreesOfFreedom } = computeJackknife(
      difference.value,
      difference.withoutGroup!,
      difference.groupWeights,
    );
    const halfWidth = studentTQuantile(0.975, degreesOfFreedom) * standardError;
    const ends = [difference.value - halfWidth, difference.value + halfWidth];
    expectClose(ends, [expected.lower, expected.upper], 1e-8);
    // Other ends than those of Student's t: interval-ends.test.ts.
    if (interval.method === 'student-t' && difference.form.kind === 'smooth') {
      expectClose([interval.lower, interval.upper], ends, 1e-12);
    }
    if (interval.designEffect !== undefined) {
      expect(interval.designEffect / (expected.standardError ** 2 / expected.rowVariance)).toBeCloseTo(1, 5);
    }
  });

  it.each(test.comparisons)(
    '$metric: both serial-correlation errors agree with full matrices',
    (expected) => {
      const { difference, grouping } = compare(test, expected.metric);
      const influence = sumByGroup(difference.rowInfluence, grouping);
      const agree = (actual: ErrorFixture, reference: ErrorFixture): void => {
        expect(actual.standardError / reference.standardError).toBeCloseTo(1, 4);
        expect(actual.degreesOfFreedom / reference.degreesOfFreedom).toBeCloseTo(1, 4);
      };
      agree(computeAutoregressiveError(influence, difference.groupWeights, 0), expected.autoregressive);
      agree(
        computeAutoregressiveError(influence, difference.groupWeights, 0.3),
        expected.autoregressiveFloor,
      );
      agree(computeCosineError(influence), expected.cosine);
    },
  );
});
