/** Which metrics are computed from predictions, by task. The first of each list is the one that is shown first. */
import type { Task } from '../../documents/fields.ts';
import { accuracy, brier, f1, logLoss, precision, recall, rocAuc } from './binary.ts';
import type { Metric } from '../metric.ts';
import { bias, meanAbsoluteError, meanSquaredError, rootMeanSquaredError, rSquared } from './regression.ts';

const byTask: Readonly<Record<Task, readonly Metric[]>> = {
  binary: [rocAuc, logLoss, brier, accuracy, precision, recall, f1],
  regression: [meanAbsoluteError, rootMeanSquaredError, meanSquaredError, rSquared, bias],
  metrics: [],
};

export function metricsOfTask(task: Task): readonly Metric[] {
  return byTask[task];
}

export function findMetric(task: Task, name: string): Metric | undefined {
  return byTask[task].find((metric) => metric.name === name);
}
