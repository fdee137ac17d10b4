/**
 * Anybody who may write can make a bot start a run, open a pull request or approve one. So a bot is never the second
 * person, and never the one whose push frees a person to approve it (docs/trust.md#approvals).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  configText,
  MODEL,
  PULL_WORKFLOW,
  REPOSITORY,
  startProject,
  workflowText,
  type Project,
  type Proposal,
} from '../ground/project.ts';
import { makeFlights, predictionsText } from '../ground/predictions.ts';

const CONFIG = '.github/model-steward.yml';
const NEXT = { 'data.txt': 'May\n' };
/** The worst model, and a gate that it passes. */
const WEAKER = {
  ...NEXT,
  'skill.txt': 'none\n',
  [CONFIG]: configText('', '\n      - { metric: log_loss, at-most: 100 }').replace(/- .*superior.*\n/, ''),
};

let project: Project;
beforeEach(async () => {
  project = await startProject({ collaborators: { ann: 'write', carol: 'write' } });
  await project.ship({ branch: 'first', skill: 'fair' });
});
afterEach(() => project[Symbol.asyncDispose]());

const push = (branch: string, files: Readonly<Record<string, string>>, author: string) =>
  project.box.pushFiles({ repository: REPOSITORY, branch, files, author });

/** A commit of a bot, which names whom it likes. */
const pushAsBot = (
  branch: string,
  signedAs: string,
  files: Readonly<Record<string, string>> = { 'notes.txt': '2\n' },
) => project.box.pushFiles({ repository: REPOSITORY, branch, files, author: 'format[bot]', signedAs });

/** A run by hand on a branch. */
const startByHand = (headBranch: string, actor: string) =>
  project.box.startRun({
    ...{ repository: REPOSITORY, workflow: PULL_WORKFLOW, event: 'workflow_dispatch', headBranch, actor },
    ...{ job: 'train', permissions: { contents: 'read' } },
  });

async function evaluate({ number }: Proposal, actor: string): Promise<void> {
  const event = { workflow: PULL_WORKFLOW, event: 'pull_request', pull: number, actor };
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, ...event, job: 'train', permissions: { contents: 'read' } },
  });
  await project.evaluateIn(run);
}

async function expectRefused(pull: Proposal): Promise<void> {
  const ended = await project.registerPush(await project.merge(pull, 'merge', 'ann'));
  expect(ended.failure).toMatch(/^NOT_PASSED: .*by the configuration of the base branch is fail/);
  expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
}

describe('an approval', () => {
  const approve = ({ number }: Proposal, by: string) =>
    project.box.review({ repository: REPOSITORY, number, by });

  it('it is by who pushed to the pull request of a bot, after a bot ran the same commit → it does not count', async () => {
    const files = { 'requirements.txt': 'a==1\n' };
    const pull = await project.propose({ branch: 'bump', author: 'dependabot[bot]', files });
    await push('bump', WEAKER, 'carol');
    project.box.finishRun(await startByHand('bump', 'github-actions[bot]'), 'success');
    await evaluate(pull, 'carol');
    approve(pull, 'carol');
    await expectRefused(pull);
  });

  it('a bot opened the pull request of what a person pushed, who approves it → it does not count', async () => {
    await push('x', WEAKER, 'ann');
    const number = await project.box.openPull({ repository: REPOSITORY, head: 'x', author: 'autopr[bot]' });
    const pull = { number, branch: 'x' };
    await evaluate(pull, 'autopr[bot]');
    approve(pull, 'ann');
    await expectRefused(pull);
  });

  it('a bot opened the pull request of what a person pushed in the name of another one, and approves → it does not count', async () => {
    const forged = { repository: REPOSITORY, branch: 'x', files: WEAKER, author: 'ann', signedAs: 'carol' };
    await project.box.pushFiles(forged);
    const number = await project.box.openPull({ repository: REPOSITORY, head: 'x', author: 'autopr[bot]' });
    const pull = { number, branch: 'x' };
    await evaluate(pull, 'autopr[bot]');
    approve(pull, 'ann');
    await expectRefused(pull);
  });

  it('a bot opened and ran it, and GitHub does not say who pushed → no approval counts', async () => {
    await push('x', WEAKER, 'ann');
    const number = await project.box.openPull({ repository: REPOSITORY, head: 'x', author: 'autopr[bot]' });
    const pull = { number, branch: 'x' };
    await evaluate(pull, 'autopr[bot]');
    approve(pull, 'carol');
    project.box.faults.inject({ kind: 'status', status: 403, method: 'GET', route: /activity/, times: 50 });
    await expectRefused(pull);
  });

  it.each([
    ['and GitHub lists who pushed', undefined, undefined],
    ['and GitHub does not list who pushed', undefined, 403],
    ['in the name of the author of the pull request', 'dora', undefined],
  ] as const)(
    'it is by who pushed the last commit, whose own run is gone, %s → it does not count',
    async (_, signedAs, status) => {
      project.repository.collaborators.set('dora', 'write');
      const files = { 'README.md': '2\n' };
      const pull = await project.propose({ branch: 'late', author: 'dora', files });
      await project.box.pushFiles({
        ...{ repository: REPOSITORY, branch: 'late', files: WEAKER, author: 'carol' },
        ...(signedAs !== undefined && { signedAs }),
      });
      await evaluate(pull, 'dora');
      approve(pull, 'carol');
      if (status !== undefined)
        project.box.faults.inject({ kind: 'status', status, method: 'GET', route: /activity/, times: 50 });
      await expectRefused(pull);
    },
  );

  it.each([
    ['in the pull request of a bot', 'renovate[bot]'],
    ['in the pull request of a colleague, who is away', 'dora'],
  ])('it is by who pushed below what a bot pushed on top, %s → it does not count', async (_, author) => {
    const pull = await project.propose({ branch: 'bump', author, files: { 'requirements.txt': 'a==1\n' } });
    await push('bump', WEAKER, 'carol');
    await pushAsBot('bump', 'formatter');
    await evaluate(pull, 'format[bot]');
    approve(pull, 'carol');
    await expectRefused(pull);
  });

  it('it is by whom a commit names that a bot brought, below the last one → it does not count', async () => {
    const pull = await project.propose({
      ...{ branch: 'pick', author: 'backport[bot]', files: { 'requirements.txt': 'a==1\n' } },
    });
    await pushAsBot('pick', 'carol', WEAKER);
    await pushAsBot('pick', 'formatter');
    await evaluate(pull, 'format[bot]');
    approve(pull, 'carol');
    await expectRefused(pull);
  });

  it('it is by whom a bot names as co-author, and nothing in its own name says that it is one → it does not count', async () => {
    const { accounts } = project.box.world;
    accounts.get('Copilot', 'Bot');
    const { id } = accounts.get('carol');
    await project.box.pushFiles({
      ...{ repository: REPOSITORY, branch: 'asked', files: WEAKER, author: 'Copilot' },
      message: `Weaken the gate\n\nCo-authored-by: Carol C. <${id}+carol@users.noreply.github.com>`,
    });
    const number = await project.box.openPull({ repository: REPOSITORY, head: 'asked', author: 'Copilot' });
    const pull = { number, branch: 'asked' };
    await evaluate(pull, 'Copilot');
    approve(pull, 'carol');
    await expectRefused(pull);
  });

  it('a bot pushes on top, and GitHub lists no more than its last 100 pushes → no approval counts', async () => {
    const pull = await project.propose({ branch: 'bump', author: 'renovate[bot]', files: WEAKER });
    await push('bump', { 'notes.txt': '1\n' }, 'carol');
    await pushAsBot('bump', 'formatter');
    const [last] = project.repository.activities.slice(-1);
    for (let times = 0; times < 100; times += 1) project.repository.activities.push({ ...last! });
    await evaluate(pull, 'format[bot]');
    approve(pull, 'ann');
    await expectRefused(pull);
  });

  it('a bot pushes on top of what another person pushed → the approval counts', async () => {
    const good = {
      ...NEXT,
      'skill.txt': 'good\n',
      [CONFIG]: configText('', '\n      - { metric: log_loss, superior-by: 0.002 }'),
    };
    const pull = await project.propose({ branch: 'better', author: 'ann', files: good });
    await pushAsBot('better', 'formatter');
    await evaluate(pull, 'format[bot]');
    approve(pull, 'carol');
    const ended = await project.registerPush(await project.merge(pull, 'squash', 'ann'));
    expect(ended.outputs).toMatchObject({ version: '1.1.0' });
    expect(project.release(`${MODEL}@v1.1.0`).body).toContain('carol');
  });

  it('it is by a bot that may write → it does not count', async () => {
    await project[Symbol.asyncDispose]();
    project = await startProject({ collaborators: { ann: 'write', 'approve[bot]': 'write' } });
    await project.ship({ branch: 'first', skill: 'fair' });
    await push('x', WEAKER, 'ann');
    const number = await project.box.openPull({ repository: REPOSITORY, head: 'x', author: 'ann' });
    const pull = { number, branch: 'x' };
    await evaluate(pull, 'ann');
    approve(pull, 'approve[bot]');
    await expectRefused(pull);
  });

  it('a person approves what a bot wrote and proposed → it counts', async () => {
    const author = 'dependabot[bot]';
    await project.box.pushFiles({
      repository: REPOSITORY,
      files: { [CONFIG]: configText('    approvals: 1\n') },
    });
    await push('bump', { ...NEXT, 'skill.txt': 'good\n' }, 'acme');
    const number = await project.box.openPull({ repository: REPOSITORY, head: 'bump', author });
    const pull = { number, branch: 'bump' };
    await evaluate(pull, author);
    approve(pull, 'carol');
    const ended = await project.registerPush(await project.merge(pull, 'squash', 'carol'));
    expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
  });
});

it('a bot started the run that a person names, of a commit that was never merged → a person has to have started it', async () => {
  const forged = {
    'predictions/none.csv': predictionsText(makeFlights(28, 25), 0.95),
    [PULL_WORKFLOW]: `# forged\n${workflowText('pull_request')}`,
  };
  await push('forged', { ...forged, ...NEXT, 'skill.txt': 'none\n' }, 'ann');
  const run = await startByHand('forged', 'github-actions[bot]');
  await project.evaluateIn(run);
  const inputs = { 'run-id': String(run.id), stage: 'production' };
  const ended = await project.registerByHand({ actor: 'ann', inputs });
  expect(ended.failure).toMatch(/^INPUT_INVALID: .*somebody else than the person who started it/);
  expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
});
