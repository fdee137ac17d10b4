/** What the reference has as text stays text, and whoever reads the log of a check learns that it looks like numbers. */
import { expect, test } from 'vitest';
import { createFlights } from '../../ground/daily-data.ts';
import { startGround } from '../../ground/monitoring.ts';

test('a column of text in the reference that holds ranges this week is named', async () => {
  await using ground = await startGround();
  const week = createFlights('2026-05-25', 7);
  await ground.putCurrent(
    week.map((flight, row) => ({ ...flight, airport: `${row % 9}0-${1 + (row % 9)}0` })),
  );
  await ground.checkOn('2026-06-01');
  expect(ground.warnings).toEqual([
    expect.stringMatching(/column "airport" is read as text, .*: they are ranges, such as "00-10"/),
  ]);
});

test('nothing is said of it in a usual week', async () => {
  await using ground = await startGround();
  await ground.putCurrent(createFlights('2026-05-25', 7));
  await ground.checkOn('2026-06-01');
  expect(ground.warnings).toEqual([]);
});
