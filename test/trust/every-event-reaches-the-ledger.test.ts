/**
 * What happened stays on record, also when the run that did it was killed, when its write was refused, and when somebody
 * wrote to its path first (docs/lifecycle.md#a-write-that-is-refused).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createFlights } from '../ground/daily-data.ts';
import { createBoxUploads } from '../ground/artifact-service.ts';
import type { Permissions } from '../ground/box-ports.ts';
import { startGround } from '../ground/deployment.ts';
import {
  MONITOR_WORKFLOW,
  startGround as startMonitorGround,
  type Ground as MonitorGround,
} from '../ground/monitoring.ts';
import { PROMOTE_WORKFLOW, REPOSITORY, startProject } from '../ground/project.ts';
import { runStepOrThrow, type EndedStep, type StepRequest } from '../ground/step.ts';
import { deleteRef } from '../github-box/git/refs.ts';
import type { StartedRun } from '../github-box/human/runs.ts';

/** A ruleset that lets no one write to the branch of the ledger. */
const REFUSED = { kind: 'status', status: 403, method: 'PUT', route: /\/contents\// } as const;

describe('a deployment', () => {
  it('the run ends between the success and its event → the next deployment, which changes nothing, enters it', async () => {
    await using ground = await startGround();
    await ground.register('1.0.0');
    ground.box.faults.inject(REFUSED);
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

  it('the ledger refuses the event of a deployment that failed → the next deployment enters it as its own run said it, once', async () => {
    await using ground = await startGround({ oneAfterTheOther: true });
    await ground.box.pushFiles({
      repository: REPOSITORY,
      files: { [PROMOTE_WORKFLOW]: 'on: workflow_dispatch' },
    });
    await ground.register('1.0.0');
    await ground.deploy();
    await ground.register('1.1.0', { behavior: { health: 503 } });
    ground.box.faults.inject(REFUSED);
    const failed = await ground.deploy();
    expect(failed.outputs).toMatchObject({ outcome: 'rolled-back' });
    expect(await ground.ledger()).toHaveLength(1);
    const { notices } = await ground.deploy({ version: '1.0.0' });
    expect(notices).toContainEqual(
      expect.stringMatching(/^ledger: \S+ is entered now; its run could not write it$/),
    );
    const kept = (await ground.ledger()).filter(({ deployment }) => deployment.version === '1.1.0');
    expect(kept).toMatchObject([
      { deployment: { outcome: 'rolled-back', deploymentId: failed.outputs['deployment-id'] } },
    ]);
    const before = await ground.github.ledger.list('flights');
    ground.box.requests.clear();
    await ground.deploy({ version: '1.0.0' });
    // Nothing is missing: no run is searched for what it kept.
    expect(ground.box.requests.lines().filter((line) => line.includes('/actions/'))).toEqual([]);
    expect(await ground.github.ledger.list('flights')).toEqual(before);
  });

  it('somebody wrote to the path of its event first → a warning names the path, and the event is beside it', async () => {
    await using ground = await startGround();
    await ground.register('1.0.0');
    await ground.deploy();
    const [path = ''] = (await ground.github.ledger.list('flights')).filter((one) =>
      one.includes('deployed'),
    );
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

const LEDGER = 'refs/heads/model-steward-ledger';
const HOUR_MS = 60 * 60_000;
const LISTED = 'GET /repos/{owner}/{repo}/actions/artifacts 200';

/** A check whose event the ledger did not take. */
async function startWithKeptCheck(
  options: Parameters<typeof startMonitorGround>[0] = {},
): Promise<MonitorGround & { readonly keptBy: StartedRun }> {
  const ground = await startMonitorGround(options);
  await ground.putCurrent(createFlights('2026-05-25', 7));
  ground.box.faults.inject(REFUSED);
  const { run, notices } = await ground.checkOn('2026-06-01');
  expect(notices).toContain('ledger: the event is kept in the artifact model-steward-flight-delays.event');
  return { ...ground, keptBy: run };
}

const checksIn = async ({ ledger }: MonitorGround): Promise<readonly string[]> =>
  (await ledger.list('flight-delays')).filter((path) => path.includes('/checked-'));

const pathOf = ({ id }: StartedRun): string => `flight-delays/2026/06/checked-${id}-1.json`;

/** An action that is no monitor, in a run of its own. */
function promote(ground: Pick<MonitorGround, 'box' | 'workspace'>): Promise<EndedStep> {
  const permissions = { actions: 'read', contents: 'write', 'pull-requests': 'write' } as const;
  const inputs = { operation: 'promote', version: '1.0.0', stage: 'staging' };
  return stepBy(ground, { action: 'register', permissions, inputs });
}

interface LoneStep extends Pick<StepRequest, 'action' | 'inputs'> {
  readonly permissions: Permissions;
}

async function stepBy(
  { box, workspace }: Pick<MonitorGround, 'box' | 'workspace'>,
  { permissions, ...step }: LoneStep,
): Promise<EndedStep> {
  const run = { repository: REPOSITORY, workflow: MONITOR_WORKFLOW, event: 'workflow_dispatch', job: 'lone' };
  const job = await box.startRun({ ...run, permissions, workspace });
  return await runStepOrThrow({ box, job, ...step });
}

/** Requests for artifacts and runs by what `work` does. */
async function requestsOf(ground: MonitorGround, work: () => Promise<unknown>): Promise<readonly string[]> {
  ground.box.requests.clear();
  await work();
  return ground.box.requests.lines().filter((line) => line.includes('/actions/'));
}

/** An artifact with an event, uploaded by any code of a run. */
async function upload(run: StartedRun, files: Readonly<Record<string, string>>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'forged-'));
  const writer = openFiles(folder);
  for (const [path, text] of Object.entries(files)) await writer.write(path, text);
  await createBoxUploads(run).upload('model-steward-flight-delays.event', writer, Object.keys(files));
  await rm(folder, { recursive: true, force: true });
}

describe('an event that was kept as an artifact', () => {
  it.each([
    ['the next check', (ground: MonitorGround) => ground.checkOn('2026-06-02')],
    ['a promotion by hand', promote],
  ])('the ledger refuses the event of a check → %s enters it, once', async (_, next) => {
    await using ground = await startWithKeptCheck();
    const { keptBy: run } = ground;
    const { notices } = await next(ground);
    const path = pathOf(run);
    expect(notices).toContain(`ledger: ${path} is entered now; its run could not write it`);
    expect(await ground.ledger.read(path)).toMatchObject({
      event: 'checked',
      envelope: { run: { id: run.id } },
    });
    const paths = await checksIn(ground);
    const requests = await requestsOf(ground, () => ground.checkOn('2026-06-03'));
    // Whether it was entered, its content says: the run, its artifacts, and the archive with its redirect.
    expect(requests[0]).toBe(LISTED);
    expect(requests.length).toBeLessThanOrEqual(5);
    expect(await checksIn(ground)).toHaveLength(paths.length + 1);
  });

  it('the ledger refuses the event of a promotion → the next check finds the tag of its stage, and enters it', async () => {
    await using ground = await startMonitorGround();
    await ground.putCurrent(createFlights('2026-05-25', 7));
    ground.box.clock.set('2026-06-01T11:30:00Z');
    ground.box.faults.inject(REFUSED);
    const { notices: kept } = await promote(ground);
    expect(kept.join('\n')).toContain('the event is kept in the artifact');
    const { notices, warnings } = await ground.checkOn('2026-06-01');
    expect(warnings).toEqual([]);
    expect(notices.join('\n')).toMatch(/^ledger: \S+\/promoted-staging\S* is entered now;/m);
  });

  it('the ledger refuses the event of a deployment → the next promotion finds the deployment, and enters it', async () => {
    await using ground = await startGround();
    await ground.register('1.0.0');
    await ground.box.pushFiles({ repository: REPOSITORY, files: { [MONITOR_WORKFLOW]: 'on: push' } });
    ground.box.faults.inject(REFUSED);
    const place = { box: ground.box, workspace: join(ground.folder, 'workspace') };
    const permissions = { contents: 'write', deployments: 'write', packages: 'write' } as const;
    const { notices: kept } = await stepBy(place, { action: 'deploy', permissions });
    expect(kept.join('\n')).toContain('the event is kept in the artifact');
    expect(await ground.ledger()).toEqual([]);
    const { notices, warnings } = await promote(place);
    expect(warnings).toEqual([]);
    expect(notices.join('\n')).toMatch(/^ledger: \S+\/deployed-production\S* is entered now;/m);
    expect(await ground.ledger()).toHaveLength(1);
  });

  it('a later run of the branch leaves an artifact of that name with something else → the event is entered all the same', async () => {
    await using ground = await startWithKeptCheck();
    for (const text of ['{}', 'no JSON']) {
      const event = { repository: REPOSITORY, workflow: MONITOR_WORKFLOW, event: 'schedule', job: 'other' };
      await upload(await ground.box.startRun(event), { 'flight-delays/x.json': text });
    }
    const { warnings } = await ground.checkOn('2026-06-02');
    expect(await ground.ledger.read(pathOf(ground.keptBy))).toMatchObject({ event: 'checked' });
    expect(warnings.filter((text) => text.includes('is not entered'))).toHaveLength(2);
  });

  it('a file of the ledger has the number of its run in its name → the event is entered beside it', async () => {
    await using ground = await startWithKeptCheck();
    await ground.box.pushFiles({
      repository: REPOSITORY,
      branch: 'model-steward-ledger',
      files: { [`flight-delays/x-${ground.keptBy.id}-1.json`]: '{}\n' },
    });
    await ground.checkOn('2026-06-02');
    expect(await ground.ledger.read(pathOf(ground.keptBy))).toMatchObject({ event: 'checked' });
  });

  it('no run kept an event → one request says so', async () => {
    await using ground = await startMonitorGround();
    await ground.putCurrent(createFlights('2026-05-25', 7));
    const requests = await requestsOf(ground, () => ground.checkOn('2026-06-01'));
    expect(requests).toEqual([LISTED]);
  });

  it('the token must not list artifacts → a notice names the permission, and the check lands', async () => {
    await using ground = await startWithKeptCheck({ private: true });
    const permissions = { contents: 'write', issues: 'write' } as const;
    const { failure, notices } = await ground.checkOn('2026-06-02', { permissions });
    expect(failure).toBeUndefined();
    expect(notices.join('\n')).toMatch(
      /^ledger: whether an earlier run kept events in an artifact is not known: .*`actions: read`/m,
    );
    expect(await checksIn(ground)).toHaveLength(1);
  });

  it('code of a pull request uploads an event under that name → it is not entered', async () => {
    await using ground = await startWithKeptCheck();
    const { keptBy: monitored } = ground;
    const kept = await ground.artifactFile(monitored, 'model-steward-flight-delays.event', pathOf(monitored));
    await ground.box.pushFiles({ repository: REPOSITORY, branch: 'evil', files: { 'a.txt': 'a' } });
    const run = await ground.box.startRun({
      ...{ repository: REPOSITORY, workflow: MONITOR_WORKFLOW, event: 'push', headBranch: 'evil' },
      ...{ job: 'train', permissions: { contents: 'read' } },
    });
    await upload(run, { [pathOf(run)]: kept.replaceAll(`"id":${monitored.id}`, `"id":${run.id}`) });
    const { run: next } = await ground.checkOn('2026-06-02');
    expect(await checksIn(ground)).toEqual([pathOf(monitored), pathOf(next)].sort());
  });

  it.each([
    ['is of another run', (text: string) => text, /it is of run \d+/],
    [
      'is about a version that does not exist',
      (text: string, own: number, other: number) =>
        text.replaceAll(`"id":${other}`, `"id":${own}`).replaceAll('"version":"1.0.0"', '"version":"9.0.0"'),
      /there is no tag flight-delays@v9\.0\.0/,
    ],
    ['is no event', () => '{}', /./],
  ])(
    'a command of a protected workflow uploads an event that %s → it is not entered',
    async (_, forge, reason) => {
      await using ground = await startWithKeptCheck();
      const { keptBy: monitored } = ground;
      const kept = await ground.artifactFile(
        monitored,
        'model-steward-flight-delays.event',
        pathOf(monitored),
      );
      const run = await ground.box.startRun({
        ...{ repository: REPOSITORY, workflow: '.github/workflows/retrain.yml', event: 'workflow_dispatch' },
        ...{ job: 'train', permissions: { contents: 'read' } },
      });
      await upload(run, { [pathOf(run)]: forge(kept, run.id, monitored.id) });
      const { warnings, notices } = await ground.checkOn('2026-06-02');
      expect([...warnings, ...notices].join('\n')).toMatch(reason);
      expect(await ground.ledger.read(pathOf(run))).toBeUndefined();
      expect(await ground.ledger.read(pathOf(monitored))).toBeDefined();
    },
  );
});

describe('the ledger', () => {
  it('somebody deletes its branch → the next registration enters the events of tags again, and a warning names them', async () => {
    await using project = await startProject();
    await project.ship({ branch: 'first', skill: 'fair' });
    const before = await project.ledger();
    await deleteRef(project.repository.git, LEDGER);
    project.box.clock.advance(2 * 60 * 60_000);
    const pull = await project.propose({ branch: 'second', skill: 'good' });
    await project.evaluate(pull);
    const { warnings } = await project.registerPush(await project.merge(pull));
    expect(warnings.join('\n')).toContain(
      'ledger: the events of flight-delays@v1.0.0, flight-delays#production#1 were missing and are entered again from the tags',
    );
    const after = await project.ledger();
    expect(Object.keys(after)).toEqual(expect.arrayContaining(Object.keys(before)));
    expect(Object.keys(after)).toHaveLength(4);
  });

  const NAMED = (model: string): string =>
    `ledger: the events of ${model}@v1.0.0, ${model}#production#1 are missing; the next \`register\` enters them again from the tags: `;

  it('somebody deletes its branch → the next deployment names the tags whose events are missing, and continues', async () => {
    await using ground = await startGround();
    await ground.register('1.0.0');
    ground.box.clock.advance(2 * HOUR_MS);
    expect((await ground.deploy()).warnings).toEqual([]);
    await deleteRef(ground.box.world.findRepository(REPOSITORY)!.git, LEDGER);
    const { end, warnings, outputs } = await ground.deploy();
    expect([end, outputs.outcome]).toEqual(['success', 'unchanged']);
    expect(warnings).toEqual([
      expect.stringContaining(NAMED('flights')),
      expect.stringContaining('the ledger was shortened or rewritten'),
    ]);
  });

  it('somebody deletes its branch → the next check names the tags whose events are missing, and continues', async () => {
    await using ground = await startMonitorGround();
    await ground.putCurrent(createFlights('2026-05-25', 7));
    expect((await ground.checkOn('2026-06-01')).warnings).toEqual([]);
    await deleteRef(ground.box.world.findRepository(REPOSITORY)!.git, LEDGER);
    const { failure, warnings } = await ground.checkOn('2026-06-02');
    expect(failure).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining(NAMED('flight-delays'))]);
  });

  it('somebody removes one event from its branch → the next deployment names its tag', async () => {
    await using ground = await startGround();
    await ground.register('1.0.0');
    ground.box.clock.advance(2 * HOUR_MS);
    const paths = await ground.github.ledger.list('flights');
    const kept = paths.filter((path) => !path.includes('/registered-'));
    expect(kept.length).toBe(paths.length - 1);
    await deleteRef(ground.box.world.findRepository(REPOSITORY)!.git, LEDGER);
    await ground.box.pushFiles({
      ...{ repository: REPOSITORY, branch: 'model-steward-ledger', author: 'mallory' },
      files: Object.fromEntries(kept.map((path) => [path, '{}'])),
    });
    const { warnings } = await ground.deploy();
    expect(warnings).toEqual([expect.stringContaining('ledger: the events of flights@v1.0.0 are missing; ')]);
  });
});
