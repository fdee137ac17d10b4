/** What every part of register works with: its inputs, the model, where it runs, and what it may touch. */
import type { SelectedModel } from '../../src/shared/domain/config/select-model.ts';
import type { RunContext, Tag } from '../../src/shared/domain/platform.ts';
import type {
  Artifacts,
  ArtifactUploads,
  Checkout,
  Clock,
  Comments,
  Files,
  Ledger,
  Log,
  PullRequests,
  Releases,
  Repositories,
  Tables,
  Tags,
  Workflows,
} from '../../src/shared/ports.ts';
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

/** `owner/name`. */
export function repositoryOf({ context }: Pick<Registration, 'context'>): string {
  return `${context.repository.owner}/${context.repository.name}`;
}

/** Address of this attempt of this run: written into tags, by which a later attempt knows its own work. */
export function runUrlOf({ context }: Pick<Registration, 'context'>): string {
  const { owner, name } = context.repository;
  return `${context.serverUrl}/${owner}/${name}/actions/runs/${context.runId}/attempts/${context.runAttempt}`;
}

/** Whether two such addresses are of attempts of one run. */
export function isSameRun(left: string | undefined, right: string): boolean {
  return left?.replace(/\/attempts\/\d+$/, '') === right.replace(/\/attempts\/\d+$/, '');
}

/** All tags of the model: its versions and its stages. */
export async function listTags({ ports, model }: Registration): Promise<readonly Tag[]> {
  const [versions, stages] = await Promise.all([
    ports.tags.list(`${model.name}@`),
    ports.tags.list(`${model.name}#`),
  ]);
  return [...versions, ...stages];
}
