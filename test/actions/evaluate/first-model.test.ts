/** The first pull request of a repository that has no model yet (docs/lifecycle.md#the-first-model). */
import { describe, expect, it } from 'vitest';
import {
  evaluate,
  leaveEvidence,
  readEvaluation,
  startGround,
  startPullRun,
  type Ground,
} from '../../ground/evaluation.ts';
import { makeFlights, predictionsText } from '../../ground/predictions.ts';
import { shareGround } from '../../ground/shared-ground.ts';

let ground: Ground;
shareGround(async () => {
  ground = await startGround();
  return ground;
});

const challenger = (days: number, skill: number) =>
  ({
    'predictions.csv': { role: 'predictions-challenger', text: predictionsText(makeFlights(days), skill) },
  }) as const;

describe('the first model', () => {
  it('that beats the baseline passes: one comment, one green status, outputs, summary and artifact', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { files: challenger(28, 0.8) });
    const ended = await evaluate(ground, job);
    expect(ended.failure).toBeUndefined();
    expect(ended.outputs).toMatchObject({ verdict: 'pass', champion: '', model: 'flight-delays' });
    const evaluation = await readEvaluation(ended);
    expect(evaluation.rules.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'not-applicable']);
    const { repository } = ground.hub;
    expect(repository.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining('`flight-delays`: the first version is better than the baseline · pass'),
    ]);
    expect(repository.statuses).toMatchObject([
      { sha: ground.headSha, context: 'model-steward/flight-delays', state: 'success' },
    ]);
    expect(ended.summary).toContain(
      'lower than that of the baseline that predicts the share of positive rows as the probability of every row (95 % CI',
    );
    const artifacts = await ground.hub.github.artifacts.ofRun(job.id);
    expect(artifacts.map(({ name }) => name).sort()).toEqual([
      'model-steward-flight-delays-1',
      'model-steward-flight-delays-1.evaluation',
    ]);
  });

  it('on too few days is inconclusive, and the comment says how many are missing', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { files: challenger(5, 0.9) });
    const ended = await evaluate(ground, job);
    expect(ended.outputs.verdict).toBe('inconclusive');
    expect(ended.failure).toContain('flight-delays: inconclusive');
    const [comment] = ground.hub.repository.comments;
    expect(comment?.body).toContain('5 days are too few for an interval: at least 8 are needed, 3 more');
    expect(ground.hub.repository.statuses).toMatchObject([{ state: 'failure' }]);
  });

  it('may stay inconclusive where the workflow says so; the verdict is the same', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { files: challenger(5, 0.9) });
    const ended = await evaluate(ground, job, { inputs: { 'on-inconclusive': 'pass' } });
    expect(ended.outputs.verdict).toBe('inconclusive');
    expect(ended.failure).toBeUndefined();
    expect(ground.hub.repository.statuses).toMatchObject([{ state: 'success' }]);
  });

  it('that is no better than the baseline fails, after comment and status were written', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { files: challenger(28, 0) });
    const ended = await evaluate(ground, job);
    expect(ended.failure).toContain('flight-delays: fail: roc_auc at least 0.6');
    expect(ground.hub.repository.comments).toHaveLength(1);
  });
});
