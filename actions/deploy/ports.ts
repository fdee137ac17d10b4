/** The effects that deploy has, and where each step of it finds them. */
import type { ServingSettings } from '../../src/shared/domain/rollout/serving.ts';
import type { ServedVersion } from '../../src/shared/adapters/serving/command-target.ts';
import type {
  ArtifactUploads,
  Clock,
  Deployments,
  Files,
  HttpProbe,
  ImageRegistry,
  Ledger,
  Log,
  Releases,
  ServiceTarget,
  Tags,
} from '../../src/shared/ports.ts';

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

export interface TargetRequest {
  readonly settings: ServingSettings;
  readonly model: string;
  readonly stage: string | undefined;
  /** What serves now, with its verified files at hand. */
  readonly previous: ServedVersion | undefined;
}
