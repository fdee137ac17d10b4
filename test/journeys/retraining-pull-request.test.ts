/** `retrain: pull-request`: one pull request a problem, opened, moved on, closed, and answered in the issue. */
import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { createFlights } from '../ground/daily-data.ts';
import { startGround, type Ground, type GroundOptions } from '../ground/monitoring.ts';
import { REPOSITORY } from '../ground/project.ts';

const PARAMETERS = 'seed: 1\r\n  train_until: 2026-03-31  # the last day of the training\r\nrate: 0.1\r\n';
const MONITOR =
  "{ retrain: pull-request, pull-request: { file: params.yaml, line: 'train_until: {last-day}  #' }, cool-down: 7 days }";

let ground: Ground;
afterEach(() => ground[Symbol.asyncDispose]());

async function start(options: GroundOptions = {}): Promise<void> {
  ground = await startGround({ monitor: MONITOR, files: { 'params.yaml': PARAMETERS }, ...options });
}

async function check(from: string, on: string, lateMinutes = 30): ReturnType<Ground['checkOn']> {
  const flights = createFlights(from, 7).map((flight) => ({ ...flight, delay: flight.delay + lateMinutes }));
  await ground.putCurrent(flights);
  return await ground.checkOn(on);
}

const pulls = () => ground.issues.filter(({ pull }) => pull !== undefined);
const problems = () => ground.issues.filter(({ pull }) => pull === undefined);
const fileOn = (branch: string, path = 'params.yaml'): string =>
  execFileSync('git', ['-C', repository().git.path, 'show', `${branch}:${path}`], { encoding: 'utf8' });
const repository = () => ground.box.world.findRepository(REPOSITORY)!;

test('one is opened: a branch with one changed line, the title, the reason, and the issue that names it', async () => {
  await start();
  const { outputs, summary } = await check('2026-05-25', '2026-06-01');
  const [pull] = pulls();
  expect(pull).toMatchObject({ title: 'Retrain flight-delays on data up to 2026-05-31', state: 'open' });
  expect(pull!.pull).toMatchObject({ headRef: 'model-steward/retrain/flight-delays/1', baseRef: 'main' });
  expect(fileOn('model-steward/retrain/flight-delays/1')).toBe(
    PARAMETERS.replace('2026-03-31', '2026-05-31'),
  );
  expect(fileOn('main')).toBe(PARAMETERS);
  expect(pull!.body).toContain('by the rule “');
  expect(pull!.body).toContain('begins with `train_until:`');
  expect(pull!.body).toContain('start only after somebody with write permission approves them');
  expect(outputs['retraining-pull-request']).toBe(String(pull!.number));
  expect(problems()[0]!.body).toContain(
    `Pull request #${pull!.number} proposes a retraining. Its workflows start when somebody with write permission approves them there.`,
  );
  expect(summary).toContain('It has a branch of its own');
  expect(ground.box.dispatches).toEqual([]);
});

test('it is moved on after the cool-down and not before, on top of what others committed', async () => {
  await start();
  await check('2026-05-25', '2026-06-01');
  const branch = 'model-steward/retrain/flight-delays/1';
  await ground.box.pushFiles({
    repository: REPOSITORY,
    branch,
    files: { 'train.py': 'better' },
    author: 'ann',
  });
  await check('2026-05-27', '2026-06-03');
  expect(fileOn(branch)).toContain('2026-05-31');
  await check('2026-06-02', '2026-06-09');
  expect(fileOn(branch)).toContain('train_until: 2026-06-08  # the last day');
  expect(fileOn(branch, 'train.py')).toBe('better');
  expect(pulls()).toMatchObject([{ title: 'Retrain flight-delays on data up to 2026-06-08', state: 'open' }]);
  expect(problems()).toHaveLength(1);
});

test('it is closed with its reason when the problem is gone; what returns gets another one after the cool-down', async () => {
  await start();
  await check('2026-05-25', '2026-06-01');
  await check('2026-06-01', '2026-06-08', 0);
  expect(pulls()).toMatchObject([
    { state: 'closed', body: expect.stringContaining('**Closed automatically**: #1') },
  ]);
  expect(problems()).toMatchObject([
    { state: 'closed', body: expect.stringContaining('was closed without a merge') },
  ]);
  await check('2026-06-08', '2026-06-15');
  expect(pulls().map(({ state }) => state)).toEqual(['closed', 'open']);
  expect(pulls()[1]!.pull!.headRef).toMatch(
    /^model-steward\/retrain\/flight-delays\/1-after-20260601T\d{6}Z$/,
  );
});

test('a merge is written into the issue with what the evaluation said, and no second one is opened before the cool-down', async () => {
  await start();
  await check('2026-05-25', '2026-06-01');
  const [pull] = pulls();
  const { sha } = await ground.box.mergePull({
    ...{ repository: REPOSITORY, number: pull!.number, method: 'squash', by: 'bob' },
  });
  expect(sha).toMatch(/^[0-9a-f]{40}$/);
  const status = {
    state: 'success',
    description: 'passes: roc_auc not worse',
    targetUrl: 'https://x.test',
  } as const;
  repository().statuses.push({
    ...{
      id: 1,
      sha: pull!.pull!.headSha,
      context: 'model-steward/flight-delays',
      creator: 'github-actions[bot]',
    },
    ...{ ...status, createdAt: '2026-06-01T12:30:00Z' },
  });
  await check('2026-05-26', '2026-06-02');
  expect(problems()[0]!.body).toContain(
    `Pull request #${pull!.number}, which proposed a retraining, was merged. Its evaluation says: “passes: roc\\_auc not worse”.`,
  );
  expect(pulls()).toHaveLength(1);
  await check('2026-05-25', '2026-06-09');
  expect(problems()[0]!.body).toContain('`params.yaml` is about these data already');
  expect(pulls()).toHaveLength(1);
});

test('it says not to merge while the newest check decides something else', async () => {
  await start();
  await check('2026-05-25', '2026-06-01');
  const flights = createFlights('2026-05-26', 7).map((flight) => ({
    ...flight,
    distance: flight.distance * 1.609344,
  }));
  await ground.putCurrent(flights);
  const { outputs } = await ground.checkOn('2026-06-02');
  expect(outputs.decision).toBe('change-processing');
  expect(pulls()).toMatchObject([
    {
      state: 'open',
      body: expect.stringMatching(/^\*\*Do not merge it now\*\*: the newest check decides change processing/),
    },
  ]);
  expect(fileOn('model-steward/retrain/flight-delays/1')).toContain('2026-05-31');
});

test('where the repository forbids it, the issue says so and which setting allows it, and the next check tries again', async () => {
  await start({ actionsMayCreatePulls: false });
  const { failure } = await check('2026-05-25', '2026-06-01');
  expect(failure).toBeUndefined();
  expect(problems()[0]!.body).toContain('not permitted to create or approve pull requests');
  expect(problems()[0]!.body).toContain('Allow GitHub Actions to create and approve pull requests');
  expect(problems()[0]!.body).toContain('gh workflow run retrain.yml -f issue=1');
  expect(pulls()).toEqual([]);
  const app = { app: 'acme-steward' };
  await ground.putCurrent(
    createFlights('2026-05-25', 7).map((flight) => ({ ...flight, delay: flight.delay + 30 })),
  );
  await ground.checkOn('2026-06-02', app);
  expect(pulls()).toMatchObject([{ user: 'acme-steward[bot]', state: 'open' }]);
  expect(problems().at(-1)!.body).toMatch(/Pull request #\d+ proposes a retraining\.\n/);
});

test.each([
  ['seed: 1\n', 'got none'],
  ['train_until: a  #\ntrain_until: b  #\n', 'got 2 (1, 2)'],
  [undefined, 'expected params.yaml on main, got no such file'],
])('a file of %j leaves the reason in the issue, and no branch', async (text, said) => {
  await start({ files: text === undefined ? {} : { 'params.yaml': text } });
  await check('2026-05-25', '2026-06-01');
  expect(problems()[0]!.body).toContain(said);
  expect(pulls()).toEqual([]);
});

test('the budget of a month keeps the next one away until the next month', async () => {
  await start({ monitor: MONITOR.replace('7 days', '1 days, retrainings: 1 per month') });
  await check('2026-05-25', '2026-06-01');
  const third = await check('2026-05-27', '2026-06-03');
  expect(third.summary).toContain('The budget of this month is used (`retrainings: 1 per month`)');
  expect(third.summary).toContain('may start from 2026-07-01 UTC');
  expect(fileOn('model-steward/retrain/flight-delays/1')).toContain('2026-05-31');
});
