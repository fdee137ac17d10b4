/** Where monitor plays: a week whose flights are later than those of the training, alone, or after weeks like it and others. */
import { createFlights } from '../ground/daily-data.ts';
import { startGround, type Ground } from '../ground/monitoring.ts';
import { REPOSITORY } from '../ground/project.ts';
import { remainsOf } from './remains.ts';
import type { Stage } from './stage.ts';

const DAY_MS = 86_400_000;
const FIRST_WEEK_MS = Date.parse('2026-05-25');

/** An issue, a retraining, and an event. */
export const startMonitorStage = (): Promise<Stage> => startWeeks(['late']);

/** The issue is updated and closed. */
export const startRecoveryStage = (): Promise<Stage> => startWeeks(['late', 'usual']);

/** The issue is opened again, and a second retraining is started. */
export const startRelapseStage = (): Promise<Stage> => startWeeks(['late', 'usual', 'late']);

type Week = 'usual' | 'late';

/** All of them but the last have been checked. */
async function startWeeks(weeks: readonly Week[]): Promise<Stage> {
  const ground = await startGround({ monitor: '{ retrain: dispatch, cool-down: 7 days }' });
  const { box, workspace } = ground;
  for (const [index, week] of weeks.entries()) {
    await putWeek(ground, index, week);
    if (index === weeks.length - 1) break;
    const { outputs } = await ground.checkOn(dayOf(index + 1));
    const started = outputs['retraining-run'];
    if (started !== '') box.finishRun({ id: Number(started) }, 'success');
  }
  const permissions = { actions: 'write', contents: 'write', issues: 'write' } as const;
  const jobOptions = { job: 'monitor', permissions, workspace };
  const event = { workflow: '.github/workflows/monitor.yml', event: 'schedule', ...jobOptions } as const;
  const startAnother: Stage['startAnother'] = () => box.startRun({ repository: REPOSITORY, ...event });
  const run = await startAnother();
  box.clock.set(`${dayOf(weeks.length)}T12:00:00Z`);
  const repository = box.world.findRepository(REPOSITORY)!;
  const restore = box.snapshot();
  return {
    ...{ box, repository, run, jobOptions, startAnother },
    restore: async () => restore(),
    request: async () => ({ action: 'monitor', inputs: { current: 'current.csv' } }),
    remains: async () => ({
      ...(await remainsOf(box, repository)),
      retrainings: box.dispatches.map(({ workflow }) => workflow),
    }),
    [Symbol.asyncDispose]: () => ground[Symbol.asyncDispose](),
  };
}

function dayOf(week: number): string {
  return new Date(FIRST_WEEK_MS + 7 * week * DAY_MS).toISOString().slice(0, 10);
}

async function putWeek(ground: Ground, index: number, week: Week): Promise<void> {
  const flights = createFlights(dayOf(index), 7);
  const late = flights.map((flight) => ({ ...flight, delay: flight.delay + 30 }));
  await ground.putCurrent(week === 'late' ? late : flights);
}
