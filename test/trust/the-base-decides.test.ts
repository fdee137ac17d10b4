/**
 * A pull request must not choose how it is evaluated: gate, approvals, rows, workflow and name of the model are those
 * of the base branch, or somebody else approves the change (docs/trust.md#the-base-decides).
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  configText,
  GATE,
  PULL_WORKFLOW,
  REPOSITORY,
  startProject,
  workflowText,
  type Project,
  type Proposal,
} from '../ground/project.ts';

const CONFIG = '.github/model-steward.yml';
/** Anything passes that is not worse than a baseline by a mile. */
const WEAK_GATE = `
      - { metric: log_loss, at-most: 100 }`;

let project: Project;
beforeEach(async () => {
  project = await startProject({ collaborators: { bob: 'write', carol: 'write' } });
});
afterEach(() => project[Symbol.asyncDispose]());

const propose = async (skill: 'none' | 'good', files: Readonly<Record<string, string | null>>) =>
  await project.propose({ branch: `edit-${skill}`, skill, files: { 'data.txt': 'May\n', ...files } });

const commentOf = ({ number }: Proposal): string =>
  project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';

async function expectRefused(pull: Proposal, message: string, method?: 'squash' | 'rebase'): Promise<void> {
  const ended = await project.registerPush(await project.merge(pull, method));
  expect(ended.failure).toMatch(/^NOT_PASSED: /);
  expect(ended.failure).toContain(message);
  expect(await project.tags()).toEqual([]);
}

describe('a gate', () => {
  it('a worse model comes with a weaker gate → the gate of the base branch has to pass as well', async () => {
    const pull = await propose('none', { [CONFIG]: configText('', WEAK_GATE) });
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate.outputs).toMatchObject({ verdict: 'fail' });
    expect(commentOf(pull)).toContain('**What this pull request changes about its own evaluation**');
    expect(commentOf(pull)).toContain('→ `log_loss at-most 100`');
    await expectRefused(pull, 'the verdict by the configuration of the base branch is fail');
  });

  it.each(['squash', 'rebase'] as const)(
    'the first commit weakens the gate and the second the model, merged by %s → the base is the commit before both',
    async (method) => {
      await project.box.pushFiles({
        repository: REPOSITORY,
        branch: 'two',
        files: { [CONFIG]: configText('', WEAK_GATE) },
        author: 'ann',
      });
      await project.box.pushFiles({
        repository: REPOSITORY,
        branch: 'two',
        files: { 'data.txt': 'May\n' },
        author: 'ann',
      });
      const number = await project.box.openPull({ repository: REPOSITORY, head: 'two', author: 'ann' });
      await project.evaluate({ number, branch: 'two' });
      await expectRefused({ number, branch: 'two' }, 'by the configuration of the base branch', method);
    },
  );

  it('somebody else approves the weaker gate after the last push → the version is registered', async () => {
    const pull = await propose('none', { [CONFIG]: configText('', WEAK_GATE) });
    await project.evaluate(pull);
    project.box.review({ repository: REPOSITORY, number: pull.number, by: 'carol' });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true, stage: 'production' });
  });

  it('a pull request tightens its gate and misses it → both have to pass', async () => {
    const strict = `${GATE}\n      - { metric: recall, at-least: 0.999 }`;
    const pull = await propose('good', { [CONFIG]: configText('', strict) });
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate.outputs.verdict).not.toBe('pass');
    expect(evaluate.outputs.reason).toContain('by the configuration of the pull request');
    await expectRefused(pull, 'the verdict by the configuration of the pull request is fail');
  });
});

describe('approvals', () => {
  it('a pull request lowers the approvals that it needs → those of the base branch are required', async () => {
    const files = { [CONFIG]: configText('    approvals: 2\n') };
    await project.box.pushFiles({ repository: REPOSITORY, files });
    const pull = await propose('good', { [CONFIG]: configText('    approvals: 0\n') });
    await project.evaluate(pull);
    expect(commentOf(pull)).toContain('- `approvals`: `2` → `0` (the base branch decides)');
    await expectRefused(pull, 'expected 2 approvals');
  });
});

it('a pull request changes the gate and no input of the model → the comment says so, though nothing is trained', async () => {
  await project.ship({ branch: 'first', skill: 'fair' });
  const weaker = configText('', '\n      - { metric: log_loss, at-most: 9 }\n');
  const pull = await project.propose({ branch: 'tidy', files: { [CONFIG]: weaker } });
  const { train } = await project.evaluate(pull);
  expect(train.outputs).toMatchObject({ unaffected: true });
  const comment = project.repository.comments.find(({ issue }) => issue === pull.number)?.body ?? '';
  expect(comment).toContain('**What this pull request changes about the evaluation of `flight-delays`**');
  expect(comment).toMatch(/- `gate`: .*superior-by.* → .*at-most/);
  expect(comment).toContain('It trains no model. Once it is merged');
});

describe('what nothing can compute', () => {
  it.each([
    ['it changes the score command', { 'score.sh': 'cp predictions/best.csv "$MODEL_STEWARD_OUT"\n' }],
    ['it edits the rows of the evaluation', { 'holdout.csv': 'flight,late\n1,0\n' }],
    ['it changes a workflow', { [PULL_WORKFLOW]: `# new\n${workflowText('pull_request')}` }],
    [
      'it leaves a file out of the inputs',
      { [CONFIG]: configText().replace('train.sh]', "train.sh, '!lib.sh']") },
    ],
    ['it publishes its predictions', { [CONFIG]: configText('    publish-predictions: true\n') }],
    ['it evaluates on other rows', { [CONFIG]: configText().replace('holdout.csv', 'data.txt') }],
    ['it renames the model', { [CONFIG]: configText().replace('flight-delays:', 'delays:') }],
  ] as const)('a pull request passes because %s → somebody else has to approve it', async (_edit, files) => {
    const pull = await propose('good', files);
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
    expect(commentOf(pull)).toContain('`register` needs an approval of the last commit');
    await expectRefused(pull, 'the pull request changes its own evaluation (');
  });
});

describe('a file that has another name in git', () => {
  const LINK_ROWS = 'mkdir rows && mv holdout.csv rows/2024.csv && ln -s rows/2024.csv holdout.csv';
  const LINK_SCORE = 'mkdir tools && mv score.sh tools/impl.sh && ln -s tools/impl.sh score.sh';

  it.each([
    ['the rows of the evaluation are behind a link', LINK_ROWS, 'rows/2024.csv', 'rows of the evaluation'],
    ['the score command is behind a link', LINK_SCORE, 'tools/impl.sh', 'score command'],
  ])(
    '%s, and a pull request edits what it leads to → somebody else has to approve it',
    async (_, script, path, kind) => {
      const folder = await mkdtemp(join(tmpdir(), 'links-'));
      const git = project.repository.git.path;
      const commit = `git -c user.name=ann -c user.email=ann@example.com commit -qam links`;
      const shell = `git clone -q ${git} . && ${script} && git add -A && ${commit} && git push -q origin HEAD:main`;
      await promisify(execFile)('bash', ['-ec', shell], { cwd: folder });
      const text = await readFile(join(folder, path), 'utf8');
      await rm(folder, { recursive: true });
      const pull = await propose('good', { [path]: `${text}\n` });
      await project.evaluate(pull);
      expect(commentOf(pull)).toContain(`- \`${path}\` (${kind})`);
      await expectRefused(pull, `the pull request changes its own evaluation (${path} (${kind}))`);
    },
  );
});

describe('a list of changed files that is not whole', () => {
  const files = { [PULL_WORKFLOW]: `# new\n${workflowText('pull_request')}` };

  it('GraphQL is refused, and the list by REST stays empty while a workflow is changed → somebody else has to approve what is not listed', async () => {
    const pull = await propose('good', files);
    await project.evaluate(pull);
    project.box.faults.inject({ kind: 'status', status: 403, route: '/graphql', times: 50 });
    project.box.faults.inject({ kind: 'empty-list', route: /\/pulls\/\d+\/files/, times: 50 });
    await expectRefused(pull, 'its files: GitHub does not list all that it changes');
  });

  it('the list is empty for a moment → it is asked for again, and names the workflow', async () => {
    const pull = await propose('good', files);
    await project.evaluate(pull);
    project.box.faults.inject({ kind: 'status', status: 403, route: '/graphql', times: 50 });
    project.box.faults.inject({ kind: 'empty-list', route: /\/pulls\/\d+\/files/, times: 1 });
    await expectRefused(pull, `the pull request changes its own evaluation (${PULL_WORKFLOW} (workflow)`);
  });

  it('3,100 files more push the score command beyond the end of the list → somebody else has to approve what is not listed, and the comment says so', async () => {
    const more = Array.from({ length: 3_100 }, (_, index) => [`a/${index}.txt`, 'x\n'] as const);
    const cheat = 'cp predictions/best.csv "$MODEL_STEWARD_OUT"\n';
    const pull = await propose('none', { ...Object.fromEntries(more), 'score.sh': cheat });
    await project.evaluate(pull);
    expect(commentOf(pull)).toContain('- the files: GitHub does not list all that it changes');
    await expectRefused(pull, 'its files: GitHub does not list all that it changes');
  });
});

describe('a workflow that has nothing to do with models', () => {
  const LINT = '.github/workflows/lint.yml';
  const lint =
    'on: pull_request\npermissions: { contents: read }\njobs: { lint: { steps: [{ run: npm run lint }] } }\n';

  it('a pull request changes the workflow that formats its code → no one has to approve it', async () => {
    await project.box.pushFiles({ repository: REPOSITORY, files: { [LINT]: lint } });
    const pull = await propose('good', { [LINT]: `# new\n${lint}` });
    await project.evaluate(pull);
    expect(commentOf(pull)).not.toContain('changes about its own evaluation');
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
  });

  it('that workflow trains and evaluates as well, as steps of another kind → it made the evidence, so somebody else has to approve it', async () => {
    await project.box.pushFiles({ repository: REPOSITORY, files: { [LINT]: lint } });
    const pull = await propose('good', { [LINT]: `# new\n${lint}` });
    const run = await project.box.startRun({
      ...{ repository: REPOSITORY, workflow: LINT, event: 'pull_request', pull: pull.number },
      ...{ job: 'train', permissions: { contents: 'read' } },
    });
    await project.evaluateIn(run);
    expect(commentOf(pull)).toContain(`- \`${LINT}\` (workflow)`);
    await expectRefused(pull, `the pull request changes its own evaluation (${LINT} (workflow))`);
  });
});

describe('an override', () => {
  it('the author of a pull request overrides its gate by name → somebody else has to do it, or to approve the last commit', async () => {
    const pull = await project.propose({
      ...{ branch: 'own', skill: 'none', author: 'carol', files: { 'data.txt': 'May\n' } },
    });
    await project.evaluate(pull);
    await project.merge(pull);
    const inputs = { 'pull-request': String(pull.number), override: 'verdict', 'override-reason': 'mine' };
    const own = await project.registerByHand({ actor: 'carol', inputs });
    expect(own.failure).toContain('expected somebody else than the author of the pull request, got carol');
    expect(await project.tags()).toEqual([]);
    const other = await project.registerByHand({ actor: 'bob', inputs });
    expect(other.outputs).toMatchObject({ registered: true });
  });
});

describe('the first pull request', () => {
  it('the base branch configures the model, and has neither its score command nor a version → those of the pull request count, and the comment says so', async () => {
    const text = 'cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" "$MODEL_STEWARD_OUT"\n';
    await project.box.pushFiles({ repository: REPOSITORY, files: { 'score.sh': null } });
    const pull = await propose('good', { 'score.sh': text });
    await project.evaluate(pull);
    expect(commentOf(pull)).toContain('has no version yet, and the base branch does not have `score.sh`');
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
  });

  it('a version exists, and the score command was removed from the base branch → somebody else has to approve the one that a pull request brings', async () => {
    await project.ship({ branch: 'first', skill: 'fair' });
    await project.box.pushFiles({ repository: REPOSITORY, files: { 'score.sh': null } });
    const pull = await propose('good', { 'score.sh': 'cp predictions/best.csv "$MODEL_STEWARD_OUT"\n' });
    await project.evaluate(pull);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toContain('the pull request changes its own evaluation (score.sh (score command))');
    expect(await project.tags()).not.toContain('flight-delays@v1.1.0');
  });

  it('the base branch does not configure the model → its own configuration counts, and the comment says so', async () => {
    await project.box.pushFiles({ repository: REPOSITORY, files: { [CONFIG]: null } });
    const pull = await propose('good', { [CONFIG]: configText() });
    await project.evaluate(pull);
    expect(commentOf(pull)).toContain('The base branch has no configuration of `flight-delays` yet');
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
  });
});
