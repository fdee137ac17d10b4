/** Seeded worlds in which the truth is known, to measure how often an interval covers it. */
import {
  groupByName,
  groupByTime,
  type Grouping,
} from '../../../../src/shared/domain/statistics/grouped/grouping.ts';
import {
  computeInterval,
  type IntervalEstimate,
} from '../../../../src/shared/domain/statistics/grouped/interval.ts';
import { subtractStatistics } from '../../../../src/shared/domain/metrics/paired-statistic.ts';
import type { Metric } from '../../../../src/shared/domain/metrics/metric.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';

const UNBOUNDED = { lower: -Infinity, upper: Infinity };

export interface World {
  /** Uniform in [0, 1). */
  readonly uniform: () => number;
  readonly normal: () => number;
  /** Mean 0, standard deviation 1, skewness 2. */
  readonly exponential: () => number;
}

export function createWorld(seed: number): World {
  const uniform = createRandomNumbers(seed);
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    exponential: () => -Math.log(1 - uniform()) - 1,
  };
}

export interface PairedRows {
  readonly labels: readonly number[];
  readonly champion: readonly number[];
  readonly challenger: readonly number[];
  readonly groups: readonly number[];
  /** Of the interval; 0.95 without it. */
  readonly confidence?: number;
}

export const groupUnordered = (groups: readonly number[]): Grouping =>
  groupByName(
    groups.map((group) => `user-${String(group).padStart(4, '0')}`),
    'user',
    'none',
  );

export const groupDays = (groups: readonly number[]): Grouping =>
  groupByTime(
    Float64Array.from(groups, (day) => day * 86_400_000),
    'day',
  );

/** The interval of challenger minus champion; undefined where the groups are too unequal to carry one. */
export function intervalOf(
  metric: Metric,
  rows: PairedRows,
  grouping: Grouping,
): IntervalEstimate | undefined {
  const labels = Float64Array.from(rows.labels);
  const statistic = (scores: readonly number[]) =>
    metric.computeStatistic({ labels, scores: Float64Array.from(scores), threshold: 0.5 }, grouping)!;
  const interval = computeInterval(
    subtractStatistics(statistic(rows.challenger), statistic(rows.champion)),
    grouping,
    {
      confidence: rows.confidence ?? 0.95,
      robust: false,
      identity: undefined,
      range: UNBOUNDED,
      largestChange: () => Infinity,
    },
  );
  return interval.kind === 'interval' ? interval : undefined;
}

/** Share of seeded worlds whose interval holds the truth, of `runs` worlds that give an interval. */
export function measureCoverage(
  runs: number,
  truth: number,
  draw: (world: World) => IntervalEstimate | undefined,
): number {
  const world = createWorld(7);
  let covered = 0;
  for (let run = 0; run < runs;) {
    const interval = draw(world);
    if (interval === undefined) continue;
    run += 1;
    if (interval.lower <= truth && truth <= interval.upper) covered += 1;
  }
  return covered / runs;
}
