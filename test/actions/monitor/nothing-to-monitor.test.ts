import { expect, test } from 'vitest';
import { monitorOutputs } from '../../../actions/monitor/report.ts';
import { createFlights } from '../../ground/daily-data.ts';
import { startGround } from '../../ground/monitoring.ts';

test('an empty stage is no error: there is nothing to monitor yet', async () => {
  await using ground = await startGround();
  const { failure, outputs, summary } = await ground.monitorOn('2026-06-01', {
    inputs: { stage: 'staging' },
  });
  expect(failure).toBeUndefined();
  expect(outputs).toMatchObject({ version: '', decision: 'none', issue: '', check: '' });
  expect(summary).toContain('the stage staging of flight-delays is empty');
});

test('with a reference of two weeks the tests are inconclusive, say what is missing, and raise nothing', async () => {
  await using ground = await startGround({ referenceDays: 14 });
  await ground.putCurrent(
    createFlights('2026-05-25', 7).map((flight) => ({ ...flight, delay: flight.delay + 30 })),
  );
  const { check, outputs, summary } = await ground.checkOn('2026-06-01');
  const drift = check.findings.filter(({ kind }) => kind === 'drift');
  expect(drift.map(({ outcome: word }) => word)).toEqual(['inconclusive', 'inconclusive', 'inconclusive']);
  // 2 March is the first of 28 days.
  const enoughOn = '2026-03-29';
  expect(drift[0]!.obstacle).toEqual({ code: 'too-few-reference-days', days: 14, neededDays: 28, enoughOn });
  expect(summary).toContain('the reference has 14 days, and at least 28 are needed');
  expect(summary).toContain('one that begins on the same day has them about 2026-03-29');
  expect(ground.issues).toEqual([]);
  expect(Object.keys(outputs).sort()).toEqual([...monitorOutputs].sort());
  expect(outputs).toMatchObject({
    drift: 'inconclusive',
    'data-quality': 'warning',
    decision: 'none',
    version: '1.0.0',
  });
});

test('only the newest days are looked at when the step says so', async () => {
  await using ground = await startGround();
  await ground.putCurrent(createFlights('2026-05-11', 21));
  const { check } = await ground.checkOn('2026-06-01', { inputs: { 'window-days': '7' } });
  expect(check.current).toMatchObject({ days: 7, rows: 840, from: '2026-05-25T00:00:00.000Z' });
});

test('a misspelled column of the configuration is a warning of the step, and stands among those that were not checked', async () => {
  await using ground = await startGround({ monitor: '{ columns: [delay, distnace], ignore: [nope] }' });
  await ground.putCurrent(createFlights('2026-05-25', 7));
  const { warnings, check } = await ground.checkOn('2026-06-01');
  expect(warnings).toEqual(
    expect.arrayContaining([
      expect.stringContaining(
        'monitor.columns: expected a column of the reference or of the current data, got "distnace"',
      ),
      expect.stringContaining('did you mean "distance"?'),
      expect.stringContaining('monitor.ignore: expected a column'),
    ]),
  );
  expect(check.columns).toContainEqual({ name: 'distnace', checks: 'none', reason: 'absent' });
});
