/** Metric values alone: a repository with nothing but a metrics file, and with floors. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  evaluate,
  leaveEvidence,
  MODEL,
  readEvaluation,
  REPOSITORY,
  startGround,
  startPullRun,
  type Ground,
} from '../../ground/evaluation.ts';

const config = (gate: string): string => `models:\n  ${MODEL}:\n    gate: ${gate}\n`;

let ground: Ground;
beforeEach(async () => {
  ground = await startGround(config('[]'));
});
afterEach(() => ground[Symbol.asyncDispose]());

async function evaluateMetrics(
  metrics: Readonly<Record<string, number>>,
  checkout: Readonly<Record<string, string>>,
) {
  await ground.hub.box.pushFiles({ repository: REPOSITORY, files: checkout });
  const job = await startPullRun(ground);
  await leaveEvidence(ground, job, { run: { metrics, task: 'metrics' } });
  return evaluate(ground, job, { checkout, inputs: { model: MODEL } });
}

describe('metric values without predictions', () => {
  it('pass a floor', async () => {
    const gate = config('[{ metric: accuracy, at-least: 0.8 }]');
    const ended = await evaluateMetrics({ accuracy: 0.85 }, { '.github/model-steward.yml': gate });
    expect(ended).toMatchObject({ failure: undefined, outputs: { verdict: 'pass' } });
    expect((await readEvaluation(ended)).metrics).toEqual([
      { metric: 'accuracy', better: 'higher', challenger: 0.85 },
    ]);
  });

  it('of which one that a rule names was not written are an error that lists what was', async () => {
    const gate = config('[{ metric: auc, at-least: 0.8 }]');
    await expect(evaluateMetrics({ accuracy: 0.85 }, { '.github/model-steward.yml': gate })).rejects.toThrow(
      'metrics: expected "auc", which a gate rule names, got accuracy',
    );
  });

  it('without any configuration are reported, and the comment says that nothing was decided', async () => {
    const ended = await evaluateMetrics({ accuracy: 0.85 }, {});
    expect(ended).toMatchObject({ failure: undefined, outputs: { verdict: 'inconclusive' } });
    expect(ground.hub.repository.comments[0]?.body).toContain(
      'no gate is configured, so nothing was decided, and a merge registers no version. Next: add `gate`',
    );
  });

  it.each([
    [
      'python train.py',
      {},
      'left no `metrics.json`, and the',
      'json.dump({"accuracy": accuracy}, open("metrics.json", "w"))',
    ],
    ['make train', {}, 'left no `metrics.json`, and the', 'such as `{"accuracy": 0.93}`'],
    ['node train.js', { notes: { accuracy: '93 %' } }, 'None of the values of the metrics file', 'as `0.93`'],
  ])(
    'that are none, after %s, are explained, with the line to add',
    async (train, metricsFile, why, line) => {
      const job = await startPullRun(ground);
      const hasFile = Object.keys(metricsFile).length > 0;
      const run = {
        metrics: {},
        task: 'metrics',
        commands: { train },
        ...(hasFile && { metricsFile }),
      } as const;
      await leaveEvidence(ground, job, { run });
      const ended = await evaluate(ground, job, { checkout: {}, inputs: { model: MODEL } });
      expect(ended).toMatchObject({ failure: undefined });
      const body = ground.hub.repository.comments[0]?.body ?? '';
      expect(body).toContain(why);
      expect(body).toContain(line);
      expect(body).not.toContain('Seed variance');
    },
  );

  it('that are there need no such line', async () => {
    await evaluateMetrics({ accuracy: 0.85 }, {});
    expect(ground.hub.repository.comments[0]?.body).not.toContain('No number');
  });

  it('have nothing that labels could be joined with', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { run: { metrics: { accuracy: 0.85 }, task: 'metrics' } });
    const checkout = { '.github/model-steward.yml': config('[]') };
    await expect(evaluate(ground, job, { checkout, inputs: { labels: 'labels.csv' } })).rejects.toThrow(
      'input "labels": expected `predictions` of flight-delays',
    );
  });
});
