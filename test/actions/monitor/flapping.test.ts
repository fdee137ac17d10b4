import { expect, test } from 'vitest';
import { planRetraining } from '../../../actions/monitor/steps/plan-retraining.ts';

const DAY_MS = 86_400_000;

test('an alert that flaps for 90 days starts no more than one retraining per cool-down', () => {
  const started: number[] = [];
  for (let day = 0; day < 90; day++) {
    if (day % 3 === 2) continue;
    const plan = planRetraining({
      decision: 'retrain',
      mode: 'dispatch',
      workflow: 'retrain.yml',
      issue: 7,
      isSnoozed: false,
      nowMs: day * DAY_MS,
      coolDownMs: 7 * DAY_MS,
      mostPerMonth: Infinity,
      startedMs: started,
      unfinished: [],
    });
    if (plan.kind === 'now') started.push(day * DAY_MS);
  }
  const gaps = started.slice(1).map((at, i) => at - (started[i] ?? NaN));
  expect(started.length).toBeGreaterThan(5);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(7 * DAY_MS);
});
