/**
 * Whoever works alone in a repository has a way to change how a model is evaluated, and to accept a model that the gate
 * refuses: a pull request of its own, which registers nothing (docs/trust.md#whoever-works-alone).
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

const LOOSE_GATE = `
      - { metric: log_loss, at-most: 5 }`;
const LOOSE_RETRAIN = `    gate-retrain:
      - { metric: log_loss, at-most: 5 }
`;
const ALONE = 'in a pull request of its own';

let project: Project;
beforeEach(async () => {
  project = await startProject({ collaborators: { ann: 'admin' } });
  await project.ship({ branch: 'first', skill: 'fair', author: 'ann' });
});
afterEach(() => project[Symbol.asyncDispose]());

function propose(branch: string, files: Readonly<Record<string, string>>): Promise<Proposal> {
  return project.propose({ branch, author: 'ann', files });
}

async function mergeEvaluated(pull: Proposal): Promise<EndedRegister> {
  await project.evaluate(pull);
  return await project.registerPush(await project.merge(pull, 'merge', 'ann'));
}

/** @returns the comment of evaluate. */
function commentOf({ number }: Proposal): string {
  return project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';
}

const WORSE = { 'skill.txt': 'none\n', 'data.txt': 'May\n' };

it('a looser gate comes with the model that it is for → comment and refusal say the way, and it ends with a version', async () => {
  const both = await propose('both', { ...WORSE, '.github/model-steward.yml': configText('', LOOSE_GATE) });
  await project.evaluate(both);
  expect(commentOf(both)).toContain(ALONE);
  const refused = await project.registerPush(await project.merge(both, 'merge', 'ann'));
  expect(refused.failure).toContain('if you work alone, train again in a new pull request');
  const again = await mergeEvaluated(await propose('again', { 'data.txt': 'June\n' }));
  expect(again.outputs).toMatchObject({ tag: `${MODEL}@v1.1.0`, stage: 'production' });
});

it('the gate is loosened in a pull request of its own → it registers nothing, and the next model is evaluated by it', async () => {
  const gate = await propose('gate', { '.github/model-steward.yml': configText('', LOOSE_GATE) });
  const alone = await mergeEvaluated(gate);
  expect(alone.outputs).toMatchObject({ registered: false });
  expect(alone.failure).toBeUndefined();
  expect(commentOf(gate)).toContain('What this pull request changes about the evaluation');
  const next = await mergeEvaluated(await propose('model', WORSE));
  expect(next.outputs).toMatchObject({ tag: `${MODEL}@v1.1.0`, stage: 'production' });
});

it('the author overrides an own pull request → the refusal says what to do without anybody else', async () => {
  const pull = await propose('worse', WORSE);
  await mergeEvaluated(pull);
  const inputs = { 'pull-request': String(pull.number), stage: 'production' };
  const override = { override: 'verdict', 'override-reason': 'why' };
  const ended = await project.registerByHand({ actor: 'ann', inputs: { ...inputs, ...override } });
  expect(ended.failure).toContain('if you work alone, change `gate` in a pull request of its own');
});

it('a retraining fails, and who started it overrides it → the refusal says the way, and it ends with a version', async () => {
  await mergeEvaluated(await propose('worse', WORSE));
  const retrain = async (inputs: Readonly<Record<string, string>>): Promise<EndedRegister> => {
    const run = await project.box.startRun({
      ...{ repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event: 'workflow_dispatch', actor: 'ann' },
      ...{ job: 'train', permissions: { contents: 'read' } },
    });
    await project.evaluateIn(run);
    return await project.registerByHand({
      actor: 'ann',
      inputs: { 'run-id': String(run.id), stage: 'production', ...inputs },
    });
  };
  const refused = await retrain({ override: 'verdict', 'override-reason': 'why' });
  expect(refused.failure).toContain('if you work alone, change `gate-retrain` in a pull request of its own');
  const gate = await propose('gate', { '.github/model-steward.yml': configText(LOOSE_RETRAIN) });
  expect((await mergeEvaluated(gate)).outputs).toMatchObject({ registered: false });
  expect((await retrain({})).outputs).toMatchObject({ tag: `${MODEL}@v1.1.0`, stage: 'production' });
});
