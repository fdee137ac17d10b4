/** A training whose metrics lie in the folder of TensorBoard or of DVCLive. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openArtifact, startGround, startRun, train, type Ground } from '../../ground/training.ts';

const FIXTURES = join(import.meta.dirname, '..', '..', 'domain', 'interop', 'fixtures');

let ground: Ground;
afterEach(() => ground[Symbol.asyncDispose]());

/** @param fixture what the command writes to this path. */
async function play(folder: string, path: string, fixture: string) {
  ground = await startGround({
    '.github/model-steward.yml': `models:
  late:
    task: metrics
    paths: [train.mjs]
    train: { command: '"${process.execPath}" train.mjs', model: model.bin, metrics: ${folder} }
`,
    'bytes.txt': readFileSync(join(FIXTURES, fixture)).toString('base64'),
    'train.mjs': `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
mkdirSync(dirname('${path}'), { recursive: true });
writeFileSync('${path}', Buffer.from(readFileSync('bytes.txt', 'utf8'), 'base64'));
writeFileSync('model.bin', 'weights');
`,
  });
  const job = await startRun(ground, { event: 'push' });
  const { errors, printed } = await train(ground, job);
  return { run: errors.length === 0 ? (await openArtifact(ground, job)).run : undefined, errors, printed };
}

it('has the scalars of TensorBoard, and no name of the machine', async () => {
  const path = 'runs/fit/events.out.tfevents.1700000000.some-machine.1.0';
  const { run, errors, printed } = await play('runs', path, 'tensorboard/simple.tfevents');
  expect(errors, printed).toEqual([]);
  expect(run?.metrics).toEqual({ 'val/loss_10': 0.25, 'val/accuracy': 0.875 });
  expect(run?.metricsFile).toEqual({ notes: { never: 'NaN' } });
  expect(run?.outputs.filter(({ role }) => role === 'metrics').map((output) => output.path)).toEqual([
    'metrics/events-1.tfevents',
  ]);
  expect(JSON.stringify(run)).not.toContain('some-machine');
});

it('has the metrics of DVCLive', async () => {
  const { run, errors, printed } = await play('dvclive', 'dvclive/metrics.json', 'dvclive/metrics.json');
  expect(errors, printed).toEqual([]);
  expect(run?.metrics).toEqual({ 'train.loss': 0.25, auc: 0.75, step: 1 });
  expect(run?.outputs.filter(({ role }) => role === 'metrics').map((output) => output.path)).toEqual([
    'metrics.json',
  ]);
});

it('is refused where the events are damaged', async () => {
  const { errors } = await play('runs', 'runs/a.tfevents', 'tensorboard/expected.json');
  expect(errors.join()).toContain(
    'runs/a.tfevents: byte 0: expected a record of an event file of TensorBoard',
  );
});
