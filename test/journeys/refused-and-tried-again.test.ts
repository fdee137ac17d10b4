/** Who approves, what a refusal leaves behind, and how it is tried again (docs/lifecycle.md#refused-and-tried-again, docs/lifecycle.md#who-approves). */
import { afterEach, describe, expect, it } from 'vitest';
import { configText, REPOSITORY, startProject, type Project, type Proposal } from '../ground/project.ts';

let project: Project;
afterEach(() => project[Symbol.asyncDispose]());

const modelDocument = (tag: string): unknown => JSON.parse(project.asset(tag, 'model.json'));

/** A model that knows nothing, merged all the same. */
async function mergeFailing(): Promise<Proposal> {
  const pull = await project.propose({ branch: 'hasty', files: { 'data.txt': 'February\n' }, skill: 'none' });
  const evaluated = await project.evaluate(pull);
  expect(evaluated.evaluate.outputs).toMatchObject({ verdict: 'fail' });
  return pull;
}

describe('a model that did not pass', () => {
  it('is merged, and refused: the job is red, and the pull request says why', async () => {
    project = await startProject();
    const pull = await mergeFailing();
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(
      /^NOT_PASSED: evaluation: expected pass, got: the verdict is fail \(log_loss superior-by: /,
    );
    expect(ended.outputs).toMatchObject({
      registered: false,
      tag: '',
      reason: expect.stringContaining('NOT_PASSED'),
    });
    expect(await project.tags()).toEqual([]);
    expect(project.repository.releases).toEqual([]);
    const [comment, ...others] = project.comments(pull.number);
    expect(others).toEqual([]);
    expect(comment).toContain('`flight-delays` was **not registered**: `NOT_PASSED`');
    expect(comment).toContain(`\`pull-request: ${pull.number}\``);
  });

  it('is registered when somebody who may write overrides a rule by name; who and why are in the version', async () => {
    project = await startProject({ collaborators: { bob: 'write' } });
    const pull = await mergeFailing();
    await project.registerPush(await project.merge(pull));
    const inputs = {
      'pull-request': String(pull.number),
      stage: 'production',
      override: 'log_loss superior-by',
      'override-reason': 'we need any model to start the service',
    };
    const ended = await project.registerByHand({ actor: 'bob', inputs });
    expect(ended.outputs).toMatchObject({ registered: true, version: '1.0.0', stage: 'production' });
    expect(modelDocument('flight-delays@v1.0.0')).toMatchObject({
      evaluation: { verdict: 'fail' },
      overrides: [
        { what: 'log_loss superior-by', by: 'bob', reason: 'we need any model to start the service' },
      ],
    });
    expect(project.release('flight-delays@v1.0.0').body).toContain(
      '**Overridden:** `log_loss superior-by` by `bob`',
    );
    // The one comment now says how it ended.
    expect(project.comments(pull.number)).toEqual([
      expect.stringContaining('is registered and assigned to **production**'),
    ]);
  });

  it('stays refused for those who may only read, and for rules that do not exist', async () => {
    project = await startProject({ collaborators: { eve: 'read' } });
    const pull = await mergeFailing();
    await project.merge(pull);
    const inputs = { 'pull-request': String(pull.number), 'override-reason': 'please' };
    const reader = await project.registerByHand({ actor: 'eve', inputs: { ...inputs, override: 'verdict' } });
    expect(reader.failure).toContain(
      'input "override": expected an actor with write permission, got eve, whose permission is read',
    );
    const typo = await project.registerByHand({ inputs: { ...inputs, override: 'logloss superior-by' } });
    expect(typo.failure).toContain(
      'input "override": expected one of "verdict", "log_loss superior-by", "recall not-worse-by"',
    );
    expect(await project.tags()).toEqual([]);
  });

  it('cannot be registered before it is merged', async () => {
    project = await startProject();
    const pull = await project.propose({ branch: 'better', skill: 'good' });
    await project.evaluate(pull);
    const ended = await project.registerByHand({ inputs: { 'pull-request': String(pull.number) } });
    expect(ended.failure).toContain(
      `input "pull-request": expected a merged one, got #${pull.number}, which is open`,
    );
  });
});

describe('an artifact by hand', () => {
  it('is registered when the one who asks may write', async () => {
    project = await startProject({ collaborators: { bob: 'write', eve: 'read' } });
    const pull = await project.propose({ branch: 'better', skill: 'good' });
    const { run } = await project.evaluate(pull);
    await project.merge(pull);
    const inputs = { 'run-id': String(run.id), stage: 'production' };
    const reader = await project.registerByHand({ actor: 'eve', inputs });
    expect(reader.failure).toContain('got eve, whose permission is read');
    const ended = await project.registerByHand({ actor: 'bob', inputs });
    expect(ended.outputs).toMatchObject({ registered: true, stage: 'production' });
    expect(modelDocument('flight-delays@v1.0.0')).toMatchObject({
      approval: { kind: 'manual', runId: run.id },
    });
  });
});

describe('approvals', () => {
  const config = configText('    approvals: 1\n');
  const review = (number: number, by: string) => project.box.review({ repository: REPOSITORY, number, by });

  it('are the merge alone by default, and who merged is recorded', async () => {
    project = await startProject();
    await project.ship({ branch: 'first', skill: 'fair' });
    expect(modelDocument('flight-delays@v1.0.0')).toMatchObject({
      approval: { kind: 'pull-request', mergedBy: 'bob', reviewers: [] },
    });
  });

  it('count when GitHub says that they are of the last commit, by others, who may write', async () => {
    project = await startProject({
      config,
      collaborators: { ann: 'write', bob: 'write', eve: 'read', carol: 'write' },
    });
    const pull = await project.propose({ branch: 'better', skill: 'good', author: 'ann' });
    review(pull.number, 'bob'); // before the last push
    await project.box.pushFiles({ repository: REPOSITORY, branch: 'better', files: { 'NOTES.md': 'x\n' } });
    await project.evaluate(pull);
    review(pull.number, 'ann'); // her own
    review(pull.number, 'eve'); // may only read
    const push = await project.merge(pull);
    const refused = await project.registerPush(push);
    expect(refused.failure).toContain(
      'expected 1 approval of the last commit by people who may write, got 0',
    );
    review(pull.number, 'carol');
    const ended = await project.registerByHand({ inputs: { 'pull-request': String(pull.number) } });
    expect(ended.outputs).toMatchObject({ registered: true });
    expect(modelDocument('flight-delays@v1.0.0')).toMatchObject({ approval: { reviewers: ['carol'] } });
  });
});
