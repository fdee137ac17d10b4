/** What every part of register works with: its inputs, the model, where it runs, and what it may touch. */
import { listModelTags } from '../../src/shared/usecases/model-tags.ts';
import type { SelectedModel } from '../../src/shared/domain/config/select-model.ts';
import { runUrlOf } from '../../src/shared/domain/kernel/origin.ts';
import type { RunContext, Tag } from '../../src/shared/domain/kernel/platform.ts';
import type {
  Artifacts,
  ArtifactUploads,
  Comments,
  Ledger,
  PullRequests,
  Releases,
  Repositories,
  Tags,
  Workflows,
} from '../../src/shared/ports/github.ts';
import type { Checkout, Files, Tables } from '../../src/shared/ports/workspace.ts';
import type { Clock, Log } from '../../src/shared/ports/runner.ts';
import type { RegisterInputs } from './inputs.ts';

export interface RegisterPorts {
  readonly artifacts: Artifacts;
  readonly artifactUploads: ArtifactUploads;
  readonly checkout: Checkout;
  readonly clock: Clock;
  readonly comments: Comments;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly pullRequests: PullRequests;
  readonly releases: Releases;
  readonly repositories: Repositories;
  /** Makes an empty folder of this run's own; `name` is for people who look into it. */
  readonly scratch: (name: string) => Promise<Files>;
  readonly tables: Tables;
  readonly tags: Tags;
  readonly workflows: Workflows;
  /** The checkout of the merged commit. */
  readonly workspace: Files;
}

export interface Registration {
  readonly inputs: RegisterInputs;
  readonly model: SelectedModel;
  readonly context: RunContext;
  readonly ports: RegisterPorts;
}

/** Address of this attempt of this run: written into tags, by which a later attempt knows its own work. */
export function attemptUrlOf({ context }: Pick<Registration, 'context'>): string {
  return `${runUrlOf(context)}/attempts/${context.runAttempt}`;
}

/** Whether two such addresses are of attempts of one run. */
export function isSameRun(left: string | undefined, right: string): boolean {
  return left?.replace(/\/attempts\/\d+$/, '') === right.replace(/\/attempts\/\d+$/, '');
}

/** All tags of the model: its versions and its stages. */
export function listTags({ ports, model }: Registration): Promise<readonly Tag[]> {
  return listModelTags(ports.tags, model.name);
}
