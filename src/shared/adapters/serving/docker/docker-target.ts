/**
 * A service as one container of a Docker Engine. The container that served before is stopped and kept under
 * another name until the new one has proved itself, so that a way back is always there.
 */
import { InputError } from '../../../domain/kernel/errors.ts';
import type { ImageReference } from '../../../domain/kernel/image-reference.ts';
import { parseImageReference } from '../../../domain/kernel/image-reference.ts';
import type { PublishedPort } from '../../../domain/rollout/serving.ts';
import type { RunningService, ServiceTarget, TargetHealth } from '../../../ports/serving.ts';
import type { Container, ContainerSpec, DockerEngine, RegistryLogin } from './docker-engine.ts';

export interface DockerTargetOptions {
  readonly engine: DockerEngine;
  readonly model: string;
  /** Name of the container. */
  readonly container: string;
  readonly ports: readonly PublishedPort[];
  readonly network: string | undefined;
  /** For the registry of the image. */
  readonly login: RegistryLogin | undefined;
}

const LABEL_MODEL = 'model-steward.model';
const LABEL_VERSION = 'model-steward.version';
const LABEL_IMAGE = 'model-steward.image';
const STOP_GRACE_SECONDS = 10;
const LOG_LINES = 50;
/** A service that ended this often will not get better by waiting. */
const MAX_RESTARTS = 3;

export class DockerTarget implements ServiceTarget {
  readonly #options: DockerTargetOptions;
  readonly #engine: DockerEngine;
  /** Where the container that served before waits. */
  readonly #keptName: string;

  constructor(options: DockerTargetOptions) {
    this.#options = options;
    this.#engine = options.engine;
    this.#keptName = `${options.container}-previous`;
  }

  /** A kept container means that an earlier deployment ended in the middle: that one was the last good one. */
  async current(): Promise<RunningService | undefined> {
    const kept = await this.#ours(this.#keptName);
    if (kept !== undefined) return describe(kept);
    const serving = await this.#ours(this.#options.container);
    return serving?.State.Running === true ? describe(serving) : undefined;
  }

  async replace(next: Parameters<ServiceTarget['replace']>[0]): Promise<RunningService> {
    const { container } = this.#options;
    const image = pinned(next.image);
    await this.#engine.pull(image, this.#options.login);
    await this.#setAside();
    await this.#engine.create(container, this.#spec(next.version, next.image ?? ''));
    await this.#engine.start(container);
    const started = await this.#engine.inspect(container);
    return { version: next.version, imageDigest: image.digest, handle: started?.Id ?? container };
  }

  async restore(previous: RunningService | undefined): Promise<void> {
    const { container } = this.#options;
    const [now, kept] = [await this.#ours(container), await this.#ours(this.#keptName)];
    // Ended before it was set aside: then the old container still has its name, and nothing new is there.
    const isUntouched = now !== undefined && now.Id === previous?.handle;
    if (!isUntouched) await this.#engine.remove(container);
    if (kept !== undefined) await this.#engine.rename(this.#keptName, container);
    if (kept !== undefined || isUntouched) await this.#engine.start(container);
  }

  async keep(): Promise<void> {
    await this.#engine.remove(this.#keptName);
  }

  async health(): Promise<TargetHealth> {
    const found = await this.#engine.inspect(this.#options.container);
    if (found === undefined) return { state: 'unhealthy', detail: 'the container is gone' };
    const { State: state, RestartCount: restarts } = found;
    const ended = `the container ended with exit code ${state.ExitCode}`;
    if (restarts >= MAX_RESTARTS) return { state: 'unhealthy', detail: `${ended}, ${restarts} times` };
    if (state.Status === 'restarting') return { state: 'starting', detail: `${ended} and is started again` };
    if (!state.Running) return { state: 'unhealthy', detail: ended };
    switch (state.Health?.Status) {
      case 'healthy':
        return { state: 'healthy', detail: 'the health check of the image passes' };
      case 'unhealthy':
        return { state: 'unhealthy', detail: 'the health check of the image fails' };
      case 'starting':
        return { state: 'starting', detail: 'the health check of the image has not passed yet' };
      default:
        return { state: 'unknown', detail: 'the container runs; its image has no health check' };
    }
  }

  async logs(): Promise<string> {
    return this.#engine.logs(this.#options.container, LOG_LINES);
  }

  /** Frees the name for the new container; what serves is stopped only now, because both want the same ports. */
  async #setAside(): Promise<void> {
    const { container } = this.#options;
    const kept = await this.#ours(this.#keptName);
    const serving = await this.#ours(container);
    if (kept !== undefined) {
      await this.#engine.remove(container);
    } else if (serving?.State.Running === true) {
      await this.#engine.stop(container, STOP_GRACE_SECONDS);
      await this.#engine.rename(container, this.#keptName);
    } else if (serving !== undefined) {
      await this.#engine.remove(container);
    }
  }

  /** @throws InputError for a container of this name that is somebody else's. */
  async #ours(name: string): Promise<Container | undefined> {
    const found = await this.#engine.inspect(name);
    const owner = found?.Config.Labels?.[LABEL_MODEL];
    if (found === undefined || owner === this.#options.model) return found;
    throw new InputError(
      'INPUT_INVALID',
      `container ${name}: expected one of the model ${this.#options.model}, got one of ${owner ?? 'somebody else'}`,
      { hint: 'choose another name with the input `container`, or remove that container' },
    );
  }

  #spec(version: string, image: string): ContainerSpec {
    const { model, ports, network } = this.#options;
    return {
      Image: image,
      Labels: { [LABEL_MODEL]: model, [LABEL_VERSION]: version, [LABEL_IMAGE]: image },
      ExposedPorts: Object.fromEntries(ports.map(({ containerPort }) => [containerPort, {}])),
      HostConfig: {
        PortBindings: Object.fromEntries(
          ports.map(({ containerPort, hostIp, hostPort }) => [
            containerPort,
            [{ HostIp: hostIp, HostPort: hostPort }],
          ]),
        ),
        RestartPolicy: { Name: 'unless-stopped' },
        SecurityOpt: ['no-new-privileges'],
        ...(network !== undefined && { NetworkMode: network }),
      },
    };
  }
}

function describe({ Id, Config }: Container): RunningService {
  const image = Config.Labels?.[LABEL_IMAGE];
  return { version: Config.Labels?.[LABEL_VERSION], imageDigest: image?.split('@')[1], handle: Id };
}

function pinned(image: string | undefined): ImageReference & { readonly digest: string } {
  const reference = parseImageReference(image ?? '', 'image of the container');
  if (reference.digest !== undefined) return { ...reference, digest: reference.digest };
  throw new RangeError(`image of the container: expected a digest, got ${image ?? 'nothing'}`);
}
