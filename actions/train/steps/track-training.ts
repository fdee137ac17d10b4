/**
 * MLflow without a server: while the training command runs, its client finds a server of this step
 * (docs/lifecycle.md#what-a-training-logs-to-mlflow). What was logged are claims, as everything that the command leaves.
 */
import { namesPackage } from '../../../src/shared/domain/interop/names-package.ts';
import type { TrackedTraining } from '../../../src/shared/domain/interop/tracking/tracked-training.ts';
import type { CommittedFiles, Files } from '../../../src/shared/ports/workspace.ts';
import type { TrainStep } from '../ports.ts';
import type { TrainPlan } from './plan-training.ts';
import type { TrainSettings } from './settings.ts';

/** What was logged, and the folder with its files. */
export interface Logged {
  readonly training: TrackedTraining;
  readonly files: Files;
}

export interface TrainingTracker {
  readonly environment: Readonly<Record<string, string>>;
  end(): Promise<Logged | undefined>;
}

/** Lock files with hashes of many packages are long. */
const MAX_READ_BYTES = 8 * 1024 * 1024;
/** The folder into which clients write without a server: who names it wants it to be filled. */
const OWN_STORE = /(^|[!/])mlruns(\/|$)/;

/** @throws ServiceError where the runner gives no port. */
export async function startTracking(step: TrainStep, plan: TrainPlan): Promise<TrainingTracker> {
  if (!(await isTracked(step, plan))) return { environment: {}, end: () => Promise.resolve(undefined) };
  const { ports, context, model } = step;
  const files = await ports.scratch('tracking');
  const seed = `${context.runId}-${context.runAttempt}-${model.name}`;
  const session = await ports.tracking.start({ experiment: model.name, seed, files });
  ports.log.info('MLFLOW_TRACKING_URI: what the command logs to MLflow is kept by this step');
  return {
    environment: session.environment,
    end: async () => ({ training: await session.end(), files }),
  };
}

/** Where the configuration asks for it, and the code went elsewhere. */
export function trackingNotes({ tracking }: TrainSettings, logged: Logged | undefined): readonly string[] {
  if (tracking !== 'mlflow' || logged?.training.run !== undefined) return [];
  return [
    'Nothing was logged to MLflow: `train.tracking` is set, but the command sets an address of its own, or logs nothing.',
  ];
}

async function isTracked({ ports }: TrainStep, { settings, run, committed }: TrainPlan): Promise<boolean> {
  if (settings.tracking !== undefined) return settings.tracking === 'mlflow';
  if (ports.tracking.hasServer() || usesOwnStore(settings)) return false;
  const locks = run.inputs.files.filter(({ role }) => role === 'lock');
  for (const { path } of locks) if (namesPackage(await readBeginning(committed, path), 'mlflow')) return true;
  return false;
}

function usesOwnStore({ metrics = '', modelFiles }: TrainSettings): boolean {
  return [metrics, ...modelFiles].some((path) => OWN_STORE.test(path));
}

async function readBeginning(committed: CommittedFiles, path: string): Promise<string> {
  const content = await committed.open(path);
  return new TextDecoder().decode(await content.slice(0, Math.min(content.sizeBytes, MAX_READ_BYTES)));
}
