/**
 * What happened stays on record, also when the run that did it was killed, when its write was refused, and when somebody
 * wrote to its path first (docs/lifecycle.md#a-write-that-is-refused).
 */
import { describe, expect, it } from 'vitest';
import { startGround } from '../ground/deployment.ts';

describe('a deployment', () => {
  it('the run ends between the success and its event → the next deployment, which changes nothing, enters it', async () => {
    await using ground = await startGround();
    await ground.register('1.0.0');
    ground.box.faults.inject({ kind: 'status', status: 403, method: 'POST', route: /\/git\/trees$/ });
    await ground.deploy();
    expect(await ground.ledger()).toEqual([]);
    const { outputs } = await ground.deploy();
    expect(outputs).toMatchObject({ outcome: 'unchanged' });
    const [event, ...others] = await ground.ledger();
    expect(others).toEqual([]);
    expect(event?.deployment).toMatchObject({
      ...{ version: '1.0.0', stage: 'production', environment: 'production', target: 'command' },
      ...{
        outcome: 'deployed',
        modelDigest: outputs['model-digest'],
        deploymentId: outputs['deployment-id'],
      },
    });
    await ground.deploy();
    expect(await ground.ledger()).toHaveLength(1);
  });
});
