/** A repository without a gate (docs/lifecycle.md#no-gate): numbers are shown, and nothing is decided. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProject, type Project } from '../ground/project.ts';

const CONFIG = `models:
  flight-delays:
    paths: [skill.txt, train.sh]
    train: { command: bash train.sh, model: model/**, metrics: metrics.json, parameters: params.yaml }
`;

const training = (accuracy: number): string =>
  `mkdir -p model && cp skill.txt model/ && echo '{"accuracy": ${accuracy}, "Macro F1 (%)": 81}' > metrics.json\n`;

describe('without a gate', () => {
  let project: Project;
  beforeEach(async () => {
    project = await startProject({ config: CONFIG, collaborators: { bob: 'write' } });
  });
  afterEach(() => project[Symbol.asyncDispose]());

  const propose = (branch: string, accuracy: number, depth: number) =>
    project.propose({
      branch,
      files: { 'train.sh': training(accuracy), 'params.yaml': `depth: ${depth}\n` },
    });
  const comment = (number: number): string =>
    project.repository.comments.find(
      ({ issue, body }) => issue === number && body.includes('model-steward:evaluate'),
    )?.body ?? '';

  it('the first pull request shows its numbers: step and status succeed, and its merge registers nothing', async () => {
    const pull = await propose('first', 0.83, 3);
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate).toMatchObject({ failure: undefined, outputs: { verdict: 'inconclusive' } });
    expect(project.repository.statuses.at(-1)).toMatchObject({
      state: 'success',
      description: 'no gate configured',
    });
    expect(comment(pull.number)).toContain('`flight-delays`: no gate configured · no verdict');
    expect(comment(pull.number)).toMatch(/\| `accuracy` \|.*\| 0\.830 \|/);
    expect(comment(pull.number)).toContain('`Macro_F1_percent`');
    expect(comment(pull.number)).toContain('There is no version yet: the first one that is registered');

    const ended = await project.registerPush(await project.merge(pull));
    expect(ended).toMatchObject({ failure: undefined, outputs: { registered: false } });
    expect(ended.outputs.reason).toContain('no gate is configured for flight-delays');
    expect(await project.tags()).toEqual([]);
    expect(project.comments(pull.number)).toEqual([]);
  });

  it('a version is registered by hand, and the next pull request is shown beside it, with the parameters that changed', async () => {
    const first = await propose('first', 0.83, 3);
    await project.evaluate(first);
    await project.registerPush(await project.merge(first));
    const inputs = {
      'pull-request': String(first.number),
      stage: 'production',
      override: 'verdict',
      'override-reason': 'the first version',
    };
    const registered = await project.registerByHand({ inputs });
    expect(registered.failure).toBeUndefined();
    expect(registered.outputs).toMatchObject({ registered: true });

    const second = await propose('second', 0.85, 5);
    expect((await project.evaluate(second)).evaluate.failure).toBeUndefined();
    expect(comment(second.number)).toMatch(
      /\| `accuracy` \|.*\| 0\.830 \| 0\.850 \| difference \+0\.0200 \(no interval\) \|/,
    );
    expect(comment(second.number)).toContain('| `depth` | `3` | `5` |');
  });

  it('numbers of a step without a model are shown, and the merge succeeds without a version', async () => {
    const config = 'models:\n  flight-delays: { paths: [skill.txt] }\n';
    const pull = await project.propose({
      branch: 'numbers-only',
      files: { '.github/model-steward.yml': config, 'skill.txt': '0.4\n' },
    });
    const { evaluate } = await project.evaluate(pull, { files: { 'metrics.json': '{"accuracy": 0.71}' } });
    expect(evaluate.failure).toBeUndefined();
    expect(comment(pull.number)).toMatch(/\| `accuracy` \|.*\| 0\.710 \|/);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended).toMatchObject({ failure: undefined, outputs: { registered: false } });
    expect(ended.outputs.reason).toContain('no gate is configured for flight-delays');
  });

  it('a pull request that adds the first gate says from when on it decides', async () => {
    const gate = `${CONFIG}    gate: [{ metric: accuracy, at-least: 0.8 }]\n`;
    const files = {
      'train.sh': training(0.83),
      'params.yaml': 'depth: 3\n',
      '.github/model-steward.yml': gate,
    };
    const pull = await project.propose({ branch: 'first-gate', files });
    expect((await project.evaluate(pull)).evaluate.failure).toBeUndefined();
    const text = comment(pull.number);
    expect(text).toContain(
      'the base branch has no gate yet; the one of this pull request passes · no verdict',
    );
    expect(text).toContain('- Now: By this gate the verdict is *pass*, so the status is a success.');
    expect(text).toContain(
      '- At the merge: the gate becomes that of the base branch. No version is registered',
    );
    expect(text).toContain(
      '- Next: the first of them that trains a model and passes is registered as the first version.',
    );
    // Nothing that would be true of a gate on the base branch.
    expect(text).not.toMatch(
      /Both have to pass|needs an approval|This is a report|is by the configuration of the base/,
    );
    expect(project.repository.statuses.at(-1)).toMatchObject({
      state: 'success',
      description: 'the base branch has no gate yet; the one of this pull request passes',
    });
    expect(comment(pull.number)).toMatch(
      /By the configuration of this pull request\*\* · pass\n\n.*\n.*\n.*`accuracy` at least 0\.8 /,
    );
  });

  it('what a first gate says comes true: the pull request after it is registered, the one with it is not', async () => {
    const gate = `${CONFIG}    gate: [{ metric: accuracy, at-least: 0.8 }]\n`;
    const adding = await project.propose({
      branch: 'adding',
      files: { 'train.sh': training(0.83), 'params.yaml': 'depth: 3\n', '.github/model-steward.yml': gate },
    });
    await project.evaluate(adding);
    const merged = await project.registerPush(await project.merge(adding));
    expect(merged).toMatchObject({ failure: undefined, outputs: { registered: false } });
    const after = await propose('after', 0.84, 3);
    await project.evaluate(after);
    const registered = await project.registerPush(await project.merge(after));
    expect(registered.outputs).toMatchObject({ registered: true, version: '1.0.0' });
  });

  it('a pull request that adds a gate which it does not meet is not green', async () => {
    const gate = `${CONFIG}    gate: [{ metric: accuracy, at-least: 0.9 }]\n`;
    const files = {
      'train.sh': training(0.83),
      'params.yaml': 'depth: 3\n',
      '.github/model-steward.yml': gate,
    };
    const { evaluate } = await project.evaluate(await project.propose({ branch: 'gate', files }));
    expect(evaluate.failure).toContain('accuracy at least 0.9');
    expect(project.repository.statuses.at(-1)).toMatchObject({ state: 'failure' });
    const body = project.repository.comments[0]?.body;
    expect(body).toContain('- Now: By this gate the verdict is *fail*, so the status is a failure');
    expect(body).not.toContain('Both have to pass');
  });
});
