/**
 * An override is what a person decided about one evaluation of one proposal. It does not count for a proposal that it does
 * not name, nor for what was evaluated after it was given (docs/trust.md#approvals).
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  EVALUATE_PERMISSIONS,
  MODEL,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  type EndedRegister,
  type EvaluatedPull,
  type Project,
  type Proposal,
} from '../ground/project.ts';

const OVERRIDE = { override: 'verdict', 'override-reason': 'why' };

let project: Project;
beforeEach(async () => {
  project = await startProject({ collaborators: { ann: 'write', bob: 'write' } });
  await project.ship({ branch: 'first', skill: 'fair' });
});
afterEach(() => project[Symbol.asyncDispose]());

/** A merged pull request of ann, which did not pass. */
async function mergeWorse(): Promise<EvaluatedPull & { readonly pull: Proposal }> {
  const pull = await project.propose({ branch: 'worse', skill: 'none', files: { 'data.txt': 'May\n' } });
  const evaluated = await project.evaluate(pull);
  expect(evaluated.evaluate.outputs).toMatchObject({ verdict: 'fail' });
  return { ...evaluated, pull };
}

async function startRetraining({
  actor,
  branch,
}: {
  readonly actor: string;
  readonly branch: string;
}): Promise<EvaluatedPull['run']> {
  if (branch !== 'main') {
    const files = { 'skill.txt': 'none\n', 'data.txt': 'May\n' };
    await project.box.pushFiles({ repository: REPOSITORY, branch, files, author: actor });
  }
  return await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event: 'workflow_dispatch', actor },
    ...{ headBranch: branch, job: 'train', permissions: { contents: 'read' } },
  });
}

/** The run that was evaluated is started again, as anybody who may write can do. */
async function evaluateAgain({ run }: EvaluatedPull): Promise<void> {
  project.box.finishRun(run, 'success');
  const again = await project.box.rerun(run, { job: 'train', permissions: { contents: 'read' } });
  await project.step('train', again);
  await project.step(
    'evaluate',
    await again.startJob({ job: 'evaluate', permissions: EVALUATE_PERMISSIONS }),
  );
  project.box.finishRun(again, 'success');
}

/** A run of bob that fails for a reason of its own, with an override in its inputs. */
async function overrideInVain(inputs: Readonly<Record<string, string>>): Promise<EndedRegister> {
  const permissions = { contents: 'read', actions: 'read', 'pull-requests': 'read' } as const;
  const ended = await project.registerByHand({
    actor: 'bob',
    inputs: { ...inputs, ...OVERRIDE },
    permissions,
  });
  expect(ended.failure).toBeDefined();
  project.box.finishRun(ended.run, 'failure');
  return ended;
}

async function expectOnlyFirst(): Promise<void> {
  expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
}

it('a workflow has an override for each push → it counts for no pull request that it does not name', async () => {
  const { pull } = await mergeWorse();
  const ended = await project.registerPush(await project.merge(pull), { inputs: OVERRIDE });
  expect(ended.failure).toMatch(
    new RegExp(`^INPUT_INVALID: input "override": expected .*pull-request: ${pull.number}`),
  );
  await expectOnlyFirst();
});

it.each(['pull-request', 'run-id'])(
  'after an override by `%s` the evaluation is made again, and the run of the override too → it is no override of the newer evaluation',
  async (input) => {
    const evaluated = await mergeWorse();
    await project.merge(evaluated.pull);
    const named = input === 'run-id' ? evaluated.run.id : evaluated.pull.number;
    const inputs = { [input]: String(named), stage: 'production' };
    const overriding = await overrideInVain(inputs);
    await evaluateAgain(evaluated);
    const again = await project.rerunRegister(overriding, { inputs: { ...inputs, ...OVERRIDE } });
    expect(again.failure).toMatch(/^INPUT_INVALID: input "override": .*made after/);
    await expectOnlyFirst();
  },
);

it('after an override of a retraining that is made again, the run of the override is too → it is no override of the newer evaluation', async () => {
  const { pull } = await mergeWorse();
  await project.merge(pull);
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event: 'workflow_dispatch', actor: 'carol' },
    ...{ job: 'train', permissions: { contents: 'read' } },
  });
  const evaluated = await project.evaluateIn(run);
  const inputs = { 'run-id': String(run.id), stage: 'production' };
  const overriding = await overrideInVain(inputs);
  await evaluateAgain(evaluated);
  const again = await project.rerunRegister(overriding, { inputs: { ...inputs, ...OVERRIDE } });
  expect(again.failure).toMatch(/^INPUT_INVALID: input "override": .*made after/);
  await expectOnlyFirst();
});

it('after an override another version takes the stage, and the run of the override is made again → it is no override of a comparison with that version', async () => {
  const { pull } = await mergeWorse();
  await project.merge(pull);
  const inputs = { 'pull-request': String(pull.number), stage: 'production' };
  const overriding = await overrideInVain(inputs);
  await project.ship({ branch: 'better', skill: 'good', files: { 'data.txt': 'June\n' } });
  await project.box.pushFiles({
    ...{ repository: REPOSITORY, author: 'ann' },
    files: { 'skill.txt': 'none\n', 'data.txt': 'May\n' },
  });
  const tags = await project.tags();
  const again = await project.rerunRegister(overriding, { inputs: { ...inputs, ...OVERRIDE } });
  expect(again.failure).toMatch(/^INPUT_INVALID: input "override": .*another version/);
  expect(await project.tags()).toEqual(tags);
});

it('only the run of the override is made again, by the author of what it overrides → it is no override of somebody else', async () => {
  const { pull } = await mergeWorse();
  await project.merge(pull);
  const inputs = { 'pull-request': String(pull.number), stage: 'production' };
  const overriding = await overrideInVain(inputs);
  const again = await project.rerunRegister(overriding, { actor: 'ann', inputs: { ...inputs, ...OVERRIDE } });
  expect(again.failure).toMatch(
    /^INPUT_INVALID: input "override": expected somebody else than the author of the pull request, got bob and ann/,
  );
  await expectOnlyFirst();
});

it('a run of what was never merged is named by another person, and the registration is made again by who started it → somebody else has to', async () => {
  const run = await startRetraining({ actor: 'ann', branch: 'never-merged' });
  await project.evaluateIn(run);
  const inputs = { 'run-id': String(run.id), stage: 'production' };
  const overriding = await overrideInVain(inputs);
  const again = await project.rerunRegister(overriding, { actor: 'ann', inputs: { ...inputs, ...OVERRIDE } });
  expect(again.failure).toMatch(/^INPUT_INVALID: input "run-id": expected .*somebody else/);
  await expectOnlyFirst();
});

it('a retraining is started by one person and again by another, who overrides it → somebody else has to', async () => {
  const { pull } = await mergeWorse();
  await project.merge(pull);
  const run = await startRetraining({ actor: 'carol', branch: 'main' });
  project.box.finishRun(run, 'failure');
  const again = await project.box.rerun(run, { by: 'bob', job: 'train', permissions: { contents: 'read' } });
  await project.evaluateIn(again);
  const inputs = { 'run-id': String(run.id), stage: 'production', ...OVERRIDE };
  const ended = await project.registerByHand({ actor: 'bob', inputs });
  expect(ended.failure).toMatch(/^INPUT_INVALID: input "override": .*who started the retraining.* got bob/);
  await expectOnlyFirst();
});

it('only the run of the override is made again → the override counts, for it is of that evaluation', async () => {
  const { pull } = await mergeWorse();
  await project.merge(pull);
  const inputs = { 'pull-request': String(pull.number), stage: 'production' };
  const overriding = await overrideInVain(inputs);
  const again = await project.rerunRegister(overriding, { inputs: { ...inputs, ...OVERRIDE } });
  expect(again.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
});
