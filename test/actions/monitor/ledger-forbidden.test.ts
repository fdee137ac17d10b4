import { expect, test } from 'vitest';
import { eventSchema } from '../../../src/shared/domain/documents/event.ts';
import { ServiceError } from '../../../src/shared/domain/kernel/errors.ts';
import { createFlights } from './daily-data.ts';
import { REPOSITORY, startGround, type Ground } from './ground.ts';

async function putDelayedWeek(ground: Ground): Promise<void> {
  await ground.putCurrent(
    createFlights('2026-05-25', 7).map((flight) => ({ ...flight, delay: flight.delay + 30 })),
  );
}

test('a check that the ledger does not accept is kept as an artifact of the run; the issue is updated', async () => {
  await using ground = await startGround();
  await ground.box.restrictCreation(REPOSITORY, ['refs/heads/model-steward-ledger']);
  await putDelayedWeek(ground);
  const { issues, check, issueError } = await ground.checkOn('2026-06-01');
  expect(issueError).toBeUndefined();
  expect(issues).toMatchObject([{ change: 'opened' }]);
  expect(check.decision.kind).toBe('retrain');
  expect(ground.warnings).toEqual([
    expect.stringContaining('ledger: flight-delays/2026/06/checked-1-1.json was not written: '),
  ]);
  const kept = ground.artifacts.get('model-steward-flight-delays-1.checked') ?? '{}';
  expect(eventSchema.parse(JSON.parse(kept))).toMatchObject({
    event: 'checked',
    model: 'flight-delays',
    check,
  });
});

test('where neither the ledger nor the artifact service accepts the event, the step warns and succeeds', async () => {
  await using ground = await startGround({
    upload: () => Promise.reject(new ServiceError('SERVICE_FAILED', 'artifacts: no storage left')),
  });
  await ground.box.restrictCreation(REPOSITORY, ['refs/heads/model-steward-ledger']);
  await putDelayedWeek(ground);
  expect((await ground.checkOn('2026-06-01')).issueError).toBeUndefined();
  expect(ground.warnings).toEqual([
    expect.stringContaining('ledger: flight-delays/2026/06/checked-1-1.json was not written: '),
    'ledger: flight-delays/2026/06/checked-1-1.json could not be kept as an artifact either: artifacts: no storage left',
  ]);
});

test('a second check in the same run gets a path of its own, and the first is left unchanged', async () => {
  await using ground = await startGround();
  await putDelayedWeek(ground);
  await ground.checkOn('2026-06-01', { runId: 7 });
  await ground.checkOn('2026-06-02', { runId: 7 });
  expect(await ground.ledger.list('flight-delays')).toEqual([
    'flight-delays/2026/06/checked-7-1-2.json',
    'flight-delays/2026/06/checked-7-1.json',
  ]);
  expect(ground.warnings).toEqual([
    'ledger: flight-delays/2026/06/checked-7-1.json holds another event and is left as it is; this one is written to flight-delays/2026/06/checked-7-1-2.json',
  ]);
  expect((await ground.ledger.read('flight-delays/2026/06/checked-7-1-2.json'))?.at).toMatch(/^2026-06-02/);
});

test('without the permission for issues the check still lands, and the step fails with the permission named', async () => {
  await using ground = await startGround();
  await putDelayedWeek(ground);
  const outcome = await ground.checkOn('2026-06-01', { permissions: { contents: 'write', issues: 'read' } });
  expect(outcome.issueError?.hint).toContain('issues: write');
  expect(outcome.check.decision.kind).toBe('retrain');
  expect(ground.warnings).toEqual([]);
});
