import { expect, test } from 'vitest';
import { startGround } from '../../ground/deployment.ts';

test('an empty stage is a notice and not a failure', async () => {
  await using ground = await startGround();
  const { end, outputs, notices, summary } = await ground.deploy();
  expect(end).toBe('success');
  expect(outputs).toEqual({ outcome: 'empty-stage' });
  expect(notices).toEqual([
    'No version of `flights` is assigned to the stage `production`. Register and promote one, then deploy again.',
  ]);
  expect(summary).toContain('## Nothing to deploy');
  expect(ground.deployments()).toEqual([]);
});
