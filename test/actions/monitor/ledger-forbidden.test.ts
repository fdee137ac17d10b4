import { expect, test } from 'vitest';
import { createFlights } from './daily-data.ts';
import { REPOSITORY, startGround } from './ground.ts';

test('a ledger that may not be written is a warning that names it; issue and check are there', async () => {
  await using ground = await startGround();
  await ground.box.restrictCreation(REPOSITORY, ['refs/heads/model-steward-ledger']);
  await ground.putCurrent(
    createFlights('2026-05-25', 7).map((flight) => ({ ...flight, delay: flight.delay + 30 })),
  );
  const { issues, check, issueError } = await ground.checkOn('2026-06-01');
  expect(issueError).toBeUndefined();
  expect(issues).toMatchObject([{ change: 'opened' }]);
  expect(check.decision.kind).toBe('retrain');
  expect(ground.warnings).toEqual([
    expect.stringContaining('ledger: flight-delays/2026/06/checked-1-1.json was not written'),
  ]);
});

test('without the permission for issues the check still lands, and the step fails with the permission named', async () => {
  await using ground = await startGround();
  await ground.putCurrent(
    createFlights('2026-05-25', 7).map((flight) => ({ ...flight, delay: flight.delay + 30 })),
  );
  const outcome = await ground.checkOn('2026-06-01', { permissions: { contents: 'write', issues: 'read' } });
  expect(outcome.issueError?.hint).toContain('issues: write');
  expect(outcome.check.decision.kind).toBe('retrain');
  expect(ground.warnings).toEqual([]);
});
