/**
 * "Re-run all jobs" brings back the version that a run was started for, weeks later: what was deployed since stays in service
 * (docs/lifecycle.md#an-overtaken-deployment).
 */
import { expect, it } from 'vitest';
import { startGround } from '../ground/deployment.ts';

const OLD = { version: '1.0.0', target: 'none' };

it('an old deployment of a version is run again after newer ones → it is refused, and a new run deploys that version', async () => {
  await using ground = await startGround();
  const image = { image: `${ground.box.registry}/acme/flights` };
  const inputs = { target: 'none', ...image };
  await ground.register('1.0.0');
  const old = await ground.deploy({ ...OLD, ...image });
  expect(old.outputs).toMatchObject({ outcome: 'deployed', version: '1.0.0' });
  expect((await ground.deployAgain(old, { ...OLD, ...image })).outputs).toMatchObject({
    outcome: 'unchanged',
  });
  for (const version of ['1.1.0', '1.2.0', '1.3.0']) {
    await ground.register(version);
    expect((await ground.deploy(inputs)).outputs).toMatchObject({ outcome: 'deployed', version });
  }
  await expect(ground.deployAgain(old, { ...OLD, ...image, force: 'true' })).rejects.toThrow(
    /expected that nothing was deployed since this run deployed 1\.0\.0, got 1\.3\.0 in service/,
  );
  expect(ground.deployments().filter(([, state]) => state === 'success')).toMatchObject([
    ['1.3.0', 'success', expect.anything()],
  ]);
  expect((await ground.deploy({ ...OLD, ...image })).outputs).toMatchObject({
    outcome: 'deployed',
    version: '1.0.0',
  });
});

it('a deployment of a version failed, and is run again after another version was deployed → it is refused', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await ground.register('1.1.0', { behavior: { health: 503 } });
  const failed = await ground.deploy({ version: '1.1.0' });
  expect(failed.end).not.toBe('success');
  await ground.register('1.2.0');
  expect((await ground.deploy()).outputs).toMatchObject({ outcome: 'deployed', version: '1.2.0' });
  await expect(ground.deployAgain(failed, { version: '1.1.0' })).rejects.toThrow(
    /a run|expected that nothing/,
  );
});
