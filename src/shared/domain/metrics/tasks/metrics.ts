/** No task that is known here: training reports metric values, and nothing is computed from predictions. */
import { parseMeasurements, type NamedTask } from './task.ts';

export const metrics: NamedTask<'metrics'> = {
  name: 'metrics',
  encodeClasses: () => [],
  labels: parseMeasurements('labels'),
  scores: parseMeasurements('predictions'),
  metrics: [],
  baselines: [],
};
