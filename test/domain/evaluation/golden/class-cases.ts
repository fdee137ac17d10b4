/** Golden evaluations of several classes: by name, by probabilities, by ranks, with weights and composite ids. */
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import type { EvaluationRequest } from '../../../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../../ground/run-record.ts';
import { createWorld } from '../../statistics/grouped/simulation.ts';
import { tableOf } from '../tables.ts';

const CLASSES = ['cat', 'dog', 'eel'];
const ROWS = 240;
const GROUPS = 20;

interface Model {
  readonly skill: number;
  readonly seed: number;
}

function labelsOf(): readonly number[] {
  const world = createWorld(5);
  return Array.from({ length: ROWS }, () => Math.floor(3 * world.uniform() ** 1.5));
}

function predictionsOf({ skill, seed }: Model): Table {
  const world = createWorld(seed);
  const labels = labelsOf();
  const weights = createWorld(9);
  const rows = labels.map((label) => {
    const parts = CLASSES.map((_, code) => Math.exp((code === label ? skill : 0) + world.normal()));
    const sum = parts.reduce((total, part) => total + part, 0);
    return parts.map((part) => Math.round((1000 * part) / sum) / 1000);
  });
  const order = rows.map((row) => [0, 1, 2].sort((one, other) => row[other]! - row[one]! || one - other));
  return tableOf({
    id: labels.map((_, row) => `r${row}`),
    day: labels.map((_, row) => `d${row % GROUPS}`),
    y: labels.map((label) => CLASSES[label]!),
    predicted: order.map(([first = 0]) => CLASSES[first]!),
    second: order.map(([, second = 0]) => CLASSES[second]!),
    ...Object.fromEntries(CLASSES.map((name, code) => [`p_${name}`, rows.map((row) => row[code]!)])),
    w: labels.map(() => 0.5 + Math.round(100 * weights.uniform()) / 100),
  });
}

function request(predictions: Readonly<Record<string, unknown>>, first = false): EvaluationRequest {
  const champion = predictionsOf({ skill: 1, seed: 31 });
  return {
    model: 'm',
    gate: 'gate',
    config: modelConfigSchema.parse({
      task: 'multiclass',
      predictions: { id: 'id', label: 'y', group: 'day', ...predictions },
      gate: [
        { metric: 'f1_macro', 'superior-by': 0 },
        { metric: 'recall:eel', 'not-worse-by': 0.1 },
        { metric: 'accuracy', 'at-least': 0.5 },
      ],
    }),
    run: runRecord(),
    challenger: predictionsOf({ skill: 2, seed: 17 }),
    champion: first
      ? undefined
      : {
          ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
          predictions: { table: champion, source: 'scored' },
          metrics: undefined,
        },
    labels: undefined,
  };
}

export const classCases: Readonly<Record<string, () => EvaluationRequest>> = {
  'multiclass, by name': () => request({ score: 'predicted' }),
  'multiclass, by probabilities': () => request({ probabilities: 'p_*' }),
  'multiclass, by probabilities, first version': () => request({ probabilities: 'p_*' }, true),
  'multiclass, by ranks': () => request({ top: ['predicted', 'second'] }),
  'multiclass, with weights, and an id of two columns': () =>
    request({ probabilities: 'p_*', weight: 'w', id: ['id', 'day'] }),
};
