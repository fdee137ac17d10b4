import { expect, test } from 'vitest';
import { startGround } from './ground.ts';

test('a stage that nobody holds is a notice and no failure', async () => {
  await using ground = await startGround();
  const { end, outputs, notices, summary } = await ground.deploy();
  expect(end).toBe('success');
  expect(outputs).toEqual({ outcome: 'empty-stage' });
  expect(notices).toEqual([
    'No version of `flights` holds the stage `production` yet. Register one, and it is deployed from there.',
  ]);
  expect(summary).toContain('## Nothing to deploy');
  expect(ground.deployments()).toEqual([]);
});
