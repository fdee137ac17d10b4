/** The effects that deploy has, and where each step of it finds them. */
import type { ImageName } from '../../src/shared/domain/kernel/image-reference.ts';
import type { InService } from '../../src/shared/domain/rollout/known-deployments.ts';
import type { ServingSettings } from '../../src/shared/domain/rollout/serving-settings.ts';
import type {
  Artifacts,
  ArtifactUploads,
  Contents,
  Deployments,
  Ledger,
  Releases,
  Repositories,
  Tags,
  Workflows,
} from '../../src/shared/ports/github.ts';
import type { ImageRegistry } from '../../src/shared/ports/registry.ts';
import type { Clock, Log } from '../../src/shared/ports/runner.ts';
import type { HttpProbe, ServiceTarget } from '../../src/shared/ports/serving.ts';
import type { Files, Scratch } from '../../src/shared/ports/workspace.ts';
import type { StepContext } from '../../src/shared/usecases/step-context.ts';
import type { DeployInputs } from './inputs.ts';

export interface DeployPorts {
  readonly artifacts: Artifacts;
  readonly contents: Contents;
  readonly repositories: Repositories;
  readonly workflows: Workflows;
  readonly tags: Tags;
  readonly releases: Releases;
  readonly deployments: Deployments;
  readonly ledger: Ledger;
  readonly artifactUploads: ArtifactUploads;
  readonly clock: Clock;
  readonly log: Log;
  readonly workspace: Files;
  readonly scratch: Scratch;
  /** Signs in to the registry of this image; others are read anonymously. */
  readonly registry: (image: ImageName) => ImageRegistry;
  readonly probe: (policy: { readonly allowPrivateNetwork: boolean }) => HttpProbe;
  /** @returns undefined where nothing is started. */
  readonly target: (request: TargetRequest) => ServiceTarget | undefined;
}

export interface TargetRequest {
  readonly settings: ServingSettings;
  readonly model: string;
  readonly stage: string | undefined;
  /** GitHub environment. */
  readonly environment: string;
  /** What serves now, as GitHub's deployments record it. */
  readonly inService: InService | undefined;
}

export type DeployStep = StepContext<DeployInputs, DeployPorts>;
