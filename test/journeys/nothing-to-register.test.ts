/** Pushes without evidence (docs/lifecycle.md#a-push-without-evidence), and pull requests that change no model. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configText, REPOSITORY, startProject, type Project } from '../ground/project.ts';

let project: Project;
beforeEach(async () => {
  project = await startProject({ config: configText('    retrain: { workflow: retrain.yml }\n') });
});
afterEach(() => project[Symbol.asyncDispose]());

const push = (files: Readonly<Record<string, string>>) =>
  project.box.pushFiles({ repository: REPOSITORY, files });

describe('a push without evidence', () => {
  it('succeeds, and says why nothing was registered', async () => {
    const ended = await project.registerPush(await push({ 'README.md': 'More words\n' }));
    expect(ended).toMatchObject({
      failure: undefined,
      outputs: { registered: false, version: '', reason: 'the push contains no merged pull request' },
      warnings: [],
    });
    expect(ended.summary).toContain('nothing to register');
    expect(project.box.requests.writes()).toEqual([]);
  });

  it('is asked about again for half a minute, because the platform lags', async () => {
    const pushed = await push({ 'README.md': 'More words\n' });
    const before = project.box.clock.now().getTime();
    await project.registerPush(pushed);
    expect(project.box.clock.now().getTime() - before).toBeGreaterThanOrEqual(30_000);
  });

  it('warns when the inputs of the model did change, and names the retraining workflow', async () => {
    await project.ship({ branch: 'first', skill: 'fair' });
    const words = await project.registerPush(await push({ 'README.md': 'More words\n' }));
    expect(words.warnings).toEqual([]);
    const ended = await project.registerPush(await push({ 'train.sh': 'exit 1\n' }));
    expect(ended.failure).toBeUndefined();
    expect(ended.warnings).toEqual([
      'the inputs of flight-delays changed since flight-delays@v1.0.0 (train.sh: changed) without an evaluation: run `retrain.yml` to train and evaluate a new version',
    ]);
    expect(ended.summary).toContain('> [!WARNING]');
  });
});

describe('a pull request that changes no model', () => {
  it('is not trained, and its merge registers nothing', async () => {
    await project.ship({ branch: 'first', skill: 'fair' });
    const pull = await project.propose({ branch: 'words', files: { 'README.md': 'Better words\n' } });
    const evaluated = await project.evaluate(pull);
    expect(evaluated.train.outputs).toMatchObject({ unaffected: true });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended).toMatchObject({
      failure: undefined,
      outputs: { registered: false, reason: '#2 left no evidence of a new flight-delays' },
    });
    expect(project.comments(2)).toEqual([]);
  });
});

describe('a pull request that is merged before it was evaluated', () => {
  it('has a comment that nothing was registered, with the workflow that trains it', async () => {
    await project.ship({ branch: 'first', skill: 'fair' });
    const pull = await project.propose({ branch: 'early', skill: 'best' });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: false });
    const [comment = ''] = project.comments(pull.number);
    expect(comment).toContain(
      '**This merge registered no version of `flight-delays`**: it changes what makes the model, and no run of its last commit was evaluated.',
    );
    expect(comment).toContain('Run `retrain.yml` to train and evaluate what was merged.');
  });

  it('has none where it changes nothing of the model', async () => {
    await project.ship({ branch: 'first', skill: 'fair' });
    const pull = await project.propose({ branch: 'words', files: { 'README.md': 'Better words\n' } });
    await project.registerPush(await project.merge(pull));
    expect(project.comments(pull.number)).toEqual([]);
  });
});

describe('several models', () => {
  it('have to be named', async () => {
    const second = configText().replace('models:\n', '').replace('flight-delays:', 'weather:');
    await push({ '.github/model-steward.yml': configText() + second });
    const ended = await project.registerPush(await push({ 'README.md': 'x\n' }));
    expect(ended.failure).toContain('input "model": expected one of flight-delays, weather, got nothing');
    const named = await project.registerPush(await push({ 'README.md': 'y\n' }), {
      inputs: { model: 'weather' },
    });
    expect(named.outputs).toMatchObject({ registered: false });
  });
});
