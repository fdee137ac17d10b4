/**
 * A service as one container of a Docker Engine. The new container is created beside the one that serves, but started
 * in its place: both publish the same ports. The container before is kept, stopped, under another name until `finish`.
 * Names say how far a rollout came, so that a run that was killed is recognized by the next: a kept container is the
 * last good one, whatever else is there. A rollout that failed leaves the last good container, in the state in which it
 * was found: one that somebody stopped is kept as well, and stays stopped.
 * Two rollouts at once know their containers by id: neither touches what the other one has put there, and the one that
 * comes second to the cutover ends with CHAMPION_MOVED.
 */
import { ConflictError, InputError } from '../../../domain/kernel/errors.ts';
import {
  readPinnedImage,
  renderImageName,
  type PinnedImage,
} from '../../../domain/kernel/image-reference.ts';
import type { Credentials } from '../../../domain/rollout/image/registry-login.ts';
import type { Candidate, RunningService, ServiceTarget, StartRequest } from '../../../ports/serving.ts';
import { readHealth } from './container-health.ts';
import {
  LABEL_ENVIRONMENT,
  LABEL_IMAGE,
  LABEL_MODEL,
  LABEL_VERSION,
  specOf,
  type ContainerSettings,
} from './container-spec.ts';
import type { Container, DockerEngine } from './docker-engine.ts';

export interface DockerTargetOptions extends ContainerSettings {
  readonly engine: DockerEngine;
  /** Name of the container. */
  readonly container: string;
  /** @returns undefined for a registry whose images are pulled anonymously. */
  readonly login: (registry: string) => Credentials | undefined;
}

const STOP_GRACE_SECONDS = 10;
const LOG_LINES = 50;

export function createDockerTarget(options: DockerTargetOptions): ServiceTarget {
  const names = namesOf(options.container);
  const rollout: DockerRollout = { found: NOTHING, candidateId: undefined, isVerified: false };

  return {
    capabilities: { runsBeside: false, keepsPrevious: true, reportsImage: true },
    current: () => findRunning(options, names),
    start: async (next) => {
      const image = requireImage(next);
      rollout.found = await findPlaces(options, names);
      const id = await createCandidate(options, names, { version: next.version, image });
      rollout.candidateId = id;
      return describeCandidate(options.engine, id, { version: next.version, image });
    },
    shift: async (_, weight) => {
      if (weight !== 1) throw new RangeError(`weight: expected 1, got ${weight}`);
      const id = await requireUndisturbed(options, names, rollout);
      await setAside(options, names, rollout.found);
      await options.engine.rename(id, names.serving);
      await options.engine.start(names.serving);
    },
    finish: async () => {
      rollout.isVerified = true;
      const serving = await findOwn(options, names.serving);
      // A later rollout that has replaced it already needs the kept one itself.
      if (serving?.Id === rollout.candidateId) await options.engine.remove(names.kept);
    },
    discard: async () => {
      const candidate = await findOwn(options, names.candidate);
      const { candidateId = candidate?.Id } = rollout;
      if (candidate?.Id === candidateId) await removeCandidate(options, names);
      return restore(options, names, rollout);
    },
  };
}

/** The containers that have these names. */
interface Places {
  readonly serving: Container | undefined;
  readonly kept: Container | undefined;
}

const NOTHING: Places = { serving: undefined, kept: undefined };

interface DockerRollout {
  /** What had these names when the rollout started. */
  found: Places;
  /** The one that may be removed when the rollout fails, whatever its name is by then. Undefined until it is created. */
  candidateId: string | undefined;
  /** Whether the candidate is good: it is not removed any more, unless the container before comes back. */
  isVerified: boolean;
}

/** The three containers of a service. A rollout moves them from name to name. */
interface ContainerNames {
  readonly serving: string;
  /** What served before, stopped. */
  readonly kept: string;
  readonly candidate: string;
}

function namesOf(serving: string): ContainerNames {
  return { serving, kept: `${serving}-previous`, candidate: `${serving}-candidate` };
}

async function findRunning(
  options: DockerTargetOptions,
  { kept, serving, candidate }: ContainerNames,
): Promise<RunningService | undefined> {
  // All three names, so that a foreign container is an error before anything is touched.
  const lastGood = await findOwn(options, kept);
  const found = await findOwn(options, serving);
  await findOwn(options, candidate);
  if (lastGood !== undefined) return describeService(options.engine, lastGood);
  return found?.State.Running === true ? describeService(options.engine, found) : undefined;
}

interface CandidateVersion {
  readonly version: string;
  readonly image: PinnedImage;
}

/** @returns its id. */
async function createCandidate(
  options: DockerTargetOptions,
  names: ContainerNames,
  { version, image }: CandidateVersion,
): Promise<string> {
  const { engine, login } = options;
  await engine.pull(image, login(image.registry));
  await removeCandidate(options, names);
  return await engine.create(names.candidate, specOf(options, version, image));
}

function describeCandidate(
  engine: DockerEngine,
  id: string,
  { version, image }: CandidateVersion,
): Candidate {
  const { digest } = image;
  const detail = { code: 'container-created', repository: renderImageName(image), digest } as const;
  return { ...serviceOf(engine, id, { version, imageDigest: digest }), detail };
}

async function removeCandidate(options: DockerTargetOptions, { candidate }: ContainerNames): Promise<void> {
  if ((await findOwn(options, candidate)) !== undefined) await options.engine.remove(candidate);
}

async function restore(
  options: DockerTargetOptions,
  names: ContainerNames,
  { found, candidateId, isVerified }: DockerRollout,
): Promise<RunningService | undefined> {
  const { engine } = options;
  const { serving: now, kept: lastGood } = await findPlaces(options, names);
  const other = [now, lastGood].find((container) => isOfOther(container, { found, candidateId }));
  if (other !== undefined) return describeService(engine, other);
  const wasStopped = found.serving?.State.Running === false;
  if (lastGood !== undefined) {
    if (now !== undefined) await engine.remove(now.Id);
    const staysStopped = wasStopped && lastGood.Id === found.serving.Id;
    // Started first: a run that is killed in between leaves a kept container, which the next one starts.
    if (!staysStopped) await engine.start(names.kept);
    await engine.rename(names.kept, names.serving);
    return staysStopped ? undefined : describeService(engine, lastGood);
  }
  const isBad = now?.Id === candidateId && !isVerified;
  if (now !== undefined && isBad) await engine.remove(now.Id);
  // Otherwise the rollout ended before the cutover: what is good has its name still.
  if (now === undefined || isBad || wasStopped) return undefined;
  await engine.start(names.serving);
  return describeService(engine, now);
}

/** What a rollout that began later, or ended meanwhile, has put there. */
function isOfOther(
  container: Container | undefined,
  { found, candidateId }: Pick<DockerRollout, 'found' | 'candidateId'>,
): boolean {
  const own = [candidateId, found.serving?.Id, found.kept?.Id];
  return container !== undefined && !own.includes(container.Id);
}

async function findPlaces(options: DockerTargetOptions, { serving, kept }: ContainerNames): Promise<Places> {
  const lastGood = await findOwn(options, kept);
  const now = await findOwn(options, serving);
  // Another rollout gave its name back between the two questions: seen twice, it would be removed beside itself.
  return { serving: now, kept: lastGood?.Id === now?.Id ? undefined : lastGood };
}

/**
 * The last moment in which nothing is touched yet.
 * @returns the id of the candidate.
 * @throws ConflictError CHAMPION_MOVED when another rollout has replaced the candidate or what serves.
 */
async function requireUndisturbed(
  options: DockerTargetOptions,
  names: ContainerNames,
  { found, candidateId }: DockerRollout,
): Promise<string> {
  if (candidateId === undefined) throw new RangeError('shift: expected the candidate to be started first');
  const candidate = await findOwn(options, names.candidate);
  const { serving, kept } = await findPlaces(options, names);
  const isAlone =
    candidate?.Id === candidateId && serving?.Id === found.serving?.Id && kept?.Id === found.kept?.Id;
  if (isAlone) return candidateId;
  throw new ConflictError(
    'CHAMPION_MOVED',
    `container ${names.serving}: expected what was found when this deployment began, got what another deployment put there`,
    { hint: 'give the workflow a `concurrency` group, and run the job again' },
  );
}

/**
 * Frees name and ports for the candidate. Renamed first and stopped then: a run that is killed in between has kept the
 * last good container under the name by which the next run recognizes it.
 */
async function setAside(
  { engine }: DockerTargetOptions,
  { kept }: ContainerNames,
  { serving: found, kept: lastGood }: Places,
): Promise<void> {
  if (found !== undefined) {
    // Beside a kept container it is what a rollout that was killed had started.
    if (lastGood === undefined) await engine.rename(found.Id, kept);
    else await engine.remove(found.Id);
  }
  const good = lastGood ?? found;
  if (good !== undefined) await engine.stop(kept, STOP_GRACE_SECONDS);
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
