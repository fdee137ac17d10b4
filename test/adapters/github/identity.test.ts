import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBoxGitHub, REPOSITORY, type BoxGitHub } from './box-github.ts';

const MARKER = '<!-- model-steward:evaluate model=churn -->';
const LABELS = ['model-steward', 'drift'];
const EVERYTHING = { actions: 'write', issues: 'write', 'pull-requests': 'write' } as const;
const REFUSED = { kind: 'status', status: 404, times: Infinity } as const;

let ground: BoxGitHub;
let number: number;
beforeEach(async () => {
  ground = await startBoxGitHub();
  number = ground.box.openIssue({ repository: REPOSITORY, by: 'ann', title: 'Better' });
});
afterEach(async () => {
  await ground[Symbol.asyncDispose]();
});

/** The ports of a run of its own: nothing is remembered from the run before. */
function nextRun(app = 'acme-steward'): ReturnType<BoxGitHub['as']> {
  return ground.as(ground.box.issueToken({ app, repository: REPOSITORY, permissions: EVERYTHING }));
}

function comments(): readonly string[] {
  return ground.repository.comments.map(({ user, body }) => `${user}: ${body.split('\n').at(-1) ?? ''}`);
}

async function openIssueOnce(): Promise<void> {
  const { issues } = nextRun();
  if ((await issues.find(LABELS, MARKER)).length > 0) return;
  await issues.create({ title: 'drift', body: MARKER, labels: LABELS, marker: MARKER });
}

async function comment(text: string): Promise<void> {
  await nextRun().comments.upsert(number, MARKER, { body: `${MARKER}\n${text}` });
}

describe("with the token of an App's installation", () => {
  it('the second run updates the comment of the first', async () => {
    await comment('pass');
    await comment('fail');
    expect(comments()).toEqual(['acme-steward[bot]: fail']);
  });

  it('the second run finds the issue of the first', async () => {
    await openIssueOnce();
    await openIssueOnce();
    expect(ground.repository.issues.filter(({ title }) => title === 'drift')).toHaveLength(1);
  });

  it('what another App wrote with the same marker is left alone', async () => {
    await nextRun('other-app').comments.upsert(number, MARKER, { body: `${MARKER}\nforged` });
    await comment('pass');
    expect(comments()).toEqual(['other-app[bot]: forged', 'acme-steward[bot]: pass']);
  });

  it('a run that was dispatched is recognized after a lost reply', async () => {
    const { box } = ground;
    const workflow = '.github/workflows/retrain.yml';
    const files = { [workflow]: 'on: { workflow_dispatch: {} }\n' };
    await box.pushFiles({ repository: REPOSITORY, files });
    box.faults.inject({ kind: 'reset-after', method: 'POST', route: /\/dispatches$/ });
    const { runId } = await nextRun().workflows.dispatch(workflow, 'main', {});
    expect(box.dispatches.map((dispatch) => dispatch.runId)).toEqual([runId]);
  });
});

describe('on a server whose GraphQL refuses to say who the token is', () => {
  beforeEach(() => {
    ground.box.faults.inject({ ...REFUSED, route: '/graphql' });
  });

  it('REST says it for a person', async () => {
    const asPerson = (): BoxGitHub['github'] =>
      ground.as(ground.box.issueToken({ login: 'acme', type: 'user' }));
    await asPerson().comments.upsert(number, MARKER, { body: `${MARKER}\npass` });
    await asPerson().comments.upsert(number, MARKER, { body: `${MARKER}\nfail` });
    expect(comments()).toEqual(['acme: fail']);
  });

  it('the marker and the kind of the author find the comment of an App', async () => {
    ground.box.comment({ repository: REPOSITORY, number, by: 'mallory', body: `${MARKER}\nforged` });
    await comment('pass');
    await comment('fail');
    expect(comments()).toEqual(['mallory: forged', 'acme-steward[bot]: fail']);
  });

  it('the marker and the kind of the author find the issue of an App', async () => {
    ground.box.openIssue({ repository: REPOSITORY, by: 'mallory', title: 'x', body: MARKER, labels: LABELS });
    await openIssueOnce();
    await openIssueOnce();
    expect(ground.repository.issues.filter(({ title }) => title === 'drift')).toHaveLength(1);
  });

  it('the author of the first reply is known from then on', async () => {
    const { comments: port } = nextRun();
    await port.upsert(number, MARKER, { body: `${MARKER}\npass` });
    const other = MARKER.replace('evaluate', 'register');
    const token = ground.box.issueToken({
      app: 'other-app',
      repository: REPOSITORY,
      permissions: EVERYTHING,
    });
    await ground.as(token).comments.upsert(number, other, { body: `${other}\nforged` });
    await port.upsert(number, other, { body: `${other}\nregistered` });
    expect(comments()).toEqual([
      'acme-steward[bot]: pass',
      'other-app[bot]: forged',
      'acme-steward[bot]: registered',
    ]);
  });
});

describe('a query', () => {
  it('waits until the hourly budget is there again, although GraphQL says 200', async () => {
    await comment('pass');
    const resetAt = ground.clock.now().getTime() + 90_000;
    const headers = {
      date: ground.clock.now().toUTCString(),
      'x-ratelimit-reset': String(Math.floor(resetAt / 1000)),
    };
    ground.box.faults.inject({ kind: 'primary-limit', route: '/graphql', headers });
    await comment('fail');
    expect(comments()).toEqual(['acme-steward[bot]: fail']);
    expect(ground.clock.now().getTime()).toBeGreaterThanOrEqual(resetAt);
  });

  it.each([200, 403, 429])('waits at a secondary limit that says %i', async (status) => {
    await comment('pass');
    const before = ground.clock.now().getTime();
    ground.box.faults.inject({ kind: 'secondary-limit', route: '/graphql', status });
    await comment('fail');
    expect(comments()).toEqual(['acme-steward[bot]: fail']);
    expect(ground.clock.now().getTime() - before).toBeGreaterThanOrEqual(60_000);
  });

  it('is sent again when GitHub failed inside of it', async () => {
    await comment('pass');
    const body = { data: null, errors: [{ message: 'Something went wrong while executing your query.' }] };
    ground.box.faults.inject({ kind: 'status', status: 200, route: '/graphql', body });
    ground.box.requests.clear();
    await comment('fail');
    expect(comments()).toEqual(['acme-steward[bot]: fail']);
    expect(ground.box.requests.lines().filter((line) => line === 'POST /graphql 200')).toHaveLength(2);
  });
});
