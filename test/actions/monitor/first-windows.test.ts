/** A version that was registered without a reference is compared with the first windows of its own data. */
import { expect, test } from 'vitest';
import { createFlights, type Flight } from '../../ground/daily-data.ts';
import { LABELED, startGround, type Checked, type Ground } from '../../ground/monitoring.ts';

const WEEKLY = { inputs: { 'window-days': '7' } };

/** The version takes its stage on 25 May, so its first whole day is the 26th. */
const start = (): Promise<Ground> => startGround({ hasReference: false });

const delayed = (flights: readonly Flight[], minutes: number): readonly Flight[] =>
  flights.map((flight) => ({ ...flight, delay: flight.delay + minutes }));

async function checkWeek(ground: Ground, flights: readonly Flight[], on: string): Promise<Checked> {
  await ground.putCurrent(flights, LABELED);
  return await ground.checkOn(on, WEEKLY);
}

test('until there are eight windows, it says how many days there are, and does nothing', async () => {
  await using ground = await start();
  await ground.putCurrent(createFlights('2026-05-20', 62), LABELED);
  const { failure, outputs, summary } = await ground.monitorOn('2026-07-22', WEEKLY);
  expect(failure).toBeUndefined();
  expect(outputs).toMatchObject({ version: '1.0.0', decision: 'none', drift: 'inconclusive', check: '' });
  expect(summary).toContain(
    'the first 56 days of the data become the reference, and there are 49 whole ones before the newest window',
  );
  expect(ground.issues).toEqual([]);
});

test.each([
  ['without the input for the window', '2026-07-30', {}, 'set `window-days`'],
  ['without data', undefined, WEEKLY, 'current.csv, which has no rows'],
])('%s it says what to do', async (_case, last, options, words) => {
  await using ground = await start();
  if (last !== undefined) await ground.putCurrent(createFlights('2026-05-20', 72), LABELED);
  const { summary } = await ground.monitorOn('2026-07-30', options);
  expect(summary).toContain('was registered without a reference profile');
  expect(summary).toContain(words);
});

test('from then on a change is found, and issue and check say what the reference is', async () => {
  await using ground = await start();
  const usual = createFlights('2026-05-20', 69);
  const unchanged = await checkWeek(ground, usual, '2026-07-29');
  const firstWindows = { from: '2026-05-26', to: '2026-07-21' };
  expect(unchanged.check).toMatchObject({
    reference: { days: 56, firstWindows },
    current: { from: '2026-07-21T00:00:00.000Z', days: 7 },
    decision: { kind: 'none' },
  });
  expect(unchanged.check.findings).toContainEqual(
    expect.objectContaining({ kind: 'performance', subject: 'brier', outcome: 'ok' }),
  );

  const moved = [...usual, ...delayed(createFlights('2026-07-28', 7), 30)];
  const found = await checkWeek(ground, moved, '2026-08-05');
  expect(found.check.reference).toEqual(unchanged.check.reference);
  expect(found.check.findings).toContainEqual(
    expect.objectContaining({ kind: 'drift', subject: 'delay', outcome: 'alert' }),
  );
  const said = 'The reference is from the first windows of the data (2026-05-26 to 2026-07-20)';
  expect(ground.issues[0]!.body).toContain(said);
  expect(found.summary).toContain(said);
});

test('a file that no longer has the first windows gives no other reference', async () => {
  await using ground = await start();
  await checkWeek(ground, createFlights('2026-05-20', 69), '2026-07-29');
  await ground.putCurrent(createFlights('2026-05-27', 80), LABELED);
  const { outputs, summary } = await ground.monitorOn('2026-08-15', WEEKLY);
  expect(outputs.check).toBe('');
  expect(summary).toContain('the file does not have them and the day before any more');
});
