import { expect, test } from 'vitest';
import { createFlights, toCsv, type Flight } from '../../ground/daily-data.ts';
import { FEATURES, LABELED, startGround } from '../../ground/monitoring.ts';

/** The model answers as before, and what happens has less to do with it. */
function contrary(flights: readonly Flight[]): readonly Flight[] {
  return flights.map((flight, row) => ({
    ...flight,
    late: row % 3 === 0 ? flight.late : flight.score < 0.3 ? 1 : 0,
  }));
}

test('rows that are too young are left out and listed; a later check evaluates them', async () => {
  await using ground = await startGround({ monitor: '{ labels-after: 2 days }' });
  await ground.putCurrent(createFlights('2026-05-25', 7), LABELED);
  const { check } = await ground.checkOn('2026-06-01');
  expect(check.findings.find(({ kind }) => kind === 'performance')).toMatchObject({
    subject: 'brier',
    outcome: 'ok',
  });
  expect(check.openWindows).toEqual([
    { from: '2026-05-30T00:00:00.000Z', to: '2026-06-01T00:00:00.000Z', rows: 167 },
  ]);
  await ground.putCurrent(createFlights('2026-05-28', 7), LABELED);
  const later = await ground.checkOn('2026-06-04');
  expect(later.check.openWindows).toMatchObject([{ from: '2026-06-02T00:00:00.000Z' }]);
});

test('labels and scores from other files are joined by id', async () => {
  await using ground = await startGround();
  const flights = createFlights('2026-05-25', 7);
  await ground.putCurrent(flights, FEATURES);
  await ground.putFile('labels.csv', toCsv(flights.toReversed().slice(100), ['id', 'late']));
  await ground.putFile('scores.csv', toCsv(flights, ['score', 'id']));
  const outcome = await ground.checkOn('2026-06-05', {
    inputs: { labels: 'labels.csv', scores: 'scores.csv' },
  });
  const { check } = outcome;
  expect(outcome.summary).toContain('Labels are from `labels.csv`, scores from `scores.csv`.');
  expect(check.findings.find(({ kind }) => kind === 'performance')).toMatchObject({ outcome: 'ok' });
  expect(check.openWindows).toMatchObject([{ from: '2026-05-31T00:00:00.000Z', rows: 100 }]);
});

test('a model that got worse on inputs that look as before is trained again', async () => {
  await using ground = await startGround();
  await ground.putCurrent(contrary(createFlights('2026-05-25', 7)), LABELED);
  const { check, issues } = await ground.checkOn('2026-06-05');
  expect(check.findings.find(({ kind }) => kind === 'performance')).toMatchObject({
    outcome: 'alert',
    side: 'up',
  });
  expect(check.decision).toMatchObject({ kind: 'retrain', rule: { code: 'worse-and-inputs-unchanged' } });
  expect(issues).toMatchObject([{ issueKind: 'performance', change: 'opened' }]);
});

test('inputs that moved under a model that copes are reported, and nothing is started', async () => {
  await using ground = await startGround({ monitor: '{ retrain: dispatch }' });
  const flights = createFlights('2026-05-25', 7).map((flight) => ({ ...flight, delay: flight.delay + 30 }));
  await ground.putCurrent(flights, LABELED);
  const { check, outputs } = await ground.checkOn('2026-06-05');
  expect(check.decision).toMatchObject({ kind: 'none', rule: { code: 'inputs-moved-and-metrics-ok' } });
  expect(outputs['retraining-run']).toBe('');
  expect(ground.issues).toHaveLength(1);
  expect(ground.box.dispatches).toEqual([]);
});
