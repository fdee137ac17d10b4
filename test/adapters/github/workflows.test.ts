import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBoxGitHub, REPOSITORY, type BoxGitHub } from './box-github.ts';

const RETRAIN = '.github/workflows/retrain.yml';

let ground: BoxGitHub;
beforeEach(async () => {
  ground = await startBoxGitHub();
  await ground.box.pushFiles({
    repository: REPOSITORY,
    files: {
      [RETRAIN]:
        'name: Retrain\non: { workflow_dispatch: { inputs: { issue: { type: string } } } }\njobs: {}\n',
      '.github/workflows/model.yml': 'name: Model\non: push\njobs: {}\n',
    },
  });
});
afterEach(async () => {
  await ground[Symbol.asyncDispose]();
});

describe('a workflow run', () => {
  it('has the event, the commit and the workflow that it comes from', async () => {
    const { box, github } = ground;
    const started = await box.startRun({
      repository: REPOSITORY,
      workflow: '.github/workflows/model.yml',
      event: 'push',
    });
    expect(await github.workflows.run(started.id)).toMatchObject({ isCompleted: false });
    box.finishRun(started, 'success');
    const run = await github.workflows.run(started.id);
    expect(run).toMatchObject({
      id: started.id,
      attempt: 1,
      isCompleted: true,
      event: 'push',
      headSha: started.headSha,
      headBranch: 'main',
      headRepository: REPOSITORY,
      workflowPath: '.github/workflows/model.yml',
    });
    box.clock.advance(60_000);
    await box.rerun(started);
    const again = await github.workflows.run(started.id);
    expect(again.attempt).toBe(2);
    expect(await github.workflows.attempt(started.id, 1)).toEqual(run);
    expect(Date.parse(again.startedAt) - Date.parse(run.startedAt)).toBeGreaterThanOrEqual(60_000);
  });

  it('is listed under its head, newest first, whatever its conclusion', async () => {
    const { box, github } = ground;
    const options = { repository: REPOSITORY, workflow: '.github/workflows/model.yml', event: 'push' };
    const first = await box.startRun(options);
    box.finishRun(first, 'failure');
    const second = await box.startRun(options);
    const runs = await github.workflows.runsOfHead(first.headSha);
    expect(runs.map(({ id }) => id)).toEqual([second.id, first.id]);
  });
});

describe('a dispatch', () => {
  it('starts the workflow and returns its run', async () => {
    const { box, github } = ground;
    const { runId } = await github.workflows.dispatch(RETRAIN, 'main', { issue: '7' });
    expect(box.dispatches).toMatchObject([{ workflow: RETRAIN, inputs: { issue: '7' } }]);
    expect(await github.workflows.run(runId!)).toMatchObject({
      event: 'workflow_dispatch',
      actor: 'github-actions[bot]',
    });
    expect((await github.workflows.activeRuns('retrain.yml')).map(({ id }) => id)).toEqual([runId]);
  });

  it('works where the server does not return the run', async () => {
    const { box, github } = ground;
    box.faults.inject({
      kind: 'status',
      status: 422,
      method: 'POST',
      route: /\/dispatches$/,
      body: { message: 'Invalid request.\n\n"return_run_details" is not a permitted key.' },
    });
    expect(await github.workflows.dispatch(RETRAIN, 'main', {})).toEqual({ runId: undefined });
    expect(box.dispatches).toHaveLength(1);
  });

  it('of a workflow without that trigger is refused', async () => {
    const { github, box } = ground;
    await box.startRun({ repository: REPOSITORY, workflow: '.github/workflows/model.yml', event: 'push' });
    await expect(github.workflows.dispatch('model.yml', 'main', {})).rejects.toMatchObject({ status: 422 });
  });

  it('needs the permission that the error names', async () => {
    const { workflows } = ground.as(ground.tokenWith({ actions: 'read' }));
    await expect(workflows.dispatch(RETRAIN, 'main', {})).rejects.toThrow('the token lacks `actions: write`');
  });
});
