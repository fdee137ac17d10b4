/** Two models on the rows of a simulated world, and how often a rule passes whose truth lies exactly on its bound. */
import {
  decideAtLeast,
  decideNotWorse,
  ONE_SIDED_LEVEL,
} from '../../src/shared/domain/evaluation/decide-rule.ts';
import { improvementRange, isOrdered } from '../../src/shared/domain/kernel/direction.ts';
import { rangeWidth, type Metric, type ScoredRows } from '../../src/shared/domain/metrics/metric.ts';
import { subtractStatistics } from '../../src/shared/domain/metrics/paired-statistic.ts';
import type { Bounds } from '../../src/shared/domain/statistics/grouped/bounds.ts';
import type { Grouping } from '../../src/shared/domain/statistics/grouped/grouping.ts';
import { computeInterval } from '../../src/shared/domain/statistics/grouped/interval.ts';
import type { Statistic } from '../../src/shared/domain/statistics/grouped/statistic.ts';

/** More is better in all. */
export interface Compared {
  readonly value: number;
  readonly improvement: number;
  readonly own: Bounds | undefined;
  readonly range: Bounds | undefined;
}

export interface Models {
  readonly challenger: ScoredRows;
  readonly champion: ScoredRows;
  readonly grouping: Grouping;
}

/** By the intervals that decide rules. */
export function compareModels(metric: Metric, { challenger, champion, grouping }: Models): Compared {
  const { better, range } = metric;
  if (!isOrdered(better)) throw new RangeError(`${metric.name}: expected a better and a worse`);
  const [own, other] = [challenger, champion].map((rows) => {
    const [statistic, second] = [grouping, grouping.second].map(
      (groups) => groups && metric.computeStatistic(rows, groups),
    );
    if (statistic === undefined) throw new RangeError(`${metric.name}: expected a value`);
    return second === undefined ? statistic : { ...statistic, second };
  });
  if (own === undefined || other === undefined) throw new RangeError('expected two models');
  const boundsOf = (
    statistic: Statistic,
    ranges: { readonly range: Bounds; readonly sideRange?: Bounds },
  ) => {
    const interval = computeInterval(statistic, grouping, {
      ...{ confidence: 1 - 2 * ONE_SIDED_LEVEL, robust: false, identity: undefined, ...ranges },
      largestChange: (share) => share * rangeWidth(metric),
    });
    return interval.kind === 'none' ? undefined : improvementRange(interval, better);
  };
  const width = rangeWidth(metric);
  const sign = better === 'higher' ? 1 : -1;
  return {
    value: sign * own.value,
    improvement: sign * (own.value - other.value),
    own: boundsOf(own, { range }),
    range: boundsOf(subtractStatistics(own, other), {
      range: { lower: -width, upper: width },
      sideRange: range,
    }),
  };
}

/** The share of worlds in which each rule passes; the truth is the mean over all of them. */
export function countPasses(compared: readonly Compared[]): {
  readonly floor: number;
  readonly margin: number;
} {
  const [value, improvement] = [mean(compared, 'value'), mean(compared, 'improvement')];
  const floor = compared.filter(({ own }) => own && decideAtLeast(own, value) === 'pass').length;
  const margin = compared.filter(
    ({ range }) => range && decideNotWorse(range, -improvement) === 'pass',
  ).length;
  return { floor: floor / compared.length, margin: margin / compared.length };
}

function mean(compared: readonly Compared[], key: 'value' | 'improvement'): number {
  return compared.reduce((sum, world) => sum + world[key], 0) / compared.length;
}
