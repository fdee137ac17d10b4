/** Everything that train may do to the world. */
import type { ArtifactUploads, Releases, Tags } from '../../src/shared/ports/github.ts';
import type { Clock, Commands, Log } from '../../src/shared/ports/runner.ts';
import type { Tracking } from '../../src/shared/ports/tracking.ts';
import type {
  CacheFolders,
  Checkout,
  CommitCheckouts,
  FileCache,
  FileReads,
  Files,
  Scratch,
  Tables,
} from '../../src/shared/ports/workspace.ts';
import type { StepContext } from '../../src/shared/usecases/step-context.ts';
import type { TrainInputs } from './inputs.ts';

export interface TrainPorts {
  readonly artifactUploads: ArtifactUploads;
  readonly cacheFolders: CacheFolders;
  readonly checkout: Checkout;
  readonly clock: Clock;
  readonly commands: Commands;
  readonly commitCheckouts: CommitCheckouts;
  readonly fileCache: FileCache;
  readonly fileReads: FileReads;
  readonly log: Log;
  readonly releases: Releases;
  readonly scratch: Scratch;
  readonly tables: Tables;
  readonly tags: Tags;
  readonly tracking: Tracking;
  /** The checkout, in which the commands run. */
  readonly workspace: Files;
}

export type TrainStep = StepContext<TrainInputs, TrainPorts>;
