import { afterEach, expect, test } from 'vitest';
import { DockerEngine } from '../../../../src/shared/adapters/serving/docker/docker-engine.ts';
import { DockerTarget } from '../../../../src/shared/adapters/serving/docker/docker-target.ts';
import type { DockerTargetOptions } from '../../../../src/shared/adapters/serving/docker/docker-target.ts';
import { startFakeEngine } from './fake-engine.ts';
import type { FakeEngine, FakeEngineOptions } from './fake-engine.ts';

let engine: FakeEngine | undefined;

afterEach(() => engine?.close());

const imageOf = (letter: string): string => `ghcr.io/acme/churn@sha256:${letter.repeat(64)}`;
const next = (version: string, letter: string) => ({
  image: imageOf(letter),
  version,
  modelFolder: '/unused',
  modelDigest: 'd'.repeat(64),
});
const labels = (version: string, letter: string) => ({
  Labels: {
    'model-steward.model': 'churn',
    'model-steward.version': version,
    'model-steward.image': imageOf(letter),
  },
});

function targetOf(socketPath: string, changes: Partial<DockerTargetOptions> = {}): DockerTarget {
  return new DockerTarget({
    engine: new DockerEngine({ socketPath, timeoutMs: 5000, pullTimeoutMs: 5000 }),
    model: 'churn',
    container: 'churn',
    ports: [{ hostIp: '127.0.0.1', hostPort: '8080', containerPort: '80/tcp' }],
    network: undefined,
    // Of a length whose encoding ends in padding.
    login: { username: 'someone', password: 'secret' },
    ...changes,
  });
}

async function start(options: FakeEngineOptions = {}, changes: Partial<DockerTargetOptions> = {}) {
  engine = await startFakeEngine(options);
  return { engine, target: targetOf(engine.socketPath, changes) };
}

const names = ({ containers }: FakeEngine) =>
  [...containers.values()].map(({ name, running }) => [name, running]);

test('the first container is pulled by digest, created with its labels and ports, and started', async () => {
  const logins: unknown[] = [];
  const onPull = (_: string, login: unknown): undefined => void logins.push(login);
  const { engine, target } = await start({ onPull }, { network: 'models' });
  expect(await target.current()).toBeUndefined();
  const running = await target.replace(next('1.0.0', 'a'));
  expect(running).toMatchObject({ version: '1.0.0', imageDigest: `sha256:${'a'.repeat(64)}` });
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
  expect(await target.current()).toEqual(running);
});

test('the container before is kept until the new one has proved itself', async () => {
  const { engine, target } = await start();
  await target.replace(next('1.0.0', 'a'));
  await target.keep();
  await target.replace(next('1.1.0', 'b'));
  expect(names(engine)).toEqual([
    ['churn-previous', false],
    ['churn', true],
  ]);
  await target.keep();
  expect(names(engine)).toEqual([['churn', true]]);
  expect((await target.current())?.version).toBe('1.1.0');
});

test('the container before comes back', async () => {
  const { engine, target } = await start();
  const first = await target.replace(next('1.0.0', 'a'));
  await target.keep();
  await target.replace(next('1.1.0', 'b'));
  await target.restore(first);
  expect(names(engine)).toEqual([['churn', true]]);
  expect(await target.current()).toEqual(first);
});

test('a first container that failed is taken away', async () => {
  const { engine, target } = await start();
  await target.replace(next('1.0.0', 'a'));
  await target.restore(undefined);
  expect(names(engine)).toEqual([]);
});

test('a container that does not start leaves the one before restorable', async () => {
  const onStart: FakeEngineOptions['onStart'] = ({ spec }) => {
    if (spec.Image === imageOf('b')) throw new Error('driver failed programming external connectivity');
    return {};
  };
  const { target } = await start({ onStart });
  const first = await target.replace(next('1.0.0', 'a'));
  await target.keep();
  await expect(target.replace(next('1.1.0', 'b'))).rejects.toThrow(
    'start container churn: expected the Docker Engine to do it, got 500 "driver failed programming external connectivity"',
  );
  await target.restore(first);
  expect(await target.current()).toEqual(first);
});

test('an image that cannot be pulled leaves what serves untouched', async () => {
  const onPull = (image: string): string | undefined =>
    image === imageOf('b') ? 'unauthorized: "denied"' : undefined;
  const { engine, target } = await start({ onPull });
  const first = await target.replace(next('1.0.0', 'a'));
  await target.keep();
  await expect(target.replace(next('1.1.0', 'b'))).rejects.toThrow('got "unauthorized: "denied""');
  await target.restore(first);
  expect(names(engine)).toEqual([['churn', true]]);
  expect(await target.current()).toEqual(first);
});

test('a deployment that was killed in the middle is cleared up by the next: the kept one was the last good one', async () => {
  const { engine, target } = await start();
  engine.add('churn-previous', labels('1.0.0', 'a'), false);
  engine.add('churn', labels('1.1.0', 'b'), true);
  const last = await target.current();
  expect(last?.version).toBe('1.0.0');
  await target.replace(next('1.2.0', 'c'));
  await target.restore(last);
  expect(names(engine)).toEqual([['churn', true]]);
  expect((await target.current())?.version).toBe('1.0.0');
});

test("somebody else's container of the same name is not touched", async () => {
  const { engine, target } = await start();
  engine.add('churn', { Labels: { 'model-steward.model': 'other' } }, true);
  await expect(target.current()).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: 'container churn: expected one of the model churn, got one of other',
  });
  await expect(target.replace(next('1.0.0', 'a'))).rejects.toThrow('got one of other');
  expect(names(engine)).toEqual([['churn', true]]);
});

test.each([
  [{ health: 'healthy' }, 'healthy', 'the health check of the image passes'],
  [{ health: 'starting' }, 'starting', 'the health check of the image has not passed yet'],
  [{ health: 'unhealthy' }, 'unhealthy', 'the health check of the image fails'],
  [{}, 'unknown', 'the container runs; its image has no health check'],
  [{ exitCode: 137 }, 'unhealthy', 'the container ended with exit code 137'],
])('a container that is %j is %s', async (started, state, detail) => {
  const { target } = await start({ onStart: () => started });
  await target.replace(next('1.0.0', 'a'));
  expect(await target.health()).toEqual({ state, detail });
});

test('the last lines of both streams are at hand', async () => {
  const { target } = await start();
  expect(await target.logs()).toBe('');
  await target.replace(next('1.0.0', 'a'));
  expect(await target.logs()).toBe('listening\nout of memory\n');
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
