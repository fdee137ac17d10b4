/** Who writes: comments, issues and retrainings are found again by the token that made them, whatever kind of token it is. */
import { expect, test } from 'vitest';
import { createFlights } from '../ground/daily-data.ts';
import { startGround } from '../ground/monitoring.ts';
import { PULL_WORKFLOW, REPOSITORY, startProject } from '../ground/project.ts';

const APP = 'acme-steward';
const PERMISSIONS = {
  actions: 'read',
  contents: 'write',
  'pull-requests': 'write',
  statuses: 'write',
} as const;

test("an App's token evaluates three times and registers twice → there is one comment of each", async () => {
  await using project = await startProject();
  const { box } = project;
  const token = box.issueToken({ app: APP, repository: REPOSITORY, permissions: PERMISSIONS });
  const pull = await project.propose({ branch: 'fair', skill: 'fair' });
  const event = { workflow: PULL_WORKFLOW, event: 'pull_request', pull: pull.number };
  for (let evaluation = 1; evaluation <= 3; evaluation += 1) {
    const run = await box.startRun({ repository: REPOSITORY, ...event, permissions: { contents: 'read' } });
    await project.step('train', run);
    const job = await run.startJob({ job: 'evaluate', permissions: { contents: 'read' } });
    expect((await project.step('evaluate', job, { inputs: { token } })).failure).toBeUndefined();
  }
  const inputs = { token, stage: 'production' };
  const registered = await project.registerPush(await project.merge(pull), { inputs });
  await project.rerunRegister(registered, { inputs });
  const headlines = project.repository.comments.map(({ user, body }) => [user, body.split(' model=')[0]]);
  expect(headlines).toEqual([
    [`${APP}[bot]`, '<!-- model-steward:evaluate'],
    [`${APP}[bot]`, '<!-- model-steward:register'],
  ]);
});

test('the App whose token evaluates is another one from the second push on → the new comment names the old one, and counts its looks', async () => {
  await using project = await startProject();
  const { box } = project;
  const pull = await project.propose({ branch: 'fair', skill: 'fair' });
  const event = { workflow: PULL_WORKFLOW, event: 'pull_request', pull: pull.number };
  const lookOf = (body: string): number => body.split('<!-- model-steward:look ').length - 1;
  for (const app of [APP, 'acme-other', 'acme-other']) {
    const token = box.issueToken({ app, repository: REPOSITORY, permissions: PERMISSIONS });
    const run = await box.startRun({ repository: REPOSITORY, ...event, permissions: { contents: 'read' } });
    await project.step('train', run);
    const job = await run.startJob({ job: 'evaluate', permissions: { contents: 'read' } });
    expect((await project.step('evaluate', job, { inputs: { token } })).failure).toBeUndefined();
  }
  const [old, own, ...others] = project.repository.comments;
  expect(others).toEqual([]);
  expect([old?.user, own?.user]).toEqual([`${APP}[bot]`, 'acme-other[bot]']);
  expect(old?.body).not.toContain('not updated any more');
  expect(own?.body).toMatch(/are not updated any more: \[the one by acme-steward\\\[bot\\\]\]\(http/);
  expect(lookOf(own?.body ?? '')).toBe(lookOf(old?.body ?? ''));
});

test("an App's token checks one drift three times → there is one issue and one retraining", async () => {
  await using ground = await startGround({ monitor: '{ retrain: dispatch, cool-down: 7 days }' });
  for (const [from, day] of [
    ['2026-05-25', '2026-06-01'],
    ['2026-05-26', '2026-06-02'],
    ['2026-05-27', '2026-06-03'],
  ] as const) {
    await ground.putCurrent(
      createFlights(from, 7).map((flight) => ({ ...flight, delay: flight.delay + 30 })),
    );
    await ground.checkOn(day, { app: APP });
    for (const { runId } of ground.box.dispatches) ground.box.finishRun({ id: runId }, 'success');
  }
  expect(ground.issues.map(({ user }) => user)).toEqual([`${APP}[bot]`]);
  expect(ground.box.dispatches.map(({ login }) => login)).toEqual([`${APP}[bot]`]);
});

test('a person writes comments with the markers of evaluate and register before they do → those are left as they are, and there is one of each', async () => {
  await using project = await startProject({ collaborators: { mallory: 'write' } });
  const pull = await project.propose({ branch: 'fair', skill: 'fair' });
  const forged = ['evaluate', 'register'].map(
    (step) => `<!-- model-steward:${step} model=flight-delays -->\n**pass**`,
  );
  for (const body of forged)
    project.box.comment({ repository: REPOSITORY, number: pull.number, by: 'mallory', body });
  await project.evaluate(pull);
  await project.evaluate(pull);
  await project.registerPush(await project.merge(pull));
  const bodies = (isOwn: boolean): readonly string[] =>
    project.repository.comments.filter(({ user }) => (user !== 'mallory') === isOwn).map(({ body }) => body);
  expect(bodies(false)).toEqual(forged);
  expect(bodies(true).map((body) => body.split(' model=')[0])).toEqual([
    '<!-- model-steward:evaluate',
    '<!-- model-steward:register',
  ]);
});
