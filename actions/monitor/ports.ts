/** Everything that monitor may do to the world. */
import type {
  Artifacts,
  ArtifactUploads,
  Branches,
  Comments,
  Contents,
  Deployments,
  Issues,
  Ledger,
  OwnPullRequests,
  Releases,
  Repositories,
  Statuses,
  Tags,
  Workflows,
} from '../../src/shared/ports/github.ts';
import type { Clock, Log } from '../../src/shared/ports/runner.ts';
import type { ServiceMetrics } from '../../src/shared/ports/service-metrics.ts';
import type { Files, Scratch, Tables } from '../../src/shared/ports/workspace.ts';
import type { StepContext } from '../../src/shared/usecases/step-context.ts';
import type { MonitorInputs } from './inputs.ts';

interface MetricsServer {
  readonly url: string;
  readonly allowPrivateNetwork: boolean;
}

export interface MonitorPorts {
  readonly artifacts: Artifacts;
  readonly artifactUploads: ArtifactUploads;
  readonly branches: Branches;
  readonly clock: Clock;
  readonly comments: Comments;
  readonly contents: Contents;
  /** Read where an earlier run kept the event of one. */
  readonly deployments: Pick<Deployments, 'list'>;
  readonly issues: Issues;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly ownPullRequests: OwnPullRequests;
  readonly releases: Releases;
  readonly repositories: Repositories;
  readonly scratch: Scratch;
  /** Of the server that the configuration names. */
  readonly serviceMetrics: (server: MetricsServer) => ServiceMetrics;
  readonly statuses: Pick<Statuses, 'latestDescription'>;
  readonly tables: Tables;
  readonly tags: Tags;
  readonly workflows: Workflows;
  /** The checkout, with the current data in it. */
  readonly workspace: Files;
}

export type MonitorStep = StepContext<MonitorInputs, MonitorPorts>;
