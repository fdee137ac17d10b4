/** Which deployments may have been at work beside one: those after it began, and those that had no end when it did. */
import { expect, it } from 'vitest';
import type { Deployable } from '../../../actions/deploy/steps/deployable.ts';
import { listOthers } from '../../../actions/deploy/steps/overtaken.ts';
import type { DeployStep } from '../../../actions/deploy/ports.ts';
import type { DeploymentRecord, DeploymentState } from '../../../src/shared/domain/kernel/platform.ts';
import { startBoxGitHub } from '../../adapters/github/box-github.ts';

it('lists one that had no end when this one began, and one that is newer, and none that had ended', async () => {
  await using ground = await startBoxGitHub();
  const { deployments } = ground.github;
  const create = async (name: string, state: DeploymentState): Promise<DeploymentRecord> => {
    const where = { ref: 'main', task: 'deploy:churn', environment: 'production' };
    const record = await deployments.create({ ...where, description: name, payload: { name } });
    await deployments.setState(record.id, state, { description: name });
    return record;
  };
  const ended = await create('ended', 'failure');
  const atWork = await create('at work', 'in_progress');
  const known = await Promise.all(
    [atWork, ended].map(async (record) => ({ record, status: await deployments.status(record.id) })),
  );
  const record = await create('own', 'in_progress');
  const newer = await create('newer', 'in_progress');
  await deployments.setState(atWork.id, 'failure', { description: 'rolled back' });
  const step = { ports: { deployments }, model: { name: 'churn' } } as unknown as DeployStep;
  const deployable = { environment: 'production' } as Deployable;
  const others = await listOthers(step, deployable, { record, known });
  expect(others.map((other) => [other.record.id, other.status?.state])).toEqual([
    [newer.id, 'in_progress'],
    [atWork.id, 'failure'],
  ]);
});
