/**
 * The trainings with other seeds than that of the model that is kept: how much two trainings of the same code differ
 * (docs/statistics.md#seed-variance). They come first, so that the outputs of the one that is kept lie in their place.
 */
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { TrainStep } from '../ports.ts';
import { collectOutputs, keep, type Kept } from './collect.ts';
import type { TrainPlan } from './plan-training.ts';
import { KEPT_SEED, runTraining, type TrainingRun } from './run-training.ts';
import { takePredictions } from './score.ts';
import { requireWritten } from './written.ts';

export interface OtherTraining {
  readonly seed: number;
  readonly modelDigest: string | undefined;
  readonly metrics: Run['metrics'];
  /** A copy of its files: the next training writes to the same places. */
  readonly model: readonly Kept[];
  /** Predictions that the command wrote itself. */
  readonly predictions: Kept | undefined;
}

/** In the order of their seeds; none for one training. @throws DataError as the training that is kept. */
export async function runOtherTrainings(
  step: TrainStep,
  plan: TrainPlan,
  run: Omit<TrainingRun, 'seed'>,
): Promise<readonly OtherTraining[]> {
  const trainings: OtherTraining[] = [];
  for (let seed = KEPT_SEED + 1; seed < plan.settings.trainingCount; seed += 1)
    trainings.push(await trainOnce(step, plan, { ...run, seed }));
  return trainings;
}

async function trainOnce(step: TrainStep, plan: TrainPlan, run: TrainingRun): Promise<OtherTraining> {
  const { seed } = run;
  const { workspace, scratch } = step.ports;
  const { settings, committed } = plan;
  const { before, logged } = await runTraining(step, plan, run);
  const { kept, modelSet, metrics } = await collectOutputs(workspace, settings, logged);
  const own =
    settings.score === undefined && settings.predictions !== undefined
      ? await takePredictions(workspace, settings.predictions, 'predictions-seed')
      : undefined;
  await requireWritten([...kept, ...(own === undefined ? [] : [own])], { committed, before });
  const folder = await scratch('seed');
  const model = settings.score === undefined ? [] : kept.filter(({ role }) => role === 'model');
  const [predictions] = own === undefined ? [] : await copyKept([own], folder);
  return {
    seed,
    modelDigest: modelSet?.digest,
    metrics: metrics.metrics,
    model: await copyKept(model, folder),
    predictions: predictions && nameBySeed(predictions, seed),
  };
}

/** The same files in a folder that no command writes to. */
export async function copyKept(kept: readonly Kept[], folder: Files): Promise<readonly Kept[]> {
  const copies = await keep(kept, folder);
  return kept.map(({ role, record, path }, index) => ({
    ...{ role, source: folder, path },
    record: { ...record, path: copies[index]?.path ?? path },
  }));
}

/** `predictions-seed.csv` of several trainings. */
export function nameBySeed(predictions: Kept, seed: number): Kept {
  const { role, path } = predictions;
  return { ...predictions, path: `${role}-${seed}${path.slice(role.length)}` };
}
