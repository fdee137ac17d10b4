/** What a training logs while its command runs, without a server of the team's own. */
import type { TrackedTraining } from '../domain/interop/tracking/tracked-training.ts';
import type { Files } from './workspace.ts';

export interface TrackingRequest {
  /** Name of the experiment that runs belong to where the code names none. */
  readonly experiment: string;
  /** Makes the ids of runs and models. */
  readonly seed: string;
  /** An empty folder, into which artifacts are written. */
  readonly files: Files;
}

export interface TrackingSession {
  /** What the command gets, so that its client of MLflow finds the session. */
  readonly environment: Readonly<Record<string, string>>;
  /** Nothing is taken any more. @returns what was logged: claims of the command, as everything that it leaves. */
  end(): Promise<TrackedTraining>;
}

export interface Tracking {
  /** Whether the job names a server of its own (`MLFLOW_TRACKING_URI`). */
  hasServer(): boolean;
  /** @throws ServiceError where the runner gives no port. */
  start(request: TrackingRequest): Promise<TrackingSession>;
}
