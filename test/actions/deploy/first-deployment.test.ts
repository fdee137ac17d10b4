import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { EXAMPLE, startGround } from '../../ground/deployment.ts';

test('the first version is verified, started, checked, asked, and recorded', async () => {
  await using ground = await startGround();
  const version = await ground.register('1.0.0');
  const { end, outputs, summary, warnings } = await ground.deploy();
  expect(end).toBe('success');
  expect(warnings).toEqual([]);
  expect(outputs).toEqual({
    outcome: 'deployed',
    version: '1.0.0',
    'model-digest': version.modelDigest,
    'deployment-id': ground.box.world.repositories[0]!.deployments[0]!.id,
    environment: 'production',
    image: '',
    url: ground.service.url,
  });
  expect(ground.service.asked).toEqual([JSON.parse(EXAMPLE)]);
  expect(await ground.calls()).toEqual(['start 1.0.0 -']);
  const served = join(ground.folder, 'workspace/service/nested/weights.bin');
  expect(await readFile(served, 'utf8')).toBe('weights of 1.0.0');
  expect(ground.deployments()).toEqual([['1.0.0', 'success', '1.0.0 is in service']]);
  expect(summary).toContain('## `flights` 1.0.0 is in service in `production`');
  expect(summary).toContain('| ✅ | Example input | 2 rows sent, 2 predicted:');
});

test('the deployment document says what was done, and the ledger holds it', async () => {
  await using ground = await startGround();
  const version = await ground.register('1.0.0');
  await ground.deploy();
  const [event, ...others] = await ground.ledger();
  expect(others).toEqual([]);
  const { deployment } = event!;
  expect(deployment).toMatchObject({
    schema: 'model-steward/deployment/1',
    model: 'flights',
    version: '1.0.0',
    modelDigest: version.modelDigest,
    modelDocument: documentDigest(version),
    stage: 'production',
    environment: 'production',
    target: 'command',
    strategy: 'basic',
    outcome: 'deployed',
    phases: [
      { name: 'verify', outcome: 'ok', detail: { code: 'files-verified', files: 2 } },
      { name: 'image', outcome: 'skipped' },
      { name: 'start', outcome: 'ok', detail: { code: 'command-started', version: '1.0.0' } },
      {
        name: 'shift',
        outcome: 'ok',
        detail: { code: 'traffic-shifted', version: '1.0.0', trafficFraction: 1 },
      },
      { name: 'health', outcome: 'ok', detail: { code: 'health-answered', path: '/health', status: 200 } },
      {
        name: 'smoke-test',
        outcome: 'ok',
        detail: {
          code: 'smoke-test-passed',
          rowsSent: 2,
          rowsPredicted: 2,
          answer: '{"predictions":[0.25,0.25]}',
        },
      },
    ],
  });
  expect(event!.envelope.document).toEqual({
    name: 'deployment.json',
    sha256: documentDigest(deployment),
  });
});

test('the intent is on the platform before anything is touched', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  ground.box.requests.clear();
  await ground.deploy({ command: 'false' });
  const writes = ground.box.requests.writes().map(({ method, route, body }) => [method, route, body]);
  expect(writes.slice(0, 2)).toMatchObject([
    [
      'POST',
      '/repos/{owner}/{repo}/deployments',
      { ref: 'flights@v1.0.0', task: 'deploy:flights', auto_merge: false, required_contexts: [] },
    ],
    ['POST', '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses', { state: 'in_progress' }],
  ]);
});

test('a version that is named is deployed, whatever is assigned to the stage', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await ground.register('1.1.0');
  const { outputs } = await ground.deploy({ version: 'v1.0.0', environment: 'trial' });
  expect(outputs).toMatchObject({ outcome: 'deployed', version: '1.0.0', environment: 'trial' });
  await expect(ground.deploy({ version: '3.0.0' })).rejects.toMatchObject({
    code: 'NOT_PUBLISHED',
    message: 'flights@v3.0.0: expected a registered version, got none',
  });
});

test('a release without an example is served without being asked, and the report says so', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0', { example: '' });
  const { end, summary } = await ground.deploy();
  expect(end).toBe('success');
  expect(summary).toContain('| ➖ | Example input | the release has no example input (`train: example:`) |');
});
