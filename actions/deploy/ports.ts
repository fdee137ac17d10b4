/** The effects that deploy has, and where each step of it finds them. */
import type { ServingSettings } from '../../src/shared/domain/rollout/serving.ts';
import type { ServedVersion } from '../../src/shared/ports/serving.ts';
import type { HttpProbe, ServiceTarget } from '../../src/shared/ports/serving.ts';
import type { ImageRegistry } from '../../src/shared/ports/registry.ts';
import type { ArtifactUploads, Deployments, Ledger, Releases, Tags } from '../../src/shared/ports/github.ts';
import type { Files } from '../../src/shared/ports/workspace.ts';
import type { Clock, Log } from '../../src/shared/ports/runner.ts';
import type { StepContext } from '../../src/shared/usecases/step-context.ts';
import type { DeployInputs } from './inputs.ts';

export interface DeployPorts {
  readonly tags: Tags;
  readonly releases: Releases;
  readonly deployments: Deployments;
  readonly ledger: Ledger;
  readonly artifactUploads: ArtifactUploads;
  readonly clock: Clock;
  readonly log: Log;
  readonly workspace: Files;
  /** A new, empty folder of this step. */
  scratch(name: string): Promise<Files>;
  registry(settings: ServingSettings): ImageRegistry;
  probe(settings: ServingSettings): HttpProbe;
  /** @returns undefined for the target `none`. */
  target(request: TargetRequest): ServiceTarget | undefined;
}

export type DeployStep = StepContext<DeployInputs, DeployPorts>;

export interface TargetRequest {
  readonly settings: ServingSettings;
  readonly model: string;
  readonly stage: string | undefined;
  /** What serves now, with its verified files at hand. */
  readonly previous: ServedVersion | undefined;
}
