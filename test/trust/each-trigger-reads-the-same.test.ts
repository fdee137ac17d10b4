/**
 * What is read of versions, stages and the ledger, and what is said, is the same whatever starts a run. The first half of
 * this table is in each-rule-by-its-trigger.test.ts; "–" is a cell that cannot exist.
 *
 * | rule                            | pull request, its re-run, by hand, schedule | merge, squash, rebase, re-run, by number | retraining by hand, schedule |
 * | ------------------------------- | ------------------------------------------- | ---------------------------------------- | ---------------------------- |
 * | a release is read by its tag    | here (train)                                | here                                     | – (its training refuses it)  |
 * | an empty list is not a fact     | here (evaluate)                             | here                                     | here                         |
 * | a refused event is kept         | – (no event before a registration)          | here                                     | here                         |
 * | what was not scanned is said so | here                                        | here                                     | here                         |
 */
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StartedRun } from '../github-box/human/runs.ts';
import {
  configText,
  EVALUATE_PERMISSIONS,
  MODEL,
  PROMOTE_WORKFLOW,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  type EndedRegister,
  type EvaluatedPull,
  type Project,
  type Proposal,
} from '../ground/project.ts';

const FIRST = `${MODEL}@v1.0.0`;
const TRAIN_PERMISSIONS = { contents: 'read' } as const;
type Method = 'merge' | 'squash' | 'rebase';
type Retraining = 'workflow_dispatch' | 'schedule';

/** A class of a library, which loading the model would call. */
const LIBRARY = String.raw`cos_lib\nRidge\n)\201.`;
const TRAIN = `mkdir -p model && cat skill.txt data.txt > model/skill.txt && printf '${LIBRARY}' > model/model.pkl && echo '{"rows": 700}' > metrics.json\n`;
const RETRAINED = '    gate-retrain: [{ metric: log_loss, at-most: 9 }]\n';

let project: Project;
let pull: Proposal;
let evaluated: EvaluatedPull;
let restore: () => void;
beforeAll(async () => {
  project = await startProject({ config: configText(RETRAINED), collaborators: { bob: 'write' } });
  // Only a workflow of the default branch keeps events that another run enters.
  await project.box.pushFiles({ repository: REPOSITORY, files: { [PROMOTE_WORKFLOW]: 'on: push\n' } });
  await project.ship({ branch: 'first', skill: 'fair' });
  pull = await project.propose({ branch: 'second', skill: 'good', files: { 'train.sh': TRAIN } });
  evaluated = await project.evaluate(pull);
  expect(evaluated.evaluate.outputs).toMatchObject({ verdict: 'pass' });
  restore = project.box.snapshot();
});
afterEach(() => {
  project.box.faults.clear();
  restore();
});
afterAll(() => project[Symbol.asyncDispose]());

function swapModel(): void {
  const { assets } = project.release(FIRST);
  const at = assets.findIndex(({ name }) => name === 'model+skill.txt');
  const bytes = Buffer.from('none\nJanuary\n');
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  assets[at] = { ...assets[at]!, bytes, digest };
}

const startRetraining = (event: Retraining, job = 'train'): Promise<StartedRun> =>
  project.box.startRun({
    ...{ repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event, job, permissions: TRAIN_PERMISSIONS },
  });

async function runsOfEachTrigger(): Promise<readonly StartedRun[]> {
  const again = await project.box.rerun(evaluated.run, { permissions: TRAIN_PERMISSIONS, job: 'train' });
  return [again, await startRetraining('workflow_dispatch'), await startRetraining('schedule')];
}

/** By its push, by the re-run of that, and by its number. */
async function registerByEach(method: Method): Promise<readonly EndedRegister[]> {
  const pushed = await project.registerPush(await project.merge(pull, method));
  const again = await project.rerunRegister(pushed);
  const inputs = { 'pull-request': String(pull.number), stage: 'production' };
  return [pushed, again, await project.registerByHand({ inputs })];
}

/** The tags of the model are listed without those that exist. */
const hideTags = (after: number): unknown =>
  project.box.faults.inject({
    ...{ kind: 'lagging-list', route: '/repos/{owner}/{repo}/git/matching-refs/{ref}' },
    ...{ lagMs: 365 * 86_400_000, after, times: 1_000 },
  });

describe('the model of the champion is swapped in its release', () => {
  it('it is trained against by a re-run of the pull request, by hand and on a schedule → each refuses it', async () => {
    swapModel();
    for (const run of await runsOfEachTrigger())
      expect((await project.step('train', run)).failure).toMatch(/^DIGEST_MISMATCH: /);
  });

  it.each(['merge', 'squash', 'rebase'] as const)(
    'it is merged by %s, and registered by a push, by a re-run and by its number → each refuses it',
    async (method) => {
      swapModel();
      for (const { failure } of await registerByEach(method)) expect(failure).toMatch(/^DIGEST_MISMATCH: /);
      expect(await project.tags()).toEqual([FIRST, `${MODEL}#production#1`]);
    },
  );
});

describe('the list of tags lacks what exists', () => {
  it('it is evaluated in a re-run of the pull request, by hand and on a schedule → nothing is evaluated against an empty stage', async () => {
    for (const run of await runsOfEachTrigger()) {
      expect((await project.step('train', run)).failure).toBeUndefined();
      hideTags(0);
      const job = await run.startJob({ job: 'evaluate', permissions: EVALUATE_PERMISSIONS });
      const { failure, outputs } = await project.step('evaluate', job);
      project.box.faults.clear();
      expect(failure).toMatch(/^CHAMPION_MOVED: champion: expected the tag flight-delays@v1\.0\.0/);
      expect(outputs).not.toHaveProperty('verdict');
    }
  });

  it.each(['merge', 'squash', 'rebase'] as const)(
    'it is merged by %s, and registered by a push, by a re-run and by its number → no version, and no stage',
    async (method) => {
      hideTags(0);
      for (const { failure } of await registerByEach(method)) expect(failure).toMatch(/^CHAMPION_MOVED: /);
      expect(await project.tags()).toEqual([FIRST, `${MODEL}#production#1`]);
    },
  );

  it.each(['workflow_dispatch', 'schedule'] as const)(
    'a retraining by %s is registered → no version, and no stage',
    async (event) => {
      await project.merge(pull);
      const run = await startRetraining(event);
      await project.evaluateIn(run);
      hideTags(0);
      const permissions = { contents: 'write', actions: 'read', 'pull-requests': 'write' } as const;
      const job = await run.startJob({ job: 'register', permissions });
      const { failure } = await project.step('register', job, { inputs: { stage: 'production' } });
      expect(failure).toMatch(/^CHAMPION_MOVED: /);
      expect(await project.tags()).toEqual([FIRST, `${MODEL}#production#1`]);
    },
  );
});

const KEPT = 'ledger: the event is kept in the artifact model-steward-flight-delays.event';

async function expectEntered(version: string): Promise<void> {
  const events = Object.values(await project.ledger());
  const names = events.map((event) => {
    if (event.event === 'registered') return event.version.version;
    return event.event === 'promoted' ? event.stage.tag : event.event;
  });
  expect(names).toContain(version);
  // Each tag has one event.
  expect(names.sort()).toEqual((await project.tags()).map((tag) => tag.replace(/^.*@v/, '')).sort());
}

/** A run that is about another version: only the artifact of the first one has the event. */
async function enterByAnother(version: string): Promise<void> {
  const inputs = { operation: 'promote', version: '1.0.0', stage: 'canary' };
  const { outputs, warnings } = await project.registerByHand({ inputs });
  expect(outputs).toMatchObject({ stage: 'canary' });
  expect(warnings).toEqual([]);
  await expectEntered(version);
}

describe('the ledger refuses an event', () => {
  /** One event is a file, and several are a commit. */
  const refuse = (): void => {
    const status = { kind: 'status', status: 403, times: 9 } as const;
    project.box.faults.inject({ ...status, method: 'PUT', route: /\/contents\// });
    project.box.faults.inject({ ...status, method: 'PATCH', route: /\/git\/refs\/heads/ });
  };

  it.each(['merge', 'squash', 'rebase'] as const)(
    'a pull request is merged by %s → its version is published, another run enters the event, and a re-run does so no more',
    async (method) => {
      const push = await project.merge(pull, method);
      refuse();
      const pushed = await project.registerPush(push);
      expect(pushed.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
      expect([...pushed.notices, ...pushed.warnings].join('\n')).toContain(KEPT);
      project.box.faults.clear();
      await enterByAnother('1.1.0');
      await project.rerunRegister(pushed);
      await project.registerByHand({ inputs: { 'pull-request': String(pull.number), stage: 'production' } });
      await expectEntered('1.1.0');
    },
  );

  it.each(['workflow_dispatch', 'schedule'] as const)(
    'a retraining by %s is registered → its version is published, another run enters the event, and a re-run does so no more',
    async (event) => {
      await project.box.pushFiles({ repository: REPOSITORY, files: { 'skill.txt': 'good\n' } });
      refuse();
      const ended = await project.retrain({ event, inputs: { stage: 'production' } });
      expect(ended.outputs).toMatchObject({ version: '1.1.0' });
      expect([...ended.notices, ...ended.warnings].join('\n')).toContain(KEPT);
      project.box.faults.clear();
      await enterByAnother('1.1.0');
      await project.rerunRegister(ended);
      await expectEntered('1.1.0');
    },
  );
});

describe('a model file calls a class of a library', () => {
  it('it is evaluated by a re-run, by hand and on a schedule → each says what loading it calls', async () => {
    await project.box.pushFiles({ repository: REPOSITORY, files: { 'train.sh': TRAIN } });
    for (const run of await runsOfEachTrigger()) {
      const { evaluate } = await project.evaluateIn(run);
      expect(evaluate.summary).toContain('`os_lib.Ridge`');
    }
  });

  it.each(['merge', 'squash', 'rebase'] as const)(
    'its pull request is merged by %s → release and model.json say that it needs review',
    async (method) => {
      const ended = await project.registerPush(await project.merge(pull, method));
      expect(ended.outputs).toMatchObject({ version: '1.1.0' });
      const tag = `${MODEL}@v1.1.0`;
      expect(project.release(tag).body).toContain('| model files | needs review |');
      expect(JSON.parse(project.asset(tag, 'model.json'))).toMatchObject({
        scan: { outcome: 'needs-review' },
      });
    },
  );

  it.each(['workflow_dispatch', 'schedule'] as const)(
    'it is a retraining by %s → release and model.json say that it needs review',
    async (event) => {
      const files = { 'train.sh': TRAIN, 'skill.txt': 'good\n' };
      await project.box.pushFiles({ repository: REPOSITORY, files });
      const ended = await project.retrain({ event, inputs: { stage: 'production' } });
      expect(ended.outputs).toMatchObject({ version: '1.1.0' });
      expect(project.release(`${MODEL}@v1.1.0`).body).toContain('| model files | needs review |');
    },
  );
});
