/**
 * Quantiles of what was measured: how often the interval misses the true one, which is known, and how often one of two
 * equal models passes as the better one. Answers are skewed, like times and costs.
 */
import { decideSuperior } from '../../src/shared/domain/evaluation/decide-rule.ts';
import { improvementRange } from '../../src/shared/domain/kernel/direction.ts';
import { quantileMetric } from '../../src/shared/domain/metrics/case-metrics.ts';
import { measureRole } from '../../src/shared/domain/metrics/measured-values.ts';
import type { ScoredRows } from '../../src/shared/domain/metrics/metric.ts';
import { subtractStatistics } from '../../src/shared/domain/metrics/paired-statistic.ts';
import { groupByRow, type Grouping } from '../../src/shared/domain/statistics/grouped/grouping.ts';
import {
  computeInterval,
  type IntervalEstimate,
} from '../../src/shared/domain/statistics/grouped/interval.ts';
import type { Statistic } from '../../src/shared/domain/statistics/grouped/statistic.ts';
import { normalQuantile } from '../../src/shared/domain/statistics/normal.ts';
import {
  createWorld,
  groupDays,
  groupUnordered,
  type World,
} from '../domain/statistics/grouped/simulation.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const WORLDS = 600;
const ONE_SIDED = 0.025;
/** The intervals of few groups may lack so much: docs/statistics.md. */
const ALLOWANCE = 0.015;
/** Standard deviations of the logarithms: between groups, between cases, between responses to one case. */
const [GROUP, CASE, ANSWER] = [0.4, 0.6, 0.5];

interface Design {
  readonly name: string;
  readonly level: number;
  readonly groups: readonly number[];
  readonly group: (groups: readonly number[]) => Grouping;
  readonly groupSd: number;
}

const cases = (count: number, groups: number): readonly number[] =>
  Array.from({ length: count }, (_, row) => row % groups);

const designs: readonly Design[] = [
  {
    name: 'the median of 100 cases',
    ...{ level: 0.5, groups: cases(100, 100), groupSd: 0, group: (rows) => groupByRow(rows.length) },
  },
  {
    name: 'the 95 % quantile of 500 cases',
    ...{ level: 0.95, groups: cases(500, 500), groupSd: 0, group: (rows) => groupByRow(rows.length) },
  },
  {
    name: 'the median of 400 cases of 40 users',
    ...{ level: 0.5, groups: cases(400, 40), groupSd: GROUP, group: groupUnordered },
  },
  {
    name: 'the 90 % quantile of 600 cases of 60 days',
    ...{ level: 0.9, groups: cases(600, 60), groupSd: GROUP, group: groupDays },
  },
];

export function measureQuantiles(): readonly Rate[] {
  const worlds = WORLDS * sizeFactor();
  return designs.flatMap((design) => {
    const world = createWorld(53);
    const grouping = design.group(design.groups);
    const truth = Math.exp(normalQuantile(design.level) * Math.hypot(design.groupSd, CASE, ANSWER));
    let [intervals, covered, passes] = [0, 0, 0];
    for (let index = 0; index < worlds; index += 1) {
      const { own, difference } = compare(world, design, grouping);
      if (own !== undefined) intervals += 1;
      if (own !== undefined && own.lower <= truth && truth <= own.upper) covered += 1;
      if (difference === undefined) continue;
      if (decideSuperior(improvementRange(difference, 'lower'), 0) === 'pass') passes += 1;
    }
    const [coverage, share] = [covered / intervals, passes / worlds];
    return [
      {
        what: `${design.name}: the interval contains the true one`,
        stated: 'about 95.0 %, or more',
        measured: percent(coverage),
        holds: coverage >= 1 - 2 * ONE_SIDED - ALLOWANCE - monteCarloError(2 * ONE_SIDED, worlds),
      },
      {
        what: `${design.name}: \`superior-by: 0\` passes for equal models`,
        stated: `at most ${percent(ONE_SIDED)}`,
        measured: percent(share),
        holds: share <= ONE_SIDED + ALLOWANCE / 2 + monteCarloError(ONE_SIDED, worlds),
      },
    ];
  });
}

interface Compared {
  readonly own: IntervalEstimate | undefined;
  readonly difference: IntervalEstimate | undefined;
}

/** Two models of equal quality, which find the same cases hard. */
function compare(world: World, { level, groups, groupSd }: Design, grouping: Grouping): Compared {
  const ofGroup = Array.from({ length: Math.max(...groups) + 1 }, () => groupSd * world.normal());
  const shared = groups.map((group) => (ofGroup[group] ?? Number.NaN) + CASE * world.normal());
  const [own, other] = [0, 1].map(() => {
    const values = Float64Array.from(shared, (log) => Math.exp(log + ANSWER * world.normal()));
    const statistic = quantileMetric({ column: 'ms', better: 'lower' }, level).computeStatistic(
      answerOnce(values),
      grouping,
    );
    if (statistic === undefined) throw new RangeError('expected a quantile: there are cases');
    return statistic;
  });
  if (own === undefined || other === undefined) throw new RangeError('expected two models');
  return {
    own: intervalOf(own, grouping),
    difference: intervalOf(subtractStatistics(own, other), grouping),
  };
}

function answerOnce(values: Float64Array): ScoredRows {
  const outputs = [{ role: measureRole('ms', { evaluator: 1, repeat: 1 }), values }];
  return { labels: new Float64Array(values.length), scores: values, threshold: 0.5, outputs };
}

/** Undefined where the days are worth too few cases: then nothing is decided. */
function intervalOf(statistic: Statistic, grouping: Grouping): IntervalEstimate | undefined {
  const interval = computeInterval(statistic, grouping, {
    ...{ confidence: 0.95, robust: false, identity: undefined },
    range: { lower: -Infinity, upper: Infinity },
    largestChange: () => Infinity,
  });
  return interval.kind === 'none' ? undefined : interval;
}
