/** Golden evaluations with slices: of independent rows, of users who lie in one region each, and of days in all of them. */
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import type { EvaluationRequest } from '../../../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../../ground/run-record.ts';
import { createWorld } from '../../statistics/grouped/simulation.ts';
import { tableOf } from '../tables.ts';

const ROWS = 900;
const REGIONS = ['north', 'south', 'east'];
const DAY_MS = 86_400_000;

/** @param loss of skill in the north. */
function predictionsOf(loss: number, seed: number): Table {
  const [truth, world] = [createWorld(3), createWorld(seed)];
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const region = REGIONS[row % 3]!;
    const [target, age] = [truth.normal(), 18 + Math.floor(60 * truth.uniform())];
    const skill = region === 'north' ? 1.2 - loss : 1.2;
    const score = 1 / (1 + Math.exp(-skill * target - world.normal()));
    return { row, region, age, label: Number(target > 0.3), score: Math.round(1000 * score) / 1000 };
  });
  return tableOf({
    id: rows.map(({ row }) => `r${row}`),
    y: rows.map(({ label }) => label),
    p: rows.map(({ score }) => score),
    region: rows.map(({ region }) => region),
    age: rows.map(({ age }) => age),
    user: rows.map(({ row }) => `u${row % 45}x`),
    at: rows.map(({ row }) => new Date(Date.UTC(2026, 0, 5) + Math.floor(row / 30) * DAY_MS)),
  });
}

interface Change {
  readonly predictions?: Readonly<Record<string, unknown>>;
  readonly slices?: Readonly<Record<string, unknown>>;
  readonly isFirst?: boolean;
}

const GATE = [
  { metric: 'log_loss', 'not-worse-by': 0.5 },
  { metric: 'accuracy', 'no-slice-worse-by': 0.02 },
  { metric: 'roc_auc', 'no-slice-worse-by': 0.5 },
];

function request({ predictions, slices, isFirst = false }: Change): EvaluationRequest {
  return {
    ...{ model: 'm', gate: 'gate', run: runRecord(), labels: undefined },
    config: modelConfigSchema.parse({
      ...{ task: 'binary', gate: GATE },
      predictions: { id: 'id', label: 'y', score: 'p', ...predictions },
      slices: { columns: ['region', 'age'], ...slices },
    }),
    challenger: predictionsOf(1, 17),
    champion: isFirst
      ? undefined
      : {
          ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
          predictions: { table: predictionsOf(0, 31), source: 'scored' },
          metrics: undefined,
        },
  };
}

export const sliceCases: Readonly<Record<string, () => EvaluationRequest>> = {
  'binary, slices of one and two columns': () => request({ slices: { search: 'pairs', 'min-rows': 60 } }),
  'binary, slices in which users lie': () => request({ predictions: { group: 'user', order: 'none' } }),
  'binary, slices of every day': () => request({ predictions: { time: 'at' } }),
  'binary, slices of a first version': () => request({ isFirst: true }),
};
