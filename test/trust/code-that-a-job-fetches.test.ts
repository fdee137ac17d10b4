/**
 * A job can bring code of another branch beside what it checked out, with `actions/checkout` and with git. Anybody moves that branch who may write,
 * so what scored a model is then nothing that a review has seen (docs/trust.md#code-at-another-ref).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PULL_WORKFLOW, REPOSITORY, startProject, workflowText, type Project } from '../ground/project.ts';

const SCORE = 'cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" "$MODEL_STEWARD_OUT"\n';

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProject({ collaborators: { bob: 'write', carol: 'write' } });
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

/** The first model, where the base branch has a workflow with this step before `train`. */
async function play(step: string, files: Readonly<Record<string, string>> = {}) {
  const text = workflowText('pull_request').replace('    steps:\n', `    steps:\n      - ${step}\n`);
  await project.box.pushFiles({ repository: REPOSITORY, files: { [PULL_WORKFLOW]: text } });
  const pull = await project.propose({ branch: 'model', skill: 'good' });
  const { train } = await project.evaluate(pull, { files });
  const comment = project.repository.comments.find(({ issue }) => issue === pull.number)?.body ?? '';
  return { train, comment, register: () => project.merge(pull).then((push) => project.registerPush(push)) };
}

describe('the job of the evidence brings a script of another branch', () => {
  it.each([
    [
      'checks it out beside',
      '{ uses: actions/checkout@v4, with: { ref: topic, path: other } }',
      'actions/checkout',
    ],
    [
      'takes a file of it with git',
      'run: git fetch origin && git checkout origin/topic -- score.sh',
      'git checkout',
    ],
    ['prints a file of it with git', 'run: git show origin/topic:score.sh > /tmp/score.sh', 'git show'],
    ['makes a second working tree of it', 'run: git worktree add ../other origin/topic', 'git worktree'],
    ['merges it', 'run: git merge origin/topic', 'git merge'],
  ])('a step %s → comment and registration ask for an approval', async (_, step, by) => {
    const { comment, register } = await play(step);
    expect(comment).toContain('**Not all that ran is of a commit that was reviewed**');
    const { failure } = await register();
    expect(failure).toMatch(
      new RegExp(`takes (?:origin/)?topic \\(${by}\\) from a branch or a tag of this repository`),
    );
    expect(await project.tags()).toEqual([]);
  });

  it.each([
    [
      'checks out the branch of the pull request',
      "{ uses: actions/checkout@v4, with: { ref: '${{ github.head_ref }}' } }",
    ],
    [
      'checks out the base beside it',
      "{ uses: actions/checkout@v4, with: { ref: '${{ github.base_ref }}', path: base } }",
    ],
    [
      'checks out a branch of another repository',
      '{ uses: actions/checkout@v4, with: { repository: acme/tools, ref: topic, path: t } }',
    ],
    ['prints a file of the default branch', 'run: git show origin/main:metrics.json > base.json || true'],
  ])('a step %s → nothing is asked', async (_, step) => {
    const { comment, register } = await play(step);
    expect(comment).not.toContain('reviewed');
    expect((await register()).outputs).toMatchObject({ registered: true });
  });

  it.each([
    [
      'a script that a step runs prints a file of it',
      'run: bash get.sh',
      { 'get.sh': 'git show origin/topic:score.sh > /tmp/s.sh || true\n' },
      'git show in get.sh',
    ],
    [
      'a target that a step makes merges it',
      'run: make rows',
      { Makefile: 'rows:\n\tgit merge origin/topic\n' },
      'git merge in Makefile',
    ],
    [
      'code that the score command runs adds a working tree of it',
      'run: true',
      {
        'score.sh': `${SCORE}node get.js || true\n`,
        'get.js': "execSync('git worktree add ../other origin/topic');\n",
      },
      'git worktree in get.js',
    ],
  ])('%s → comment and registration ask for an approval', async (_, step, files, by) => {
    await project.box.pushFiles({ repository: REPOSITORY, files: files });
    const { comment, register } = await play(step);
    expect(comment).toContain('**Not all that ran is of a commit that was reviewed**');
    const { failure } = await register();
    expect(failure).toContain(`takes origin/topic (${by}) from a branch or a tag of this repository`);
  });

  it('a target that no step makes merges it, and a script only says how → nothing is asked', async () => {
    const files = {
      Makefile: 'rows:\n\ttrue\nrelease:\n\tgit merge topic\n',
      'get.py': '"""Run `git checkout topic` first."""\nprint("git checkout topic")\n',
    };
    await project.box.pushFiles({ repository: REPOSITORY, files });
    const { comment, register } = await play('run: make rows && python3 get.py');
    expect(comment).not.toContain('reviewed');
    expect((await register()).outputs).toMatchObject({ registered: true });
  });

  it('a variable names the branch, so that no text shows it → the file that it replaced is refused before it scores', async () => {
    const files = { 'score.sh': 'cp predictions/best.csv "$MODEL_STEWARD_OUT"\n' };
    const { train, register } = await play('run: git checkout "$TOPIC" -- score.sh', files);
    expect(train.failure).toContain('DATA_MISMATCH: score.command: expected score.sh as it was committed');
    await register();
    expect(await project.tags()).toEqual([]);
  });
});
