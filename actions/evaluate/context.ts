/** What every part of evaluate works with: its inputs, the model, where it runs, and what it may touch. */
import { loadConfig } from '../../src/shared/usecases/load-config.ts';
import type { Scratch } from '../../src/shared/ports/workspace.ts';
import { selectModel, type SelectedModel } from '../../src/shared/domain/config/select-model.ts';
import { InputError } from '../../src/shared/domain/kernel/errors.ts';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import type { RunContext } from '../../src/shared/domain/kernel/platform.ts';
import type {
  Artifacts,
  ArtifactUploads,
  Comments,
  PullRequests,
  Releases,
  Repositories,
  Statuses,
  Tags,
  Workflows,
} from '../../src/shared/ports/github.ts';
import type { Files, Tables } from '../../src/shared/ports/workspace.ts';
import type { Clock, Log } from '../../src/shared/ports/runner.ts';
import type { EvaluateInputs } from './inputs.ts';

export interface EvaluatePorts {
  readonly artifacts: Artifacts;
  readonly artifactUploads: ArtifactUploads;
  readonly clock: Clock;
  readonly comments: Comments;
  readonly log: Log;
  readonly pullRequests: PullRequests;
  readonly releases: Releases;
  readonly repositories: Repositories;
  readonly scratch: Scratch;
  readonly statuses: Statuses;
  readonly tables: Tables;
  readonly tags: Tags;
  readonly workflows: Workflows;
  /** The checkout: configuration, and labels that training cannot reach. */
  readonly workspace: Files;
}

export interface EvaluateContext {
  readonly inputs: EvaluateInputs;
  readonly model: SelectedModel;
  readonly context: RunContext;
  readonly ports: EvaluatePorts;
}

/** @throws InputError when the configuration is wrong, or does not say which model is meant. */
export async function prepareEvaluate(
  inputs: EvaluateInputs,
  context: RunContext,
  ports: EvaluatePorts,
): Promise<EvaluateContext> {
  const config = await loadConfig(ports.workspace, inputs.configPath);
  const model = selectModel(config, inputs.model, context.repository.name);
  return { inputs, model: withLabels(model, inputs.labels), context, ports };
}

export function configPathOf({ configPath }: EvaluateInputs): string {
  return configPath ?? CONFIG_PATH;
}

function withLabels({ name, config }: SelectedModel, labels: string | undefined): SelectedModel {
  if (labels === undefined) return { name, config };
  const { predictions } = config;
  if (predictions !== undefined)
    return { name, config: { ...config, predictions: { ...predictions, labels } } };
  throw new InputError(
    'INPUT_INVALID',
    `input "labels": expected \`predictions\` of ${name} in the configuration, got none`,
    {
      hint: 'labels are joined with predictions by id: name their columns there',
    },
  );
}
