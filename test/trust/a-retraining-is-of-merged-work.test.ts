/**
 * `approvals` are of a pull request. A retraining trains what pull requests merged, and is no way around them: what was refused
 * for want of an approval is not registered by training it once more (docs/trust.md#what-was-merged-since).
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  configText,
  MODEL,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  type EndedRegister,
  type Project,
  type Proposal,
} from '../ground/project.ts';

const CONFIG = configText(`    approvals: 1
    promote: automatic
    gate-retrain:
      - { metric: log_loss, at-most: 5 }
`);

let project: Project;
let worse: Proposal;
beforeEach(async () => {
  project = await startProject({ config: CONFIG, collaborators: { ann: 'write', bob: 'write' } });
  const first = await project.propose({ branch: 'first', skill: 'fair', author: 'ann' });
  approve(first);
  await project.evaluate(first);
  const registered = await mergeAlone(first);
  expect(registered.failure).toBeUndefined();
  expect(registered.outputs).toMatchObject({ version: '1.0.0' });
  worse = await project.propose({ branch: 'worse', skill: 'none', files: { 'data.txt': 'May\n' } });
  await project.evaluate(worse);
  expect((await mergeAlone(worse)).failure).toContain('expected 1 approval of the last commit');
});
afterEach(() => project[Symbol.asyncDispose]());

const approve = ({ number }: Proposal): unknown =>
  project.box.review({ repository: REPOSITORY, number, by: 'bob' });

async function mergeAlone(pull: Proposal): Promise<EndedRegister> {
  return await project.registerPush(await project.merge(pull, 'merge', 'ann'), { actor: 'ann' });
}

/** @returns the inputs that name a run that ann started. */
async function retrain(): Promise<Readonly<Record<string, string>>> {
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event: 'workflow_dispatch', actor: 'ann' },
    ...{ job: 'train', permissions: { contents: 'read' } },
  });
  expect((await project.evaluateIn(run)).evaluate.outputs).toMatchObject({ verdict: 'pass' });
  return { 'run-id': String(run.id), stage: 'production' };
}

it('a model was refused for want of approvals, and its merge is trained again, by hand or on a schedule → the approvals are still needed', async () => {
  const lacking = `expected 1 approval of #${worse.number}, which changed what it trains, by people who may write, got 0`;
  const own = await project.registerByHand({ actor: 'ann', inputs: await retrain() });
  expect(own.failure).toContain(lacking);
  expect(own.failure).toContain(`ask for an approval of #${worse.number}`);
  expect((await project.retrain()).failure).toContain(lacking);
  expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
});

it('the pull request gets its approval after the merge → the retraining is registered', async () => {
  approve(worse);
  expect((await project.retrain()).outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
});

it('somebody else registers the run → that is the approval', async () => {
  const ended = await project.registerByHand({ actor: 'bob', inputs: await retrain() });
  expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
});

it('who pushed last to the pull request of a colleague, and merged it, names the run of a schedule → somebody else has to', async () => {
  const files = { 'data.txt': 'June\n' };
  const pull = await project.propose({ branch: 'shared', author: 'ann', files });
  await project.box.pushFiles({
    ...{ repository: REPOSITORY, branch: 'shared', files: { 'skill.txt': 'none\n' } },
    author: 'bob',
  });
  await project.merge(pull, 'merge', 'bob');
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event: 'schedule', actor: 'ann' },
    ...{ job: 'train', permissions: { contents: 'read' } },
  });
  await project.evaluateIn(run);
  project.box.review({ repository: REPOSITORY, number: worse.number, by: 'bob' });
  const inputs = { 'run-id': String(run.id), stage: 'production' };
  const ended = await project.registerByHand({ actor: 'bob', inputs });
  expect(ended.failure).toContain(`expected 1 approval of #${pull.number}`);
});
