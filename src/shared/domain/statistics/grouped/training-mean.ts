/**
 * The mean of a metric over several trainings of the same code on the same rows, whose error has two parts: that of the
 * rows, which all trainings share, and the seed variance. The squares of both half widths add up, each with the
 * quantile of its own degrees of freedom, which for independent parts is never too narrow (Banerjee 1960, Annals of the
 * Institute of Statistical Mathematics 12). One variance with Satterthwaite's degrees of freedom may be: its lower end is
 * above the truth in up to 6 % of the cases with 2 trainings (test/domain/statistics/grouped/fixtures/training_mean.py).
 */
import { studentTQuantile } from '../student-t.ts';
import { normalQuantile } from '../normal.ts';
import { sumOfSquares } from '../vectors.ts';
import type { Bounds } from './bounds.ts';
import type { BoundedEstimate } from './mover.ts';
import { POWER } from '../power.ts';

export interface TrainingEstimate extends BoundedEstimate {
  /** Of this training alone, with 80 % power; undefined where there are no rows behind the value. */
  readonly minimumDetectableEffect: number | undefined;
}

export interface TrainingMean extends Bounds {
  readonly estimate: number;
  /** Standard deviation between trainings, on these rows. */
  readonly trainingSd: number;
  /** Undefined as those of the trainings. */
  readonly minimumDetectableEffect: number | undefined;
}

/**
 * In the unit of the metric. The error of the rows is the mean of those of the trainings, which is no less than that of
 * the mean. @throws RangeError for fewer than two trainings.
 */
export function meanOfTrainings(trainings: readonly TrainingEstimate[], confidence: number): TrainingMean {
  const count = trainings.length;
  if (count < 2) throw new RangeError(`meanOfTrainings: expected at least two trainings, got ${count}`);
  const mean = (valueOf: (training: TrainingEstimate) => number): number =>
    trainings.reduce((sum, training) => sum + valueOf(training), 0) / count;
  const estimate = mean((training) => training.estimate);
  const deviations = Float64Array.from(trainings, (training) => training.estimate - estimate);
  const trainingSd = Math.sqrt(sumOfSquares(deviations) / (count - 1));
  const luck = (trainingSd / Math.sqrt(count)) * studentTQuantile((1 + confidence) / 2, count - 1);
  const below = Math.hypot(
    mean((training) => training.estimate - training.lower),
    luck,
  );
  const above = Math.hypot(
    mean((training) => training.upper - training.estimate),
    luck,
  );
  return {
    ...{ estimate, trainingSd, lower: estimate - below, upper: estimate + above },
    minimumDetectableEffect: detectable(trainings, { halfWidth: Math.max(below, above), luck, trainingSd }),
  };
}

interface WidthOfMean {
  readonly halfWidth: number;
  /** Its part from the seed variance. */
  readonly luck: number;
  readonly trainingSd: number;
}

/**
 * Half of the interval, and what a true difference needs beyond it, of the mean and of one training whose luck is in no
 * interval: the larger one. Each misses it in one of ten comparisons, so that both detect it in eight.
 */
function detectable(
  trainings: readonly TrainingEstimate[],
  { halfWidth, luck, trainingSd }: WidthOfMean,
): number | undefined {
  const count = trainings.length;
  let ofRows = 0;
  let beyondRows = 0;
  for (const { minimumDetectableEffect: own, estimate, lower, upper } of trainings) {
    if (own === undefined) return undefined;
    const half = Math.max(estimate - lower, upper - estimate);
    ofRows += half / count;
    beyondRows += (own - half) / count;
  }
  // The half width varies with the error between trainings by as much as that part of it counts.
  const variation = halfWidth === 0 ? 0 : luck ** 2 / halfWidth / Math.sqrt(2 * (count - 1));
  const [power, both] = [normalQuantile(POWER), normalQuantile((1 + POWER) / 2)];
  const beyond = (luckError: number): number => both * Math.hypot(beyondRows / power, luckError);
  return Math.max(
    halfWidth + beyond(Math.hypot(trainingSd / Math.sqrt(count), variation)),
    ofRows + beyond(trainingSd),
  );
}
