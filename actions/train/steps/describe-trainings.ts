/** What `run.json` and the summary say of several trainings. Pure. */
import type { Run, SeededTraining } from '../../../src/shared/domain/documents/run.ts';
import type { Collected } from './collect.ts';
import type { OtherTraining } from './other-trainings.ts';
import { KEPT_SEED } from './run-training.ts';
import type { Predictions } from './score-models.ts';

/** For `run.json`: all trainings, with the one that is kept first; undefined for one alone. */
export function describeTrainings(
  kept: Pick<Collected, 'modelSet' | 'metrics'> & { readonly predictions: Predictions },
  others: readonly OtherTraining[],
): Run['trainings'] {
  if (others.length === 0) return undefined;
  const { predictions } = kept;
  const own = predictions.kept.find(({ role }) => role === 'predictions-challenger');
  return [
    describeTraining({
      seed: KEPT_SEED,
      modelDigest: kept.modelSet?.digest,
      metrics: kept.metrics.metrics,
      predictions: own,
    }),
    ...others.map((training) =>
      describeTraining({ ...training, predictions: predictions.bySeed.get(training.seed) }),
    ),
  ];
}

function describeTraining({
  seed,
  modelDigest,
  metrics,
  predictions,
}: Omit<OtherTraining, 'model'>): SeededTraining {
  return {
    ...{ seed, metrics },
    ...(modelDigest !== undefined && { modelDigest }),
    ...(predictions !== undefined && { predictions: predictions.path }),
  };
}

/** A seed that nothing uses looks like a training without luck. */
export function trainingNotes(trainings: Run['trainings']): readonly string[] {
  if (trainings === undefined) return [];
  const digests = new Set(trainings.map(({ modelDigest }) => modelDigest));
  if (digests.size > 1 || digests.has(undefined)) return [];
  return [
    `All ${trainings.length} trainings left the same model: either nothing in them is drawn, or the command does not use \`MODEL_STEWARD_SEED\`.`,
  ];
}
