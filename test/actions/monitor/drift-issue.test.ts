import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFlights, type Flight } from '../../ground/daily-data.ts';
import { readable, startGround, type Ground } from '../../ground/monitoring.ts';
import { MODEL, REPOSITORY } from '../../ground/project.ts';
import { describeFinding } from '../../../src/shared/domain/report/finding-text.ts';

let ground: Ground;
beforeEach(async () => {
  ground = await startGround();
});
afterEach(() => ground[Symbol.asyncDispose]());

function delayed(flights: readonly Flight[], minutes: number): readonly Flight[] {
  return flights.map((flight) => ({ ...flight, delay: flight.delay + minutes }));
}

test('a problem has one issue: opened, updated in place, closed on recovery, opened again', async () => {
  await ground.putCurrent(delayed(createFlights('2026-05-25', 7), 25));
  const opened = await ground.checkOn('2026-06-01');
  expect(opened.issues).toMatchObject([{ issueKind: 'drift', change: 'opened' }]);
  const issue = ground.issues[0]!;
  expect(issue).toMatchObject({ state: 'open', title: `${MODEL}: the inputs moved (delay)` });
  expect(issue.labels).toEqual(['model-steward', `model: ${MODEL}`, 'drift']);

  await ground.putCurrent(delayed(createFlights('2026-06-01', 7), 40));
  const updated = await ground.checkOn('2026-06-08');
  expect(updated.issues).toMatchObject([{ number: issue.number, change: 'updated' }]);
  expect(issue.body).toContain('2026-06-01 to 2026-06-07');
  expect(issue.body).toContain('since 2026-05-25');
  expect(issue.body).toMatch(/### How it developed\n[^]*\| `delay` \| [▁-▇]█ \| 1\.26 sd \| [\d.]+ sd \|/u);

  await ground.putCurrent(createFlights('2026-06-08', 7));
  const closed = await ground.checkOn('2026-06-15');
  expect(closed.issues).toMatchObject([{ number: issue.number, change: 'closed' }]);
  expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed' });
  expect(issue.body).toContain('**Recovered.**');

  await ground.putCurrent(delayed(createFlights('2026-06-15', 7), 25));
  const reopened = await ground.checkOn('2026-06-22');
  expect(reopened.issues).toMatchObject([{ number: issue.number, change: 'reopened' }]);
  expect(issue.state).toBe('open');
  expect(issue.body).toContain('since 2026-06-15');
  expect(ground.issues).toHaveLength(1);
});

test('the issue says to somebody on call what moved, whether it matters, what to do and what happens next', async () => {
  await ground.putCurrent(delayed(createFlights('2026-05-25', 7), 25));
  const outcome = await ground.checkOn('2026-06-01');
  expect(outcome.check.decision).toMatchObject({ kind: 'retrain' });
  await expect(readable(outcome.summary)).toMatchFileSnapshot('fixtures/drift-summary.md');
  await expect(readable(ground.issues[0]!.body ?? '')).toMatchFileSnapshot('fixtures/drift-issue.md');
});

test('an issue that somebody else wrote with the same marker is left alone', async () => {
  const forged = ground.box.openIssue({
    repository: REPOSITORY,
    by: 'mallory',
    title: 'drift',
    body: `<!-- model-steward:drift model=${MODEL} -->`,
    labels: ['model-steward', `model: ${MODEL}`, 'drift'],
  });
  await ground.putCurrent(delayed(createFlights('2026-05-25', 7), 25));
  const { issues } = await ground.checkOn('2026-06-01');
  expect(issues[0]?.number).not.toBe(forged);
  expect(ground.issues.find(({ number }) => number === forged)?.title).toBe('drift');
});

test('a shift that is significant and too small to matter raises nothing', async () => {
  await ground[Symbol.asyncDispose]();
  ground = await startGround({ monitor: '{ smallest-effect: 2 }' });
  await ground.putCurrent(delayed(createFlights('2026-05-25', 7), 25));
  const { check } = await ground.checkOn('2026-06-01');
  const delay = check.findings.find(({ subject }) => subject === 'delay');
  expect(delay?.outcome).toBe('ok');
  expect(describeFinding(delay!)).toContain('but less than the smallest effect that matters, 2.00 sd');
  expect(ground.issues).toEqual([]);
});

test('an issue whose label a person has taken off, or whose text a person has edited, gets no second one', async () => {
  await ground.putCurrent(delayed(createFlights('2026-05-25', 7), 25));
  await ground.checkOn('2026-06-01');
  const issue = ground.issues[0]!;
  issue.labels = issue.labels.filter((label) => label !== 'model-steward');
  await ground.putCurrent(delayed(createFlights('2026-06-01', 7), 40));
  const updated = await ground.checkOn('2026-06-08');
  expect(updated.issues).toMatchObject([{ number: issue.number, change: 'updated' }]);
  issue.labels = ['model-steward', `model: ${MODEL}`, 'drift'];
  issue.body = `Alice looks into it.\n${issue.body ?? ''}`;
  await ground.putCurrent(createFlights('2026-06-08', 7));
  const closed = await ground.checkOn('2026-06-15');
  expect(closed.issues).toMatchObject([{ number: issue.number, change: 'closed' }]);
  expect(ground.issues).toHaveLength(1);
});
