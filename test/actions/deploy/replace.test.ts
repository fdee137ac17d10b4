import { expect, test } from 'vitest';
import { startGround } from '../../ground/deployment.ts';

test('a new version takes the place of the one before, whose deployment becomes inactive', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await ground.deploy();
  await ground.register('1.1.0');
  const { end, summary } = await ground.deploy();
  expect(end).toBe('success');
  expect(await ground.calls()).toEqual(['start 1.0.0 -', 'start 1.1.0 -']);
  expect(ground.deployments()).toEqual([
    ['1.0.0', 'inactive', 'replaced by flights@v1.1.0'],
    ['1.1.0', 'success', '1.1.0 is in service'],
  ]);
  expect(summary).toContain('`flights` 1.1.0 is in service in `production`, in place of 1.0.0');
  const events = await ground.ledger();
  expect(events.map(({ deployment }) => deployment.previous?.version)).toEqual([undefined, '1.0.0']);
});

test('what serves already is left alone', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  const first = await ground.deploy();
  ground.box.requests.clear();
  const { end, outputs, summary } = await ground.deploy();
  expect(end).toBe('success');
  expect(outputs).toEqual({ ...first.outputs, outcome: 'unchanged' });
  expect(await ground.calls()).toEqual(['start 1.0.0 -']);
  expect(ground.box.requests.writes()).toEqual([]);
  expect(summary).toContain('is in service already');
});

test('what serves already is deployed again when that is asked for, or when it does not answer', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await ground.deploy();
  expect((await ground.deploy({ force: 'true' })).outputs).toMatchObject({ outcome: 'deployed' });
  expect((await ground.deploy({ 'health-path': '/nowhere' })).outputs).toMatchObject({ outcome: 'failed' });
  expect(await ground.calls()).toHaveLength(4);
});
