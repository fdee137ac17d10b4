/** Which pull requests a push merged, and which of their artifacts count (docs/lifecycle.md#which-pull-requests-count). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PULL_WORKFLOW, startProject, type Project } from '../ground/project.ts';

let project: Project;
beforeEach(async () => {
  project = await startProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const EVALUATE = { contents: 'read', actions: 'read', 'pull-requests': 'write', statuses: 'write' } as const;

describe('which pull requests', () => {
  it('of one push with several, the last that holds evidence counts', async () => {
    const model = await project.propose({ branch: 'model', skill: 'good' });
    await project.evaluate(model);
    const words = await project.propose({ branch: 'words', files: { 'README.md': 'Words\n' } });
    const first = await project.merge(model, 'rebase');
    const second = await project.merge(words, 'rebase');
    const ended = await project.registerPush({ before: first.before, sha: second.sha });
    expect(ended.outputs).toMatchObject({ registered: true, version: '1.0.0' });
    expect(await project.commitOf('flight-delays@v1.0.0')).toBe(second.sha);
    expect(project.comments(model.number)).toHaveLength(1);
    expect(project.comments(words.number)).toEqual([]);
  });

  it('are found although the platform answers late', async () => {
    const pull = await project.propose({ branch: 'better', skill: 'good' });
    await project.evaluate(pull);
    const push = await project.merge(pull, 'squash');
    const late = project.box.faults.inject({
      kind: 'empty-list',
      route: '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
      times: 3,
    });
    const ended = await project.registerPush(push);
    expect(late.hits).toBe(3);
    expect(ended.outputs).toMatchObject({ registered: true });
  });

  it('into another branch do not count', async () => {
    await project.box.pushFiles({
      repository: 'acme/flights',
      branch: 'release',
      files: { 'NOTES.md': 'x\n' },
    });
    await project.box.pushFiles({
      repository: 'acme/flights',
      branch: 'better',
      files: { 'skill.txt': 'good\n' },
    });
    const number = await project.box.openPull({
      repository: 'acme/flights',
      head: 'better',
      base: 'release',
    });
    await project.evaluate({ number, branch: 'better' });
    const merged = await project.merge({ number, branch: 'better' });
    const ended = await project.registerPush({ ...merged, before: merged.before });
    // The run is one of the default branch, although its commit came with a pull request into another one.
    expect(ended.outputs).toMatchObject({ registered: false });
  });
});

describe('which artifact', () => {
  it('is the newest attempt that holds it, with an evaluation of any attempt', async () => {
    const pull = await project.propose({ branch: 'better', skill: 'good' });
    const run = await project.box.startRun({
      repository: 'acme/flights',
      workflow: PULL_WORKFLOW,
      event: 'pull_request',
      pull: pull.number,
      permissions: { contents: 'read' },
    });
    await project.step('train', run);
    project.box.finishRun(run, 'failure');
    // "Re-run failed jobs": train is left in attempt 1, evaluate runs in attempt 2.
    const second = await project.box.rerun(run, { permissions: EVALUATE });
    const evaluated = await project.step('evaluate', second);
    expect(evaluated.outputs).toMatchObject({
      verdict: 'pass',
      artifact: 'model-steward-flight-delays-2.evaluation',
    });
    project.box.finishRun(run, 'failure');
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
    const document = JSON.parse(project.asset('flight-delays@v1.0.0', 'model.json')) as object;
    expect(document).toMatchObject({ approval: { runId: run.id, runAttempt: 1 } });
  });

  it('of another workflow does not count where the step names one', async () => {
    const pull = await project.propose({ branch: 'better', skill: 'good' });
    await project.evaluate(pull);
    const push = await project.merge(pull);
    const other = await project.registerPush(push, { inputs: { workflow: 'nightly.yml' } });
    expect(other.outputs).toMatchObject({ registered: false });
    const named = await project.registerPush(push, { inputs: { workflow: 'pull-request.yml' } });
    expect(named.outputs).toMatchObject({ registered: true });
  });

  it('without an evaluation is refused', async () => {
    const pull = await project.propose({ branch: 'better', skill: 'good' });
    const run = await project.box.startRun({
      repository: 'acme/flights',
      workflow: PULL_WORKFLOW,
      event: 'pull_request',
      pull: pull.number,
      permissions: { contents: 'read' },
    });
    await project.step('train', run);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toContain('NOT_PASSED');
    expect(ended.failure).toContain('expected an evaluation of its model, got none');
    expect(await project.tags()).toEqual([]);
  });
});
