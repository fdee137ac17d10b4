import { expect, test } from 'vitest';
import { createFlights, type Flight } from '../../ground/daily-data.ts';
import { readable, startGround } from '../../ground/monitoring.ts';

const KILOMETERS = 1.609344;

function inKilometers(flight: Flight): Flight {
  return { ...flight, distance: Math.round(flight.distance * KILOMETERS) };
}

test('kilometers instead of miles are recognized, with their first day, and no retraining is started', async () => {
  await using ground = await startGround({ monitor: '{ retrain: dispatch }' });
  const week = createFlights('2026-05-25', 7);
  await ground.putCurrent(
    week.map((flight) => (flight.date >= '2026-05-29' ? inKilometers(flight) : flight)),
  );
  const { check, issues } = await ground.checkOn('2026-06-01');
  expect(check.decision).toMatchObject({ kind: 'change-processing' });
  expect(check.findings.find(({ subject }) => subject === 'distance')).toMatchObject({
    kind: 'data-quality',
    outcome: 'alert',
    detail: {
      code: 'changed-unit',
      factor: 1.609344,
      conversion: 'miles-to-kilometers',
      reversed: false,
      since: '2026-05-29',
    },
  });
  expect(issues).toMatchObject([{ issueKind: 'data-quality', change: 'opened' }]);
  expect(ground.issues).toHaveLength(1);
  await expect(readable(ground.issues[0]!.body ?? '')).toMatchFileSnapshot('fixtures/changed-unit-issue.md');
  expect(ground.box.dispatches).toEqual([]);

  await ground.putCurrent(createFlights('2026-06-01', 7));
  const fixed = await ground.checkOn('2026-06-08');
  expect(fixed.issues).toMatchObject([{ number: issues[0]!.number, change: 'closed' }]);
  expect(ground.issues[0]!.state).toBe('closed');
});
