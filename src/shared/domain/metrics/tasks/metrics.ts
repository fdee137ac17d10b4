/** No task that is known here: training reports metric values, and nothing is computed from predictions. */
import { parseNumbers, type NamedTask } from './task.ts';

export const metrics: NamedTask<'metrics'> = {
  name: 'metrics',
  encodeClasses: () => [],
  labels: parseNumbers(Number.isFinite, 'finite labels'),
  scores: parseNumbers(Number.isFinite, 'finite predictions'),
  metrics: [],
  baselines: [],
};
