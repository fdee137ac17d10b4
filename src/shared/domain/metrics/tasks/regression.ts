/** The regression task: labels and scores are numbers in the unit of the target. */
import { meanLabel } from '../baseline.ts';
import {
  bias,
  meanAbsoluteError,
  meanSquaredError,
  rootMeanSquaredError,
  rSquared,
} from '../regression-metrics.ts';
import {
  explainedVariance,
  logarithmicError,
  maxError,
  meanPercentageError,
  symmetricPercentageError,
  weightedPercentageError,
} from '../relative-error-metrics.ts';
import { parseMeasurements, type NamedTask } from './task.ts';

export const regression: NamedTask<'regression'> = {
  name: 'regression',
  encodeClasses: () => [],
  labels: parseMeasurements('labels'),
  scores: parseMeasurements('predictions'),
  metrics: [
    meanAbsoluteError,
    rootMeanSquaredError,
    meanSquaredError,
    rSquared,
    bias,
    weightedPercentageError,
    meanPercentageError,
    symmetricPercentageError,
    logarithmicError,
    explainedVariance,
    maxError,
  ],
  baselines: [meanLabel],
};
