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

/** @param seed what the command gets as `MODEL_STEWARD_SEED`. @throws DataError COMMAND_FAILED */
export async function runTraining(step: TrainStep, plan: TrainPlan, seed: number): Promise<EndedTraining> {
  const { ports } = step;
  const { settings } = plan;
  if (settings.command === undefined) return { before: undefined, logged: undefined };
  const before = await recordStates(ports.workspace, settings);
  const tracker = await startTracking(step, plan);
  try {
    await runTrainCommand(ports, settings, { seed, environment: tracker.environment });
  } catch (error) {
    await tracker.end();
    throw error;
  }
  return { before, logged: await tracker.end() };
}
