/**
 * A workflow can take code of its own repository from a branch or a tag, which anybody moves who may write. What ran is
 * then nothing that a review has seen, and may be gone when the merge is registered (docs/trust.md#code-at-another-ref).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deleteRef } from '../github-box/git/refs.ts';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { findReachedFiles } from '../../src/shared/usecases/find-reached-files.ts';
import {
  configText,
  MODEL,
  PULL_WORKFLOW,
  REGISTER_PERMISSIONS,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  workflowText,
  type Project,
  type Proposal,
} from '../ground/project.ts';
import { createReachPorts } from '../ground/reach-ports.ts';

const CALLED = '.github/workflows/model.yml';
const OWN_CALL = `${REPOSITORY}/${CALLED}`;
const OWN_ACTION = `${REPOSITORY}/.github/actions/labels`;
const ACTION = 'runs: { using: composite, steps: [{ shell: bash, run: bash tools/labels.sh }] }\n';
const FILES = {
  [CALLED]: workflowText('workflow_call'),
  '.github/actions/labels/action.yml': ACTION,
  'tools/labels.sh': 'true\n',
};

let project: Project;
let main: string;
let restore: () => void;
beforeAll(async () => {
  project = await startProject({ collaborators: { bob: 'write', carol: 'write' } });
  await project.box.pushFiles({ repository: REPOSITORY, files: FILES });
  main = await project.commitOf('main');
  await project.box.pushTag({ repository: REPOSITORY, tag: 'v1', sha: main });
  const loose = { ...FILES, 'tools/labels.sh': 'exit 0\n' };
  await project.box.pushFiles({ repository: REPOSITORY, branch: 'feature', files: loose });
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

const stepUses = (uses: string): string =>
  workflowText('pull_request').replace('    steps:\n', `    steps:\n      - uses: ${uses}\n`);
const jobUses = (uses: string): string => `on: pull_request\njobs:\n  model:\n    uses: ${uses}\n`;

/** The first model, where the base branch has this workflow, and one that trains beside it. */
async function propose(workflow: string, files: Readonly<Record<string, string>> = {}): Promise<Proposal> {
  const text = workflow.replace('COMMIT', main).replace('SHORT', main.slice(0, 7));
  await project.box.pushFiles({ repository: REPOSITORY, files: { [PULL_WORKFLOW]: text, ...files } });
  return await project.propose({ branch: 'model', skill: 'good' });
}

const commentOf = ({ number }: Proposal): string =>
  project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';

describe('the workflow of the base branch takes code of its repository', () => {
  it.each([
    ['a workflow at a branch', jobUses(`${OWN_CALL}@feature`)],
    ['a workflow at a tag', jobUses(`${OWN_CALL}@v1`)],
    ['a workflow at a tag by its whole name', jobUses(`${OWN_CALL}@refs/tags/v1`)],
    ['an action at a branch', stepUses(`${OWN_ACTION}@feature`)],
    ['an action at a tag, in another case', stepUses(`ACME/Flights/.github/actions/labels@v1`)],
    ['an action at a name as short as a commit', stepUses(`${OWN_ACTION}@SHORT`)],
    ['an action at an expression', stepUses(`'${OWN_ACTION}@\${{ github.head_ref }}'`)],
    ['an action at the merge of another pull request', stepUses(`${OWN_ACTION}@refs/pull/7/merge`)],
  ])('%s → comment and registration ask for an approval', async (_, text) => {
    const pull = await propose(text);
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
    expect(commentOf(pull)).toContain('**Not all that ran is of a commit that was reviewed**');
    const push = await project.merge(pull);
    const ended = await project.registerPush(push);
    expect(ended.failure).toContain('from a branch or a tag of this repository');
    expect(ended.failure).toContain('name it by its path');
    expect(await project.tags()).toEqual(['v1']);
  });

  it.each([
    ['by its path', stepUses('./.github/actions/labels')],
    ['at a whole commit', stepUses(`${OWN_ACTION}@COMMIT`)],
    ['at the default branch', jobUses(`${OWN_CALL}@main`)],
    ['at the default branch by its whole name', stepUses(`${OWN_ACTION}@refs/heads/main`)],
    [
      'of another repository, and an image',
      stepUses('acme/tools@v1\n      - uses: docker://acme/tools:latest'),
    ],
  ])('%s → nothing is asked', async (_, text) => {
    const pull = await propose(text);
    await project.evaluate(pull);
    expect(commentOf(pull)).not.toContain('reviewed');
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
  });

  it('an action of its own takes another one at a branch → comment and registration ask for an approval', async () => {
    const nested = ACTION.replace('{ shell', `{ uses: '${OWN_ACTION}@feature' }, { shell`);
    const files = { '.github/actions/all/action.yml': nested };
    const pull = await propose(stepUses('./.github/actions/all'), files);
    await project.evaluate(pull);
    expect(commentOf(pull)).toContain('**Not all that ran is of a commit that was reviewed**');
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toContain(`takes ${OWN_ACTION}@feature`);
  });

  it.each([
    [
      'a step installs',
      stepUses('acme/tools@v1\n      - run: pip install git+https://github.com/acme/flights@feature'),
      {},
    ],
    [
      'the requirements name',
      stepUses('acme/tools@v1'),
      { 'requirements.txt': `g @ git+ssh://git@github.com/acme/flights.git@feature\n` },
    ],
    [
      'a project of uv without a lock file names',
      stepUses('acme/tools@v1'),
      {
        'pyproject.toml':
          '[tool.uv.sources]\ng = { git = "https://github.com/acme/flights", branch = "feature" }\n',
      },
    ],
    [
      'a step adds, with the branch beside the address,',
      stepUses('acme/tools@v1\n      - run: uv add git+https://github.com/acme/flights --branch feature'),
      {},
    ],
    [
      'a table of its own in a project of uv names',
      stepUses('acme/tools@v1'),
      {
        'pyproject.toml':
          '[tool.uv.sources.g]\nbranch = "feature"\ngit = "https://github.com/acme/flights"\n',
      },
    ],
    ['a project in R names', stepUses('acme/tools@v1'), { DESCRIPTION: 'Remotes: acme/flights@feature\n' }],
  ])(
    '%s a package of it at a branch → comment and registration ask for an approval',
    async (_, text, files) => {
      const pull = await propose(text, files);
      await project.evaluate(pull);
      expect(commentOf(pull)).toContain('**Not all that ran is of a commit that was reviewed**');
      const ended = await project.registerPush(await project.merge(pull));
      expect(ended.failure).toContain('takes acme/flights@feature from a branch or a tag of this repository');
    },
  );

  it.each([
    [
      'a lock file of uv has its commit',
      {
        'uv.lock': 'version = 1\n',
        'pyproject.toml':
          '[tool.uv.sources]\ng = { git = "https://github.com/acme/flights", branch = "feature" }\n',
      },
    ],
    [
      'the requirements name its whole commit',
      { 'requirements.txt': `git+https://github.com/acme/flights@${'a'.repeat(40)}\n` },
    ],
    [
      'they name a package of another repository',
      { 'requirements.txt': `git+https://github.com/acme/tools@v1\n` },
    ],
    [
      'its homepage is a page of it, and its sources are of others',
      {
        'package.json':
          '{"homepage": "https://github.com/acme/flights#readme", "dependencies": {"g": "acme/tools#feature"}}\n',
      },
    ],
    ['they name the default branch', { 'requirements.txt': `git+https://github.com/acme/flights@main\n` }],
  ])('a package, and %s → nothing is asked', async (_, files) => {
    const pull = await propose(stepUses('acme/tools@v1'), files);
    await project.evaluate(pull);
    expect(commentOf(pull)).not.toContain('reviewed');
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
  });

  it('a workflow at a branch, and somebody else approves the last commit → a version', async () => {
    const pull = await propose(jobUses(`${OWN_CALL}@feature`));
    await project.evaluate(pull);
    project.box.review({ repository: REPOSITORY, number: pull.number, by: 'carol' });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
  });
});

describe('a tag has the name of the default branch', () => {
  const tagOfBranch = (): Promise<string> =>
    project.box.pushTag({ repository: REPOSITORY, tag: 'main', sha: main });

  it.each([
    ['a workflow', jobUses(`${OWN_CALL}@main`)],
    ['an action', stepUses(`${OWN_ACTION}@main`)],
  ])('the platform takes %s from it → comment and registration ask for an approval', async (_, text) => {
    const pull = await propose(text);
    await tagOfBranch();
    await project.evaluate(pull);
    expect(commentOf(pull)).toContain('**Not all that ran is of a commit that was reviewed**');
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toContain('from a branch or a tag of this repository');
  });

  it('it is gone again before the evaluation → the registration knows it by the run', async () => {
    const pull = await propose(jobUses(`${OWN_CALL}@main`));
    await tagOfBranch();
    const run = await project.box.startRun({
      ...{ repository: REPOSITORY, workflow: PULL_WORKFLOW, event: 'pull_request', pull: pull.number },
      ...{ job: 'train', permissions: { contents: 'read' } },
    });
    await deleteRef(project.repository.git, 'refs/tags/main');
    await project.evaluateIn(run);
    expect(commentOf(pull)).not.toContain('reviewed');
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toContain(`takes ${OWN_CALL}@main from a branch or a tag`);
  });
});

describe('the workflow of a retraining takes code of its repository at a branch', () => {
  it('it is registered in its own run, or by who started it → it is refused until somebody else names its run', async () => {
    const text = jobUses(`${OWN_CALL}@feature`).replace('pull_request', 'schedule');
    const gate = '    gate-retrain: [{ metric: log_loss, superior-by: 0.001 }]\n';
    const config = { '.github/model-steward.yml': configText(gate) };
    const files = { [RETRAIN_WORKFLOW]: text, 'skill.txt': 'good\n', ...config };
    await project.box.pushFiles({ repository: REPOSITORY, files });
    const own = await project.retrain();
    expect(own.failure).toContain('`run-id` in a `register` that somebody else starts');
    const inputs = { 'run-id': String(own.run.id), stage: 'production' };
    const starter = project.repository.runs.find(({ id }) => id === own.run.id)!.actor;
    const again = await project.registerByHand({ actor: starter, inputs, permissions: REGISTER_PERMISSIONS });
    expect(again.failure).toContain('from a branch or a tag of this repository');
    const other = await project.registerByHand({ actor: 'carol', inputs });
    expect(other.failure).toBeUndefined();
    expect(other.outputs).toMatchObject({ registered: true });
  });
});

describe('scripts that such an action runs are followed', () => {
  it.each([
    ['at a whole commit', `${OWN_ACTION}@${'0'.repeat(40)}`],
    ['at a branch', `${OWN_ACTION}@main`],
  ])(
    'an action %s runs a changed script of the checkout → somebody else has to approve it',
    async (_, uses) => {
      const { models } = parseConfig(configText(), 'config');
      const files = { ...FILES, [PULL_WORKFLOW]: stepUses(uses) };
      const changed = ['tools/labels.sh'];
      const found = await findReachedFiles(createReachPorts(files), {
        ...{ before: 'base', after: 'head', paths: changed, changed, configs: [models[MODEL]!] },
        ...{ linked: [], tables: [], workflows: [PULL_WORKFLOW], isCheckedOut: true, repository: REPOSITORY },
      });
      expect(found.files).toEqual([{ kind: 'step', path: 'tools/labels.sh' }]);
    },
  );
});
