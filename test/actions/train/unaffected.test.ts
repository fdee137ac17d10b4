/** A pull request that changes nothing of what made the champion: no training, and evidence that says so. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openArtifact,
  PROJECT,
  registerTrained,
  startGround,
  startPullRun,
  startRun,
  train,
  type Ground,
} from '../../ground/training.ts';

describe('a pull request', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await startGround();
    const job = await startRun(ground, { event: 'push' });
    expect((await train(ground, job)).errors).toEqual([]);
    await registerTrained(ground, job);
  });
  afterAll(() => ground[Symbol.asyncDispose]());

  it('that changes only the README does not affect the model', async () => {
    const job = await startPullRun(ground, { 'README.md': '# Better words\n' });
    const ended = await train(ground, job);
    expect(ended.errors).toEqual([]);
    expect(ended.outputs).toMatchObject({ unaffected: 'true', 'model-digest': '', champion: 'late@v1.0.0' });
    expect(ended.printed).not.toContain('trained');
    const { run } = await openArtifact(ground, job);
    expect(run).toMatchObject({ unaffected: true, outputs: [], metrics: {} });
    expect(ended.summary).toContain('unaffected, so nothing was trained');
  });

  it('that changes the code does', async () => {
    const files = { 'train.sh': `${PROJECT['train.sh']!}# changed\n` };
    const ended = await train(ground, await startPullRun(ground, files));
    expect(ended.errors).toEqual([]);
    expect(ended.outputs.unaffected).toBe('false');
    expect(ended.printed).toContain('\ntrained\n');
  });

  it('is not spared the training when it is no pull request: retraining was asked for', async () => {
    const ended = await train(ground, await startRun(ground, { event: 'workflow_dispatch' }));
    expect(ended.outputs.unaffected).toBe('false');
  });
});
