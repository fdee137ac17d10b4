/** `mode: score`: production's model on new rows, for monitoring (docs/lifecycle.md#current-data). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openArtifact,
  registerTrained,
  startGround,
  startRun,
  train,
  type Ground,
} from '../../ground/training.ts';

const TODAY = 'id,date,late,distance\n900,2001-02-01,,400\n';

describe('scoring alone', () => {
  let ground: Ground;
  beforeEach(async () => {
    ground = await startGround();
  });
  afterEach(() => ground[Symbol.asyncDispose]());

  it('puts the predictions of the version in production where the next step finds them', async () => {
    const first = await startRun(ground, { event: 'push' });
    await train(ground, first);
    await registerTrained(ground, first);
    const job = await startRun(ground, { event: 'schedule' });
    const ended = await train(ground, job, {
      left: { 'today.csv': TODAY },
      inputs: { mode: 'score', 'score-data': 'today.csv', 'score-out': 'scored/today.csv' },
    });
    expect(ended.errors).toEqual([]);
    expect(ended.printed).not.toContain('trained');
    expect(await readFile(join(job.workspace, 'scored/today.csv'), 'utf8')).toBe(
      'id,date,late,p_late\n900,2001-02-01,,0.25\n',
    );
    const { run } = await openArtifact(ground, job);
    expect(run.outputs.map(({ role }) => role)).toEqual(['predictions-champion']);
    expect(run.scored!.data.path).toBe('today.csv');
    expect(run.commands).toEqual({ score: 'bash score.sh' });
  });

  it('has nothing to do, and says so, while nothing is in production', async () => {
    const ended = await train(ground, await startRun(ground, { event: 'schedule' }), {
      inputs: { mode: 'score' },
    });
    expect(ended.exitCode).toBe(0);
    expect(ended.artifacts).toEqual([]);
    expect(ended.summary).toContain('nothing to score');
    expect(ended.summary).toContain('The stage `production` is empty.');
  });
});
