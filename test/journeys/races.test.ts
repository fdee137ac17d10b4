/** Two registrations at once: no concurrency group is needed, and none is lost. */
import { afterEach, expect, it } from 'vitest';
import {
  configText,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  type EndedRegister,
  type Project,
} from '../ground/project.ts';

let project: Project;
afterEach(() => project[Symbol.asyncDispose]());

it('of different evidence on one commit get two versions, on two commits', async () => {
  const more = '    gate-retrain: [{ metric: roc_auc, at-least: 0.6 }]\n';
  project = await startProject({ config: configText(more) });
  const pull = await project.propose({ branch: 'better', skill: 'good' });
  await project.evaluate(pull);
  const push = await project.merge(pull);
  const permissions = { contents: 'read' } as const;
  const retraining = await project.box.startRun({
    repository: REPOSITORY,
    workflow: RETRAIN_WORKFLOW,
    event: 'schedule',
    permissions,
  });
  await project.step('train', retraining);
  await project.step(
    'evaluate',
    await retraining.startJob({ permissions: { contents: 'read', actions: 'read' } }),
  );
  const job = await retraining.startJob({ permissions: { contents: 'write', actions: 'read' } });
  const [fromPush, fromRetraining] = await Promise.all([
    project.registerPush(push, { beside: true, inputs: { stage: '' } }),
    project.step('register', job, { beside: true }),
  ]);
  expect([fromPush.failure, fromRetraining.failure]).toEqual([undefined, undefined]);
  expect([fromPush.outputs.version, fromRetraining.outputs.version].sort()).toEqual(['1.0.0', '1.1.0']);
  expect(new Set(await Promise.all((await project.tags()).map((tag) => project.commitOf(tag)))).size).toBe(2);
  expect(project.repository.releases.map(({ draft }) => draft)).toEqual([false, false]);
});

it('of the same evidence make one version', async () => {
  project = await startProject();
  const pull = await project.propose({ branch: 'better', skill: 'good' });
  await project.evaluate(pull);
  const push = await project.merge(pull);
  const options = { beside: true, inputs: { stage: 'production' } };
  const byHand = { beside: true, inputs: { stage: 'production', 'pull-request': String(pull.number) } };
  const ended: readonly EndedRegister[] = await Promise.all([
    project.registerPush(push, options),
    project.registerByHand(byHand),
  ]);
  // Whoever came second to a file that the first was sending stops; a run of its job again finds all done.
  for (const one of ended.filter(({ failure }) => failure !== undefined)) {
    expect(one.failure).toMatch(/^(VERSION_TAKEN|SERVICE_FAILED|DIGEST_MISMATCH|RULESET)/);
  }
  const again = await project.rerunRegister(ended[0]!);
  expect(again).toMatchObject({ failure: undefined, outputs: { version: '1.0.0', stage: 'production' } });
  expect(await project.tags()).toEqual(['flight-delays@v1.0.0', 'flight-delays#production#1']);
  project.release('flight-delays@v1.0.0');
  expect(Object.keys(await project.ledger())).toHaveLength(2);
});
