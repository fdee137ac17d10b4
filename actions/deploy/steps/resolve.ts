/** Which version is deployed, and where and how it is served: inputs, configuration and tags, before any download. */
import type { Strategy } from '../../../src/shared/domain/documents/deployment.ts';
import { DEFAULT_STRATEGY } from '../../../src/shared/domain/documents/deployment.ts';
import { DEFAULT_STAGE } from '../../../src/shared/domain/kernel/names.ts';
import { selectServing, type ServingSettings } from '../../../src/shared/domain/rollout/serving.ts';
import type { EmptyStage } from '../outcome.ts';
import type { DeployStep } from '../ports.ts';
import { resolveVersion, type ResolvedVersion } from './resolve-version.ts';

export interface Resolved {
  readonly kind: 'resolved';
  /** Of the model. */
  readonly name: string;
  readonly version: ResolvedVersion;
  /** Undefined when a version was named. */
  readonly stage: string | undefined;
  /** GitHub environment. */
  readonly environment: string;
  readonly settings: ServingSettings;
  readonly strategy: Strategy;
}

/** @throws InputError, ConflictError NOT_PUBLISHED */
export async function resolve({ inputs, model, ports }: DeployStep): Promise<Resolved | EmptyStage> {
  const { name, config } = model;
  const settings = selectServing(model, inputs);
  const requested = { model: name, stage: inputs.stage ?? config.stage, version: inputs.version };
  const version = await resolveVersion(ports.tags, requested);
  if (version === undefined) return { kind: 'empty-stage', model: name, stage: requested.stage };
  const stage = inputs.version === undefined ? requested.stage : inputs.stage;
  const environment = inputs.environment ?? stage ?? DEFAULT_STAGE;
  return { kind: 'resolved', name, version, stage, environment, settings, strategy: DEFAULT_STRATEGY };
}
