/**
 * Who ends last must not decide: not a deployment that was overtaken, not an older evaluation, not the second of two
 * monitors (docs/lifecycle.md#an-overtaken-deployment).
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../src/shared/domain/kernel/cancellation.ts';
import { silentLog } from '../adapters/github/test-client.ts';
import { createFlights } from '../ground/daily-data.ts';
import { startGround as startMonitorGround } from '../ground/monitoring.ts';
import { connect } from '../ground/box-ports.ts';
import { startGround, type Deployed, type Ground } from '../ground/deployment.ts';
import { startDockerGround, type DockerGround } from '../ground/docker-deployment.ts';
import { holdRequest } from '../ground/held-request.ts';
import {
  EVALUATE_PERMISSIONS,
  PULL_WORKFLOW,
  REPOSITORY as PROJECT,
  startProject,
} from '../ground/project.ts';
import { COMMAND } from '../ground/service.ts';
import { until } from '../ground/until.ts';

const served = async ({ folder }: Ground): Promise<string> =>
  (await readFile(join(folder, 'workspace/service/version.txt'), 'utf8')).trim();

/** The command of a deployment that is slow to start one version: it waits for a file of the test. */
const waitingFor = (version: string): string =>
  [
    `if [ "$MODEL_STEWARD_ACTION $MODEL_STEWARD_VERSION" = "start ${version}" ]; then`,
    'touch waiting; until [ -e go ]; do sleep 0.05; done; fi',
    COMMAND,
  ].join('\n');

async function untilWaiting({ folder }: Ground): Promise<void> {
  await until(() => existsSync(join(folder, 'workspace/waiting')));
}

/** Versions in the order in which they were recorded. */
const recorded = async (ground: Ground): Promise<readonly string[]> =>
  (await ground.ledger())
    .map(({ deployment }) => deployment)
    .sort((left, right) => (left.deploymentId ?? 0) - (right.deploymentId ?? 0))
    .map(({ version, outcome }) => [version, outcome].join(' '));

const CREATE = { method: 'POST', path: /\/deployments$/ } as const;
const SET_STATE = { method: 'POST', path: /\/deployments\/\d+\/statuses$/ } as const;

/** `flights 1.1.0 running`, by name. */
const containersOf = ({ engine }: DockerGround): readonly string[] =>
  [...engine.containers.values()]
    .map(({ name, running, spec }) => {
      const labels = spec.Labels as Readonly<Record<string, string>>;
      return `${name} ${labels['model-steward.version'] ?? ''} ${running ? 'running' : 'stopped'}`;
    })
    .sort();

const inService = (ground: Ground): readonly string[] =>
  ground.deployments().flatMap(([version, state]) => (state === 'success' ? [version] : []));

describe('a deployment that is overtaken', () => {
  it('the stage moves and another run deploys while the command starts the older version → the service ends with what the stage names', async () => {
    await using ground = await startGround();
    await ground.register('1.0.0');
    const slow = ground.deploy({ command: waitingFor('1.0.0') });
    await untilWaiting(ground);
    await ground.register('1.1.0');
    expect((await ground.deploy()).outputs).toMatchObject({ outcome: 'deployed', version: '1.1.0' });
    await ground.release('go');
    const { end, outputs, notices } = await slow;
    expect(end).toBe('success');
    expect(outputs).toMatchObject({ outcome: 'deployed', version: '1.1.0' });
    expect(notices.join('\n')).toContain('overtaken: 1.1.0 is assigned to production now');
    expect(await served(ground)).toBe('1.1.0');
    expect(inService(ground)).toEqual(['1.1.0']);
    expect((await ground.deploy()).outputs).toMatchObject({ outcome: 'unchanged', version: '1.1.0' });
    expect(await recorded(ground)).toEqual(['1.0.0 deployed', '1.1.0 deployed', '1.1.0 deployed']);
  });

  it('an overtaken deployment is cancelled and rolls back to what served before it → the next deployment repairs it', async () => {
    await using ground = await startGround();
    await ground.register('1.0.0');
    await ground.deploy();
    await ground.register('1.1.0');
    const controller = new AbortController();
    const slow = ground.deploy({ command: waitingFor('1.1.0') }, undefined, controller.signal);
    await untilWaiting(ground);
    await ground.register('1.2.0');
    await ground.deploy();
    controller.abort(new Cancelled('SIGINT'));
    await expect(slow).rejects.toThrow('cancelled');
    expect(await served(ground)).toBe('1.0.0');
    expect((await ground.deploy()).outputs).toMatchObject({ outcome: 'deployed', version: '1.2.0' });
    expect(await served(ground)).toBe('1.2.0');
  });

  it.each(['command', 'none'])(
    'the stage moves before the cutover, with the target %s → the older version is never recorded as in service',
    async (target) => {
      await using ground = await startGround();
      const inputs = { target, ...(target === 'none' && { image: `${ground.box.registry}/acme/flights` }) };
      await ground.register('1.0.0');
      const created = holdRequest(ground.box, CREATE);
      const deploying = ground.deploy(inputs);
      await created.arrived;
      await ground.register('1.1.0');
      created.release();
      expect((await deploying).outputs).toMatchObject({ outcome: 'deployed', version: '1.1.0' });
      expect(ground.deployments()).toMatchObject([
        ['1.0.0', 'inactive', 'start: 1.1.0 is assigned to production now'],
        ['1.1.0', 'success', expect.anything()],
      ]);
    },
  );

  it('somebody deploys a named version while an older deployment of the stage is at work → the last request counts', async () => {
    await using ground = await startGround();
    await ground.register('1.0.0');
    await ground.register('1.1.0');
    const slow = ground.deploy({ command: waitingFor('1.1.0') });
    await untilWaiting(ground);
    await ground.deploy({ version: '1.0.0' });
    await ground.release('go');
    expect((await slow).outputs).toMatchObject({ outcome: 'deployed', version: '1.0.0' });
    expect(await served(ground)).toBe('1.0.0');
    expect(inService(ground)).toEqual(['1.0.0']);
  });
});

describe('the stage moves after the cutover', () => {
  /** Moves the stage while the end of the deployment under test is being written. */
  async function deployWhile(
    ground: Ground,
    inputs: Readonly<Record<string, string>>,
    move: () => Promise<unknown>,
  ): Promise<Deployed> {
    // The first state is "in progress", the second one the end.
    const ending = holdRequest(ground.box, { after: 1, ...SET_STATE });
    const deploying = ground.deploy(inputs);
    await ending.arrived;
    await move();
    ending.release();
    return await deploying;
  }

  it.each(['command', 'none'])(
    'with the target %s → the same run deploys what the stage names now',
    async (target) => {
      await using ground = await startGround();
      const inputs = { target, ...(target === 'none' && { image: `${ground.box.registry}/acme/flights` }) };
      await ground.register('1.0.0');
      const { outputs, notices } = await deployWhile(ground, inputs, () => ground.register('1.1.0'));
      expect(outputs).toMatchObject({ outcome: 'deployed', version: '1.1.0' });
      expect(notices.join('\n')).toContain('overtaken: 1.1.0 is assigned to production now');
      expect(inService(ground)).toEqual(['1.1.0']);
      expect(await recorded(ground)).toEqual(['1.0.0 deployed', '1.1.0 deployed']);
      if (target === 'command') expect(await served(ground)).toBe('1.1.0');
    },
  );

  it('another run deploys the same version while the end of the first is being written → one of the two is in service', async () => {
    await using ground = await startGround();
    const inputs = { target: 'none', image: `${ground.box.registry}/acme/flights` };
    await ground.register('1.0.0');
    const { outputs } = await deployWhile(ground, inputs, async () => {
      expect((await ground.deploy(inputs)).outputs).toMatchObject({ outcome: 'deployed', version: '1.0.0' });
    });
    expect(outputs).toMatchObject({ outcome: 'deployed', version: '1.0.0' });
    expect(ground.deployments().map(([, state]) => state)).toEqual(['success', 'inactive']);
  });

  it('with the target docker → the same run replaces its own container by that of the version that the stage names now', async () => {
    await using ground = await startDockerGround();
    await ground.register('1.0.0');
    await ground.deploy(ground.inputs);
    await ground.register('1.1.0');
    const { outputs } = await deployWhile(ground, ground.inputs, () => ground.register('1.2.0'));
    expect(outputs).toMatchObject({ outcome: 'deployed', version: '1.2.0' });
    expect(inService(ground)).toEqual(['0.1.0', '1.2.0']);
    expect(containersOf(ground)).toEqual(['flights 1.2.0 running']);
  });

  it('another run deploys it on the same Docker Engine while the first waits for the health of its own → the container of the newer version stays', async () => {
    await using ground = await startDockerGround({ '1.1.0': { health: 503 } });
    await ground.register('1.0.0');
    await ground.deploy(ground.inputs);
    await ground.register('1.1.0');
    const slow = ground.deploy({ ...ground.inputs, 'health-timeout-seconds': '3600' });
    await until(() => containersOf(ground).includes('flights 1.1.0 running'));
    await ground.register('1.2.0');
    expect((await ground.deploy(ground.inputs)).outputs).toMatchObject({
      outcome: 'deployed',
      version: '1.2.0',
    });
    expect((await slow).outputs).toMatchObject({ version: '1.2.0' });
    expect(inService(ground)).toEqual(['0.1.0', '1.2.0']);
    expect(containersOf(ground)).toEqual(['flights 1.2.0 running']);
  });
});

describe('two environments of one stage', () => {
  it('somebody deploys another version to one of them while a deployment to the other is at work → neither overtakes the other', async () => {
    await using ground = await startGround();
    const inputs = { target: 'none', image: `${ground.box.registry}/acme/flights` };
    await ground.register('1.0.0');
    await ground.register('1.1.0');
    const created = holdRequest(ground.box, CREATE);
    const deploying = ground.deploy(inputs);
    await created.arrived;
    const canary = await ground.deploy({ ...inputs, environment: 'canary', version: '1.0.0' });
    expect(canary.outputs).toMatchObject({ outcome: 'deployed', version: '1.0.0', environment: 'canary' });
    created.release();
    expect((await deploying).outputs).toMatchObject({ outcome: 'deployed', version: '1.1.0' });
    expect(inService(ground).toSorted()).toEqual(['1.0.0', '1.1.0']);
  });

  it('the stage moves while both are being deployed, on one Docker Engine → each ends with what it names now', async () => {
    await using ground = await startDockerGround();
    await ground.register('1.0.0');
    const created = holdRequest(ground.box, { count: 2, ...CREATE });
    const both = [
      ground.deploy(ground.inputs),
      ground.deploy({ ...ground.inputs, environment: 'canary', container: 'flights-canary' }),
    ];
    await created.arrived;
    await ground.register('1.1.0');
    created.release();
    for (const { outputs } of await Promise.all(both))
      expect(outputs).toMatchObject({ outcome: 'deployed', version: '1.1.0' });
    expect(inService(ground)).toEqual(['0.1.0', '1.1.0', '1.1.0']);
    expect(containersOf(ground)).toEqual(['flights 1.1.0 running', 'flights-canary 1.1.0 running']);
  });
});

describe('two runs at once', () => {
  it('two monitors find the same problem at the same time → one issue and one retraining, also after the next check', async () => {
    await using ground = await startMonitorGround({ monitor: '{ retrain: dispatch, cool-down: 7 days }' });
    const putDelayedWeek = (from: string): Promise<void> =>
      ground.putCurrent(createFlights(from, 7).map((flight) => ({ ...flight, delay: flight.delay + 30 })));
    await putDelayedWeek('2026-05-25');
    // Two steps of one process cannot both have their own runner's artifact service.
    const check = (): ReturnType<typeof ground.checkOn> =>
      ground.checkOn('2026-06-01', { artifactService: false });
    const [first, second] = await Promise.all([check(), check()]);
    const started = [first, second].map(({ outputs }) => outputs['retraining-run']).sort();
    expect(started).toEqual(['', ...ground.box.dispatches.map(({ runId }) => String(runId))]);
    expect(started).toHaveLength(2);
    const open = ground.issues.filter(({ state }) => state === 'open');
    expect(open).toHaveLength(1);
    const kept = { number: open[0]!.number };
    expect([first, second]).toMatchObject([{ issues: [kept] }, { issues: [kept] }]);
    await putDelayedWeek('2026-05-26');
    const next = await ground.checkOn('2026-06-02');
    expect(next.issues).toMatchObject([kept]);
    expect(next.summary).toContain('A retraining is already running');
    expect(ground.issues.filter(({ state }) => state === 'open')).toHaveLength(1);
    expect(ground.box.dispatches).toHaveLength(1);
  });

  it('two runs write their first comment at the same time → one comment', async () => {
    await using ground = await startMonitorGround();
    const comments = (): ReturnType<typeof connect>['comments'] =>
      connect(ground.box, {
        ...{ repository: 'acme/flights', permissions: { issues: 'write' }, log: silentLog },
      }).comments;
    ground.box.openIssue({ repository: 'acme/flights', title: 'Which one?', by: 'ann' });
    const mark = '<!-- model-steward:evaluate model=flight-delays -->';
    const bodies = ['pass', 'fail'].map((verdict) => `${mark}\n${verdict}`);
    await Promise.all(bodies.map((body) => comments().upsert(1, mark, { body })));
    const { comments: written } = ground.box.world.findRepository('acme/flights')!;
    expect(written.map(({ body }) => bodies.includes(body))).toEqual([true]);
  });
});

describe('an evaluation of an older push', () => {
  it('it ends after that of a newer push → its own commit gets its status, and the comment stays that of the newer push', async () => {
    await using project = await startProject();
    const pull = await project.propose({ branch: 'two-pushes', skill: 'good' });
    const permissions = {
      contents: 'read',
      actions: 'read',
      'pull-requests': 'write',
      statuses: 'write',
    } as const;
    const older = await project.box.startRun({
      ...{ repository: PROJECT, workflow: PULL_WORKFLOW, event: 'pull_request', pull: pull.number },
      ...{ job: 'train', permissions: { contents: 'read' } },
    });
    await project.step('train', older);
    await project.box.pushFiles({
      ...{ repository: PROJECT, branch: pull.branch, files: { 'skill.txt': 'none\n' } },
    });
    expect((await project.evaluate(pull)).evaluate.outputs).toMatchObject({ verdict: 'fail' });
    const late = await project.step('evaluate', await older.startJob({ job: 'evaluate', permissions }));
    expect(late.outputs).toMatchObject({ verdict: 'pass', 'comment-url': '' });
    expect(project.repository.comments.map(({ body }) => / · (pass|fail) · /.exec(body)?.[1])).toEqual([
      'fail',
    ]);
    expect(project.repository.statuses.map(({ state }) => state).sort()).toEqual(['failure', 'success']);
  });

  it('its run is run again after a newer push was evaluated → the comment stays that of the newer push', async () => {
    await using project = await startProject();
    const pull = await project.propose({ branch: 'two-pushes', skill: 'good' });
    const { run } = await project.evaluate(pull);
    await project.box.pushFiles({
      ...{ repository: PROJECT, branch: pull.branch, files: { 'skill.txt': 'none\n' } },
    });
    expect((await project.evaluate(pull)).evaluate.outputs).toMatchObject({ verdict: 'fail' });
    const again = await project.box.rerun(run, { job: 'evaluate', permissions: EVALUATE_PERMISSIONS });
    const late = await project.step('evaluate', again);
    expect(late.outputs).toMatchObject({ verdict: 'pass', 'comment-url': '' });
    expect(project.repository.comments.map(({ body }) => / · (pass|fail) · /.exec(body)?.[1])).toEqual([
      'fail',
    ]);
    const [newest] = project.repository.statuses.filter(({ state }) => state === 'failure');
    expect(project.repository.statuses.findLast(({ sha }) => sha === newest?.sha)?.state).toBe('failure');
  });
});

describe('a registration of an older merge', () => {
  it('its job is run again after a newer version took the stage → the stage keeps the newer version', async () => {
    await using project = await startProject();
    const older = await project.ship({ branch: 'first', skill: 'fair' });
    await project.ship({ branch: 'second', skill: 'good' });
    const before = await project.tags();
    const again = await project.rerunRegister(older);
    expect(again.failure).toBeUndefined();
    expect(await project.tags()).toEqual(before);
    expect(before.at(-1)).toBe('flight-delays#production#2');
  });
});
