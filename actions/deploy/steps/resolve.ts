/** Which version is deployed, and where and how it is served: inputs, configuration and tags, before any download. */
import type { Strategy } from '../../../src/shared/domain/documents/deployment.ts';
import { DEFAULT_STRATEGY } from '../../../src/shared/domain/documents/deployment.ts';
import { requireInUse } from '../../../src/shared/domain/registry/version-status.ts';
import { DEFAULT_STAGE } from '../../../src/shared/domain/kernel/names.ts';
import { selectServing, type ServingSettings } from '../../../src/shared/domain/rollout/serving-settings.ts';
import type { EmptyStage } from '../outcome.ts';
import type { DeployStep } from '../ports.ts';
import type { Wanted } from '../../../src/shared/domain/rollout/last-request.ts';
import { resolveVersion, type ResolvedVersion } from './resolve-version.ts';

export interface Resolved {
  readonly kind: 'resolved';
  readonly tagged: ResolvedVersion;
  /** What it was resolved from. */
  readonly wanted: Wanted;
  /** Undefined when a version was named, and no stage with it. */
  readonly stage: string | undefined;
  /** GitHub environment. */
  readonly environment: string;
  readonly settings: ServingSettings;
  readonly strategy: Strategy;
}

/** What the inputs ask for. */
export function readWanted({ inputs, model }: DeployStep): Wanted {
  return inputs.version === undefined
    ? { kind: 'stage', stage: inputs.stage ?? model.config.stage }
    : { kind: 'version', version: inputs.version };
}

/** @throws InputError, ConflictError NOT_PUBLISHED */
export async function resolve(step: DeployStep, wanted: Wanted): Promise<Resolved | EmptyStage> {
  const { inputs, model, ports } = step;
  const { name } = model;
  const settings = selectServing(model, inputs);
  const tags = await ports.tags.ofModel(name);
  const tagged = resolveVersion(tags, name, wanted);
  if (tagged === undefined)
    return { kind: 'empty-stage', model: name, stage: wanted.kind === 'stage' ? wanted.stage : '' };
  const warning = requireInUse(step.model.name, tags, tagged);
  if (warning !== undefined) step.ports.log.warning(warning);
  const stage = wanted.kind === 'stage' ? wanted.stage : inputs.stage;
  const environment = environmentOf(step);
  return {
    ...{ kind: 'resolved', tagged, wanted, stage, environment, settings },
    strategy: DEFAULT_STRATEGY,
  };
}

/** By the inputs alone: a deployment that is overtaken starts again in the same environment. */
function environmentOf(step: DeployStep): string {
  const wanted = readWanted(step);
  const stage = wanted.kind === 'stage' ? wanted.stage : step.inputs.stage;
  return step.inputs.environment ?? stage ?? DEFAULT_STAGE;
}
