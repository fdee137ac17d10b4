/**
 * Coverage, measured: how often does a 95 % interval contain the truth? The lower bounds lie 3.5 standard errors of the
 * seeded worlds below what the simulation study behind docs/statistics.md found for the design (within its own error of up
 * to 0.5 points). 400 worlds a design give 1.1 points near 95 %; MODEL_STEWARD_RATES=16 gives 0.27, for a change of the
 * method. Intervals that are too narrow by a fifth cover 88 %, which 400 worlds find.
 */
import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  balancedAccuracy,
  matthewsCorrcoef,
  recall,
  rocAuc,
} from '../../../../src/shared/domain/metrics/binary-metrics.ts';
import { meanAbsoluteError } from '../../../../src/shared/domain/metrics/regression-metrics.ts';
import { groupByRow } from '../../../../src/shared/domain/statistics/grouped/grouping.ts';
import { sizeFactor } from '../../../rates/rate.ts';
import {
  groupDays,
  groupUnordered,
  intervalOf,
  measureCoverage,
  type PairedRows,
  type World,
} from './simulation.ts';

const RUNS = 400 * sizeFactor();
const MARGIN = 3.5 * Math.sqrt((0.95 * 0.05) / RUNS);
const NARROW_RUNS = 400;

/** Row errors 10 and 10 + d, where d shares its group's shock: the mean difference is truly zero. */
function meanWorld(world: World, sizes: readonly number[], shocks: readonly number[]): PairedRows {
  const groups = sizes.flatMap((size, group) => Array.from({ length: size }, () => group));
  return {
    labels: groups.map(() => 0),
    champion: groups.map(() => 10),
    challenger: groups.map((group) => 10 + 0.65 * shocks[group]! + world.normal()),
    groups,
  };
}

const equalSizes = (count: number) => Array.from({ length: count }, () => 20);
const unequalSizes = (world: World, count: number) =>
  Array.from({ length: count }, () => Math.max(1, Math.round(12 * Math.exp(world.normal()))));

function autoregressiveShocks(world: World, count: number, correlation: number): number[] {
  let shock = world.normal();
  return Array.from({ length: count }, () => {
    shock = correlation * shock + Math.sqrt(1 - correlation ** 2) * world.normal();
    return shock;
  });
}

describe('a 95 % interval contains the truth as often as it says', () => {
  it('for 20 users of very unequal size', () => {
    const coverage = measureCoverage(RUNS, 0, (world) => {
      const sizes = unequalSizes(world, 20);
      const rows = meanWorld(world, sizes, sizes.map(world.normal));
      return intervalOf(meanAbsoluteError, rows, groupUnordered(rows.groups));
    });
    expect(coverage).toBeGreaterThan(0.948 - MARGIN);
    expect(coverage).toBeLessThan(0.985);
  });

  it('for 12 users with a long tail on one side, where the jackknife alone covers 91 %', () => {
    const coverage = measureCoverage(RUNS, 0, (world) => {
      const sizes = equalSizes(12);
      const rows = meanWorld(world, sizes, sizes.map(world.exponential));
      return intervalOf(meanAbsoluteError, rows, groupUnordered(rows.groups));
    });
    // The union is taken only where skewness shows, which it does not always at 12 groups: 91 to 95 %.
    expect(coverage).toBeGreaterThan(0.92 - MARGIN);
    expect(coverage).toBeLessThan(0.985);
  });

  it('for 28 days of which neighbors resemble each other', () => {
    const coverage = measureCoverage(RUNS, 0, (world) => {
      const rows = meanWorld(world, equalSizes(28), autoregressiveShocks(world, 28, 0.5));
      return intervalOf(meanAbsoluteError, rows, groupDays(rows.groups));
    });
    expect(coverage).toBeGreaterThan(0.95 - MARGIN);
  });

  it('for 12 days of which neighbors resemble each other', () => {
    const coverage = measureCoverage(RUNS, 0, (world) => {
      const rows = meanWorld(world, equalSizes(12), autoregressiveShocks(world, 12, 0.5));
      return intervalOf(meanAbsoluteError, rows, groupDays(rows.groups));
    });
    expect(coverage).toBeGreaterThan(0.95 - MARGIN);
  });

  it('for the area under the ROC curve of 100 independent rows (the case of DeLong)', () => {
    const coverage = measureCoverage(RUNS, 0, (world) => {
      const labels = Array.from({ length: 100 }, () => (world.uniform() < 0.4 ? 1 : 0));
      const score = (label: number) => 1 / (1 + Math.exp(-(label + world.normal())));
      const rows = { labels, champion: labels.map(score), challenger: labels.map(score), groups: [] };
      return intervalOf(rocAuc, rows, groupByRow(labels.length));
    });
    expect(coverage).toBeGreaterThan(0.95 - MARGIN);
    expect(coverage).toBeLessThan(0.985);
  });

  it('for the recall of 20 users of unequal size', () => {
    const coverage = measureCoverage(RUNS, 0, (world) => {
      const groups = unequalSizes(world, 20).flatMap((size, g) => Array.from({ length: size + 2 }, () => g));
      const shocks = Array.from({ length: 20 }, () => 0.6 * world.normal());
      const labels = groups.map(() => (world.uniform() < 0.5 ? 1 : 0));
      const find = (shift: number) => (world.normal() + shift > 0 ? 0.9 : 0.1);
      return intervalOf(
        recall,
        {
          labels,
          champion: groups.map((group) => find(-shocks[group]!)),
          challenger: groups.map((group) => find(shocks[group]!)),
          groups,
        },
        groupUnordered(groups),
      );
    });
    expect(coverage).toBeGreaterThan(0.943 - MARGIN);
    expect(coverage).toBeLessThan(0.985);
  });

  it.each([
    ['the Matthews correlation', matthewsCorrcoef],
    ['the balanced accuracy', balancedAccuracy],
    ['the average precision', averagePrecision],
  ])('for %s of two equally good models, 20 users, each with a difficulty of its own', (_title, metric) => {
    const coverage = measureCoverage(NARROW_RUNS, 0, (world) => {
      const groups = equalSizes(20).flatMap((size, g) => Array.from({ length: size }, () => g));
      const shocks = Array.from({ length: 20 }, () => 0.6 * world.normal());
      const labels = groups.map(() => (world.uniform() < 0.4 ? 1 : 0));
      const score = (row: number, shift: number) =>
        1 / (1 + Math.exp(-(labels[row]! - 0.5) * (1 + shift) - world.normal()));
      return intervalOf(
        metric,
        {
          labels,
          champion: groups.map((group, row) => score(row, -shocks[group]!)),
          challenger: groups.map((group, row) => score(row, shocks[group]!)),
          groups,
        },
        groupUnordered(groups),
      );
    });
    // 400 worlds: a standard error of 1.1 points; 3 of them.
    expect(coverage).toBeGreaterThan(0.95 - 0.033);
    expect(coverage).toBeLessThan(0.985);
  });

  it('is measured in worlds in which it can fail: half as wide an interval covers far less', () => {
    const coverage = measureCoverage(NARROW_RUNS, 0, (world) => {
      const sizes = equalSizes(20);
      const rows = meanWorld(world, sizes, sizes.map(world.normal));
      const interval = intervalOf(meanAbsoluteError, rows, groupUnordered(rows.groups));
      if (interval === undefined) return undefined;
      const { estimate, lower, upper } = interval;
      return { ...interval, lower: (estimate + lower) / 2, upper: (estimate + upper) / 2 };
    });
    expect(coverage).toBeLessThan(0.8);
  });
});

it('counting rows instead of days would cover the truth in less than half of the worlds', () => {
  const coverage = measureCoverage(300, 0, (world) => {
    const rows = meanWorld(world, equalSizes(28), autoregressiveShocks(world, 28, 0.5));
    return intervalOf(meanAbsoluteError, rows, groupByRow(rows.labels.length));
  });
  expect(coverage).toBeLessThan(0.5);
});
