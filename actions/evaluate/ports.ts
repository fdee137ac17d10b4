/** Everything that evaluate may do to the world. */
import type {
  Artifacts,
  ArtifactUploads,
  Comments,
  Contents,
  People,
  PullRequests,
  Releases,
  Repositories,
  Statuses,
  Tags,
  Workflows,
} from '../../src/shared/ports/github.ts';
import type { Unpacker } from '../../src/shared/domain/model-files/scan-file.ts';
import type { Clock, Log } from '../../src/shared/ports/runner.ts';
import type { Checkout, Files, Scratch, Tables } from '../../src/shared/ports/workspace.ts';
import type { StepContext } from '../../src/shared/usecases/step-context.ts';
import type { EvaluateInputs } from './inputs.ts';

export interface EvaluatePorts {
  readonly artifacts: Artifacts;
  readonly artifactUploads: ArtifactUploads;
  readonly checkout: Checkout;
  readonly clock: Clock;
  readonly comments: Comments;
  readonly contents: Contents;
  readonly log: Log;
  readonly people: People;
  readonly pullRequests: PullRequests;
  readonly releases: Releases;
  readonly repositories: Repositories;
  readonly scratch: Scratch;
  readonly statuses: Statuses;
  readonly tables: Tables;
  readonly tags: Tags;
  readonly unpacker: Unpacker;
  readonly workflows: Workflows;
  /** The checkout: configuration, and labels that training cannot reach. */
  readonly workspace: Files;
}

export type EvaluateStep = StepContext<EvaluateInputs, EvaluatePorts>;

/** What a word to a pull request needs: of a configuration that cannot be read, no more than the model's name is known. */
export type SayingStep = Pick<EvaluateStep, 'context' | 'ports'> & {
  readonly model: Pick<EvaluateStep['model'], 'name'>;
};
