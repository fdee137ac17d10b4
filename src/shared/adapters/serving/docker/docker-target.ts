/**
 * A service as one container of a Docker Engine. The new container is created beside the one that serves, but started
 * in its place: both publish the same ports. The container before is kept, stopped, under another name until `finish`.
 * Names say how far a rollout came, so that a run that was killed is recognized by the next: a kept container is the
 * last good one, whatever else is there.
 */
import type { PublishedPort } from '../../../domain/config/serving-values.ts';
import { InputError } from '../../../domain/kernel/errors.ts';
import {
  readPinnedImage,
  renderImageName,
  renderPinnedImage,
  type PinnedImage,
} from '../../../domain/kernel/image-reference.ts';
import type { RunningService, ServiceTarget, StartRequest } from '../../../ports/serving.ts';
import { readHealth } from './container-health.ts';
import type { Container, ContainerSpec, DockerEngine, RegistryLogin } from './docker-engine.ts';

export interface DockerTargetOptions {
  readonly engine: DockerEngine;
  readonly model: string;
  /** GitHub environment: each one has its own container of the model. */
  readonly environment: string;
  /** Name of the container. */
  readonly container: string;
  readonly ports: readonly PublishedPort[];
  readonly network: string | undefined;
  /** For the registry of the image. */
  readonly login: RegistryLogin | undefined;
}

const LABEL_MODEL = 'model-steward.model';
const LABEL_ENVIRONMENT = 'model-steward.environment';
const LABEL_VERSION = 'model-steward.version';
const LABEL_IMAGE = 'model-steward.image';
const STOP_GRACE_SECONDS = 10;
const LOG_LINES = 50;

export function createDockerTarget(options: DockerTargetOptions): ServiceTarget {
  const { engine, container: serving } = options;
  const [kept, candidate] = [`${serving}-previous`, `${serving}-candidate`];
  const find = (name: string): Promise<Container | undefined> => findOwn(options, name);
  /** The container with the name of the service when the rollout starts. */
  let before: Container | undefined;

  return {
    capabilities: { runsBeside: false, keepsPrevious: true, reportsImage: true },
    current: async () => {
      // All three names, so that a foreign container is an error before anything is touched.
      const [lastGood, found] = [await find(kept), await find(serving), await find(candidate)];
      if (lastGood !== undefined) return describeService(engine, lastGood);
      return found?.State.Running === true ? describeService(engine, found) : undefined;
    },
    start: async (next) => {
      const image = requireImage(next);
      before = await find(serving);
      await engine.pull(image, options.login);
      if ((await find(candidate)) !== undefined) await engine.remove(candidate);
      const id = await engine.create(candidate, specOf(options, next.version, image));
      const service = serviceOf(engine, id, { version: next.version, imageDigest: image.digest });
      const { digest } = image;
      return {
        ...service,
        detail: { code: 'container-created', repository: renderImageName(image), digest },
      };
    },
    shift: async (_, weight) => {
      if (weight !== 1) throw new RangeError(`weight: expected 1, got ${weight}`);
      await setAside(options, { serving, kept });
      await engine.rename(candidate, serving);
      await engine.start(serving);
    },
    finish: () => engine.remove(kept),
    discard: async () => {
      if ((await find(candidate)) !== undefined) await engine.remove(candidate);
      const [lastGood, now] = [await find(kept), await find(serving)];
      if (lastGood !== undefined) {
        if (now !== undefined) await engine.remove(serving);
        // Started first: a stopped container without the name of a kept one would be taken for one that failed.
        await engine.start(kept);
        await engine.rename(kept, serving);
        return describeService(engine, lastGood);
      }
      // The rollout ended before the cutover: what served has its name still.
      if (now?.Id !== before?.Id) await engine.remove(serving);
      else if (before?.State.Running === true) {
        await engine.start(serving);
        return describeService(engine, before);
      }
      return undefined;
    },
  };
}

/**
 * Frees name and ports for the candidate. Renamed first and stopped then: a run that is killed in between has kept the
 * last good container under the name by which the next run recognizes it.
 */
async function setAside(
  options: DockerTargetOptions,
  { serving, kept }: { readonly serving: string; readonly kept: string },
): Promise<void> {
  const { engine } = options;
  const lastGood = await findOwn(options, kept);
  const found = await findOwn(options, serving);
  const isServing = lastGood === undefined && found?.State.Running === true;
  if (isServing) await engine.rename(serving, kept);
  else if (found !== undefined) await engine.remove(serving);
  if (isServing || lastGood !== undefined) await engine.stop(kept, STOP_GRACE_SECONDS);
}

/**
 * Containers of before the label of the environment belong to any environment of their model.
 * @throws InputError for a container of this name that belongs to another model or environment.
 */
async function findOwn(
  { engine, model, environment }: DockerTargetOptions,
  name: string,
): Promise<Container | undefined> {
  const found = await engine.inspect(name);
  if (found === undefined) return undefined;
  const owner = found.Config.Labels?.[LABEL_MODEL];
  if (owner !== model) {
    throw foreignContainer(name, `one of the model ${model}, got one of ${owner ?? 'another owner'}`);
  }
  const home = found.Config.Labels?.[LABEL_ENVIRONMENT] ?? environment;
  if (home === environment) return found;
  throw foreignContainer(name, `one of the environment ${environment}, got one of ${home}`);
}

function foreignContainer(name: string, expectation: string): InputError {
  return new InputError('INPUT_INVALID', `container ${name}: expected ${expectation}`, {
    hint: 'choose another name with the input `container`, or remove that container',
  });
}

function describeService(engine: DockerEngine, { Id, Config }: Container): RunningService {
  const image = readPinnedImage(Config.Labels?.[LABEL_IMAGE] ?? '');
  const version = Config.Labels?.[LABEL_VERSION];
  return serviceOf(engine, Id, { version, imageDigest: image?.digest });
}

/** By id: names move from container to container during a rollout. */
function serviceOf(
  engine: DockerEngine,
  id: string,
  identity: Pick<RunningService, 'version' | 'imageDigest'>,
): RunningService {
  return {
    ...identity,
    health: async () => readHealth(await engine.inspect(id)),
    logs: () => engine.logs(id, LOG_LINES),
  };
}

function requireImage({ image }: StartRequest): PinnedImage {
  if (image !== undefined) return image;
  throw new RangeError('image of the container: expected an image, got nothing');
}

function specOf(
  { model, environment, ports, network }: DockerTargetOptions,
  version: string,
  image: PinnedImage,
): ContainerSpec {
  const reference = renderPinnedImage(image);
  return {
    Image: reference,
    Labels: {
      [LABEL_MODEL]: model,
      [LABEL_ENVIRONMENT]: environment,
      [LABEL_VERSION]: version,
      [LABEL_IMAGE]: reference,
    },
    ExposedPorts: Object.fromEntries(ports.map(({ containerPort }) => [containerPort, {}])),
    HostConfig: {
      PortBindings: bindPorts(ports),
      RestartPolicy: { Name: 'unless-stopped' },
      SecurityOpt: ['no-new-privileges'],
      ...(network !== undefined && { NetworkMode: network }),
    },
  };
}

/** One port of the container may be published on several ports of the host. */
function bindPorts(ports: readonly PublishedPort[]): Readonly<Record<string, readonly object[]>> {
  const bindings: Record<string, object[]> = {};
  for (const { containerPort, hostIp, hostPort } of ports) {
    (bindings[containerPort] ??= []).push({ HostIp: hostIp, HostPort: hostPort });
  }
  return bindings;
}
