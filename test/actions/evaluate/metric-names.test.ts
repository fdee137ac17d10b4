/** Names that training code gives to metrics, from its file over the gate and the comment to the evaluation that is kept. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseMetrics } from '../../../src/shared/domain/interop/measurements.ts';
import {
  evaluate,
  leaveEvidence,
  MODEL,
  readEvaluation,
  REPOSITORY,
  startGround,
  startPullRun,
  type Ended,
  type Ground,
} from '../../ground/evaluation.ts';

/** As a file has them, and as a gate spells them. */
const names = [
  ['precision@5', 'precision@5'],
  ['Accuracy (%)', 'Accuracy_percent'],
  ['metrics/mAP50(B)', 'metrics/mAP50_B'],
  ['macro avg f1', 'macro_avg_f1'],
  ['val:loss', 'val:loss'],
  ['hit rate @ 10%', 'hit_rate_@_10_percent'],
] as const;

const configOf = (metrics: readonly string[]): string =>
  `models:\n  ${MODEL}:\n    gate:\n${metrics.map((metric) => `      - { metric: ${JSON.stringify(metric)}, at-least: 0.5 }\n`).join('')}`;

let ground: Ground;
beforeEach(async () => {
  ground = await startGround(configOf(['precision@5']));
});
afterEach(() => ground[Symbol.asyncDispose]());

async function evaluateWith(gate: readonly string[], value = 0.75): Promise<Ended> {
  const checkout = { '.github/model-steward.yml': configOf(gate) };
  await ground.hub.box.pushFiles({ repository: REPOSITORY, files: checkout });
  const file = JSON.stringify(Object.fromEntries(names.map(([written]) => [written, value])));
  const { values } = parseMetrics(Buffer.from(file), 'metrics.json');
  const job = await startPullRun(ground);
  await leaveEvidence(ground, job, { run: { metrics: values, task: 'metrics' } });
  return evaluate(ground, job, { checkout, inputs: { model: MODEL } });
}

it('a gate names each by its spelling, which the evaluation and the comment have too', async () => {
  const spellings = names.map(([, spelling]) => spelling);
  const ended = await evaluateWith(spellings);
  expect(ended.outputs.verdict).toBe('pass');
  const evaluation = await readEvaluation(ended);
  expect(evaluation.metrics.map(({ metric }) => metric).sort()).toEqual([...spellings].sort());
  const [comment] = ground.hub.repository.comments;
  for (const spelling of spellings) expect(comment!.body.replaceAll(/[\\\u200b]/g, '')).toContain(spelling);
});

it.each(names.filter(([written, spelling]) => written !== spelling))(
  'a gate that names it as the file does, %s, is refused with the spelling',
  async (written, spelling) => {
    await expect(evaluateWith([written])).rejects.toThrow(
      `gate.0.metric: expected the name of a metric, such as ${spelling}, got ${JSON.stringify(written)}`,
    );
  },
);

it('a value below its floor fails by the name of its metric', async () => {
  const { outputs } = await evaluateWith(['Accuracy_percent'], 0.25);
  expect(outputs).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('Accuracy_percent') });
});

it('a name that is nearly one of them is an error that lists the spellings', async () => {
  await expect(evaluateWith(['precision@50'])).rejects.toThrow(
    /expected "precision@50", which a gate rule names, got .*Accuracy_percent.*precision@5/,
  );
});
