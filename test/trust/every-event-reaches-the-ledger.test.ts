/**
 * What happened stays on record, also when the run that did it was killed, when its write was refused, and when somebody
 * wrote to its path first (docs/lifecycle.md#a-write-that-is-refused).
 */
import { describe, expect, it } from 'vitest';
import { startGround } from '../ground/deployment.ts';
import { REPOSITORY } from '../ground/project.ts';

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

  it('somebody wrote to the path of its event first → a warning names the path, and the event is beside it', async () => {
    await using ground = await startGround();
    await ground.register('1.0.0');
    await ground.deploy();
    const [path = ''] = await ground.github.ledger.list('flights');
    await ground.register('1.1.0');
    // Numbers of runs can be guessed: these are the next ones.
    const runId = Number(/-(\d+)-1\.json$/.exec(path)?.[1]);
    const next = Array.from({ length: 300 }, (_, more) => path.replace(`${runId}`, `${runId + 1 + more}`));
    const files = Object.fromEntries(next.map((squatted) => [squatted, '{}']));
    await ground.box.pushFiles({
      ...{ repository: REPOSITORY, branch: 'model-steward-ledger', files, author: 'mallory' },
    });
    const { warnings } = await ground.deploy();
    expect(warnings.join('\n')).toMatch(/^ledger: \S+\.json holds another event and is left as it is/);
    const paths = await ground.github.ledger.list('flights');
    expect(paths.filter((other) => other.endsWith('-1-2.json'))).toHaveLength(1);
    const { outputs } = await ground.deploy();
    expect(outputs).toMatchObject({ outcome: 'unchanged' });
    expect(await ground.github.ledger.list('flights')).toEqual(paths);
  });
});
