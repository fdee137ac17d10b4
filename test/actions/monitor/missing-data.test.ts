import { describe, expect, test } from 'vitest';
import { createFlights, toCsv } from '../../ground/daily-data.ts';
import { startGround } from '../../ground/monitoring.ts';
import { describeFinding } from '../../../src/shared/domain/report/finding-text.ts';

describe('data that do not arrive are a finding and no error', () => {
  test.each([
    ['no file', undefined, 'there is no file current.csv'],
    ['an empty file', '', 'current.csv has no rows'],
    ['a header without rows', 'id,date,delay\n', 'current.csv has no rows'],
  ])('%s', async (_case, content, text) => {
    await using ground = await startGround();
    if (content !== undefined) await ground.putFile('current.csv', content);
    const { check, issues } = await ground.checkOn('2026-06-01');
    expect(check.findings).toMatchObject([{ outcome: 'alert', detail: { code: 'no-data' } }]);
    expect(check.findings.map(describeFinding)).toEqual([text]);
    expect(check.decision).toMatchObject({ kind: 'change-processing', rule: { code: 'no-fresh-data' } });
    expect(check.current).toBeUndefined();
    expect(issues).toMatchObject([{ issueKind: 'data-quality', change: 'opened' }]);
  });

  test('rows of which none is in the window are a check on record and an issue that says so', async () => {
    await using ground = await startGround();
    const flights = createFlights('2026-05-25', 7).map((flight) => ({ ...flight, date: '2031-01-01' }));
    await ground.putFile('current.csv', toCsv(flights, ['id', 'date', 'delay', 'distance', 'airport']));
    const { check, issues } = await ground.checkOn('2026-06-01', { inputs: { 'window-days': '7' } });
    expect(check.current?.rows).toBe(0);
    expect(check.decision).toMatchObject({ kind: 'change-processing', rule: { code: 'unusable-data' } });
    expect(issues).toMatchObject([{ issueKind: 'data-quality', change: 'opened' }]);
    expect(ground.issues[0]?.body).toContain('no row was looked at');
  });

  test('an issue stays open while there are no data to show that it is over', async () => {
    await using ground = await startGround();
    await ground.putCurrent(
      createFlights('2026-05-25', 7).map((flight) => ({ ...flight, delay: flight.delay + 30 })),
    );
    const [opened] = (await ground.checkOn('2026-06-01')).issues;
    const { issues } = await ground.checkOn('2026-06-02', { inputs: { current: 'tomorrow.csv' } });
    expect(issues).toContainEqual(expect.objectContaining({ number: opened!.number, change: 'updated' }));
    expect(ground.issues.every(({ state }) => state === 'open')).toBe(true);
  });
});

test('data older than the configuration allows are stale', async () => {
  await using ground = await startGround({ monitor: '{ max-age: 36 hours }' });
  await ground.putCurrent(createFlights('2026-05-25', 7));
  expect(
    (await ground.checkOn('2026-06-01')).check.findings.some(({ detail }) => detail.code === 'stale-data'),
  ).toBe(false);
  const stale = (await ground.checkOn('2026-06-04')).check.findings.find(
    ({ detail }) => detail.code === 'stale-data',
  );
  expect(stale?.outcome).toBe('alert');
  expect(describeFinding(stale!)).toBe(
    'the newest row is 3 days old (2026-05-31 19:50 UTC); the limit is 36 hours',
  );
});

test('a missing column and one of another type are named, and the rest is still tested', async () => {
  await using ground = await startGround();
  const flights = createFlights('2026-05-25', 7).map((flight) => ({ ...flight, delay: 'unknown' }));
  await ground.putFile('current.csv', toCsv(flights, ['id', 'date', 'delay', 'airport']));
  const { check } = await ground.checkOn('2026-06-01');
  expect(check.findings).toMatchObject([
    { subject: 'delay', detail: { code: 'changed-type', expected: 'number', example: 'unknown' } },
    { subject: 'distance', detail: { code: 'missing-column' } },
    { subject: 'airport', kind: 'drift', outcome: 'ok' },
    { kind: 'performance', detail: { code: 'not-evaluated', cause: 'no-label-column' } },
  ]);
  expect(check.decision.kind).toBe('change-processing');
});
