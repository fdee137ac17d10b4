/**
 * Two rollouts on one engine, call by call, in an order that a seed chooses. What they do to each other's containers must
 * leave a version in service that works, and a later rollout must find its way from there.
 */
import { expect, test } from 'vitest';
import {
  createDockerEngine,
  type DockerEngine,
} from '../../src/shared/adapters/serving/docker/docker-engine.ts';
import { createDockerTarget } from '../../src/shared/adapters/serving/docker/docker-target.ts';
import { createRandomNumbers } from '../../src/shared/domain/statistics/random-numbers.ts';
import type { ServiceTarget, StartRequest } from '../../src/shared/ports/serving.ts';
import { startFakeEngine, type FakeEngine } from '../adapters/serving/docker/fake-engine.ts';

/** Of the faults that this test has found, the rarest came in one of ten orders. */
const SEEDS = 40;

const digestOf = (version: string): string => `sha256:${version.replaceAll('.', '').padEnd(64, '0')}`;

const requestOf = (version: string): StartRequest => ({
  image: { registry: 'ghcr.io', repository: 'acme/churn', digest: digestOf(version) },
  ...{ version, modelFolder: '/unused', modelDigest: 'd'.repeat(64), previous: undefined },
});

/** Both are asked for their next call, and one of them continues. */
class Turns {
  readonly #random: () => number;
  readonly #waiting: (() => void)[] = [];
  #running: number;

  constructor(seed: number, lanes: number) {
    this.#random = createRandomNumbers(seed);
    this.#running = lanes;
  }

  readonly wait = (): Promise<void> =>
    new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#next();
    });

  readonly leave = (): void => {
    this.#running -= 1;
    this.#next();
  };

  #next(): void {
    if (this.#waiting.length === 0 || this.#waiting.length < this.#running) return;
    const [go] = this.#waiting.splice(Math.floor(this.#random() * this.#waiting.length), 1);
    go?.();
  }
}

function createTarget(
  { socketPath }: FakeEngine,
  wait: () => Promise<void> = () => Promise.resolve(),
): ServiceTarget {
  const real = createDockerEngine({ socketPath, timeoutMs: 60_000, pullTimeoutMs: 60_000 });
  const inTurn = async <R>(call: () => Promise<R>): Promise<R> => {
    await wait();
    return await call();
  };
  const turned: DockerEngine = {
    pull: (image, login) => inTurn(() => real.pull(image, login)),
    inspect: (container) => inTurn(() => real.inspect(container)),
    create: (name, spec) => inTurn(() => real.create(name, spec)),
    start: (container) => inTurn(() => real.start(container)),
    stop: (container, graceSeconds) => inTurn(() => real.stop(container, graceSeconds)),
    rename: (container, name) => inTurn(() => real.rename(container, name)),
    remove: (container) => inTurn(() => real.remove(container)),
    logs: (container, lines) => inTurn(() => real.logs(container, lines)),
  };
  return createDockerTarget({
    ...{ engine: turned, model: 'churn', environment: 'production', container: 'churn' },
    ...{ ports: [], network: undefined, login: () => undefined },
  });
}

/** As the story does it: a version that works is verified by its container, and one that does not is discarded. */
async function deploy(target: ServiceTarget, version: string, isGood: boolean): Promise<string> {
  try {
    await target.current();
    const candidate = await target.start(requestOf(version));
    await target.shift(candidate, 1);
    const { state } = await candidate.health();
    if (isGood && state !== 'unhealthy') {
      await target.finish();
      return 'deployed';
    }
  } catch {
    // Rolled back below.
  }
  await target.discard().catch(() => undefined);
  return 'failed';
}

function stateOf({ containers }: FakeEngine): readonly string[] {
  return [...containers.values()]
    .map(({ name, running, spec }) => {
      const { 'model-steward.version': version } = spec.Labels as Readonly<Record<string, string>>;
      return `${name} ${version} ${running ? 'running' : 'stopped'}`;
    })
    .sort();
}

/** Version 1.0.0 in the name of the service, running, and nothing else. */
async function reset(engine: FakeEngine): Promise<void> {
  const connected = createDockerEngine({
    socketPath: engine.socketPath,
    timeoutMs: 60_000,
    pullTimeoutMs: 60_000,
  });
  for (const name of [...engine.containers.keys()]) await connected.remove(name);
  await deploy(createTarget(engine), '1.0.0', true);
}

test.each([
  ['both work', true, true],
  ['one does not work', true, false],
  ['none works', false, false],
])('two versions at once, %s → a version that works is in service', async (_, isFirstGood, isSecondGood) => {
  // Of its own: a case that ran out of time, and still runs, touches no other.
  await using engine = await startFakeEngine();
  const good = ['1.0.0', ...(isFirstGood ? ['1.1.0'] : []), ...(isSecondGood ? ['1.2.0'] : [])];
  const serving = good.map((version) => `churn ${version} running`);
  const failures: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    await reset(engine);
    const turns = new Turns(seed, 2);
    const both = [
      ['1.1.0', isFirstGood],
      ['1.2.0', isSecondGood],
    ] as const;
    const ends = await Promise.all(
      both.map(([version, isGood]) =>
        deploy(createTarget(engine, turns.wait), version, isGood).finally(turns.leave),
      ),
    );
    const left = stateOf(engine);
    const later = await deploy(createTarget(engine), '1.3.0', true);
    const after = stateOf(engine);
    const isFine =
      serving.some((state) => left.includes(state)) && later === 'deployed' && after.length === 1;
    if (!isFine) failures.push(`seed ${seed}: ${ends.join(', ')}: ${left.join(', ')}; ${after.join(', ')}`);
  }
  expect(failures).toEqual([]);
});
