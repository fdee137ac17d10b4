/** The trainings of the challenger with other seeds, as the run and the rows have them. */
import type { Evaluation } from '../documents/evaluation.ts';
import type { Run } from '../documents/run.ts';
import type { ComparedRows } from './compared-rows.ts';
import type { OpponentRecord } from './joined-evidence.ts';
import type { MetricValues } from './evaluate-plain-rule.ts';

export interface ChallengerRows {
  /** With the predictions of this training as those of the challenger; undefined where there are none at all. */
  readonly rows: ComparedRows | undefined;
  readonly modelDigest: string | undefined;
}

export interface OtherTrainingRows extends ChallengerRows {
  /** Of its metrics file. */
  readonly metrics: MetricValues;
}

/** @returns those that left what the kept training left: predictions where that has some. */
export function listOtherTrainings(
  { trainings = [] }: Pick<Run, 'trainings'>,
  rows: ComparedRows | undefined,
): readonly OtherTrainingRows[] {
  return trainings.slice(1).flatMap(({ seed, modelDigest, metrics }): readonly OtherTrainingRows[] => {
    if (rows === undefined) return [{ rows, modelDigest, metrics }];
    const own = rows.others.find((other) => other.seed === seed);
    return own === undefined ? [] : [{ rows: { ...rows, challenger: own.scored }, modelDigest, metrics }];
  });
}

/** How many trainings there were; nothing for a model that no command trained. */
export function countTrainings(
  { trainings, commands, task }: Pick<Run, 'trainings' | 'commands' | 'task'>,
  champion: Pick<OpponentRecord, 'trainingCount'> | undefined,
): Pick<Evaluation, 'trainings'> {
  // What is evaluated there is mostly no training but a prompt or a program, and several responses show its luck.
  if (trainings === undefined && (commands.train === undefined || task === 'scores')) return {};
  const [first, ...others] = trainings ?? [];
  const isSame =
    first?.modelDigest !== undefined && others.every(({ modelDigest }) => modelDigest === first.modelDigest);
  return {
    trainings: {
      count: trainings?.length ?? 1,
      ...(champion?.trainingCount !== undefined && { championCount: champion.trainingCount }),
      ...(others.length > 0 && isSame && { sameModel: true }),
    },
  };
}
