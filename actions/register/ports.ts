/** Everything that register may do to the world. */
import type {
  Artifacts,
  ArtifactUploads,
  Comments,
  Contents,
  Deployments,
  Ledger,
  LedgerEvents,
  People,
  PullRequests,
  Releases,
  Repositories,
  Tags,
  Workflows,
  WritePlan,
} from '../../src/shared/ports/github.ts';
import type { Unpacker } from '../../src/shared/domain/model-files/scan-file.ts';
import type { Clock, Log } from '../../src/shared/ports/runner.ts';
import type {
  CacheFolders,
  Checkout,
  FileCache,
  Files,
  Scratch,
  Tables,
} from '../../src/shared/ports/workspace.ts';
import type { StepContext } from '../../src/shared/usecases/step-context.ts';
import type { RegisterInputs } from './inputs.ts';

export interface RegisterPorts {
  readonly artifacts: Artifacts;
  readonly artifactUploads: ArtifactUploads;
  readonly cacheFolders: CacheFolders;
  readonly checkout: Checkout;
  readonly clock: Clock;
  readonly comments: Comments;
  readonly contents: Contents;
  /** Read where an earlier run kept the event of one. */
  readonly deployments: Pick<Deployments, 'list'>;
  readonly fileCache: FileCache;
  readonly ledger: Ledger;
  /** Read by `search`. */
  readonly ledgerEvents: LedgerEvents;
  readonly log: Log;
  readonly people: People;
  readonly pullRequests: PullRequests;
  readonly releases: Releases;
  readonly repositories: Repositories;
  readonly scratch: Scratch;
  readonly tables: Tables;
  readonly tags: Tags;
  readonly unpacker: Unpacker;
  readonly workflows: Workflows;
  readonly writePlan: WritePlan;
  /** The checkout of the merged commit. */
  readonly workspace: Files;
}

export type RegisterStep = StepContext<RegisterInputs, RegisterPorts>;
