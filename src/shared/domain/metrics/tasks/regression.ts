/** The regression task: labels and scores are numbers in the unit of the target, and so are predicted quantiles. */
import { meanLabel } from '../baseline.ts';
import { constantQuantiles } from '../constant-quantiles.ts';
import type { Metric } from '../metric.ts';
import { coverageAt, metricsOfLevels, pinballAt, pinballLoss, quantileForms } from '../quantile-metrics.ts';
import {
  bias,
  meanAbsoluteError,
  meanSquaredError,
  medianAbsoluteError,
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
import { listLevels, readQuantiles } from './quantile-columns.ts';
import { parseMeasurements, type NamedTask } from './task.ts';

const points: readonly Metric[] = [
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
  pinballLoss(constantQuantiles),
];

export const regression: NamedTask<'regression'> = {
  name: 'regression',
  encodeClasses: () => [],
  labels: parseMeasurements('labels'),
  scores: parseMeasurements('predictions'),
  readAnswers: readQuantiles,
  // Where a rule names it: ordering all errors costs as much as all other metrics together.
  metrics: [
    ...points,
    medianAbsoluteError,
    pinballAt(0.9, constantQuantiles),
    coverageAt(0.8, constantQuantiles),
  ],
  listMetrics: ({ quantiles }) => [...points, ...metricsOfLevels(listLevels(quantiles), constantQuantiles)],
  forms: quantileForms(constantQuantiles),
  baselines: [meanLabel, constantQuantiles],
};
