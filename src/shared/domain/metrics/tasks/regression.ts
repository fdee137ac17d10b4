/** The regression task: labels and scores are numbers in the unit of the target. */
import { meanLabel } from '../baseline.ts';
import {
  bias,
  meanAbsoluteError,
  meanSquaredError,
  rootMeanSquaredError,
  rSquared,
} from '../regression-metrics.ts';
import { parseNumbers, type NamedTask } from './task.ts';

export const regression: NamedTask<'regression'> = {
  name: 'regression',
  encodeClasses: () => [],
  labels: parseNumbers(Number.isFinite, 'finite labels'),
  scores: parseNumbers(Number.isFinite, 'finite predictions'),
  metrics: [meanAbsoluteError, rootMeanSquaredError, meanSquaredError, rSquared, bias],
  baselines: [meanLabel],
};
