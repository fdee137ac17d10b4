/**
 * A worse model must not get in because somebody chose which run evaluated it: by a button in the Actions tab, by a
 * workflow file of the pull request, or by the name of an artifact (docs/lifecycle.md#which-runs-count).
 */
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createArtifactUploads } from '../../src/shared/adapters/github/actions/artifact-uploads.ts';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { readRef } from '../github-box/git/refs.ts';
import type { StartedRun } from '../github-box/human/runs.ts';
import { makeFlights, predictionsText } from '../ground/predictions.ts';
import {
  configText,
  PULL_WORKFLOW,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  workflowText,
  type Project,
  type Proposal,
} from '../ground/project.ts';
import { withEnvironment } from '../ground/step.ts';

/** Anything passes that is not worse than a baseline by a mile. */
const WEAK_RETRAINING = `    gate-retrain: [{ metric: log_loss, at-most: 100 }]\n`;

let project: Project;
beforeEach(async () => {
  project = await startProject({
    config: configText(WEAK_RETRAINING),
    collaborators: { bob: 'write' },
  });
});
afterEach(() => project[Symbol.asyncDispose]());

/** A model that fails the gate, with the evidence of the pull request's own run. */
async function proposeWorse(files: Readonly<Record<string, string>> = {}): Promise<Proposal> {
  const pull = await project.propose({
    branch: 'worse',
    skill: 'none',
    files: { 'data.txt': 'February\n', ...files },
  });
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate.outputs).toMatchObject({ verdict: 'fail' });
  return pull;
}

const startRun = async (workflow: string, event: string, pull: Proposal): Promise<StartedRun> =>
  await project.box.startRun({
    ...{ repository: REPOSITORY, workflow, event, job: 'train', headBranch: pull.branch },
    permissions: { contents: 'read' },
  });

async function expectRefused(pull: Proposal, method?: 'merge' | 'squash' | 'rebase'): Promise<void> {
  const ended = await project.registerPush(await project.merge(pull, method));
  expect(ended.failure).toMatch(/^NOT_PASSED: /);
  expect(await project.tags()).toEqual([]);
}

describe('the gate of a pull request', () => {
  it.each(['squash', 'rebase'] as const)(
    'retraining is started by hand on the branch, before a %s → that run is no evidence of the pull request',
    async (method) => {
      const pull = await proposeWorse();
      const { evaluate } = await project.evaluateIn(
        await startRun(RETRAIN_WORKFLOW, 'workflow_dispatch', pull),
      );
      expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
      await expectRefused(pull, method);
    },
  );

  it.each(['workflow_dispatch', 'push'])(
    'the workflow of pull requests is started on the branch by %s → that run is no evidence of the pull request',
    async (event) => {
      const pull = await proposeWorse();
      await project.evaluateIn(await startRun(PULL_WORKFLOW, event, pull));
      await expectRefused(pull);
    },
  );

  it('a scheduled retraining has the head of the pull request as its commit → it is no evidence of the pull request', async () => {
    const pull = await proposeWorse();
    const head = await readRef(project.repository.git, `refs/heads/${pull.branch}`);
    const event = { workflow: RETRAIN_WORKFLOW, event: 'schedule', headSha: head?.sha ?? '' } as const;
    const permissions = { contents: 'read' } as const;
    const run = await project.box.startRun({ repository: REPOSITORY, ...event, permissions });
    const { evaluate } = await project.evaluateIn(run);
    expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
    await expectRefused(pull);
  });

  it('the run of a pull request is named by `run-id` → it is evaluated by the gate of pull requests', async () => {
    const pull = await project.propose({ branch: 'worse', skill: 'none', files: { 'data.txt': 'May\n' } });
    const { run } = await project.evaluate(pull);
    await project.merge(pull);
    const ended = await project.registerByHand({ inputs: { 'run-id': String(run.id), stage: 'production' } });
    expect(ended.failure).toMatch(/^NOT_PASSED: /);
    expect(await project.tags()).toEqual([]);
  });

  it('a run by hand on a branch is named by `run-id` → it is evaluated by the gate of pull requests', async () => {
    const pull = await proposeWorse();
    const run = await startRun(RETRAIN_WORKFLOW, 'workflow_dispatch', pull);
    await project.evaluateIn(run);
    await project.merge(pull);
    const ended = await project.registerByHand({ inputs: { 'run-id': String(run.id), stage: 'production' } });
    expect(ended.failure).toMatch(/^NOT_PASSED: /);
    expect(await project.tags()).toEqual([]);
  });
});

describe('the workflow of the evidence', () => {
  const EVIL = '.github/workflows/evil.yml';

  it('the pull request brings a workflow that evaluates it → only workflows of the base branch count', async () => {
    const pull = await proposeWorse({ [EVIL]: workflowText('pull_request') });
    await leaveForgedEvidence(pull, EVIL);
    await expectRefused(pull);
  });

  it('the first pull request of all brings the workflow → it counts, and the log says that it is new', async () => {
    await project.box.pushFiles({ repository: REPOSITORY, files: { [PULL_WORKFLOW]: null } });
    const pull = await project.propose({
      branch: 'first',
      skill: 'good',
      files: { [PULL_WORKFLOW]: workflowText('pull_request') },
    });
    await project.evaluate(pull);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
    expect(ended.notices.join('\n')).toContain(`${PULL_WORKFLOW} is new`);
  });

  it('a version exists, and the workflow of the base branch is called from elsewhere → a new workflow does not count', async () => {
    const callsElsewhere =
      'on: pull_request\njobs: { model: { uses: acme/ci/.github/workflows/model.yml@v1 } }\n';
    await project.ship({ branch: 'fair', skill: 'fair' });
    await project.box.pushFiles({ repository: REPOSITORY, files: { [PULL_WORKFLOW]: callsElsewhere } });
    const pull = await project.propose({
      branch: 'worse',
      skill: 'none',
      files: { [EVIL]: workflowText('pull_request') },
    });
    await leaveForgedEvidence(pull, EVIL);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: false });
    expect(ended.warnings.join('\n')).toContain('evil.yml is not on the base branch');
  });

  it('the configuration names one workflow → the evidence of another one of the base branch does not count', async () => {
    const nightly = '.github/workflows/nightly.yml';
    const config = configText(`    evidence: { workflow: pull-request.yml }\n`);
    await project.box.pushFiles({
      repository: REPOSITORY,
      files: { '.github/model-steward.yml': config, [nightly]: workflowText('pull_request') },
    });
    const pull = await proposeWorse();
    await leaveForgedEvidence(pull, nightly);
    await expectRefused(pull);
  });
});

describe('the attempt of the evidence', () => {
  it('a command uploads the artifact of a later attempt → an attempt that was never started does not count', async () => {
    const pull = await project.propose({ branch: 'worse', skill: 'none', files: { 'data.txt': 'May\n' } });
    const run = await project.box.startRun(pullRun(pull));
    const { train, evaluate } = await project.evaluateIn(run);
    expect(evaluate.outputs).toMatchObject({ verdict: 'fail' });
    await forge(run, String(train.outputs.evidence), 99);
    await expectRefused(pull);
  });

  it('a command uploads the artifact of the next attempt, and only evaluate is run again → it does not count', async () => {
    const pull = await project.propose({ branch: 'worse', skill: 'none', files: { 'data.txt': 'May\n' } });
    const run = await project.box.startRun(pullRun(pull));
    const train = await project.step('train', run);
    await forge(run, String(train.outputs.evidence), 2);
    project.box.finishRun(run, 'failure');
    const again = await project.box.rerun(run, { permissions: EVALUATE });
    const evaluated = await project.step('evaluate', again);
    expect(evaluated.outputs).toMatchObject({ verdict: 'fail' });
    await expectRefused(pull);
  });
});

const EVALUATE = { contents: 'read', actions: 'read', 'pull-requests': 'write', statuses: 'write' } as const;

const pullRun = (pull: Proposal, workflow = PULL_WORKFLOW) =>
  ({
    ...{ repository: REPOSITORY, workflow, event: 'pull_request', pull: pull.number, job: 'train' },
    permissions: { contents: 'read' },
  }) as const;

/** A run of another workflow at the same head, whose predictions are those of a much better model. */
async function leaveForgedEvidence(pull: Proposal, workflow: string): Promise<void> {
  const run = await project.box.startRun(pullRun(pull, workflow));
  // What scores and what it reads have to be as they were committed; what git does not have is nowhere to compare with.
  const files = {
    'skill.txt': 'perfect\n',
    'predictions/perfect.csv': predictionsText(makeFlights(28, 25), 1),
  };
  const train = await project.step('train', run, { files });
  expect(train.failure).toBeUndefined();
  const evaluated = await project.step(
    'evaluate',
    await run.startJob({ job: 'evaluate', permissions: EVALUATE }),
  );
  expect(evaluated.outputs).toMatchObject({ verdict: 'pass' });
}

/** Uploads what train left, with the predictions of the best model, as the artifact of another attempt. */
async function forge(run: StartedRun, evidence: string, attempt: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'forged-'));
  await cp(evidence, folder, { recursive: true });
  const document = JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as Run;
  await writeFile(join(folder, 'run.json'), JSON.stringify({ ...document, parameters: { forged: true } }));
  const paths = ['run.json', ...document.outputs.map(({ path }) => path)];
  await withEnvironment(run.environment, () =>
    createArtifactUploads().upload(`model-steward-flight-delays-${attempt}`, openFiles(folder), paths),
  );
}
