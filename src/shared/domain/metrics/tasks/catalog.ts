/** Which metrics are computed from predictions, by task. The first of each list is the one that is shown first. */
import type { TaskName } from '../../documents/fields.ts';
import {
  accuracy,
  averagePrecision,
  balancedAccuracy,
  brier,
  f1,
  logLoss,
  matthewsCorrcoef,
  precision,
  recall,
  rocAuc,
} from './binary.ts';
import type { Metric } from '../metric.ts';
import { bias, meanAbsoluteError, meanSquaredError, rootMeanSquaredError, rSquared } from './regression.ts';

const byTask: Readonly<Record<TaskName, readonly Metric[]>> = {
  binary: [
    rocAuc,
    averagePrecision,
    logLoss,
    brier,
    accuracy,
    balancedAccuracy,
    matthewsCorrcoef,
    precision,
    recall,
    f1,
  ],
  regression: [meanAbsoluteError, rootMeanSquaredError, meanSquaredError, rSquared, bias],
  metrics: [],
};

export function metricsOfTask(task: TaskName): readonly Metric[] {
  return byTask[task];
}

export function findMetric(task: TaskName, name: string): Metric | undefined {
  return byTask[task].find((metric) => metric.name === name);
}
