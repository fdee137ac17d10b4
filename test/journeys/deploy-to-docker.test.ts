import { expect, test } from 'vitest';
import type { FakeContainer } from '../adapters/serving/docker/fake-engine.ts';
import { Cancelled } from '../../src/shared/domain/kernel/cancellation.ts';
import { startDockerGround } from '../ground/docker-deployment.ts';
import { holdRequest } from '../ground/held-request.ts';
import { until } from '../ground/until.ts';

const labelsOf = (container: FakeContainer | undefined) =>
  container?.spec.Labels as Readonly<Record<string, string>> | undefined;

test('a container is started from the image by digest, and replaced by the next version', async () => {
  await using ground = await startDockerGround();
  await ground.register('1.0.0');
  const first = await ground.deploy(ground.inputs);
  await ground.register('1.1.0');
  const second = await ground.deploy(ground.inputs);
  expect([first.end, second.end]).toEqual(['success', 'success']);
  expect(ground.engine.pulled).toEqual([first.outputs.image, second.outputs.image]);
  expect([...ground.engine.containers.keys()]).toEqual(['flights']);
  expect(ground.engine.containers.get('flights')?.spec.Labels).toMatchObject({
    'model-steward.version': '1.1.0',
    'model-steward.image': second.outputs.image,
  });
  expect(second.summary).toContain('1.1.0 is in service in `production`, in place of 1.0.0');
});

test('a container that does not become healthy is rolled back, with its last lines in the report', async () => {
  await using ground = await startDockerGround({ '1.1.0': { health: 500 } });
  await ground.register('1.0.0');
  await ground.deploy(ground.inputs);
  await ground.register('1.1.0');
  const { end, summary } = await ground.deploy(ground.inputs);
  expect(end).toMatchObject({ failure: expect.stringContaining('1.0.0 serves again') });
  expect(summary).toContain('out of memory');
  expect([...ground.engine.containers.values()].map(({ name, running }) => [name, running])).toEqual([
    ['flights', true],
  ]);
  expect(ground.engine.containers.get('flights')?.spec.Labels).toMatchObject({
    'model-steward.version': '1.0.0',
  });
});

test('a container that somebody removed is started again, although the record says that it serves', async () => {
  await using ground = await startDockerGround();
  await ground.register('1.0.0');
  await ground.deploy(ground.inputs);
  expect((await ground.deploy(ground.inputs)).outputs).toMatchObject({ outcome: 'unchanged' });
  (ground.engine.containers as Map<string, FakeContainer>).delete('flights');
  expect((await ground.deploy(ground.inputs)).outputs).toMatchObject({ outcome: 'deployed' });
  expect(ground.engine.containers.get('flights')?.running).toBe(true);
});

test('an engine that is not there is named, and nothing is touched', async () => {
  await using ground = await startDockerGround();
  await expect(
    ground.deploy({ ...ground.inputs, 'docker-socket': '/nonexistent.sock' }),
  ).rejects.toMatchObject({
    code: 'SERVICE_UNREACHABLE',
    message: expect.stringContaining('/nonexistent.sock'),
  });
});

test('a deployment that is cancelled rolls back, and does not stay in progress', async () => {
  await using ground = await startDockerGround({ '1.1.0': { health: 503 } });
  await ground.register('1.0.0');
  await ground.deploy(ground.inputs);
  await ground.register('1.1.0');
  const controller = new AbortController();
  const inputs = { ...ground.inputs, 'health-timeout-seconds': '3600' };
  const ending = ground.deploy(inputs, undefined, controller.signal);
  const versionServed = () => labelsOf(ground.engine.containers.get('flights'));
  // In the middle of the cutover there is no container of this name.
  await until(() => versionServed()?.['model-steward.version'] === '1.1.0');
  controller.abort(new Cancelled('SIGINT'));
  await expect(ending).rejects.toThrow('cancelled: the runner sent SIGINT');
  expect(versionServed()).toMatchObject({ 'model-steward.version': '1.0.0' });
  expect(ground.deployments().slice(-1)).toEqual([
    ['1.1.0', 'error', 'rollout: the deployment was interrupted'],
  ]);
});

test('the stage moves before the cutover: the older version never takes the place of what serves', async () => {
  await using ground = await startDockerGround();
  await ground.register('1.0.0');
  await ground.deploy(ground.inputs);
  await ground.register('1.1.0');
  const created = holdRequest(ground.box, { method: 'POST', path: /\/deployments$/ });
  const deploying = ground.deploy(ground.inputs);
  await created.arrived;
  await ground.register('1.2.0');
  created.release();
  const { outputs } = await deploying;
  expect(outputs).toMatchObject({ outcome: 'deployed', version: '1.2.0' });
  expect(ground.deployments().slice(-2)).toEqual([
    ['1.1.0', 'inactive', 'rolled back to 1.0.0; shift: 1.2.0 is assigned to production now'],
    ['1.2.0', 'success', '1.2.0 is in service'],
  ]);
});

test('a container that somebody stopped is kept when the next version does not work, and stays stopped', async () => {
  await using ground = await startDockerGround({ '1.1.0': { health: 500 } });
  await ground.register('1.0.0');
  await ground.deploy(ground.inputs);
  const stopped = ground.engine.containers.get('flights')!;
  stopped.running = false;
  await ground.register('1.1.0');
  const { end } = await ground.deploy(ground.inputs);
  expect(end).toMatchObject({ failure: expect.stringContaining('nothing served before') });
  expect([...ground.engine.containers.values()]).toEqual([stopped]);
  expect(stopped).toMatchObject({ name: 'flights', running: false });
});
