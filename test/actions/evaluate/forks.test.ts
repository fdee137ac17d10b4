/**
 * Pull requests of forks and of Dependabot, whose runs can only read, and the trusted run that comments
 * (docs/lifecycle.md#forks-and-dependabot).
 */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { failureArtifactName } from '../../../src/shared/domain/kernel/names.ts';
import { createBoxUploads } from '../../ground/artifact-service.ts';
import { writeFiles } from '../../ground/evidence.ts';
import type { StartedJob, StartedRun } from '../../github-box/human/runs.ts';
import {
  configText,
  evaluate,
  leaveEvidence,
  PERMISSIONS,
  REPOSITORY,
  startGround,
  WORKFLOW,
  type Ground,
} from '../../ground/evaluation.ts';
import { makeFlights, predictionsText } from '../../ground/predictions.ts';
import { shareGround } from '../../ground/shared-ground.ts';

const text = predictionsText(makeFlights(28), 0.8);
const files = { 'predictions.csv': { role: 'predictions-challenger', text } } as const;

let ground: Ground;
shareGround(async () => {
  ground = await startGround();
  const { box } = ground.hub;
  await box.fork({ repository: REPOSITORY, owner: 'mallory' });
  const { sha } = await box.pushFiles({
    repository: 'mallory/models',
    branch: 'gift',
    files: {
      'train.py': 'print(2)\n',
      '.github/model-steward.yml': configText('\n      - { metric: accuracy, at-least: 0 }'),
    },
  });
  const pull = await box.openPull({ repository: REPOSITORY, head: 'mallory:gift', author: 'mallory' });
  ground = { ...ground, pull, headSha: sha };
  return ground;
});

function startForkRun(): Promise<StartedRun> {
  return ground.hub.box.startRun({
    repository: REPOSITORY,
    workflow: WORKFLOW,
    event: 'pull_request',
    pull: ground.pull,
    headRepository: 'mallory/models',
    actor: 'mallory',
    permissions: PERMISSIONS,
  });
}

function startCommentRun(completedRun: number): Promise<StartedRun> {
  return ground.hub.box.startRun({
    repository: REPOSITORY,
    workflow: '.github/workflows/comment.yml',
    event: 'workflow_run',
    completedRun,
    permissions: PERMISSIONS,
  });
}

async function leaveFailure(job: StartedJob, text: string): Promise<void> {
  const folder = await mkdtemp(join(job.environment.RUNNER_TEMP!, 'failure-'));
  await writeFiles(folder, { 'failure.json': text });
  const name = failureArtifactName('flight-delays', 1);
  await createBoxUploads(job).upload(name, openFiles(folder), ['failure.json']);
}

const comment = { inputs: { mode: 'comment' } };

describe('the run of a fork', () => {
  it('can only read: the verdict is in summary and artifact, and a notice says where the comment comes from', async () => {
    const job = await startForkRun();
    await leaveEvidence(ground, job, { files });
    const ended = await evaluate(ground, job);
    expect(ended.failure).toBeUndefined();
    expect(ended.outputs.verdict).toBe('pass');
    expect(ended.summary).toContain('the first version is better than the baseline · pass');
    expect(ended.messages).toEqual([expect.stringContaining('`mode: comment` on workflow_run')]);
    expect(ground.hub.repository.comments).toEqual([]);
    expect(ground.hub.repository.statuses).toEqual([]);
  });

  it('is commented by a trusted run, which evaluates again with the gate of the default branch', async () => {
    const job = await startForkRun();
    await leaveEvidence(ground, job, { files });
    ground.hub.box.finishRun(job, 'success');
    const ended = await evaluate(ground, await startCommentRun(job.id), comment);
    expect(ended).toMatchObject({
      failure: undefined,
      outputs: { verdict: 'pass', evaluation: '', artifact: '' },
    });
    const { comments, statuses } = ground.hub.repository;
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain('`roc_auc` at least 0.6');
    expect(comments[0]?.body).not.toContain('accuracy` at least 0 ');
    expect(statuses).toMatchObject([{ sha: ground.headSha, state: 'success' }]);
  });

  it('that does not pass turns the status red, and leaves the trusted run green', async () => {
    const job = await startForkRun();
    const few = {
      'predictions.csv': { role: 'predictions-challenger', text: predictionsText(makeFlights(3), 0.8) },
    } as const;
    await leaveEvidence(ground, job, { files: few });
    const ended = await evaluate(ground, await startCommentRun(job.id), comment);
    expect(ended.failure).toBeUndefined();
    expect(ground.hub.repository.statuses).toMatchObject([{ state: 'failure' }]);
  });
});

describe('a training that failed in the run of a fork', () => {
  it('is explained by the comment, which leads to the log of that run', async () => {
    const job = await startForkRun();
    await leaveFailure(job, '{"code":"COMMAND_FAILED","message":"it broke","lastLines":["KeyError: x"]}');
    await expect(evaluate(ground, await startCommentRun(job.id), comment)).rejects.toThrow('it broke');
    const body = ground.hub.repository.comments[0]?.body;
    expect(body).toContain('KeyError: x');
    expect(body).toContain(`[the one that trained](`);
    expect(body).toContain(`/actions/runs/${job.id})`);
  });

  it.each(['{"code":"FINE","message":1}', 'no JSON', 'x'.repeat(100_000)])(
    'and that left no reason which can be read is said to have left none: %.20s',
    async (text) => {
      const job = await startForkRun();
      await leaveFailure(job, text);
      await expect(evaluate(ground, await startCommentRun(job.id), comment)).rejects.toThrow('got none');
    },
  );
});

describe('a poisoned artifact', () => {
  it.each([
    ['of another model', { model: 'other' }, 'run.json: model: expected "flight-delays", got "other"'],
    [
      'of another repository',
      { source: { repository: 'mallory/models', commit: 'c'.repeat(40), tree: 'd'.repeat(40), clean: true } },
      'run.json: source.repository',
    ],
    [
      'whose bytes are not those that it names',
      {
        outputs: [
          { path: 'predictions.csv', role: 'predictions-challenger', sha256: '0'.repeat(64), sizeBytes: 3 },
        ],
      },
      'predictions.csv: expected the bytes that run.json names',
    ],
    [
      'that names files outside',
      { outputs: [{ path: '../../etc/passwd', role: 'metrics', sha256: '0'.repeat(64), sizeBytes: 3 }] },
      'outputs.0.path: expected a relative path',
    ],
    [
      'that says it is unaffected',
      { unaffected: true },
      'expected the evidence of a training of flight-delays',
    ],
  ] as const)('%s is refused, and the comment has no verdict', async (_title, run, message) => {
    const job = await startForkRun();
    // A model set that fits no outputs would be refused for that already.
    await leaveEvidence(ground, job, { files, run: { ...run, modelSet: undefined } as never });
    await expect(evaluate(ground, await startCommentRun(job.id), comment)).rejects.toThrow(message);
    const { comments, statuses } = ground.hub.repository;
    expect(comments).toMatchObject([{ body: expect.stringContaining('was not evaluated') }]);
    expect(comments[0]?.body).not.toContain(' · pass');
    expect(statuses.map(({ state }) => state)).toEqual(['failure']);
  });

  it('cannot say which pull request it belongs to: with two of one head there is no comment', async () => {
    const job = await startForkRun();
    await leaveEvidence(ground, job, { files });
    await ground.hub.box.pushFiles({
      repository: REPOSITORY,
      branch: 'release',
      files: { 'NOTES.md': 'x\n' },
    });
    await ground.hub.box.openPull({
      repository: REPOSITORY,
      head: 'mallory:gift',
      base: 'release',
      author: 'mallory',
    });
    const ended = await evaluate(ground, await startCommentRun(job.id), comment);
    expect(ended.outputs).toMatchObject({
      verdict: '',
      reason: expect.stringContaining('2 open pull requests'),
    });
    expect(ground.hub.repository.comments).toEqual([]);
  });
});

describe('the trusted run', () => {
  it('leaves a run of this repository alone: that one has commented itself', async () => {
    await ground.hub.box.pushFiles({
      repository: REPOSITORY,
      branch: 'mine',
      files: { 'train.py': 'print(3)\n' },
    });
    const number = await ground.hub.box.openPull({ repository: REPOSITORY, head: 'mine' });
    const job = await ground.hub.box.startRun({
      repository: REPOSITORY,
      workflow: WORKFLOW,
      event: 'pull_request',
      pull: number,
    });
    const ended = await evaluate(ground, await startCommentRun(job.id), comment);
    expect(ended.outputs.reason).toContain('writes its own comment');
  });

  it('serves Dependabot, whose branch is here and whose token can only read', async () => {
    const { box } = ground.hub;
    const { sha } = await box.pushFiles({
      repository: REPOSITORY,
      branch: 'dependabot/pip',
      files: { 'train.py': 'print(4)\n' },
    });
    const pull = await box.openPull({
      repository: REPOSITORY,
      head: 'dependabot/pip',
      author: 'dependabot[bot]',
    });
    const job = await box.startRun({
      repository: REPOSITORY,
      workflow: WORKFLOW,
      event: 'pull_request',
      pull,
      actor: 'dependabot[bot]',
      permissions: PERMISSIONS,
    });
    const mine = { ...ground, pull, headSha: sha };
    await leaveEvidence(mine, job, { files });
    expect((await evaluate(mine, job)).messages).toEqual([expect.stringContaining('can only read')]);
    await evaluate(mine, await startCommentRun(job.id), comment);
    expect(ground.hub.repository.comments).toHaveLength(1);
  });

  it('refuses to evaluate on workflow_run without `mode: comment`', async () => {
    const job = await startForkRun();
    await expect(evaluate(ground, await startCommentRun(job.id))).rejects.toThrow(
      'event: expected pull_request',
    );
  });
});
