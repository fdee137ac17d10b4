import { expect, test } from 'vitest';
import { createFlights, type Flight } from './daily-data.ts';
import { readable, startGround } from './ground.ts';

const KILOMETRES = 1.609344;

function inKilometres(flight: Flight): Flight {
  return { ...flight, distance: Math.round(flight.distance * KILOMETRES) };
}

test('kilometres for miles are named as such, with their first day, and nobody is told to retrain', async () => {
  await using ground = await startGround({ monitor: '{ retrain: dispatch }' });
  const week = createFlights('2026-05-25', 7);
  await ground.putCurrent(
    week.map((flight) => (flight.date >= '2026-05-29' ? inKilometres(flight) : flight)),
  );
  const { check, issues } = await ground.checkOn('2026-06-01');
  expect(check.decision).toMatchObject({ kind: 'change-processing' });
  expect(check.findings.find(({ subject }) => subject === 'distance')).toMatchObject({
    kind: 'data-quality',
    test: 'changed unit',
    outcome: 'alert',
    text: 'since 2026-05-29 the values are those of the reference times 1.61 (miles → kilometres); divided by that, they are as before',
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
