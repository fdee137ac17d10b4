/** Values of users on days, of which both have an effect of their own, and the intervals of their mean. */
import { estimateError } from '../../../../src/shared/domain/statistics/grouped/group-error.ts';
import {
  crossGroupings,
  groupByName,
  groupByTime,
  sumByGroup,
  type Grouping,
} from '../../../../src/shared/domain/statistics/grouped/grouping.ts';
import { computeInterval } from '../../../../src/shared/domain/statistics/grouped/interval.ts';
import type { Statistic } from '../../../../src/shared/domain/statistics/grouped/statistic.ts';
import { findMetric } from '../../../../src/shared/domain/metrics/tasks/catalog.ts';

const DAY_MS = 86_400_000;

/** The mean of x as the bias of a regression with labels 0; one row for each user and day. */
export function intervalsOf(
  userCount: number,
  dayCount: number,
  valueOf: (user: number, day: number) => number,
) {
  const cells = Array.from({ length: userCount * dayCount }, (_, cell) => ({
    user: Math.floor(cell / dayCount),
    day: cell % dayCount,
  }));
  const users = groupByName(
    cells.map(({ user }) => `u${user}`),
    'user',
    'none',
  );
  const days = groupByTime(
    Float64Array.from(cells, ({ day }) => day * DAY_MS),
    'day',
  );
  const rows = {
    labels: new Float64Array(cells.length),
    scores: Float64Array.from(cells, ({ user, day }) => valueOf(user, day)),
    threshold: 0.5,
  };
  const metric = findMetric('regression', 'bias')!;
  const [byUser, byDay] = [users, days].map((grouping) => metric.computeStatistic(rows, grouping)!);
  const options = {
    confidence: 0.95,
    robust: false,
    identity: undefined,
    range: metric.range,
    largestChange: () => Infinity,
  };
  const describeBy = (statistic: Statistic, grouping: Grouping) => ({
    interval: computeInterval(statistic, grouping, options),
    error: estimateError(
      { ...statistic, withoutGroup: statistic.withoutGroup! },
      sumByGroup(statistic.rowInfluence, grouping),
      grouping,
    ).error,
  });
  return {
    both: describeBy({ ...byUser!, second: byDay! }, crossGroupings(users, days)),
    user: describeBy(byUser!, users),
    day: describeBy(byDay!, days),
  };
}
