/**
 * A run tested the merge into one branch, and a configuration is that of one commit: what another branch, an older commit
 * or a tag of the same name says decides nothing (docs/trust.md#the-base-decides).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forceRef } from '../github-box/git/refs.ts';
import {
  configText,
  EVALUATE_PERMISSIONS,
  MODEL,
  PULL_WORKFLOW,
  REGISTER_PERMISSIONS,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  workflowText,
  type Project,
  type Proposal,
} from '../ground/project.ts';
import { makeFlights, predictionsText } from '../ground/predictions.ts';

const CONFIG = '.github/model-steward.yml';
/** What the worst model answers on a branch of its author, where its workflow is another one too. */
const FORGED = {
  'predictions/none.csv': predictionsText(makeFlights(28, 25), 0.95),
  [PULL_WORKFLOW]: `# forged\n${workflowText('pull_request')}`,
};
const NEXT = { 'data.txt': 'May\n' };

let project: Project;
beforeEach(async () => {
  project = await startProject({ collaborators: { ann: 'write', bob: 'write', carol: 'write' } });
  await project.ship({ branch: 'first', skill: 'fair' });
});
afterEach(() => project[Symbol.asyncDispose]());

async function pushForged(files: Readonly<Record<string, string>> = FORGED): Promise<void> {
  await project.box.pushFiles({ repository: REPOSITORY, branch: 'forged', files, author: 'ann' });
}

/** What no evaluation reaches: the verdict would be the same on both branches, and their configurations need not be. */
const OTHER = { 'notes.md': 'Of another branch\n' };

async function proposeInto(base: string, head: string): Promise<Proposal> {
  const number = await project.box.openPull({ repository: REPOSITORY, head, base, author: 'ann' });
  return { number, branch: head.split(':').at(-1) ?? head };
}

/** A minute later, so that it is known what came first. */
const wait = (): void => project.box.clock.advance(60_000);

async function expectOnlyFirst(): Promise<void> {
  expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
}

describe('the same commits are proposed for two branches', () => {
  it('the evidence of the other one is better → that of the pull request itself counts', async () => {
    await pushForged();
    const pull = await project.propose({ branch: 'worse', skill: 'none', files: NEXT });
    expect((await project.evaluate(pull)).evaluate.outputs).toMatchObject({ verdict: 'fail' });
    wait();
    const other = await project.evaluate(await proposeInto('forged', 'worse'));
    expect(other.evaluate.outputs).toMatchObject({ verdict: 'pass' });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(/^NOT_PASSED: .*the verdict is fail/);
    await expectOnlyFirst();
  });

  it('the only evidence is that of the other one, where a worse model is scored otherwise → EVIDENCE_STALE', async () => {
    await pushForged();
    const pull = await project.propose({ branch: 'worse', skill: 'none', files: NEXT });
    const other = await proposeInto('forged', 'worse');
    wait();
    const { evaluate } = await project.evaluate(other);
    expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(/^EVIDENCE_STALE: .*\.github\/workflows\/pull-request\.yml: changed/);
    await expectOnlyFirst();
  });

  it('the only evidence is that of the other one → somebody else has to approve it', async () => {
    await pushForged(OTHER);
    const pull = await project.propose({ branch: 'better', skill: 'good', files: NEXT });
    const other = await proposeInto('forged', 'better');
    wait();
    await project.evaluate(other);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(
      /^NOT_PASSED: .*may be that of #\d+, the pull request of the same branch into forged/,
    );
    await expectOnlyFirst();
  });

  it('they have two names of branches → evidence of another branch does not count', async () => {
    await pushForged();
    const pull = await project.propose({ branch: 'worse', skill: 'none', files: NEXT });
    const copy = { repository: REPOSITORY, branch: 'copy', from: 'worse', files: {}, author: 'ann' };
    await project.box.pushFiles(copy);
    const other = await project.evaluate(await proposeInto('forged', 'copy'));
    expect(other.evaluate.outputs).toMatchObject({ verdict: 'pass' });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: false });
    await expectOnlyFirst();
  });

  it('the base of the pull request is changed after its evaluation → somebody else has to approve it', async () => {
    await pushForged(OTHER);
    await project.box.pushFiles({
      ...{ repository: REPOSITORY, branch: 'better', author: 'ann' },
      files: { 'skill.txt': 'good\n', ...NEXT },
    });
    const pull = await proposeInto('forged', 'better');
    await project.evaluate(pull);
    wait();
    await project.box.retargetPull({ repository: REPOSITORY, number: pull.number, base: 'main' });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(/^NOT_PASSED: .*made before the base of the pull request was changed/);
    await expectOnlyFirst();
  });

  it('a stranger proposes them from a fork, after the run of the pull request → its own run counts', async () => {
    const pull = await project.propose({ branch: 'better', skill: 'good', files: NEXT });
    await project.evaluate(pull);
    await project.box.fork({ repository: REPOSITORY, owner: 'mallory' });
    const head = 'mallory:better';
    const number = await project.box.openPull({ repository: REPOSITORY, head, author: 'mallory' });
    await project.evaluate({ number, branch: 'better' });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
  });
});

describe('a run or a pull request that somebody names', () => {
  it('it is merged into a branch of its author → it is not registered', async () => {
    await pushForged();
    await project.box.pushFiles({
      ...{ repository: REPOSITORY, branch: 'again', from: 'forged', author: 'ann' },
      files: { 'skill.txt': 'none\n', ...NEXT },
    });
    const pull = await proposeInto('forged', 'again');
    await project.evaluate(pull);
    await project.box.mergePull({ repository: REPOSITORY, number: pull.number, by: 'ann' });
    const inputs = { 'pull-request': String(pull.number), stage: 'production' };
    const ended = await project.registerByHand({ actor: 'ann', inputs });
    expect(ended.failure).toMatch(
      /^INPUT_INVALID: .*merged into main, the default branch, got #\d+, which was merged into forged/,
    );
    await expectOnlyFirst();
  });

  it('it is of the merged commit, under another name and into another branch → somebody else has to name it', async () => {
    await pushForged();
    const pull = await project.propose({ branch: 'worse', skill: 'none', files: NEXT });
    await forceRef(project.repository.git, 'refs/heads/copy', await project.commitOf('worse'));
    await project.evaluate(pull);
    const refused = await project.registerPush(await project.merge(pull));
    expect(refused.failure).toMatch(/^NOT_PASSED: /);
    const other = await proposeInto('forged', 'copy');
    const run = await project.box.startRun({
      ...{ repository: REPOSITORY, workflow: PULL_WORKFLOW, event: 'pull_request', pull: other.number },
      ...{ job: 'train', actor: 'ann', permissions: { contents: 'read' } },
    });
    expect((await project.evaluateIn(run)).evaluate.outputs).toMatchObject({ verdict: 'pass' });
    const inputs = { 'run-id': String(run.id), stage: 'production' };
    const ended = await project.registerByHand({ actor: 'ann', inputs });
    expect(ended.failure).toMatch(
      /^INPUT_INVALID: .*somebody else than the person who started it, got run \d+, which ann started on copy/,
    );
    await expectOnlyFirst();
  });

  it.each([
    ['it was started by hand on a branch', 'workflow_dispatch', {}],
    [
      'it was started by hand on a branch, with an override',
      'workflow_dispatch',
      { override: 'verdict', 'override-reason': 'x' },
    ],
    ['it is of a pull request that is not merged', 'pull_request', {}],
  ] as const)('%s, by the one who names it → somebody else has to name it', async (_, event, more) => {
    const pull = await project.propose({ branch: 'worse', skill: 'none', files: { ...FORGED, ...NEXT } });
    const isPull = event === 'pull_request';
    const run = await project.box.startRun({
      ...{ repository: REPOSITORY, workflow: PULL_WORKFLOW, event, job: 'train', actor: 'ann' },
      ...(isPull ? { pull: pull.number } : { headBranch: 'worse' }),
      permissions: { contents: 'read' },
    });
    await project.evaluateIn(run);
    const inputs = { 'run-id': String(run.id), stage: 'production', ...more };
    const ended = await project.registerByHand({ actor: 'ann', inputs });
    expect(ended.failure).toMatch(
      /^INPUT_INVALID: input "run-id": .*somebody else than the person who started it/,
    );
    await expectOnlyFirst();
  });
});

describe('a retraining', () => {
  const WEAK = configText('    promote: automatic\n    gate-retrain: [{ metric: log_loss, at-most: 100 }]\n');

  it('it is started on a tag that has the name of the default branch → it is no retraining', async () => {
    const { sha } = await project.box.pushFiles({
      ...{ repository: REPOSITORY, branch: 'weak', author: 'ann' },
      files: { [CONFIG]: WEAK, 'skill.txt': 'none\n' },
    });
    const event = {
      workflow: RETRAIN_WORKFLOW,
      event: 'workflow_dispatch',
      headSha: sha,
      headBranch: 'main',
    };
    const run = await project.box.startRun({
      ...{ repository: REPOSITORY, ...event, job: 'train', permissions: { contents: 'read' }, actor: 'ann' },
    });
    await project.evaluateIn(run);
    const job = await run.startJob({ job: 'register', permissions: REGISTER_PERMISSIONS });
    Object.assign(job.environment, { GITHUB_REF: 'refs/tags/main' });
    expect((await project.step('register', job)).failure).toMatch(
      /^TRIGGER_UNTRUSTED: .*got workflow_dispatch on refs\/tags\/main/,
    );
    const inputs = { 'run-id': String(run.id), stage: 'production' };
    const named = await project.registerByHand({ actor: 'bob', inputs });
    expect(named.failure).toMatch(/^EVIDENCE_STALE: /);
    await expectOnlyFirst();
  });

  it('it is started on a tag that has the name of the default branch, of a commit within a merged pull request → it is no retraining', async () => {
    await project.propose({ branch: 'inner', skill: 'none', files: NEXT });
    const inner = await project.box.pushFiles({
      ...{ repository: REPOSITORY, branch: 'inner', author: 'ann' },
      files: { 'predictions/none.csv': FORGED['predictions/none.csv'] },
    });
    const original = predictionsText(makeFlights(28, 25), 0.2);
    await project.box.pushFiles({
      ...{ repository: REPOSITORY, branch: 'inner', author: 'ann' },
      files: { 'predictions/none.csv': original },
    });
    const number = project.repository.issues.at(-1)!.number;
    await project.merge({ number, branch: 'inner' });
    const event = { workflow: RETRAIN_WORKFLOW, event: 'workflow_dispatch', headSha: inner.sha };
    const run = await project.box.startRun({
      ...{ repository: REPOSITORY, ...event, headBranch: 'main', actor: 'ann' },
      ...{ job: 'train', permissions: { contents: 'read' } },
    });
    await project.evaluateIn(run);
    const inputs = { 'run-id': String(run.id), stage: 'production' };
    const named = await project.registerByHand({ actor: 'ann', inputs });
    expect(named.failure).toMatch(/^INPUT_INVALID: input "run-id": expected a run of the default branch/);
    await expectOnlyFirst();
  });

  it('one of an older commit is run again after the gate was tightened → it has to pass the gate of now', async () => {
    const strict = configText('    promote: automatic\n');
    await project.box.pushFiles({ repository: REPOSITORY, files: { [CONFIG]: WEAK, 'skill.txt': 'none\n' } });
    const run = await project.box.startRun({
      ...{ repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event: 'workflow_dispatch', job: 'train' },
      permissions: { contents: 'read' },
    });
    project.box.finishRun(run, 'cancelled');
    await project.box.pushFiles({ repository: REPOSITORY, files: { [CONFIG]: strict } });
    const again = await project.box.rerun(run, { job: 'train', permissions: { contents: 'read' } });
    await project.step('train', again);
    await project.step(
      'evaluate',
      await again.startJob({ job: 'evaluate', permissions: EVALUATE_PERMISSIONS }),
    );
    const job = await again.startJob({ job: 'register', permissions: REGISTER_PERMISSIONS });
    expect((await project.step('register', job)).failure).toMatch(
      /^NOT_PASSED: .*configuration of the base branch.*run the retraining again/s,
    );
    await expectOnlyFirst();
  });

  it('its score command is changed while it runs → it has to be run again, and no approval is asked of it', async () => {
    const auto = configText('    promote: automatic\n');
    await project.box.pushFiles({ repository: REPOSITORY, files: { [CONFIG]: auto, 'skill.txt': 'best\n' } });
    const run = await project.box.startRun({
      ...{ repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event: 'schedule', job: 'train' },
      permissions: { contents: 'read' },
    });
    await project.evaluateIn(run);
    const changed = auto.replace('bash score.sh', 'sh score.sh');
    await project.box.pushFiles({ repository: REPOSITORY, files: { [CONFIG]: changed } });
    const job = await run.startJob({ job: 'register', permissions: REGISTER_PERMISSIONS });
    const { failure } = await project.step('register', job);
    expect(failure).toMatch(
      /^NOT_PASSED: .*expected a run of its newest configuration, got an older one \(score\.command\).*run the retraining again/s,
    );
    // What was pushed before the run, without a pull request, awaits one: that is another reason.
    expect(failure).not.toMatch(/score\.command[^;]*approval/);
  });
});

it('the configuration leaves the base branch, and comes back weaker → somebody else has to approve it, because there are versions', async () => {
  await project.merge(await project.propose({ branch: 'out', files: { [CONFIG]: null } }));
  const weak = configText('', '\n      - { metric: log_loss, at-most: 100 }');
  const pull = await project.propose({ branch: 'back', skill: 'none', files: { ...NEXT, [CONFIG]: weak } });
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate.summary).toContain('does not have the model any more, which has versions');
  const ended = await project.registerPush(await project.merge(pull));
  expect(ended.failure).toMatch(/^NOT_PASSED: .*a model that has versions/);
  await expectOnlyFirst();
});

it('a new model beside an old one changes the workflow and the score command of both → somebody else has to approve it', async () => {
  const second = configText('', '\n      - { metric: log_loss, at-most: 100 }').replace('models:\n', '');
  const both = `${configText()}${second.replace(`${MODEL}:`, 'second:')}`;
  const files = {
    ...NEXT,
    ...FORGED,
    [CONFIG]: both,
    'score.sh': 'cp predictions/best.csv "$MODEL_STEWARD_OUT"\n',
  };
  const pull = await project.propose({ branch: 'second', skill: 'none', files });
  const inputs = { model: 'second' };
  const run = await project.box.startRun({
    ...{
      repository: REPOSITORY,
      workflow: PULL_WORKFLOW,
      event: 'pull_request',
      pull: pull.number,
      job: 'train',
    },
    permissions: { contents: 'read' },
  });
  await project.step('train', run, { inputs });
  await project.step('evaluate', await run.startJob({ job: 'evaluate', permissions: EVALUATE_PERMISSIONS }), {
    inputs,
  });
  const ended = await project.registerPush(await project.merge(pull), {
    inputs: { ...inputs, stage: 'production' },
  });
  expect(ended.failure).toMatch(/^NOT_PASSED: .*pull-request\.yml \(workflow\), score\.sh \(score command\)/);
  await expectOnlyFirst();
});

it('somebody pushes to the pull request of another author, and approves it → it is no approval by somebody else', async () => {
  const pull = await project.propose({
    branch: 'bump',
    author: 'dependabot[bot]',
    files: { 'requirements.txt': 'a==1\n' },
  });
  const weak = configText('', '\n      - { metric: log_loss, at-most: 100 }');
  await project.box.pushFiles({
    ...{ repository: REPOSITORY, branch: 'bump', author: 'carol' },
    files: { 'skill.txt': 'none\n', [CONFIG]: weak, ...NEXT },
  });
  const run = await project.box.startRun({
    ...{
      repository: REPOSITORY,
      workflow: PULL_WORKFLOW,
      event: 'pull_request',
      pull: pull.number,
      job: 'train',
    },
    ...{ actor: 'carol', permissions: { contents: 'read' } },
  });
  await project.evaluateIn(run);
  project.box.review({ repository: REPOSITORY, number: pull.number, by: 'carol' });
  const refused = await project.registerPush(await project.merge(pull, 'merge', 'carol'));
  expect(refused.failure).toMatch(/^NOT_PASSED: /);
  await expectOnlyFirst();
});
