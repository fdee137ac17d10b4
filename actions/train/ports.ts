/** Everything that train may do to the world. */
import type { Scratch } from '../../src/shared/ports/workspace.ts';
import type { ArtifactUploads, Releases, Tags } from '../../src/shared/ports/github.ts';
import type { CacheFolders, Checkout, FileCache, Files, Tables } from '../../src/shared/ports/workspace.ts';
import type { Clock, Commands, Log } from '../../src/shared/ports/runner.ts';

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
  readonly cacheFolders: CacheFolders;
  readonly uploads: ArtifactUploads;
  readonly clock: Clock;
  readonly log: Log;
}
