/** One training: the command with its seed, what lay in the place of its outputs before, and what it logged. */
import type { TrainStep } from '../ports.ts';
import type { TrainPlan } from './plan-training.ts';
import { startTracking, type Logged } from './track-training.ts';
import { runTrainCommand } from './train-command.ts';
import { recordStates, type StatesBefore } from './written.ts';

/** Also of the only training, so that the same model is made however many there are. */
export const KEPT_SEED = 0;

export interface EndedTraining {
  /** What lay in the place of the outputs before; undefined when an earlier step of the job has trained. */
  readonly before: StatesBefore | undefined;
  readonly logged: Logged | undefined;
}

/** What one run of the command gets. */
export interface TrainingRun {
  /** As `MODEL_STEWARD_SEED`. */
  readonly seed: number;
  /** As `MODEL_STEWARD_CHALLENGER`; undefined where one model is trained. */
  readonly challenger: string | undefined;
  /** Before the states of its outputs are recorded. */
  readonly prepare: () => Promise<void>;
}

/** @throws DataError COMMAND_FAILED */
export async function runTraining(
  step: TrainStep,
  plan: TrainPlan,
  { prepare, ...run }: TrainingRun,
): Promise<EndedTraining> {
  const { ports } = step;
  const { settings } = plan;
  if (settings.command === undefined) return { before: undefined, logged: undefined };
  await prepare();
  const before = await recordStates(ports.workspace, settings);
  const tracker = await startTracking(step, plan);
  try {
    await runTrainCommand(ports, settings, { ...run, environment: tracker.environment });
  } catch (error) {
    await tracker.end();
    throw error;
  }
  return { before, logged: await tracker.end() };
}
