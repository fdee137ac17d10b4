/** Which keys of `predictions` a task reads. A new task does not compile without its row. */
import { taskNames, type TaskName } from '../documents/fields.ts';
import { combineInputErrors, InputError } from '../kernel/errors.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import type { ModelConfig } from './config.ts';
import type { PredictionsConfig } from './training-section.ts';

type PredictionKey = keyof PredictionsConfig;

interface TaskKeys {
  readonly required: readonly PredictionKey[];
  /** Each of these is enough. */
  readonly oneOf?: readonly PredictionKey[];
  readonly optional: readonly PredictionKey[];
  /** Of those that nearly all tasks read. */
  readonly unread?: readonly PredictionKey[];
}

const COMMON: readonly PredictionKey[] = ['threshold', 'weight', 'time', 'group', 'order', 'labels'];

const predictionKeys: Readonly<Record<TaskName, TaskKeys>> = {
  binary: { required: ['id', 'label', 'score'], optional: ['positive', 'costs'] },
  multiclass: { required: ['id', 'label'], oneOf: ['score', 'probabilities', 'top'], optional: [] },
  regression: { required: ['id', 'label', 'score'], optional: ['quantiles'] },
  // Series, time, and origin or horizon are the id together.
  forecast: {
    required: ['series', 'time', 'label', 'score'],
    optional: ['origin', 'horizon', 'season', 'scale', 'naive', 'quantiles'],
  },
  // A query and an item are the id together.
  ranking: { required: ['query', 'item', 'score', 'relevance'], optional: ['user'] },
  // What is measured of a response is known without a label.
  scores: { required: ['id', 'measures'], optional: ['repeat', 'evaluator'], unread: ['labels'] },
  // Nothing is computed without a task, whatever the columns are.
  metrics: {
    required: [],
    optional: [
      'id',
      'label',
      'score',
      'positive',
      'costs',
      'probabilities',
      'top',
      'repeat',
      'measures',
      'evaluator',
      'quantiles',
    ],
  },
};

/** @throws InputError for a key that the task needs and does not have, and for one that it does not read. */
export function requirePredictionKeys(model: string, { task, predictions }: ModelConfig): void {
  if (predictions === undefined) return;
  const where = `${CONFIG_PATH}: models.${model}.predictions`;
  const { required, oneOf = [], optional, unread = [] } = predictionKeys[task];
  const has = (key: PredictionKey): boolean => predictions[key] !== undefined;
  const missing = required.filter((key) => !has(key));
  const errors = missing.map(
    (key) =>
      new InputError(
        'CONFIG_INVALID',
        `${where}: expected \`${key}\`, which the task ${task} needs, got none`,
        {
          hint: `name the column of the predictions under \`predictions.${key}\``,
        },
      ),
  );
  if (oneOf.length > 0 && !oneOf.some(has)) {
    const names = oneOf.map((key) => `\`${key}\``).join(', ');
    errors.push(
      new InputError('CONFIG_INVALID', `${where}: expected one of ${names} for the task ${task}, got none`, {
        hint: 'name the columns in which the predictions are',
      }),
    );
  }
  const common = COMMON.filter((key) => !unread.includes(key));
  const known = new Set<string>([...common, ...required, ...oneOf, ...optional]);
  for (const key of Object.keys(predictions).filter((name) => !known.has(name))) {
    errors.push(
      new InputError(
        'CONFIG_INVALID',
        `${where}.${key}: expected a key of the task ${task}, got \`${key}\``,
        {
          hint: `remove it, or set \`task\` to one that reads it: ${tasksThatRead(key).join(', ')}`,
        },
      ),
    );
  }
  if (errors.length > 0) throw combineInputErrors(errors);
}

function tasksThatRead(key: string): readonly TaskName[] {
  return taskNames.filter((task) => {
    const { required, oneOf = [], optional, unread = [] } = predictionKeys[task];
    const common = COMMON.filter((name) => !unread.includes(name));
    return task !== 'metrics' && [...common, ...required, ...oneOf, ...optional].some((name) => name === key);
  });
}
