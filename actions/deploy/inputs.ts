/** The inputs of deploy. What is absent comes from the section `serve` of the model's configuration. */
import { InputError } from '../../src/shared/domain/kernel/errors.ts';
import { parseVersion } from '../../src/shared/domain/registry/semantic-version.ts';
import { parseName } from '../../src/shared/domain/kernel/names.ts';
import { targetKinds, type ServingInputs, type TargetKind } from '../../src/shared/domain/rollout/serving.ts';
import type { InputReader } from '../../src/shared/domain/kernel/input-reader.ts';

export interface DeployInputs extends ServingInputs {
  readonly model: string | undefined;
  readonly configPath: string | undefined;
  readonly stage: string | undefined;
  /** Without the `v`. */
  readonly version: string | undefined;
  /** Of the platform: what its deployments are filed under. */
  readonly environment: string | undefined;
  readonly force: boolean;
  readonly timeoutMinutes: number | undefined;
  readonly dockerSocket: string | undefined;
  readonly registryUsername: string | undefined;
  readonly registryPassword: string | undefined;
  readonly token: string;
}

/** A third of a year: more than any job may run, and a delay that timers can hold. */
const MAX_TIMEOUT_MINUTES = 30_000;

/** @throws InputError that lists everything that is wrong. */
export function readDeployInputs(read: InputReader): DeployInputs {
  return read.all<DeployInputs>({
    model: read.parsed('model', parseName),
    configPath: read.optional('config'),
    stage: read.parsed('stage', parseName),
    version: read.parsed('version', parseVersion),
    environment: read.optional('environment'),
    force: read.boolean('force'),
    target: read.parsed('target', parseTarget),
    image: read.optional('image'),
    base: read.optional('base'),
    platform: read.optional('platform'),
    modelPath: read.optional('model-path'),
    command: read.optional('command'),
    timeoutMinutes: read.number('timeout-minutes', { min: 0.01, max: MAX_TIMEOUT_MINUTES }),
    container: read.optional('container'),
    publish: read.lines('publish'),
    network: read.optional('network'),
    dockerSocket: read.optional('docker-socket'),
    url: read.optional('url'),
    healthPath: read.parsed('health-path', parsePath),
    healthTimeoutSeconds: read.number('health-timeout-seconds', { min: 1, max: 3600 }),
    predictPath: read.parsed('predict-path', parsePath),
    allowPrivateNetwork: read.boolean('allow-private-network'),
    registryUsername: read.optional('registry-username'),
    registryPassword: read.optionalSecret('registry-password'),
    token: read.secret('token'),
  });
}

function parseTarget(text: string, where: string): TargetKind {
  const target = targetKinds.find((kind) => kind === text);
  if (target !== undefined) return target;
  throw new InputError(
    'INPUT_INVALID',
    `${where}: expected one of ${targetKinds.join(', ')}, got ${JSON.stringify(text)}`,
  );
}

function parsePath(text: string, where: string): string {
  if (text.startsWith('/')) return text;
  throw new InputError(
    'INPUT_INVALID',
    `${where}: expected a path like "/health", got ${JSON.stringify(text)}`,
  );
}
