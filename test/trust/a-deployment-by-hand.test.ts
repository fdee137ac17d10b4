/**
 * Who may write deployments can say by hand that a version is in service, or is wanted (docs/trust.md#a-deployment-by-hand).
 * What a run made is believed, and what a person made is named. Whatever makes one inactive has stopped no service.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { DeploymentRecord } from '../github-box/state/records.ts';
import { holdRequest } from '../ground/held-request.ts';
import { startGround, type Ground } from '../ground/deployment.ts';
import { REPOSITORY } from '../ground/project.ts';

const inputsFor = (ground: Ground, target: string): Readonly<Record<string, string>> => ({
  target,
  ...(target === 'none' && { image: `${ground.box.registry}/acme/flights` }),
});

const recordsOf = ({ box }: Ground): DeploymentRecord[] => box.world.findRepository(REPOSITORY)!.deployments;

/** As deploy would have written it, with a run that there was. */
function writeByHand(ground: Ground, version: string, payload: object): number {
  const [model] = recordsOf(ground);
  const id = ground.box.world.nextId();
  const [status] = model!.statuses;
  recordsOf(ground).push({
    ...{ ...model!, id, ref: `flights@v${version}`, creator: 'eve' },
    payload: { ...(model!.payload as object), version, ...payload },
    statuses: [{ ...status!, id: ground.box.world.nextId(), state: 'success' }],
  });
  return id;
}

const served = async ({ folder }: Ground): Promise<string> =>
  (await readFile(join(folder, 'workspace/service/version.txt'), 'utf8')).trim();

it.each(['command', 'none'])(
  'a person records that the new version is in service, with the target %s → it is deployed all the same, and the record is named',
  async (target) => {
    await using ground = await startGround();
    const inputs = inputsFor(ground, target);
    await ground.register('1.0.0');
    await ground.deploy(inputs);
    const { modelDigest } = await ground.register('1.1.0');
    const id = writeByHand(ground, '1.1.0', { modelDigest });
    const { outputs, warnings } = await ground.deploy(inputs);
    expect(outputs).toMatchObject({ outcome: 'deployed', version: '1.1.0' });
    if (target === 'command') expect(await served(ground)).toBe('1.1.0');
    expect(warnings.join('\n')).toContain(`got ${id} of flights@v1.1.0 by eve, made by hand`);
    expect(
      recordsOf(ground)
        .find((record) => record.id === id)
        ?.statuses.map(({ state }) => state),
    ).toEqual(['success']);
    expect((await ground.deploy(inputs)).outputs).toMatchObject({ outcome: 'unchanged', version: '1.1.0' });
  },
);

it('another workflow, or the environment of the job, makes the deployment in service inactive before a version that is never healthy → the deployment rolls back to it', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await ground.deploy();
  const [{ statuses }] = recordsOf(ground) as [DeploymentRecord];
  statuses.push({ ...statuses.at(-1)!, id: ground.box.world.nextId(), state: 'inactive' });
  await ground.register('1.1.0', { behavior: { health: 500 } });
  const { outputs, warnings } = await ground.deploy();
  expect(outputs).toMatchObject({ outcome: 'rolled-back', version: '1.1.0' });
  expect(await served(ground)).toBe('1.0.0');
  expect(warnings.join('\n')).toContain('which is inactive though no later one replaced it');
});

it('a person records an older version while a newer one is being deployed → it is not the last request', async () => {
  await using ground = await startGround();
  const { modelDigest } = await ground.register('1.0.0');
  await ground.deploy();
  await ground.register('1.1.0');
  const ending = holdRequest(ground.box, { after: 1, method: 'POST', path: /\/deployments\/\d+\/statuses$/ });
  const deploying = ground.deploy();
  await ending.arrived;
  writeByHand(ground, '1.0.0', { modelDigest, stage: undefined });
  ending.release();
  expect((await deploying).outputs).toMatchObject({ outcome: 'deployed', version: '1.1.0' });
  expect(await served(ground)).toBe('1.1.0');
});
