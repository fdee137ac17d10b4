/** How deploy ends. A rollback is a value: it is recorded and reported, then the step fails. */
import type { Deployment } from '../../src/shared/domain/documents/deployment.ts';
import type { VersionDoubt } from '../../src/shared/domain/registry/version-doubts.ts';
import type { PinnedImage } from '../../src/shared/domain/kernel/image-reference.ts';

export interface EmptyStage {
  readonly kind: 'empty-stage';
  readonly model: string;
  readonly stage: string;
}

/** What was requested is in service already. */
export interface Unchanged {
  readonly kind: 'unchanged';
  readonly version: string;
  readonly modelDigest: string;
  readonly model: string;
  readonly environment: string;
  readonly image: PinnedImage | undefined;
  readonly url: string | undefined;
  readonly deploymentId: number;
}

export interface Ended {
  readonly kind: 'ended';
  readonly document: Deployment;
  readonly image: PinnedImage | undefined;
  readonly url: string | undefined;
  readonly releaseUrl: string;
  /** What `model.json` says against the version. */
  readonly doubts: readonly VersionDoubt[];
  /** The last lines of a service that failed. */
  readonly logs: string;
}

export type DeployOutcome = EmptyStage | Unchanged | Ended;
