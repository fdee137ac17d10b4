/** The label `snoozed`: what people know already starts nothing and opens nothing again, and is written all the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFlights } from '../../ground/daily-data.ts';
import { startGround, type Ground } from '../../ground/monitoring.ts';
import { MODEL, REPOSITORY } from '../../ground/project.ts';

let ground: Ground;
beforeEach(async () => {
  ground = await startGround({ monitor: '{ retrain: dispatch, cool-down: 1 days }' });
});
afterEach(() => ground[Symbol.asyncDispose]());

async function checkWeek(
  from: string,
  on: string,
  { delay }: { readonly delay: number },
): ReturnType<Ground['checkOn']> {
  const flights = createFlights(from, 7);
  await ground.putCurrent(flights.map((flight) => ({ ...flight, delay: flight.delay + delay })));
  return await ground.checkOn(on);
}

/** Opened by a check whose retraining has ended. */
async function openIssue(): Promise<Ground['issues'][number]> {
  const { outputs } = await checkWeek('2026-05-25', '2026-06-01', { delay: 30 });
  ground.box.finishRun({ id: Number(outputs['retraining-run']) }, 'success');
  return ground.issues[0]!;
}

/** @param more beside the labels that it was opened with. */
function labelIssue({ number }: { readonly number: number }, ...more: readonly string[]): void {
  const labels = ['model-steward', `model: ${MODEL}`, 'drift', ...more];
  ground.box.label({ repository: REPOSITORY, number, labels });
}

describe('an issue with the label snoozed', () => {
  it.each(['snoozed', 'Snoozed'])('starts no retraining (%s), and says so', async (label) => {
    const issue = await openIssue();
    labelIssue(issue, label);
    const { summary, issues } = await checkWeek('2026-06-01', '2026-06-08', { delay: 40 });
    expect(ground.box.dispatches).toHaveLength(1);
    expect(issues).toMatchObject([{ number: issue.number, change: 'updated' }]);
    for (const text of [summary, issue.body])
      expect(text).toContain('No retraining is started while the issue has the label `snoozed`.');
  });

  it('starts one again once the label is off', async () => {
    const issue = await openIssue();
    labelIssue(issue, 'snoozed');
    await checkWeek('2026-06-01', '2026-06-08', { delay: 40 });
    labelIssue(issue);
    await checkWeek('2026-06-08', '2026-06-15', { delay: 40 });
    expect(ground.box.dispatches).toHaveLength(2);
  });

  it('is closed on recovery, and stays closed when the problem is back', async () => {
    const issue = await openIssue();
    labelIssue(issue, 'snoozed');
    await checkWeek('2026-06-01', '2026-06-08', { delay: 0 });
    expect(issue.state).toBe('closed');
    const { summary, check } = await checkWeek('2026-06-08', '2026-06-15', { delay: 40 });
    expect(check.decision.kind).toBe('retrain');
    expect(ground.issues).toHaveLength(1);
    expect(issue.state).toBe('closed');
    expect(issue.body).toContain('2026-06-08 to 2026-06-14');
    expect(summary).toContain(`has the label \`snoozed\`, so it stays closed`);
    expect(ground.box.dispatches).toHaveLength(1);
  });

  it('hides no later problem: after 30 days the problem has an issue of its own', async () => {
    const issue = await openIssue();
    labelIssue(issue, 'snoozed');
    await checkWeek('2026-06-01', '2026-06-08', { delay: 0 });
    const { issues } = await checkWeek('2026-07-06', '2026-07-13', { delay: 40 });
    expect(issues).toMatchObject([{ change: 'opened' }]);
    expect(ground.issues).toHaveLength(2);
  });
});
