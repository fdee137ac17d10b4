/** Training fails: the comment of the evaluation says why, in the words of train (docs/lifecycle.md#the-newest-push-could-not-be-evaluated). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProject, type EvaluatedPull, type Project, type Proposal } from '../ground/project.ts';

describe('a training that fails', () => {
  let project: Project;
  beforeAll(async () => {
    project = await startProject();
  });
  afterAll(() => project[Symbol.asyncDispose]());

  const propose = (branch: string, script: string): Promise<Proposal> =>
    project.propose({ branch, files: { 'train.sh': script } });
  const commentOn = ({ number }: Proposal): string =>
    project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';

  it.each([
    [
      'exits with an error',
      "echo epoch 1 && echo 'ModuleNotFoundError: no module xgboost' && exit 3\n",
      [
        'train command: expected exit code 0, got exit code 3 (COMMAND\\_FAILED in the training of flight-delays',
        '- `epoch 1`',
        'ModuleNotFoundError',
      ],
    ],
    [
      'leaves no model',
      'echo done\n',
      [
        '`EVIDENCE_INVALID`: model: expected files that match',
        'Hint: the training command has to write them',
      ],
    ],
    [
      'leaves metrics that cannot be read',
      'mkdir -p model && cp skill.txt model/ && echo \'{"a": 1,\' > metrics.json\n',
      ['`EVIDENCE_INVALID`: metrics.json', 'DATA\\_INVALID in the training'],
    ],
    [
      'writes the columns of another table',
      'mkdir -p model && echo worse > model/skill.txt && echo \'{"rows": 1}\' > metrics.json\n',
      ['score command (challenger)', 'predictions/worse.csv'],
    ],
  ])('and %s is explained in the comment', async (what, script, expected) => {
    const pull = await propose(what.replaceAll(' ', '-'), script);
    const { train, evaluate } = await project.evaluate(pull);
    expect(train.failure).toBeDefined();
    expect(evaluate.failure).toContain('in the training of flight-delays, which left no evidence');
    for (const text of expected) expect(commentOn(pull)).toContain(text);
    expect(commentOn(pull)).not.toContain('flight-delays, got none');
    // 140 characters begin with what happened, as the comment does.
    const [, cause = 'no cause'] = /EVIDENCE_INVALID: (.{20})/.exec(evaluate.failure ?? '') ?? [];
    expect(train.failure).toContain(cause);
    expect(project.repository.statuses.at(-1)?.description).toContain(
      `not evaluated: EVIDENCE_INVALID: ${cause}`,
    );
  });

  it('makes no markup of what it printed', async () => {
    const pull = await propose('hostile', 'echo "<img src=x> @acme [a](b) \\`x\\`" && exit 1\n');
    await project.evaluate(pull);
    expect(commentOn(pull)).toContain('The last lines of its output:');
    expect(commentOn(pull).replaceAll(/(`+).*?\1/g, '')).not.toMatch(/<img|@acme|\[a\]\(b\)/);
  });

  it('and succeeds in the next attempt is evaluated', async () => {
    const pull = await propose('flaky', 'exit 1\n');
    const failed: EvaluatedPull = await project.evaluate(pull);
    expect(failed.evaluate.failure).toBeDefined();
    const again = await project.box.rerun(failed.run, { job: 'train', permissions: { contents: 'read' } });
    const fixed =
      'mkdir -p model && cat skill.txt data.txt > model/skill.txt && echo \'{"rows": 7}\' > metrics.json\n';
    await project.box.pushFiles({
      repository: 'acme/flights',
      branch: 'flaky',
      files: { 'train.sh': fixed },
    });
    const pullAgain = await project.evaluate(pull);
    expect(pullAgain.train.failure).toBeUndefined();
    expect(commentOn(pull)).not.toContain('was not evaluated');
    expect(again.id).toBe(failed.run.id);
  });

  it('before train began has no reason in the run: the comment says in which log it is', async () => {
    const pull = await propose('no-packages', 'echo unused\n');
    const run = await project.box.startRun({
      repository: 'acme/flights',
      workflow: '.github/workflows/pull-request.yml',
      event: 'pull_request',
      pull: pull.number,
      job: 'evaluate',
      permissions: { contents: 'read', actions: 'read', 'pull-requests': 'write', statuses: 'write' },
    });
    const ended = await project.step('evaluate', run);
    expect(ended.failure).toContain('run: expected the evidence of a training of flight-delays, got none');
    expect(commentOn(pull)).toContain('read why in the log of the job that runs train');
    expect(commentOn(pull)).toContain(`/actions/runs/${run.id})`);
  });

  it('on a push leaves nothing, since no comment asks for it', async () => {
    const run = await project.box.startRun({
      ...{
        repository: 'acme/flights',
        workflow: '.github/workflows/retrain.yml',
        event: 'workflow_dispatch',
      },
      ...{ job: 'train', permissions: { contents: 'read' } },
    });
    const ended = await project.step('train', run, { files: { 'train.sh': 'exit 1\n' } });
    expect(ended.failure).toContain('COMMAND_FAILED');
    expect(project.box.world.results?.artifactsOf(run.id)).toEqual([]);
  });
});
