import { afterEach, expect, test } from 'vitest';
import { createDockerEngine } from '../../../../src/shared/adapters/serving/docker/docker-engine.ts';
import { createDockerTarget } from '../../../../src/shared/adapters/serving/docker/docker-target.ts';
import type { DockerTargetOptions } from '../../../../src/shared/adapters/serving/docker/docker-target.ts';
import type { PinnedImage } from '../../../../src/shared/domain/kernel/image-reference.ts';
import type { ServiceTarget, StartRequest } from '../../../../src/shared/ports/serving.ts';
import { startFakeEngine } from './fake-engine.ts';
import type { FakeEngine, FakeEngineOptions } from './fake-engine.ts';

let engine: FakeEngine | undefined;

afterEach(() => engine?.close());

const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;
const pinned = (letter: string): PinnedImage => ({
  registry: 'ghcr.io',
  repository: 'acme/churn',
  digest: digestOf(letter),
});
const imageOf = (letter: string): string => `ghcr.io/acme/churn@${digestOf(letter)}`;
const next = (version: string, letter: string): StartRequest => ({
  image: pinned(letter),
  version,
  modelFolder: '/unused',
  modelDigest: 'd'.repeat(64),
  previous: undefined,
});
const labels = (version: string, letter: string) => ({
  Labels: {
    'model-steward.model': 'churn',
    'model-steward.environment': 'production',
    'model-steward.version': version,
    'model-steward.image': imageOf(letter),
  },
});

function targetOf(socketPath: string, changes: Partial<DockerTargetOptions> = {}): ServiceTarget {
  return createDockerTarget({
    engine: createDockerEngine({ socketPath, timeoutMs: 60_000, pullTimeoutMs: 60_000 }),
    model: 'churn',
    environment: 'production',
    container: 'churn',
    ports: [{ hostIp: '127.0.0.1', hostPort: '8080', containerPort: '80/tcp' }],
    network: undefined,
    // Of a length whose encoding ends in padding.
    login: (registry) => (registry === 'ghcr.io' ? { username: 'someone', password: 'secret' } : undefined),
    ...changes,
  });
}

async function start(options: FakeEngineOptions = {}, changes: Partial<DockerTargetOptions> = {}) {
  engine = await startFakeEngine(options);
  return { engine, target: targetOf(engine.socketPath, changes) };
}

const names = ({ containers }: FakeEngine) =>
  [...containers.values()].map(({ name, running }) => [name, running]);

/** Starts a version and gives it all the traffic. */
async function cutOver(target: ServiceTarget, request: StartRequest): Promise<void> {
  await target.shift(await target.start(request), 1);
}

async function deploy(target: ServiceTarget, request: StartRequest): Promise<void> {
  await cutOver(target, request);
  await target.finish();
}

const versionServed = async (target: ServiceTarget) => (await target.current())?.version;

test('the first container is pulled by digest, created with its labels and ports, and started', async () => {
  const logins: unknown[] = [];
  const onPull = (_: string, login: unknown): undefined => void logins.push(login);
  const { engine, target } = await start({ onPull }, { network: 'models' });
  expect(await target.current()).toBeUndefined();
  const candidate = await target.start(next('1.0.0', 'a'));
  expect(candidate).toMatchObject({ version: '1.0.0', imageDigest: digestOf('a') });
  expect(names(engine)).toEqual([['churn-candidate', false]]);
  await target.shift(candidate, 1);
  expect(names(engine)).toEqual([['churn', true]]);
  expect(engine.pulled).toEqual([imageOf('a')]);
  expect(logins).toEqual([{ username: 'someone', password: 'secret', serveraddress: 'ghcr.io' }]);
  expect(engine.containers.get('churn')?.spec).toEqual({
    Image: imageOf('a'),
    ...labels('1.0.0', 'a'),
    ExposedPorts: { '80/tcp': {} },
    HostConfig: {
      PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] },
      RestartPolicy: { Name: 'unless-stopped' },
      SecurityOpt: ['no-new-privileges'],
      NetworkMode: 'models',
    },
  });
  expect(await target.current()).toMatchObject({ version: '1.0.0', imageDigest: digestOf('a') });
});

test('what serves runs until the new container is created, and is kept until the rollout is finished', async () => {
  const { engine, target } = await start();
  await deploy(target, next('1.0.0', 'a'));
  const candidate = await target.start(next('1.1.0', 'b'));
  expect(names(engine)).toEqual([
    ['churn', true],
    ['churn-candidate', false],
  ]);
  await target.shift(candidate, 1);
  expect(names(engine)).toEqual([
    ['churn-previous', false],
    ['churn', true],
  ]);
  await target.finish();
  expect(names(engine)).toEqual([['churn', true]]);
  expect(await versionServed(target)).toBe('1.1.0');
});

test('the container before comes back, before the cutover and after it', async () => {
  const { engine, target } = await start();
  await deploy(target, next('1.0.0', 'a'));
  await target.start(next('1.1.0', 'b'));
  expect(await target.discard()).toMatchObject({ version: '1.0.0' });
  expect(names(engine)).toEqual([['churn', true]]);
  await cutOver(target, next('1.1.0', 'b'));
  const callsBefore = engine.calls.length;
  expect(await target.discard()).toMatchObject({ version: '1.0.0', imageDigest: digestOf('a') });
  // In this order a run that is killed in between leaves a state of the list below.
  expect(engine.calls.slice(callsBefore).filter((call) => !call.startsWith('GET'))).toEqual([
    expect.stringMatching(/^DELETE \/containers\/id-/),
    'POST /containers/churn-previous/start',
    'POST /containers/churn-previous/rename',
  ]);
  expect(names(engine)).toEqual([['churn', true]]);
  expect(await versionServed(target)).toBe('1.0.0');
});

test('a first container that failed is removed', async () => {
  const { engine, target } = await start();
  await cutOver(target, next('1.0.0', 'a'));
  expect(await target.discard()).toBeUndefined();
  expect(names(engine)).toEqual([]);
});

test('a container that does not start leaves the one before restorable', async () => {
  const onStart: FakeEngineOptions['onStart'] = ({ spec }) => {
    if (spec.Image === imageOf('b')) throw new Error('driver failed programming external connectivity');
    return {};
  };
  const { target } = await start({ onStart });
  await deploy(target, next('1.0.0', 'a'));
  await expect(cutOver(target, next('1.1.0', 'b'))).rejects.toThrow(
    'start container churn: expected the Docker Engine to do it, got 500 "driver failed programming external connectivity"',
  );
  expect(await target.discard()).toMatchObject({ version: '1.0.0' });
  expect(await versionServed(target)).toBe('1.0.0');
});

test('an image that cannot be pulled leaves what serves untouched', async () => {
  const onPull = (image: string): string | undefined =>
    image === imageOf('b') ? 'unauthorized: "denied"' : undefined;
  const { engine, target } = await start({ onPull });
  await deploy(target, next('1.0.0', 'a'));
  const stopsBefore = engine.calls.filter((call) => call.endsWith('/stop')).length;
  await expect(target.start(next('1.1.0', 'b'))).rejects.toThrow('got "unauthorized: "denied""');
  await target.discard();
  expect(names(engine)).toEqual([['churn', true]]);
  expect(engine.calls.filter((call) => call.endsWith('/stop'))).toHaveLength(stopsBefore);
  expect(await versionServed(target)).toBe('1.0.0');
});

/** What a run that was killed leaves behind, from the creation of the candidate to the end of the rollout. */
const interrupted: [string, [name: string, version: string, letter: string, running: boolean][]][] = [
  [
    'after the candidate was created',
    [
      ['churn', '1.0.0', 'a', true],
      ['churn-candidate', '1.1.0', 'b', false],
    ],
  ],
  [
    'after the container before was renamed',
    [
      ['churn-previous', '1.0.0', 'a', true],
      ['churn-candidate', '1.1.0', 'b', false],
    ],
  ],
  [
    'after the container before was stopped',
    [
      ['churn-previous', '1.0.0', 'a', false],
      ['churn-candidate', '1.1.0', 'b', false],
    ],
  ],
  [
    'after the candidate was renamed',
    [
      ['churn-previous', '1.0.0', 'a', false],
      ['churn', '1.1.0', 'b', false],
    ],
  ],
  ['in its rollback, before the kept container was started', [['churn-previous', '1.0.0', 'a', false]]],
  ['in its rollback, before the kept container was renamed', [['churn-previous', '1.0.0', 'a', true]]],
  [
    'after the candidate was started',
    [
      ['churn-previous', '1.0.0', 'a', false],
      ['churn', '1.1.0', 'b', true],
    ],
  ],
];

test.each(interrupted)(
  'a rollout that was killed %s: the next run finds the last good container, and can return to it',
  async (_, containers) => {
    const { engine, target } = await start();
    for (const [name, version, letter, running] of containers) {
      engine.add(name, labels(version, letter), running);
    }
    expect(await versionServed(target)).toBe('1.0.0');
    await cutOver(target, next('1.2.0', 'c'));
    expect(names(engine)).toEqual([
      ['churn-previous', false],
      ['churn', true],
    ]);
    expect(await target.discard()).toMatchObject({ version: '1.0.0' });
    expect(names(engine)).toEqual([['churn', true]]);
    expect(await versionServed(target)).toBe('1.0.0');
  },
);

test.each(['churn', 'churn-previous', 'churn-candidate'])(
  'a foreign container named %s is not touched',
  async (name) => {
    const { engine, target } = await start();
    engine.add(name, { Labels: { 'model-steward.model': 'other' } }, true);
    await expect(target.current()).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: `container ${name}: expected one of the model churn, got one of other`,
    });
    await expect(cutOver(target, next('1.0.0', 'a'))).rejects.toThrow('got one of other');
    await expect(target.discard()).rejects.toThrow('got one of other');
    expect(engine.containers.get(name)).toMatchObject({ running: true });
  },
);

test('a part of the traffic is refused: one container has all of it or none', async () => {
  const { target } = await start();
  const candidate = await target.start(next('1.0.0', 'a'));
  await expect(target.shift(candidate, 0.5)).rejects.toThrow('weight: expected 1, got 0.5');
});

test.each([
  [{ health: 'healthy' }, 'healthy', { code: 'container-check-passed' }],
  [{ health: 'starting' }, 'starting', { code: 'container-check-pending' }],
  [{ health: 'unhealthy' }, 'unhealthy', { code: 'container-check-failed' }],
  [{}, 'unknown', { code: 'container-without-check' }],
  [{ exitCode: 137 }, 'unhealthy', { code: 'container-ended', exitCode: 137, restarts: 0 }],
])('a container that is %j is %s', async (started, state, detail) => {
  const { target } = await start({ onStart: () => started });
  const candidate = await target.start(next('1.0.0', 'a'));
  await target.shift(candidate, 1);
  expect(await candidate.health()).toEqual({ state, detail });
});

test('a candidate has the last lines of both streams; a removed one has none', async () => {
  const { target } = await start();
  const candidate = await target.start(next('1.0.0', 'a'));
  expect(await candidate.logs()).toBe('listening\nout of memory\n');
  await target.discard();
  expect(await candidate.logs()).toBe('');
});

test('an engine that is not there is named with its socket', async () => {
  const target = targetOf('/nonexistent/docker.sock');
  await expect(target.current()).rejects.toMatchObject({
    code: 'SERVICE_UNREACHABLE',
    message:
      'inspect container churn-previous: expected an answer from the Docker Engine at /nonexistent/docker.sock, got ENOENT',
    hint: expect.stringContaining('docker-socket'),
  });
});

test('a container of another environment of the model is refused, and left as it is', async () => {
  const { engine, target } = await start();
  await deploy(target, next('1.0.0', 'a'));
  const staging = targetOf(engine.socketPath, { environment: 'staging' });
  const callsBefore = engine.calls.length;
  await expect(staging.current()).rejects.toMatchObject({
    message: 'container churn: expected one of the environment staging, got one of production',
    hint: 'choose another name with the input `container`, or remove that container',
  });
  await expect(staging.start(next('2.0.0', 'b'))).rejects.toThrow('got one of production');
  expect(engine.calls.slice(callsBefore).filter((call) => !call.startsWith('GET'))).toEqual([]);
  const beside = targetOf(engine.socketPath, { environment: 'staging', container: 'churn-staging' });
  await deploy(beside, next('2.0.0', 'b'));
  expect(names(engine)).toEqual([
    ['churn', true],
    ['churn-staging', true],
  ]);
});

test('a container without a label of its environment is one of the model, and is replaced', async () => {
  const { engine, target } = await start();
  await deploy(target, next('1.0.0', 'a'));
  const { spec } = engine.containers.get('churn') ?? {};
  delete (spec?.Labels as Record<string, string> | undefined)?.['model-steward.environment'];
  expect(await versionServed(target)).toBe('1.0.0');
  await deploy(target, next('1.1.0', 'b'));
  expect(engine.containers.get('churn')?.spec).toMatchObject(labels('1.1.0', 'b'));
});

test('one port of the container is published on each port of the host that is given', async () => {
  const ports = ['8080', '8081'].map((hostPort) => ({ hostIp: '', hostPort, containerPort: '80/tcp' }));
  const { engine, target } = await start({}, { ports });
  await deploy(target, next('1.0.0', 'a'));
  expect(engine.containers.get('churn')?.spec).toMatchObject({
    HostConfig: {
      PortBindings: {
        '80/tcp': [
          { HostIp: '', HostPort: '8080' },
          { HostIp: '', HostPort: '8081' },
        ],
      },
    },
  });
});
