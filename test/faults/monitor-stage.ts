/** Monitor in a week whose flights are later than those of the training: an issue, a retraining, and an event. */
import { createFlights } from '../ground/daily-data.ts';
import { startGround } from '../ground/monitoring.ts';
import { REPOSITORY } from '../ground/project.ts';
import { remainsOf } from './remains.ts';
import type { Stage } from './stage.ts';

export async function startMonitorStage(): Promise<Stage> {
  const ground = await startGround({ monitor: '{ retrain: dispatch, cool-down: 7 days }' });
  const { box, workspace } = ground;
  const late = createFlights('2026-05-25', 7).map((flight) => ({ ...flight, delay: flight.delay + 30 }));
  await ground.putCurrent(late);
  const permissions = { actions: 'write', contents: 'write', issues: 'write' } as const;
  const jobOptions = { job: 'monitor', permissions, workspace };
  const event = { workflow: '.github/workflows/monitor.yml', event: 'schedule', ...jobOptions } as const;
  const startAnother: Stage['startAnother'] = () => box.startRun({ repository: REPOSITORY, ...event });
  const run = await startAnother();
  box.clock.set('2026-06-01T12:00:00Z');
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
