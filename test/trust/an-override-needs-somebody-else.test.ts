/**
 * Whoever may not override the gate of an own pull request alone does not get around it by a retraining of the same
 * commit (docs/trust.md#approvals).
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MODEL, REPOSITORY, RETRAIN_WORKFLOW, startProject, type Project } from '../ground/project.ts';

let project: Project;
beforeEach(async () => {
  project = await startProject({ collaborators: { ann: 'write', bob: 'write', carol: 'write' } });
  await project.ship({ branch: 'first', skill: 'fair' });
  const pull = await project.propose({
    branch: 'worse',
    author: 'ann',
    skill: 'none',
    files: { 'data.txt': 'May\n' },
  });
  await project.evaluate(pull);
  expect((await project.registerPush(await project.merge(pull))).failure).toMatch(/^NOT_PASSED: /);
});
afterEach(() => project[Symbol.asyncDispose]());

/** @returns the inputs that name the run of a retraining on the default branch, with an override. */
async function retrain(actor: string): Promise<Readonly<Record<string, string>>> {
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event: 'workflow_dispatch', actor },
    ...{ job: 'train', permissions: { contents: 'read' } },
  });
  expect((await project.evaluateIn(run)).evaluate.outputs).toMatchObject({ verdict: 'fail' });
  return { 'run-id': String(run.id), stage: 'production', override: 'verdict', 'override-reason': 'why' };
}

it.each([
  ['who started it', 'bob', 'bob'],
  ['the author of the pull request that it is of', 'bob', 'ann'],
])('a retraining fails, and %s overrides it → somebody else has to', async (_, starter, actor) => {
  const ended = await project.registerByHand({ actor, inputs: await retrain(starter) });
  expect(ended.failure).toMatch(
    /^INPUT_INVALID: input "override": expected somebody else than who started the retraining/,
  );
  expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
});

it.each([
  ['in the name of another one', undefined],
  ['unseen by GitHub', 403],
] as const)(
  'the commit of a retraining was pushed by who overrides it, %s → somebody else has to',
  async (_, status) => {
    await project.box.pushFiles({
      ...{ repository: REPOSITORY, files: { 'data.txt': 'June\n' } },
      ...{ author: 'carol', signedAs: 'ann' },
    });
    const inputs = await retrain('bob');
    if (status !== undefined)
      project.box.faults.inject({ kind: 'status', status, method: 'GET', route: /activity/, times: 50 });
    const ended = await project.registerByHand({ actor: 'carol', inputs });
    expect(ended.failure).toMatch(
      /^INPUT_INVALID: input "override": expected somebody else than .*pushed its commit/,
    );
  },
);

it('a retraining fails, and a third person overrides it → it is registered', async () => {
  const ended = await project.registerByHand({ actor: 'carol', inputs: await retrain('bob') });
  expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
});
