/** The inputs of deploy. The options of serving come from their table; what is absent, the configuration says. */
import { servingFields, type ServingValues } from '../../src/shared/domain/config/serving-options.ts';
import type { InputReader } from '../../src/shared/domain/kernel/input-reader.ts';
import { parseName } from '../../src/shared/domain/kernel/names.ts';
import { parseVersion } from '../../src/shared/domain/registry/semantic-version.ts';
import type { ModelInputs } from '../../src/shared/usecases/step-context.ts';

export interface DeployInputs extends ServingValues, ModelInputs {
  readonly stage: string | undefined;
  /** Without the `v`. */
  readonly version: string | undefined;
  /** GitHub environment of the deployment. */
  readonly environment: string | undefined;
  readonly force: boolean;
  readonly registryUsername: string | undefined;
  readonly registryPassword: string | undefined;
  readonly token: string;
}

/** @throws InputError that lists everything that is wrong. */
export function readDeployInputs(read: InputReader): DeployInputs {
  return read.all<DeployInputs>({
    model: read.parsed('model', parseName),
    configPath: read.optional('config'),
    stage: read.parsed('stage', parseName),
    version: read.parsed('version', parseVersion),
    environment: read.optional('environment'),
    force: read.boolean('force'),
    ...servingFields(read),
    registryUsername: read.optional('registry-username'),
    registryPassword: read.optionalSecret('registry-password'),
    token: read.secret('token'),
  });
}
