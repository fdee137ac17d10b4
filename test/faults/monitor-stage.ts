/** Where monitor plays: a week whose flights are later than those of the training, alone, or after weeks like it and others. */
import { listCommits } from '../github-box/git/history.ts';
import { listRefs } from '../github-box/git/refs.ts';
import type { Repository } from '../github-box/state/repository.ts';
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

/** A pull request is opened instead of a retraining. */
export const startProposalStage = (): Promise<Stage> => startWeeks(['late'], PROPOSING);

/** Its line is moved on. */
export const startMovedProposalStage = (): Promise<Stage> => startWeeks(['late', 'late'], PROPOSING);

/** It is closed with the issue. */
export const startWithdrawnProposalStage = (): Promise<Stage> => startWeeks(['late', 'usual'], PROPOSING);

/** A week later the cool-down has passed. */
const COOL_DOWN = 'cool-down: 6 days';
const PROPOSING = `{ retrain: pull-request, pull-request: { file: params.yaml, line: 'until: {last-day}' }, ${COOL_DOWN} }`;

type Week = 'usual' | 'late';

/** All of them but the last have been checked. */
async function startWeeks(
  weeks: readonly Week[],
  monitor = '{ retrain: dispatch, cool-down: 7 days }',
): Promise<Stage> {
  const ground = await startGround({ monitor, files: { 'params.yaml': 'until: 2026-03-01\n' } });
  const { box, workspace } = ground;
  for (const [index, week] of weeks.entries()) {
    await putWeek(ground, index, week);
    if (index === weeks.length - 1) break;
    const { outputs } = await ground.checkOn(dayOf(index + 1));
    const started = outputs['retraining-run'];
    if (started !== '') box.finishRun({ id: Number(started) }, 'success');
  }
  const permissions = {
    actions: 'write',
    contents: 'write',
    issues: 'write',
    'pull-requests': 'write',
  } as const;
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
      branches: await branchesOf(repository),
    }),
    [Symbol.asyncDispose]: () => ground[Symbol.asyncDispose](),
  };
}

/** Their names, how many commits each is ahead, and the line that a retraining moves. */
async function branchesOf({ git, defaultBranch }: Repository): Promise<readonly string[]> {
  const names = (await listRefs(git, 'refs/heads/model-steward/')).map(({ name }) => name);
  return await Promise.all(
    names.map(async (name) => {
      const ahead = await listCommits(git, [`refs/heads/${defaultBranch}..${name}`]);
      const file = await git.objects.read(`${name}:params.yaml`);
      const text = file?.content.toString('utf8') ?? '';
      // Each retraining has a branch that is named by the time of the one before.
      return `${name.replace(/T\d{6}Z/, '')} +${ahead.length} ${text}`;
    }),
  );
}

function dayOf(week: number): string {
  return new Date(FIRST_WEEK_MS + 7 * week * DAY_MS).toISOString().slice(0, 10);
}

async function putWeek(ground: Ground, index: number, week: Week): Promise<void> {
  const flights = createFlights(dayOf(index), 7);
  const late = flights.map((flight) => ({ ...flight, delay: flight.delay + 30 }));
  await ground.putCurrent(week === 'late' ? late : flights);
}
