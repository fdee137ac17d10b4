/**
 * Bounds of squared errors with a very long tail, with the truth exactly on them: how often they pass. Amounts are lognormal,
 * and an error is a part of its amount, lognormal too, so that a few squared errors are most of what is uncertain. The truth is the mean over all worlds.
 */
import {
  decideAtLeast,
  decideAtMost,
  ONE_SIDED_LEVEL,
} from '../../src/shared/domain/evaluation/decide-rule.ts';
import { rootMeanSquaredError, rSquared } from '../../src/shared/domain/metrics/regression-metrics.ts';
import type { Metric, ScoredRows } from '../../src/shared/domain/metrics/metric.ts';
import type { RuleOutcome } from '../../src/shared/domain/documents/evaluation.ts';
import type { Bounds } from '../../src/shared/domain/statistics/grouped/bounds.ts';
import { groupByRow, type Grouping } from '../../src/shared/domain/statistics/grouped/grouping.ts';
import { computeInterval } from '../../src/shared/domain/statistics/grouped/interval.ts';
import { createWorld, groupUnordered, type World } from '../domain/statistics/grouped/simulation.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const WORLDS = 1500;

interface Bound {
  readonly metric: Metric;
  readonly rule: string;
  readonly decide: (interval: Bounds, bound: number) => RuleOutcome;
}

const bounds: readonly Bound[] = [
  { metric: rootMeanSquaredError, rule: '`rmse` at most', decide: decideAtMost },
  { metric: rSquared, rule: '`r2` at least', decide: decideAtLeast },
];

interface Design {
  readonly name: string;
  readonly rows: number;
  /** Undefined where rows stand for themselves. */
  readonly users: number | undefined;
  /** Standard deviations of the logarithms of the amount, and of the part of it that is its error. */
  readonly tails: readonly [amount: number, error: number];
  /** What docs/statistics.md says that it is at most. */
  readonly most: readonly number[];
}

const designs: readonly Design[] = [
  { name: '500 rows, σ 0.5', rows: 500, users: undefined, tails: [0.4, 0.3], most: [0.025, 0.025] },
  { name: '500 rows, σ 1.3', rows: 500, users: undefined, tails: [1, 0.8], most: [0.05, 0.08] },
  { name: '40 users with 20 rows, σ 1.3', rows: 800, users: 40, tails: [1, 0.8], most: [0.07, 0.12] },
];

export function measureLongTails(): readonly Rate[] {
  return designs.flatMap((design) => {
    const worlds = sample(design);
    return bounds.map(({ rule, decide }, index) => {
      const seen = worlds.map((world) => at(world, index));
      const truth = seen.reduce((sum, { value }) => sum + value, 0) / seen.length;
      const passes = seen.filter(({ interval }) => interval && decide(interval, truth) === 'pass').length;
      const most = at(design.most, index);
      const share = passes / seen.length;
      return {
        what: `a bound, ${rule} the truth, errors with a long tail: ${design.name}`,
        stated: `at most ${percent(most)}${most > ONE_SIDED_LEVEL ? ', not 2.5 %' : ''}`,
        measured: percent(share),
        holds: share <= most + monteCarloError(most, seen.length),
      };
    });
  });
}

interface Measured {
  readonly value: number;
  readonly interval: Bounds | undefined;
}

/** @returns of each world what each bound is about. */
function sample({ rows, users, tails }: Design): readonly (readonly Measured[])[] {
  const world = createWorld(67);
  return Array.from({ length: WORLDS * sizeFactor() }, () => {
    const userOfRow = Array.from({ length: rows }, (_, row) => row % (users ?? 1));
    const ease = Array.from({ length: users ?? 1 }, () => (users === undefined ? 0 : 0.4 * world.normal()));
    const grouping = users === undefined ? groupByRow(rows) : groupUnordered(userOfRow);
    const scored = draw(
      world,
      userOfRow.map((user) => at(ease, user)),
      tails,
    );
    return bounds.map(({ metric }) => measure(metric, scored, grouping));
  });
}

/** One row for each of the sizes of errors. */
function draw(
  world: World,
  sizes: readonly number[],
  [ofAmount, ofError]: readonly [number, number],
): ScoredRows {
  const labels = Float64Array.from(sizes, () => Math.exp(ofAmount * world.normal()));
  const scores = labels.map((label, row) => {
    const size = 0.36 * label * Math.exp(at(sizes, row) + ofError * world.normal());
    return label + (world.uniform() < 0.5 ? -size : size);
  });
  return { labels, scores, threshold: 0.5 };
}

function measure(metric: Metric, scored: ScoredRows, grouping: Grouping): Measured {
  const statistic = metric.computeStatistic(scored, grouping);
  if (statistic === undefined) throw new RangeError(`${metric.name}: expected a value`);
  const interval = computeInterval(statistic, grouping, {
    ...{ confidence: 1 - 2 * ONE_SIDED_LEVEL, robust: false, identity: undefined, range: metric.range },
    largestChange: () => Infinity,
  });
  return { value: statistic.value, interval: interval.kind === 'none' ? undefined : interval };
}

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError(`expected ${index} of ${values.length} values`);
  return value;
}
