import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Cancelled } from '../../src/shared/domain/kernel/cancellation.ts';
import { deleteRef } from '../github-box/git/refs.ts';
import type { AssetRecord, ReleaseRecord } from '../github-box/state/records.ts';
import { startGround, type Deployed, type Ground } from '../ground/deployment.ts';
import { REPOSITORY } from '../ground/project.ts';
import { COMMAND } from '../ground/service.ts';
import { until } from '../ground/until.ts';

const served = async ({ folder }: Ground): Promise<string> =>
  (await readFile(join(folder, 'workspace/service/version.txt'), 'utf8')).trim();

test('a version that never becomes healthy is rolled back, and the step fails', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await ground.deploy();
  await ground.register('1.1.0', { behavior: { health: 503 } });
  const { end, outputs, summary } = await ground.deploy();
  expect(end).toEqual({
    failure:
      'flights 1.1.0: health failed: not healthy within 3 s: /health: it answers with status 503; 1.0.0 serves again',
  });
  expect(outputs).toMatchObject({ outcome: 'rolled-back', version: '1.1.0' });
  expect(await ground.calls()).toEqual(['start 1.0.0 -', 'start 1.1.0 -', 'rollback 1.0.0 -']);
  expect(await served(ground)).toBe('1.0.0');
  expect(ground.deployments()).toEqual([
    ['1.0.0', 'success', '1.0.0 is in service'],
    [
      '1.1.0',
      'failure',
      'rolled back to 1.0.0; health: not healthy within 3 s: /health: it answers with status 503',
    ],
  ]);
  expect(summary).toContain('`flights` 1.1.0 was rolled back: 1.0.0 serves again in `production`');
  expect((await ground.ledger()).at(-1)?.deployment).toMatchObject({
    outcome: 'rolled-back',
    previous: { version: '1.0.0' },
  });
});

test.each([
  ['with too few predictions', '[0.5]', '2 rows sent, but 1 predicted: [0.5]'],
  ['with something else than JSON', 'Bad Gateway', 'expected JSON with predictions, got Bad Gateway'],
])('a version that answers the example %s is rolled back', async (_, answer, detail) => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await ground.deploy();
  await ground.register('1.1.0', { behavior: { answer } });
  const { end } = await ground.deploy();
  expect(end).toEqual({ failure: `flights 1.1.0: smoke-test failed: ${detail}; 1.0.0 serves again` });
  expect(await served(ground)).toBe('1.0.0');
});

test('an example that is not what the signature of the model says is not sent, and the version before serves again', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await ground.deploy();
  const inputs = [
    { name: 'hour', type: 'long' },
    { name: 'carrier', type: 'string' },
  ];
  const format = { tool: 'mlflow' as const, flavors: ['sklearn'], inputs };
  const example = '{"dataframe_records":[{"hour":7.5}]}';
  await ground.register('1.1.0', { format, example });
  const { end } = await ground.deploy();
  expect(end).toEqual({
    failure:
      'flights 1.1.0: smoke-test failed: the example input was not sent, for it is not what the signature of the model says: hour: expected long, got a number with decimals; carrier: expected string, got nothing; 1.0.0 serves again',
  });
  expect(await served(ground)).toBe('1.0.0');
  await ground.register('1.2.0', {
    format,
    behavior: { answer: '[0.1, 0.2]' },
    example: '{"dataframe_records":[{"hour":7,"carrier":"AA"},{"hour":8,"carrier":"UA"}]}',
  });
  expect((await ground.deploy()).end).toBe('success');
});

test('a command that fails to start the new version is run again to bring back the one before', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await ground.deploy();
  await ground.register('1.1.0');
  const command = 'if [ "$MODEL_STEWARD_ACTION" = start ]; then exit 7; fi';
  const { end } = await ground.deploy({ command });
  expect(end).toEqual({
    failure: 'flights 1.1.0: start failed: command (start): expected exit code 0, got 7; 1.0.0 serves again',
  });
});

test('a first version that fails is stopped, because there is nothing to return to', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0', { behavior: { health: 500 } });
  const { end, outputs } = await ground.deploy();
  expect(end).toMatchObject({ failure: expect.stringContaining('nothing served before') });
  expect(outputs).toMatchObject({ outcome: 'failed' });
  expect((await ground.calls()).map((line) => line.split(' ')[0])).toEqual(['start', 'stop']);
  expect(ground.deployments()).toMatchObject([['1.0.0', 'failure', expect.stringContaining('health:')]]);
});

test('when the rollback fails too it is unknown what serves, so the next run deploys again', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await ground.deploy();
  await ground.register('1.1.0');
  const { end, outputs } = await ground.deploy({ command: 'exit 7' });
  expect(end).toEqual({
    failure:
      'flights 1.1.0: start failed: command (start): expected exit code 0, got 7; command (rollback): expected exit code 0, got 7',
  });
  expect(outputs).toMatchObject({ outcome: 'failed' });
  expect(ground.deployments().map(([, state]) => state)).toEqual(['success', 'error']);
  expect((await ground.deploy({ version: '1.0.0' })).outputs).toMatchObject({ outcome: 'deployed' });
});

/** 1.0.0 is in service and cannot be fetched any more; 1.1.0 does not work. */
async function startWithoutReturn(): Promise<Ground> {
  const ground = await startGround();
  await ground.register('1.0.0');
  await ground.deploy();
  await ground.register('1.1.0', { behavior: { health: 503 } });
  const { releases } = ground.box.world.findRepository(REPOSITORY)!;
  releases.splice(
    releases.findIndex(({ tagName }) => tagName === 'flights@v1.0.0'),
    1,
  );
  return ground;
}

test('a version whose release is gone cannot be returned to: a warning first, then a service that is stopped', async () => {
  await using ground = await startWithoutReturn();
  const { end, warnings } = await ground.deploy();
  expect(warnings).toEqual([
    expect.stringMatching(/^1\.0\.0 is in service, and a rollback to it is not possible: .*flights@v1\.0\.0/),
  ]);
  expect(end).toMatchObject({
    failure: expect.stringContaining('1.0.0 cannot be started again; what was started is stopped again'),
  });
  expect((await ground.calls()).map((line) => line.split(' ')[0])).toEqual(['start', 'start', 'stop']);
  expect(ground.deployments().map(([, state]) => state)).toEqual(['success', 'error']);
});

/** 1.0.0 is in service; what its release and its tag say is changed then, and 1.1.0 does not work. */
async function rollBackAfter(
  change: (ground: Ground, release: ReleaseRecord) => Promise<void> | void,
): Promise<Deployed> {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await ground.deploy();
  await ground.register('1.1.0', { behavior: { health: 503 } });
  const { releases } = ground.box.world.findRepository(REPOSITORY)!;
  await change(
    ground,
    releases.find(({ tagName }) => tagName === 'flights@v1.0.0')!,
  );
  return await ground.deploy();
}

function changeAssets({ assets }: ReleaseRecord, change: (asset: AssetRecord) => Partial<AssetRecord>): void {
  for (const [index, asset] of assets.entries()) assets[index] = { ...asset, ...change(asset) };
}

test('a server that does not report the digests of files: the version before is found by its `model.json`', async () => {
  const { outputs, warnings } = await rollBackAfter((_, release) =>
    changeAssets(release, () => ({ digest: null })),
  );
  expect(warnings).toEqual([]);
  expect(outputs).toMatchObject({ outcome: 'rolled-back' });
});

test.each([
  [
    'a file of its release is replaced',
    (_: Ground, release: ReleaseRecord) => {
      const bytes = Buffer.from('worse');
      const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
      changeAssets(release, ({ name }) => (name.startsWith('model+') ? { bytes, digest } : {}));
    },
  ],
  [
    'a file of its release is replaced on a server that reports the digest of before',
    (_: Ground, release: ReleaseRecord) => {
      changeAssets(release, ({ name }) => (name.startsWith('model+') ? { bytes: Buffer.from('worse') } : {}));
    },
  ],
  [
    'its tag is replaced by one of another model',
    async ({ box, github }: Ground) => {
      const tag = (await github.tags.get('flights@v1.0.0'))!;
      const other = (await github.tags.get('flights@v1.1.0'))!;
      await deleteRef(box.world.findRepository(REPOSITORY)!.git, 'refs/tags/flights@v1.0.0');
      await github.tags.create({ ...tag, message: other.message, taggedAt: tag.taggedAt ?? '' });
    },
  ],
  [
    'its release is a draft again',
    (_: Ground, release: ReleaseRecord) => {
      release.draft = true;
    },
  ],
])(
  '%s after the deployment: no rollback to it, and a warning says so before anything is touched',
  async (_, change) => {
    const { end, warnings } = await rollBackAfter(change);
    expect(warnings[0]).toMatch(/^1\.0\.0 is in service, and a rollback to it is not possible: /);
    expect(end).toMatchObject({ failure: expect.stringContaining('1.0.0 cannot be started again') });
  },
);

test('a version that may serve still is not stopped when the next one does not start and nothing can be started again', async () => {
  await using ground = await startWithoutReturn();
  const command = `if [ "$MODEL_STEWARD_ACTION" = start ]; then exit 7; fi\n${COMMAND}`;
  const { end } = await ground.deploy({ command });
  expect(end).toMatchObject({
    failure: expect.stringContaining('got 1.0.0, which may serve still; it was not run'),
  });
  expect(await served(ground)).toBe('1.0.0');
  expect(await ground.calls()).toEqual(['start 1.0.0 -']);
  expect(ground.deployments().map(([, state]) => state)).toEqual(['success', 'error']);
});

test.each([
  ['while the command starts the new version', 'if [ "$MODEL_STEWARD_ACTION" = start ]; then sleep 600; fi'],
  ['while the new version becomes healthy', ''],
])('a deployment that is cancelled %s runs the command to roll back', async (_, ending) => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await ground.deploy();
  await ground.register('1.1.0', { behavior: { health: 503 } });
  const controller = new AbortController();
  const inputs = { command: `${COMMAND}\n${ending}`, 'health-timeout-seconds': '3600' };
  const deploying = ground.deploy(inputs, undefined, controller.signal);
  const versionServed = (): Promise<string> => served(ground).catch(() => '');
  await until(async () => (await versionServed()) === '1.1.0');
  controller.abort(new Cancelled('SIGINT'));
  await expect(deploying).rejects.toThrow('cancelled: the runner sent SIGINT');
  expect(await served(ground)).toBe('1.0.0');
  expect((await ground.calls()).slice(-2)).toEqual(['start 1.1.0 -', 'rollback 1.0.0 -']);
  expect(ground.deployments().at(-1)).toEqual(['1.1.0', 'error', 'rollout: the deployment was interrupted']);
});
