/** Every metric of a task and those that a gate names, day by day: what later days with labels are compared with. */
import { countAt } from '../../statistics/vectors.ts';
import { groupByTime } from '../../statistics/grouped/grouping.ts';
import type { TaskName } from '../../documents/fields.ts';
import { findMetric, metricsOfTask } from '../../metrics/tasks/catalog.ts';
import type { ScoredRows } from '../../metrics/metric.ts';
import type { PerformanceProfile } from './profile.ts';

export interface DatedRows extends ScoredRows {
  /** Epoch milliseconds, one a row. */
  readonly times: Float64Array;
}

/**
 * Rows should be ones that the model was not trained on, or later days can only look worse. O(N log N) a metric.
 * @param named metrics of rules: `f_beta@2` and `recall:yes` are in no list of a task.
 * @throws DataError when a row has no time.
 */
export function computePerformance(
  task: TaskName,
  rows: DatedRows,
  named: readonly string[] = [],
): PerformanceProfile {
  const grouping = groupByTime(rows.times, 'day');
  const counts = new Array<number>(grouping.count).fill(0);
  for (const day of grouping.groupOfRow) counts[day] = countAt(counts, day) + 1;
  const wanted = new Map(
    [...metricsOfTask(task), ...named.flatMap((name) => findMetric(task, name) ?? [])].map(
      (metric) => [metric.name, metric] as const,
    ),
  );
  const computable = [...wanted.values()].filter(({ isComputable }) => isComputable?.(rows) !== false);
  const metrics = computable.map((metric) => {
    const statistic = metric.computeStatistic(rows, grouping);
    const values = counts.map((_, day) => statistic?.withinGroup(day) ?? null);
    return { name: metric.name, values };
  });
  const days = counts.map((_, day) => grouping.nameOf(day));
  return { task, threshold: rows.threshold, days, rows: counts, metrics };
}
