/** Deploy's ports on this runner. */
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import { createGitHub } from '../../src/shared/adapters/github/create-github.ts';
import { createImageRegistry } from '../../src/shared/adapters/oci/image-registry.ts';
import { createCommands } from '../../src/shared/adapters/process/commands.ts';
import { createCommandTarget } from '../../src/shared/adapters/serving/command-target.ts';
import { createDockerEngine } from '../../src/shared/adapters/serving/docker/docker-engine.ts';
import { createDockerTarget } from '../../src/shared/adapters/serving/docker/docker-target.ts';
import { createHttpProbe } from '../../src/shared/adapters/serving/http-probe.ts';
import {
  chooseLogin,
  credentialsOf,
  type Credentials,
  type LoginSource,
} from '../../src/shared/domain/rollout/image/registry-login.ts';
import type { ServingSettings } from '../../src/shared/domain/rollout/serving-settings.ts';
import type { ServiceTarget } from '../../src/shared/ports/serving.ts';
import type { Step } from '../../src/shared/runtime/step.ts';
import type { DeployInputs } from './inputs.ts';
import type { DeployPorts, TargetRequest } from './ports.ts';

const ATTEMPT_TIMEOUT_MS = 30_000;
const PULL_TIMEOUT_MS = 15 * 60_000;

export function createDeployPorts(step: Step, inputs: DeployInputs): DeployPorts {
  const { apiUrl, clock, graphqlUrl, log, context } = step;
  const { repository, tempDir, workspace } = context;
  const source: LoginSource = {
    username: inputs.registryUsername ?? context.actor,
    password: inputs.registryPassword,
    ...{ jobToken: inputs.token, serverUrl: context.serverUrl, apiUrl },
  };
  // An engine pulls the image that was pushed, and no other.
  const pullLogin = (registry: string): Credentials | undefined =>
    credentialsOf(chooseLogin(source, registry, registry));
  return {
    ...createGitHub({ apiUrl, graphqlUrl, token: inputs.token, repository, clock, log, tempDir }),
    clock,
    log,
    workspace: openFiles(workspace),
    scratch: createScratch(tempDir),
    registry: (image) =>
      createImageRegistry({
        ...{ clock, log, random: Math.random, timeoutMs: ATTEMPT_TIMEOUT_MS },
        login: (registry) => chooseLogin(source, registry, image.registry),
      }),
    probe: createHttpProbe,
    target: ({ settings, ...request }) =>
      settings.kind === 'none' ? undefined : createTarget({ ...request, settings }, step, pullLogin),
  };
}

type ServiceRequest = TargetRequest & {
  readonly settings: Exclude<ServingSettings, { readonly kind: 'none' }>;
};

/** Every target that starts a service has its own: none of them may be silently left out. */
function createTarget(
  { settings, model, stage, environment, inService }: ServiceRequest,
  { log, context, commandEnvironment, signal }: Step,
  login: (registry: string) => Credentials | undefined,
): ServiceTarget {
  switch (settings.kind) {
    case 'docker': {
      const { socketPath, container, ports, network } = settings;
      const timeouts = { timeoutMs: ATTEMPT_TIMEOUT_MS, pullTimeoutMs: PULL_TIMEOUT_MS };
      const engine = createDockerEngine({ socketPath, ...timeouts });
      return createDockerTarget({ engine, model, environment, container, ports, network, login });
    }
    case 'command': {
      const { command, timeoutMs } = settings;
      const commands = createCommands({ log, environment: commandEnvironment, signal });
      const cwd = context.workspace;
      return createCommandTarget({ commands, command, cwd, timeoutMs, model, stage, recorded: inService });
    }
  }
}
