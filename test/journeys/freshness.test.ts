/** The inputs of the model have to agree between the tested tree and the merged one (docs/lifecycle.md#stale-evidence). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  configText,
  GATE,
  REPOSITORY,
  startProject,
  type Project,
  type Proposal,
} from '../ground/project.ts';

const RETRAIN = '    retrain: { workflow: retrain.yml }\n';

let project: Project;
let pull: Proposal;
beforeEach(async () => {
  project = await startProject({ config: configText(RETRAIN) });
  pull = await project.propose({ branch: 'better', skill: 'good' });
  await project.evaluate(pull);
});
afterEach(() => project[Symbol.asyncDispose]());

const pushMeanwhile = (files: Readonly<Record<string, string>>) =>
  project.box.pushFiles({ repository: REPOSITORY, files, author: 'carol' });

describe('something else was merged meanwhile', () => {
  it.each(['merge', 'squash', 'rebase'] as const)(
    'which makes no model: still fresh (%s)',
    async (method) => {
      await pushMeanwhile({ 'README.md': 'Words\n', 'lib/other.py': 'pass\n' });
      const push = await project.merge(pull, method);
      const ended = await project.registerPush(push);
      expect(ended.outputs).toMatchObject({ registered: true });
      expect(await project.commitOf('flight-delays@v1.0.0')).toBe(push.sha);
    },
  );

  it.each([
    ['code', { 'train.sh': 'echo changed\n' }, 'train.sh: changed'],
    ['data that are in the tree', { 'data.txt': 'February\n' }, 'data.txt: changed'],
    ['a lock file', { 'requirements.txt': 'scikit-learn==1.9.1\n' }, 'requirements.txt: added'],
    [
      'the section of the configuration that makes the model',
      { '.github/model-steward.yml': configText(RETRAIN).replace('threshold: 0.35', 'threshold: 0.3') },
      "the model's section of the configuration: changed",
    ],
  ])('%s: stale', async (_what, files, message) => {
    await pushMeanwhile(files);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(/^EVIDENCE_STALE: /);
    expect(ended.failure).toContain(message);
    expect(ended.outputs).toMatchObject({ registered: false, version: '' });
    expect(await project.tags()).toEqual([]);
    expect(project.comments(pull.number)).toEqual([expect.stringContaining('`EVIDENCE_STALE`')]);
  });
});

describe('stale evidence', () => {
  it('starts the configured retraining, once, where the job may', async () => {
    await pushMeanwhile({ 'train.sh': 'echo changed\n' });
    const push = await project.merge(pull);
    const permissions = { contents: 'write', actions: 'write', 'pull-requests': 'write' } as const;
    const ended = await project.registerPush(push, { permissions });
    expect(project.box.dispatches).toMatchObject([
      { workflow: '.github/workflows/retrain.yml', ref: 'main' },
    ]);
    expect(project.comments(pull.number)[0]).toContain('`retrain.yml` was started');
    await project.rerunRegister(ended, { permissions, inputs: { stage: 'production' } });
    expect(project.box.dispatches).toHaveLength(1);
  });

  it('is only reported where the job may not start workflows', async () => {
    await pushMeanwhile({ 'train.sh': 'echo changed\n' });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(/^EVIDENCE_STALE: /);
    expect(ended.warnings).toEqual([expect.stringContaining('actions: write')]);
    expect(project.comments(pull.number)[0]).toContain(
      'gh workflow run retrain.yml --repo acme/flights --ref main',
    );
  });
});

describe('a gate that moved', () => {
  const changeGate = (gate: string) =>
    pushMeanwhile({ '.github/model-steward.yml': configText(RETRAIN, gate) });

  it('evaluates the same evidence again; both evaluations are kept when it passes', async () => {
    await changeGate(`${GATE}\n      - { metric: roc_auc, at-least: 0.6 }`);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ registered: true });
    const tag = 'flight-delays@v1.0.0';
    const rules = (name: string) =>
      (JSON.parse(project.asset(tag, name)) as { rules: readonly unknown[] }).rules.length;
    expect([rules('evaluation.json'), rules('evaluation-again.json')]).toEqual([2, 3]);
    expect(project.release(tag).body).toContain('`roc_auc` at least 0.6');
  });

  it('reads the evidence of both models once for both evaluations', async () => {
    await project.registerPush(await project.merge(pull));
    const second = await project.propose({ branch: 'second', skill: 'best' });
    await project.evaluate(second);
    await changeGate(`${GATE}\n      - { metric: roc_auc, at-least: 0.6 }`);
    const push = await project.merge(second);
    project.box.requests.clear();
    expect((await project.registerPush(push)).outputs).toMatchObject({ version: '1.1.0' });
    const { entries } = project.box.requests;
    const reads = entries.slice(
      0,
      entries.findIndex(({ method, path }) => method !== 'GET' && path !== '/graphql'),
    );
    // model.json and run.json of the champion.
    const downloads = reads.filter(({ route }) => route?.endsWith('/releases/assets/{asset_id}'));
    expect(downloads).toHaveLength(2);
  });

  it('refuses what does not pass it', async () => {
    await changeGate(`${GATE}\n      - { metric: roc_auc, at-least: 0.99 }`);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(
      /^NOT_PASSED: evaluation by the current gate: expected pass, got: the verdict is fail/,
    );
    expect(ended.failure).toContain('roc_auc at-least');
  });
});
