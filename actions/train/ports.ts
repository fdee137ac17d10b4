/** Everything that train may do to the world. */
import type { Scratch } from '../../src/shared/adapters/files/scratch.ts';
import type {
  ArtifactUploads,
  Checkout,
  Clock,
  Commands,
  FileCache,
  Files,
  Log,
  Releases,
  Tables,
  Tags,
} from '../../src/shared/ports.ts';

export interface TrainPorts {
  /** The checkout, in which the commands run. */
  readonly workspace: Files;
  readonly scratch: Scratch;
  readonly commands: Commands;
  readonly checkout: Checkout;
  readonly tables: Tables;
  readonly tags: Tags;
  readonly releases: Releases;
  readonly fileCache: FileCache;
  readonly uploads: ArtifactUploads;
  readonly clock: Clock;
  readonly log: Log;
}
