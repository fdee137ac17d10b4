/** Golden evaluations of models that were trained with several seeds: scored, and with values of a metrics file alone. */
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import type { EvaluationRequest } from '../../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { runRecord } from '../../../ground/run-record.ts';
import { sampleRows } from './sample.ts';

const gate = [
  { metric: 'mae', 'superior-by': 0 },
  { metric: 'rmse', 'not-worse-by': 0.1, relative: true },
  { metric: 'mae', 'at-most': 2 },
  { metric: 'profit', 'at-least': 11 },
];

const trainings = [12.5, 12, 13].map((profit, seed) => ({
  ...{ seed, metrics: { profit }, modelDigest: `${seed}`.repeat(64) },
}));

/** @param seeds that the configuration asks for. */
function ofThree(seeds: number): EvaluationRequest {
  const rows = { task: 'regression', count: 360, groupOf: (row: number) => (row * row) % 23 } as const;
  const [kept, ...others] = [0, 0.4, 0.8].map((correlation) => sampleRows({ ...rows, correlation }));
  return {
    ...{ model: 'm', gate: 'gate', labels: undefined, challenger: kept?.challenger },
    config: modelConfigSchema.parse({
      ...{ task: 'regression', predictions: { id: 'id', label: 'y', score: 'p', group: 'user' }, gate },
      train: { command: 'python train.py', seeds },
    }),
    run: runRecord({ metrics: { profit: 12.5 }, trainings }),
    // The labels of one world with the predictions of each: what a training leaves to luck.
    others: others.map((sample, index) => ({ seed: index + 1, table: withLabelsOf(kept, sample) })),
    champion: {
      ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
      ...{ metrics: undefined, trainingCount: 2 },
      predictions: kept && { table: kept.champion, source: 'scored' },
    },
  };
}

type Sample = ReturnType<typeof sampleRows>;

function withLabelsOf(kept: Sample | undefined, { challenger }: Sample): Sample['challenger'] {
  const labels = kept?.challenger.columns.find(({ name }) => name === 'y');
  if (labels === undefined) throw new RangeError('expected labels');
  const columns = challenger.columns.map((column) => (column.name === 'y' ? labels : column));
  return { ...challenger, columns };
}

export const trainingCases: Readonly<Record<string, () => EvaluationRequest>> = {
  'regression, three trainings': () => ofThree(3),
  'regression, three trainings of five': () => ofThree(5),
};
