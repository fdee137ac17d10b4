import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFlights } from '../../ground/daily-data.ts';
import { LABELED, startGround, type Ground } from '../../ground/monitoring.ts';

let ground: Ground;
beforeEach(async () => {
  ground = await startGround({ monitor: '{ retrain: dispatch, cool-down: 7 days }' });
});
afterEach(() => ground[Symbol.asyncDispose]());

async function checkDelayedWeek(from: string, on: string): ReturnType<Ground['checkOn']> {
  await ground.putCurrent(createFlights(from, 7).map((flight) => ({ ...flight, delay: flight.delay + 30 })));
  return await ground.checkOn(on);
}

test('a retraining is started once, with the number of the issue, and the issue says so', async () => {
  const { outputs, issues } = await checkDelayedWeek('2026-05-25', '2026-06-01');
  const [dispatch] = ground.box.dispatches;
  expect(dispatch).toMatchObject({
    workflow: '.github/workflows/retrain.yml',
    inputs: { issue: String(issues[0]!.number) },
  });
  expect(outputs['retraining-run']).toBe(String(dispatch?.runId));
  expect(ground.issues[0]!.body).toContain(
    `A retraining was started by retrain.yml (run ${dispatch?.runId}); its outcome is written here.`,
  );
});

test('while it runs, and until the cool-down has passed, no second one is started', async () => {
  const first = await checkDelayedWeek('2026-05-25', '2026-06-01');
  const run = { id: Number(first.outputs['retraining-run']) };
  const second = await checkDelayedWeek('2026-05-26', '2026-06-02');
  expect(second.outputs['retraining-run']).toBe('');
  expect(second.summary).toContain('A retraining is already running');
  ground.box.finishRun(run, 'success');
  const third = await checkDelayedWeek('2026-05-27', '2026-06-03');
  expect(third.outputs['retraining-run']).toBe('');
  expect(third.summary).toContain('the next one may start from 2026-06-08 12:0');
  expect(ground.box.dispatches).toHaveLength(1);
  const fourth = await checkDelayedWeek('2026-06-02', '2026-06-09');
  expect(ground.box.dispatches.map(({ runId }) => String(runId))).toEqual([
    first.outputs['retraining-run'],
    fourth.outputs['retraining-run'],
  ]);
});

test('a retraining for one problem of the model keeps the one for another until the cool-down has passed', async () => {
  const first = await checkDelayedWeek('2026-05-25', '2026-06-01');
  expect(first.issues).toMatchObject([{ issueKind: 'drift', change: 'opened' }]);
  ground.box.finishRun({ id: Number(first.outputs['retraining-run']) }, 'success');
  const worse = createFlights('2026-05-31', 7).map((flight, row) => {
    const late = row % 3 === 0 ? flight.late : flight.score < 0.3 ? 1 : 0;
    return { ...flight, late } as const;
  });
  await ground.putCurrent(worse, LABELED);
  const second = await ground.checkOn('2026-06-07');
  expect(second.issues).toMatchObject([
    { issueKind: 'drift', change: 'closed' },
    { issueKind: 'performance', change: 'opened' },
  ]);
  expect(second.summary).toContain('the next one may start from 2026-06-08 12:0');
  expect(ground.box.dispatches).toHaveLength(1);
});

test('without the permission to start workflows the issue has the command that does it', async () => {
  await ground.putCurrent(
    createFlights('2026-05-25', 7).map((flight) => ({ ...flight, delay: flight.delay + 30 })),
  );
  const { failure, outputs } = await ground.checkOn('2026-06-01', {
    permissions: { contents: 'write', issues: 'write', actions: 'read' },
  });
  expect(failure).toBeUndefined();
  expect(outputs['retraining-run']).toBe('');
  expect(ground.warnings).toEqual([expect.stringContaining('actions: write')]);
  expect(ground.issues[0]!.body).toContain('To start it manually: `gh workflow run retrain.yml -f issue=1`');
});

test('the next one is started in an issue that a person has locked, where no comment can be written', async () => {
  const first = await checkDelayedWeek('2026-05-25', '2026-06-01');
  ground.box.finishRun({ id: Number(first.outputs['retraining-run']) }, 'success');
  ground.issues[0]!.lockReason = 'too heated';
  const next = await checkDelayedWeek('2026-06-02', '2026-06-09');
  expect(next.failure).toBeUndefined();
  expect(ground.box.dispatches.map(({ runId }) => String(runId))).toEqual([
    first.outputs['retraining-run'],
    next.outputs['retraining-run'],
  ]);
  expect(ground.issues).toHaveLength(1);
  expect(ground.issues[0]!.body).toContain(`(run ${next.outputs['retraining-run']})`);
});
