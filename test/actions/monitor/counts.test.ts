/** Counts of current data instead of rows: made by shards and merged, or by a query, and then checked. */
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFlights, toCsv, type Flight } from '../../ground/daily-data.ts';
import { FEATURES, startGround, type Ground } from '../../ground/monitoring.ts';

let ground: Ground;
beforeEach(async () => {
  ground = await startGround();
});
afterEach(() => ground[Symbol.asyncDispose]());

const WEEK = createFlights('2026-05-25', 7);

/** Counts rows and leaves the counts in the workspace. */
async function countsOf(flights: readonly Flight[], path: string): Promise<string> {
  await ground.putFile('rows.csv', toCsv(flights, FEATURES));
  const inputs = { operation: 'count', current: 'rows.csv' };
  const { outputs } = await ground.monitorOn('2026-06-01', { inputs, permissions: { contents: 'read' } });
  const text = await readFile(outputs.counts, 'utf8');
  await ground.putFile(path, text);
  return text;
}

it('counts of shards are merged into those of all rows, and checked as the rows are', async () => {
  const broken = WEEK.map((flight) => ({ ...flight, distance: 700 }));
  const all = await countsOf(broken, 'all.json');
  for (const shard of [0, 1, 2])
    await countsOf(
      broken.filter((_, row) => row % 3 === shard),
      `parts/${shard}.json`,
    );
  const inputs = { operation: 'merge', counts: 'parts/*.json', current: '' };
  const merged = await ground.monitorOn('2026-06-01', { inputs, permissions: { contents: 'read' } });
  expect(await readFile(merged.outputs.counts, 'utf8')).toBe(all);
  expect(merged.summary).toContain(
    'of 7 days, 2026-05-25 to 2026-05-31, in the bins of the reference of version',
  );

  const checked = await ground.checkOn('2026-06-01', {
    inputs: { current: '', 'current-counts': 'all.json', 'window-days': '7' },
  });
  expect(checked.outputs).toMatchObject({
    decision: 'change-processing',
    'data-quality': 'alert',
    performance: 'inconclusive',
  });
  expect(checked.check.findings.find(({ subject }) => subject === 'distance')?.detail.code).toBe(
    'stuck-values',
  );
  expect(new Set(ground.issues.map(({ state }) => state))).toEqual(new Set(['open']));

  await countsOf(WEEK, 'all.json');
  const sound = { current: '', 'current-counts': 'all.json', 'window-days': '7' };
  expect((await ground.checkOn('2026-06-01', { inputs: sound })).outputs.decision).toBe('none');
  expect(new Set(ground.issues.map(({ state }) => state))).toEqual(new Set(['closed']));
});

it('counts against another version are no data, and the step fails', async () => {
  const text = await countsOf(WEEK, 'all.json');
  await ground.putFile(
    'all.json',
    text.replace(/"reference":"[0-9a-f]{64}"/, `"reference":"${'0'.repeat(64)}"`),
  );
  const checked = await ground.checkOn('2026-06-01', {
    inputs: { current: '', 'current-counts': 'all.json' },
  });
  expect(checked.check.findings.map(({ detail }) => detail.code)).toEqual(['unreadable-data']);
  expect(checked.failure).toContain('expected counts in the bins of the reference');
});

it('counts that hide a drifted column are no data, and the step fails', async () => {
  const text = await countsOf(
    WEEK.map((flight) => ({ ...flight, distance: 3 * flight.distance })),
    'all.json',
  );
  const forged = text.replace(/\{[^{}]*"name":"distance"[^{}]*\}/, (column) => {
    const { name, missing } = JSON.parse(column);
    return JSON.stringify({ name, kind: 'presence', missing });
  });
  expect(forged).not.toBe(text);
  await ground.putFile('all.json', forged);
  const inputs = { current: '', 'current-counts': 'all.json' };
  const checked = await ground.checkOn('2026-06-01', { inputs });
  expect(checked.check.findings.map(({ detail }) => detail.code)).toEqual(['unreadable-data']);
  expect(checked.failure).toContain(
    'column "distance": expected kind number, as of the reference, got presence',
  );
  await countsOf(WEEK, 'parts/1.json');
  await countsOf(WEEK, 'parts/2.json');
  const twice = { operation: 'merge', counts: 'parts/*.json', current: '' };
  await expect(ground.monitorOn('2026-06-01', { inputs: twice })).rejects.toThrow(
    'parts/2.json: expected rows that no other part has, got those of parts/1.json',
  );
});

it('the query names the table, and writes nothing', async () => {
  const inputs = { operation: 'count-sql', table: 'scoring.requests', current: '' };
  const { outputs } = await ground.monitorOn('2026-06-01', { inputs, permissions: { contents: 'read' } });
  expect(await readFile(outputs.query, 'utf8')).toMatch(
    /FROM scoring\.requests\n\)[\s\S]*GROUP BY day, bucket/,
  );
  expect(outputs).toMatchObject({ decision: 'none', counts: '', check: '' });
});

it.each([
  [{ current: 'a.csv', 'current-counts': 'b.json' }, 'expected one of them, got both'],
  [{ current: '' }, 'input "current": expected a value'],
  [{ current: '', operation: 'merge' }, 'input "counts": expected a value'],
  [{ current: '', operation: 'merge', counts: 'none/*.json' }, 'expected files at none/*.json, got none'],
  [{ current: '', operation: 'count-sql', table: 'x; drop table y' }, 'expected the name of a table'],
])('%j is refused', async (inputs, message) => {
  await expect(ground.monitorOn('2026-06-01', { inputs })).rejects.toThrow(message);
});
