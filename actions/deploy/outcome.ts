/** How deploy ends. A version that had to be taken back is a value: it is recorded and reported, then the step fails. */
import type { Deployment } from '../../src/shared/domain/documents/deployment.ts';
import type { PushedImage } from './steps/push-image.ts';

export interface EmptyStage {
  readonly kind: 'empty-stage';
  readonly model: string;
  readonly stage: string;
}

/** What serves already is what was asked for. */
export interface Unchanged {
  readonly kind: 'unchanged';
  readonly version: string;
  readonly modelDigest: string;
  readonly model: string;
  readonly environment: string;
  readonly image: PushedImage | undefined;
  readonly url: string | undefined;
  readonly deploymentId: number;
}

export interface Ended {
  readonly kind: 'ended';
  readonly document: Deployment;
  readonly image: PushedImage | undefined;
  readonly url: string | undefined;
  readonly releaseUrl: string;
  /** The last lines of a service that failed. */
  readonly logs: string;
}

export type DeployOutcome = EmptyStage | Unchanged | Ended;
