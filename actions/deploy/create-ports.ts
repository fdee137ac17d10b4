/** Deploy's ports on this runner. What a deployment does not use is not loaded. */
import type { GitHub } from '../../src/shared/adapters/github/create-github.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import { createCommands } from '../../src/shared/adapters/process/commands.ts';
import type { Credentials } from '../../src/shared/adapters/oci/authorization.ts';
import { createImageRegistry } from '../../src/shared/adapters/oci/image-registry.ts';
import { createCommandTarget } from '../../src/shared/adapters/serving/command-target.ts';
import { DockerEngine } from '../../src/shared/adapters/serving/docker/docker-engine.ts';
import { DockerTarget } from '../../src/shared/adapters/serving/docker/docker-target.ts';
import { createHttpProbe } from '../../src/shared/adapters/serving/http-probe.ts';
import type { ServingSettings } from '../../src/shared/domain/rollout/serving.ts';
import type { ServiceTarget } from '../../src/shared/ports/serving.ts';
import type { Commands } from '../../src/shared/ports/runner.ts';
import type { Step } from '../../src/shared/runtime/step.ts';
import type { DeployInputs } from './inputs.ts';
import type { DeployPorts, TargetRequest } from './ports.ts';

const MINUTE_MS = 60_000;
const ATTEMPT_TIMEOUT_MS = 30_000;
const PULL_TIMEOUT_MS = 15 * MINUTE_MS;
const DEFAULT_COMMAND_TIMEOUT_MINUTES = 30;
const DEFAULT_DOCKER_SOCKET = '/var/run/docker.sock';

export function createDeployPorts(step: Step, inputs: DeployInputs, github: GitHub): DeployPorts {
  const { clock, log, context, commandEnvironment: environment, signal } = step;
  const { tags, releases, deployments, ledger, artifactUploads } = github;
  const patience = { clock, log, random: Math.random, timeoutMs: ATTEMPT_TIMEOUT_MS };
  const commands = createCommands({ log, environment, signal });
  return {
    tags,
    releases,
    deployments,
    ledger,
    artifactUploads,
    clock,
    log,
    workspace: openFiles(context.workspace),
    scratch: createScratch(context.tempDir),
    registry: (settings) =>
      createImageRegistry({
        ...patience,
        credentials: (registry) => loginOf(registry, { step, inputs, settings }),
      }),
    probe: ({ allowPrivateNetwork }) => createHttpProbe({ allowPrivateNetwork }),
    target: (request) => createTarget(request, { step, inputs, commands }),
  };
}

interface Login {
  readonly step: Step;
  readonly inputs: DeployInputs;
  readonly settings: ServingSettings;
}

/** Only the registry that the image goes to is shown the token; a base elsewhere is read as nobody. */
function loginOf(registry: string, { step, inputs, settings }: Login): Credentials | undefined {
  if (registry !== settings.image?.registry) return undefined;
  return {
    username: inputs.registryUsername ?? step.context.actor,
    password: inputs.registryPassword ?? inputs.token,
  };
}

interface TargetOptions {
  readonly step: Step;
  readonly inputs: DeployInputs;
  readonly commands: Commands;
}

function createTarget(
  { settings, model, stage, previous }: TargetRequest,
  { step, inputs, commands }: TargetOptions,
): ServiceTarget | undefined {
  const { target, command = '', container, ports, network, image } = settings;
  switch (target) {
    case 'none':
      return undefined;
    case 'docker': {
      const socketPath = inputs.dockerSocket ?? DEFAULT_DOCKER_SOCKET;
      const engine = new DockerEngine({
        socketPath,
        timeoutMs: ATTEMPT_TIMEOUT_MS,
        pullTimeoutMs: PULL_TIMEOUT_MS,
      });
      const login = image && loginOf(image.registry, { step, inputs, settings });
      return new DockerTarget({ engine, model, container, ports, network, login });
    }
    case 'command': {
      const timeoutMs = (inputs.timeoutMinutes ?? DEFAULT_COMMAND_TIMEOUT_MINUTES) * MINUTE_MS;
      const cwd = step.context.workspace;
      return createCommandTarget({ commands, command, cwd, timeoutMs, model, stage, previous });
    }
  }
}
