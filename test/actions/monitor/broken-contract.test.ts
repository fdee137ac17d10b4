/** A data contract that current data break: the issue says what was stated, what was found, and what to do. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFlights, type Flight } from '../../ground/daily-data.ts';
import { readable, startGround, type Ground } from '../../ground/monitoring.ts';
import { MODEL } from '../../ground/project.ts';

let ground: Ground;
beforeEach(async () => {
  ground = await startGround({
    contract:
      '{ columns: { distance: { type: number, min: 0, max: 9000 }, airport: { pattern: "[A-Z]{3}" } }, rows: { at-least: 10 }, newest: { within: 2 days } }',
  });
});
afterEach(() => ground[Symbol.asyncDispose]());

const negative = (flights: readonly Flight[]): readonly Flight[] =>
  flights.map((flight, row) => (row < 9 ? { ...flight, distance: -1 } : flight));

test('an issue is opened about what the contract states, and closed when the data keep it again', async () => {
  await ground.putCurrent(negative(createFlights('2026-05-25', 7)));
  const broken = await ground.checkOn('2026-06-01');
  expect(broken.outputs).toMatchObject({ decision: 'change-inputs', 'data-quality': 'alert' });
  const issue = ground.issues[0]!;
  expect(issue.title).toBe(`${MODEL}: something is wrong with the data (distance)`);
  await expect(readable(issue.body ?? '')).toMatchFileSnapshot('fixtures/contract-issue.md');

  await ground.putCurrent(createFlights('2026-06-01', 7));
  const kept = await ground.checkOn('2026-06-08');
  expect(kept.check.contract?.dimensions.every(({ brokenRuleCount }) => brokenRuleCount === 0)).toBe(true);
  expect(issue.state).toBe('closed');
});
