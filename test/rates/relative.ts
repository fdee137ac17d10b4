/**
 * A margin that is a fraction of the champion's value, with the truth exactly on it: how often `not-worse-by` passes. The
 * champion's value is as uncertain as the challenger's, and the wider the margin, the more that counts.
 */
import { decideNotWorse } from '../../src/shared/domain/evaluation/decide-rule.ts';
import { includeMarginError } from '../../src/shared/domain/evaluation/relative-margin.ts';
import { classAccuracy } from '../../src/shared/domain/metrics/class-metrics.ts';
import type { Metric, ScoredRows } from '../../src/shared/domain/metrics/metric.ts';
import { subtractStatistics } from '../../src/shared/domain/metrics/paired-statistic.ts';
import { meanAbsoluteError } from '../../src/shared/domain/metrics/regression-metrics.ts';
import { groupByRow, type Grouping } from '../../src/shared/domain/statistics/grouped/grouping.ts';
import { computeInterval } from '../../src/shared/domain/statistics/grouped/interval.ts';
import { correlateEstimates, scaleEstimate } from '../../src/shared/domain/statistics/grouped/mover.ts';
import type { Statistic } from '../../src/shared/domain/statistics/grouped/statistic.ts';
import {
  createWorld,
  groupDays,
  groupUnordered,
  type World,
} from '../domain/statistics/grouped/simulation.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from './rate.ts';

const FRACTIONS = [0.1, 0.3, 0.5];
const LEVEL = 0.025;
/** The intervals of few groups may lack so much themselves: docs/statistics.md. */
const ALLOWANCE = 0.01;
const WORLDS = 1500;

interface Models {
  readonly labels: Float64Array;
  readonly challenger: Float64Array;
  readonly champion: Float64Array;
}

interface Design {
  readonly name: string;
  readonly metric: Metric;
  readonly groups: readonly number[];
  readonly group: (groups: readonly number[]) => Grouping;
  /** Two models of which the challenger is worse by exactly this fraction of the champion's value. */
  readonly draw: (world: World, groups: readonly number[], fraction: number) => Models;
}

const byRow = (rows: readonly unknown[]): Grouping => groupByRow(rows.length);

const designs: readonly Design[] = [
  {
    name: '`accuracy`, 300 rows, a champion of 0.9',
    metric: classAccuracy,
    groups: Array.from({ length: 300 }, (_, row) => row),
    group: byRow,
    draw: drawClasses,
  },
  {
    name: '`mae`, 500 rows',
    metric: meanAbsoluteError,
    groups: Array.from({ length: 500 }, (_, row) => row),
    group: byRow,
    draw: drawErrors,
  },
  {
    name: '`mae`, 40 users with 10 rows each',
    metric: meanAbsoluteError,
    groups: Array.from({ length: 400 }, (_, row) => row % 40),
    group: groupUnordered,
    draw: drawErrors,
  },
  {
    name: '`mae`, 60 days with 10 rows each',
    metric: meanAbsoluteError,
    groups: Array.from({ length: 600 }, (_, row) => row % 60),
    group: groupDays,
    draw: drawErrors,
  },
];

export function measureRelative(): readonly Rate[] {
  const worlds = WORLDS * sizeFactor();
  return designs.flatMap((design) =>
    FRACTIONS.map((fraction) => {
      const world = createWorld(37);
      const grouping = design.group(design.groups);
      let passes = 0;
      for (let index = 0; index < worlds; index += 1) {
        const models = design.draw(world, design.groups, fraction);
        if (passesRelative(models, fraction, { metric: design.metric, grouping })) passes += 1;
      }
      const share = passes / worlds;
      return {
        what: `\`not-worse-by: ${fraction}\` of the champion's value, worse by exactly that: ${design.name}`,
        stated: `at most ${percent(LEVEL)}`,
        measured: percent(share),
        holds: share <= LEVEL + ALLOWANCE + monteCarloError(LEVEL, worlds),
      };
    }),
  );
}

interface Measured {
  readonly metric: Metric;
  readonly grouping: Grouping;
}

function passesRelative(
  { labels, challenger, champion }: Models,
  fraction: number,
  { metric, grouping }: Measured,
): boolean {
  const [own, other] = [challenger, champion].map((scores) => {
    const rows: ScoredRows = { labels, scores, threshold: 0.5, classes: ['0', '1'] };
    const statistic = metric.computeStatistic(rows, grouping);
    if (statistic === undefined) throw new RangeError('expected a value: there are rows');
    return statistic;
  });
  if (own === undefined || other === undefined) throw new RangeError('expected two models');
  const difference = subtractStatistics(own, other);
  const sign = metric.better === 'lower' ? -1 : 1;
  const improvement = includeMarginError(
    scaleEstimate(intervalOf(difference, grouping), sign),
    {
      interval: intervalOf(other, grouping),
      correlations: correlateEstimates(difference.rowInfluence, other.rowInfluence, grouping).map(
        (correlation) => sign * correlation,
      ),
    },
    { kind: 'not-worse-by', fraction },
  );
  return decideNotWorse(improvement, fraction * Math.abs(other.value)) === 'pass';
}

function intervalOf(statistic: Statistic, grouping: Grouping) {
  const interval = computeInterval(statistic, grouping, {
    ...{ confidence: 0.95, robust: false, identity: undefined },
    range: { lower: -Infinity, upper: Infinity },
    largestChange: () => Infinity,
  });
  if (interval.kind === 'none') throw new RangeError('expected an interval: the groups are even');
  return interval;
}

/** Both models are right on the easy rows; the champion on 90 % of all, the challenger on so many fewer. */
function drawClasses(world: World, groups: readonly number[], fraction: number): Models {
  const predict = (ease: Float64Array, share: number): Float64Array =>
    ease.map((value) => (value < share ? 1 : 0));
  const own = Float64Array.from(groups, () => world.uniform());
  // Half of the rows are as easy for one model as for the other.
  const other = own.map((value) => (world.uniform() < 0.5 ? value : world.uniform()));
  return {
    labels: new Float64Array(groups.length).fill(1),
    champion: predict(own, 0.9),
    challenger: predict(other, 0.9 * (1 - fraction)),
  };
}

/** Normal errors, larger in some groups than in others, for both models alike; larger by the fraction for the challenger. */
function drawErrors(world: World, groups: readonly number[], fraction: number): Models {
  const count = Math.max(...groups) + 1;
  const size = Array.from({ length: count }, () => Math.exp(0.3 * world.normal()));
  const errors = (scale: number): Float64Array =>
    Float64Array.from(groups, (group) => scale * (size[group] ?? Number.NaN) * world.normal());
  return {
    labels: new Float64Array(groups.length),
    champion: errors(1),
    challenger: errors(1 + fraction),
  };
}
