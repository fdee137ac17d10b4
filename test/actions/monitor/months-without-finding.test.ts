import { expect, test } from 'vitest';
import { createFlights } from '../../ground/daily-data.ts';
import { startGround } from '../../ground/monitoring.ts';

test('eight ordinary weeks raise no issue, and each is in the ledger with the check before it', async () => {
  await using ground = await startGround();
  for (let week = 0; week < 8; week++) {
    const monday = new Date(Date.UTC(2026, 4, 25 + 7 * week)).toISOString().slice(0, 10);
    const sunday = new Date(Date.UTC(2026, 4, 31 + 7 * week)).toISOString().slice(0, 10);
    await ground.putCurrent(createFlights(monday, 7));
    const { check } = await ground.checkOn(sunday);
    expect(check.findings.filter(({ outcome }) => outcome === 'alert')).toEqual([]);
    expect(check.decision.kind).toBe('none');
    expect(check.previousCheck !== undefined).toBe(week > 0);
  }
  expect(ground.issues).toEqual([]);
  expect(ground.warnings).toEqual([]);
});
