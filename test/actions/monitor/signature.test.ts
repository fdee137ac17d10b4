/** A model of MLflow whose signature the rows of today do not have. */
import { expect, test } from 'vitest';
import { createFlights, toCsv } from '../../ground/daily-data.ts';
import { startGround } from '../../ground/monitoring.ts';

test('rows that the signature of the model does not take are an alert of the check, with an issue', async () => {
  const inputs = [
    { name: 'distance', type: 'long' },
    { name: 'delay', type: 'double' },
    { name: 'airport', type: 'string' },
    { name: 'seats', type: 'long' },
  ];
  await using ground = await startGround({ format: { tool: 'mlflow', flavors: ['sklearn'], inputs } });
  const flights = createFlights('2026-05-25', 7).map((flight, index) => ({
    ...flight,
    distance: Math.round(flight.distance) + (index < 3 ? 0.5 : 0),
  }));
  await ground.putFile('current.csv', toCsv(flights, ['id', 'date', 'delay', 'distance', 'airport']));
  const { check } = await ground.checkOn('2026-06-01');
  const found = check.findings.filter(({ detail }) => detail.code === 'signature-mismatch');
  expect(found).toMatchObject([
    { subject: 'distance', outcome: 'alert', detail: { expected: 'long', found: 'fraction', rows: 3 } },
    { subject: 'seats', outcome: 'warning', detail: { expected: 'long', found: 'nothing' } },
  ]);
  expect(check.decision.kind).toBe('change-processing');
  expect(ground.issues.map(({ body }) => body).join()).toContain(
    'in 3 rows it is not what the signature of the model says: expected long, got a number with decimals',
  );
});
