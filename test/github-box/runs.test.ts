import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import type { Dispatch } from './state/world.ts';
import { createClient, createTrustedClient, failureOf, type Octokit, REPOSITORY } from './test-client.ts';

const RETRAIN = `name: Retrain
on:
  workflow_dispatch:
    inputs:
      issue: { required: true }
      reason: { type: choice, options: [drift, schedule], default: drift }
jobs: {}
`;
const TRAIN = '.github/workflows/train.yml';

describe('workflow runs', () => {
  let box: Box;
  let client: Octokit;
  let dispatched: Dispatch[];

  beforeEach(async () => {
    dispatched = [];
    box = await startBox({ onDispatch: (dispatch) => void dispatched.push(dispatch) });
    await box.createRepository({
      owner: 'acme',
      name: 'churn',
      files: { [TRAIN]: 'name: Train\non: [push]\njobs: {}\n', '.github/workflows/retrain.yml': RETRAIN },
    });
    client = createTrustedClient(box);
  });

  afterEach(() => box.close());

  it('gives a push its environment and its event', async () => {
    const push = await box.pushFiles({ repository: 'acme/churn', files: { 'a.txt': 'a' } });
    const run = await box.startRun({
      repository: 'acme/churn',
      workflow: TRAIN,
      event: 'push',
      permissions: { contents: 'read' },
    });
    expect(run.environment).toMatchObject({
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: push.sha,
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_WORKFLOW: 'Train',
      GITHUB_REPOSITORY: 'acme/churn',
      GITHUB_API_URL: box.apiUrl,
    });
    const event = JSON.parse(await readFile(run.environment.GITHUB_EVENT_PATH!, 'utf8')) as object;
    expect(event).toMatchObject({
      before: push.before,
      after: push.sha,
      repository: { full_name: 'acme/churn' },
    });
    const { data } = await createClient(box, run.token).rest.repos.get(REPOSITORY);
    expect(data.full_name).toBe('acme/churn');
  });

  it('shows jobs of a pull request its test merge, and everybody else its head', async () => {
    const { sha } = await box.pushFiles({
      repository: 'acme/churn',
      branch: 'better',
      files: { 'a.txt': 'a' },
    });
    const pull = await box.openPull({ repository: 'acme/churn', head: 'better' });
    const run = await box.startRun({
      repository: 'acme/churn',
      workflow: TRAIN,
      event: 'pull_request',
      pull,
    });
    const environment = run.environment;
    expect(environment).toMatchObject({
      GITHUB_REF: `refs/pull/${pull}/merge`,
      GITHUB_HEAD_REF: 'better',
      GITHUB_BASE_REF: 'main',
    });
    const merge = await client.rest.git.getCommit({ ...REPOSITORY, commit_sha: environment.GITHUB_SHA! });
    expect(merge.data.parents.map((parent) => parent.sha)).toContain(sha);
    const { data } = await client.rest.actions.listWorkflowRunsForRepo({
      ...REPOSITORY,
      head_sha: sha,
      event: 'pull_request',
    });
    expect(data.workflow_runs).toMatchObject([
      { id: run.id, head_sha: sha, status: 'in_progress', conclusion: null },
    ]);
  });

  it('counts attempts and remembers how the earlier ones ended', async () => {
    const run = await box.startRun({ repository: 'acme/churn', workflow: TRAIN, event: 'push' });
    box.finishRun(run, 'failure');
    const again = await box.rerun(run);
    expect([again.id, again.attempt, again.environment.GITHUB_RUN_ATTEMPT]).toEqual([run.id, 2, '2']);
    box.finishRun(run, 'success');
    const { data: latest } = await client.rest.actions.getWorkflowRun({ ...REPOSITORY, run_id: run.id });
    expect(latest).toMatchObject({ run_attempt: 2, conclusion: 'success' });
    const { data: first } = await client.rest.actions.getWorkflowRunAttempt({
      ...REPOSITORY,
      run_id: run.id,
      attempt_number: 1,
    });
    expect(first).toMatchObject({ run_attempt: 1, conclusion: 'failure' });
    expect(
      await failureOf(
        client.rest.actions.getWorkflowRunAttempt({ ...REPOSITORY, run_id: run.id, attempt_number: 3 }),
      ),
    ).toMatchObject({ status: 404 });
  });

  it('lists the runs of one workflow file', async () => {
    await box.startRun({ repository: 'acme/churn', workflow: TRAIN, event: 'push' });
    const other = await box.startRun({
      repository: 'acme/churn',
      workflow: '.github/workflows/retrain.yml',
      event: 'schedule',
    });
    const { data } = await client.rest.actions.listWorkflowRuns({
      ...REPOSITORY,
      workflow_id: 'retrain.yml',
    });
    expect(data.workflow_runs.map(({ id }) => id)).toEqual([other.id]);
    expect(data.total_count).toBe(1);
  });

  it('gives jobs of forks and of Dependabot read-only tokens, whatever they ask for', async () => {
    await box.fork({ repository: 'acme/churn', owner: 'mallory' });
    await box.pushFiles({ repository: 'mallory/churn', branch: 'evil', files: { a: 'a' } });
    const fork = await box.openPull({ repository: 'acme/churn', head: 'mallory:evil', author: 'mallory' });
    await box.pushFiles({ repository: 'acme/churn', branch: 'bump', files: { b: 'b' } });
    const bump = await box.openPull({ repository: 'acme/churn', head: 'bump', author: 'dependabot[bot]' });
    const cases = [
      { pull: fork, actor: 'mallory' },
      { pull: bump, actor: 'dependabot[bot]' },
    ];
    for (const { pull, actor } of cases) {
      const permissions = { 'pull-requests': 'write' } as const;
      const run = await box.startRun({
        repository: 'acme/churn',
        workflow: TRAIN,
        event: 'pull_request',
        pull,
        actor,
        permissions,
      });
      const comment = createClient(box, run.token).rest.issues.createComment({
        ...REPOSITORY,
        issue_number: pull,
        body: 'x',
      });
      expect(await failureOf(comment)).toMatchObject({
        status: 403,
        message: 'Resource not accessible by integration',
      });
    }
  });

  const dispatch = (options: object): Promise<{ status: number; data: unknown }> =>
    client.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
      ...REPOSITORY,
      workflow_id: 'retrain.yml',
      ref: 'main',
      ...options,
    });

  it('dispatches a workflow with its defaults, calls the hook, and details the run when asked', async () => {
    const { status, data } = await dispatch({ inputs: { issue: '7' }, return_run_details: true });
    await box.settled();
    const [first] = dispatched;
    expect(status).toBe(200);
    expect(first).toMatchObject({
      workflow: '.github/workflows/retrain.yml',
      inputs: { issue: '7', reason: 'drift' },
      login: 'github-actions[bot]',
    });
    expect(data).toMatchObject({ workflow_run_id: first?.runId });
    const run = await box.resumeRun({ id: first!.runId });
    expect(run.environment.GITHUB_EVENT_NAME).toBe('workflow_dispatch');
    expect((await dispatch({ inputs: { issue: '8' } })).status).toBe(204);
  });

  it('refuses a dispatch that GitHub would refuse', async () => {
    expect(await failureOf(dispatch({ inputs: {} }))).toMatchObject({
      status: 422,
      message: "Required input 'issue' not provided",
    });
    expect(await failureOf(dispatch({ inputs: { issue: '1', reason: 'boredom' } }))).toMatchObject({
      status: 422,
    });
    expect((await failureOf(dispatch({ inputs: { issue: '1', more: 'x' } }))).message).toContain(
      'Unexpected inputs',
    );
    expect(await failureOf(dispatch({ ref: 'nowhere', inputs: { issue: '1' } }))).toMatchObject({
      status: 422,
    });
    expect(await failureOf(dispatch({ workflow_id: 'train.yml', inputs: {} }))).toMatchObject({
      status: 422,
      message: "Workflow does not have 'workflow_dispatch' trigger",
    });
    expect(await failureOf(dispatch({ workflow_id: 'none.yml', inputs: {} }))).toMatchObject({ status: 404 });
    expect(dispatched).toEqual([]);
  });
});
