/** Pull requests from forks, and those of Dependabot (docs/lifecycle.md#forks-and-dependabot). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configText, PULL_WORKFLOW, REPOSITORY, startProject, type Project } from '../ground/project.ts';

const FORK = 'mallory/flights';

let project: Project;
beforeEach(async () => {
  project = await startProject({
    private: false,
    config: configText('    retrain: { workflow: retrain.yml }\n'),
    collaborators: { 'dependabot[bot]': 'write' },
  });
});
afterEach(() => project[Symbol.asyncDispose]());

async function proposeFromFork(files: Readonly<Record<string, string>>): Promise<number> {
  await project.box.fork({ repository: REPOSITORY, owner: 'mallory' });
  await project.box.pushFiles({ repository: FORK, branch: 'patch', files, author: 'mallory' });
  return await project.box.openPull({ repository: REPOSITORY, head: 'mallory:patch', author: 'mallory' });
}

describe('a pull request from a fork', () => {
  it('is merged, and nothing is registered from what it trained', async () => {
    const number = await proposeFromFork({ 'skill.txt': 'best\n' });
    const { run, evaluate } = await project.evaluate({ number, branch: 'patch' });
    expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
    project.box.requests.clear();
    const ended = await project.registerPush(await project.merge({ number, branch: 'patch' }));
    expect(ended.failure).toMatch(
      new RegExp(`^FORK: run ${run.id}: expected evidence of this repository, got that of mallory/flights`),
    );
    expect(ended.outputs).toMatchObject({ registered: false });
    expect(await project.tags()).toEqual([]);
    // Not one byte of it was downloaded.
    const lines = project.box.requests.lines();
    expect(lines.filter((line) => line.includes('archive_format'))).toEqual([]);
    expect(project.comments(number)).toEqual([
      expect.stringContaining('gh workflow run retrain.yml --repo acme/flights --ref main'),
    ]);
  });

  it('that trained nothing is no reason to fail', async () => {
    const number = await proposeFromFork({ 'README.md': 'A typing error less\n' });
    const ended = await project.registerPush(await project.merge({ number, branch: 'patch' }));
    expect(ended).toMatchObject({ failure: undefined, outputs: { registered: false } });
  });

  it('is refused by its run number as well', async () => {
    const number = await proposeFromFork({ 'skill.txt': 'best\n' });
    const { run } = await project.evaluate({ number, branch: 'patch' });
    const ended = await project.registerByHand({
      actor: 'acme',
      inputs: { 'run-id': String(run.id), stage: 'production' },
    });
    expect(ended.failure).toMatch(/^FORK: /);
    expect(await project.tags()).toEqual([]);
  });
});

describe('a pull request of Dependabot', () => {
  it('has a token that cannot comment, and evidence that counts', async () => {
    await project.box.pushFiles({
      repository: REPOSITORY,
      branch: 'dependabot/pip/scikit-learn',
      files: { 'skill.txt': 'good\n' },
    });
    const number = await project.box.openPull({
      repository: REPOSITORY,
      head: 'dependabot/pip/scikit-learn',
      author: 'dependabot[bot]',
    });
    const run = await project.box.startRun({
      repository: REPOSITORY,
      workflow: PULL_WORKFLOW,
      event: 'pull_request',
      pull: number,
      actor: 'dependabot[bot]',
      permissions: { contents: 'read' },
    });
    await project.step('train', run);
    const permissions = {
      contents: 'read',
      actions: 'read',
      'pull-requests': 'write',
      statuses: 'write',
    } as const;
    await project.step('evaluate', await run.startJob({ permissions }));
    expect(project.repository.comments).toEqual([]);
    const ended = await project.registerPush(await project.merge({ number, branch: '' }));
    expect(ended.outputs).toMatchObject({ registered: true, version: '1.0.0' });
  });
});
