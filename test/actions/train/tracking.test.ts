/** A training that logs to MLflow without a server: what becomes of it, and when there is none. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openArtifact,
  startGround,
  startRun,
  train,
  type Ended,
  type Ground,
} from '../../ground/training.ts';

/** Speaks as the clients do; test/real has the clients themselves. */
const CLIENT = `import { writeFileSync } from 'node:fs';
const { MLFLOW_TRACKING_URI: uri, MLFLOW_TRACKING_TOKEN: token, MLFLOW_EXPERIMENT_NAME: experiment } = process.env;
writeFileSync('seen.txt', String(uri));
if (uri === undefined || !uri.startsWith('http://127.0.0.1')) process.exit(0);
const call = async (method, path, body) => {
  const reply = await fetch(uri + '/api/2.0/' + path, {
    method,
    headers: { authorization: 'Bearer ' + token },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(path + ': ' + (await reply.text()));
  return await reply.json();
};
const { experiment_id } = await call('POST', 'mlflow/experiments/create', { name: experiment });
const create = async (run_name, tags = []) =>
  (await call('POST', 'mlflow/runs/create', { experiment_id, run_name, tags })).run.info.run_id;
const run_id = await create('train');
const child = await create('depth 3', [{ key: 'mlflow.parentRunId', value: run_id }]);
for (let step = 0; step < 200; step += 1)
  await call('POST', 'mlflow/runs/log-metric', { run_id, key: 'val/loss', value: 1 / (step + 1), step, timestamp: step });
await call('POST', 'mlflow/runs/log-batch', { run_id, metrics: [{ key: 'auc', value: 0.9, timestamp: 1 }, { key: 'odd', value: 'NaN', timestamp: 1 }], params: [{ key: 'rate', value: '0.1' }] });
await call('POST', 'mlflow/runs/log-inputs', { run_id, datasets: [{ tags: [{ key: 'mlflow.data.context', value: 'training' }], dataset: { name: 'rows', digest: '8f3a33c6', source: '/secret/place', source_type: 'local' } }] });
const put = (path, text) => call('PUT', 'mlflow-artifacts/artifacts/' + experiment_id + '/' + run_id + '/artifacts/' + path, text);
await put('model/MLmodel', 'flavors: {}\\n');
await put('model/data/weights.json', '{"rate": 0.25}\\n');
await put('plot.svg', '<svg/>');
await call('POST', 'mlflow/runs/log-metric', { run_id: child, key: 'auc', value: 0.1, timestamp: 2 });
await call('POST', 'mlflow/runs/update', { run_id, status: 'FINISHED' });
`;

const config = (lines: string): string => `models:
  late:
    task: metrics
    paths: [train.mjs]
    train:
      command: '"${process.execPath}" train.mjs'
${lines}`;

let ground: Ground;

async function play(lines: string, files: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const project = { '.github/model-steward.yml': config(lines), 'train.mjs': CLIENT, ...files };
  ground = await startGround(project);
  job = await startRun(ground, { event: 'push' });
  return train(ground, job);
}
let job: Awaited<ReturnType<typeof startRun>>;

afterEach(() => ground[Symbol.asyncDispose]());

describe('a training that logs to MLflow', () => {
  let ended: Ended;
  beforeEach(async () => {
    ended = await play('', { 'requirements.txt': 'mlflow==3.17.2\n' });
  });

  it('gets metrics, parameters and the model into the evidence, because its requirements name MLflow', async () => {
    expect(ended.errors).toEqual([]);
    const { run } = await openArtifact(ground, job);
    expect(run.metrics).toEqual({ auc: 0.9, 'val/loss': 1 / 200 });
    expect(run.metricsFile?.notes).toEqual({ odd: 'NaN', mlflow: 'one of 2 runs' });
    expect(run.parameters).toEqual({ rate: '0.1' });
    expect(run.modelSet?.files.map(({ path }) => path)).toEqual(['MLmodel', 'data/weights.json']);
    expect(run.outputs.map(({ path }) => path)).toEqual([
      ...['model/MLmodel', 'model/data/weights.json', 'metrics.json', 'parameters.json'],
    ]);
  });

  it('has runs, curves and data sets in the record and in the summary, and no place of the machine', async () => {
    const { run } = await openArtifact(ground, job);
    const { tracking } = run;
    expect(tracking?.runs).toEqual([
      {
        ...{ name: 'train', status: 'finished', counts: true },
        ...{ metrics: { 'val/loss': 1 / 200, auc: 0.9 }, parameters: { rate: '0.1' } },
      },
      { name: 'depth 3', status: 'running', nested: true, metrics: { auc: 0.1 }, parameters: {} },
    ]);
    expect(tracking?.curves).toMatchObject([{ metric: 'val/loss', count: 200, least: 0.005, greatest: 1 }]);
    expect(tracking?.curves[0]?.points.at(0)).toEqual({ step: 0, value: 1 });
    expect(tracking?.curves[0]?.points.at(-1)).toEqual({ step: 199, value: 1 / 200 });
    expect(tracking?.datasets).toEqual([{ name: 'rows', digest: '8f3a33c6', context: 'training' }]);
    expect(JSON.stringify(run)).not.toContain('/secret/place');
    expect(ended.summary).toContain('Logged to MLflow: 2 runs.');
    expect(ended.summary).toMatch(
      /\| `val\/loss` \| █▁+ \| 1\.00 \| 0\.00500 \| 0\.00500 to 1\.00 \| 200 \|/,
    );
  });
});

describe('a training is not tracked', () => {
  it.each([
    [
      'where nothing names MLflow',
      '      model: seen.txt\n',
      { 'requirements.txt': 'mlflow-extra==1\n# mlflow\n' },
    ],
    ['where the configuration says so', '      model: seen.txt\n      tracking: none\n', {}],
    ['where it fills the folder of MLflow', '      model: [seen.txt, "!mlruns/**"]\n', {}],
  ])('%s', async (_, lines, files) => {
    const ended = await play(lines, { 'requirements.txt': 'mlflow==3.17.2\n', ...files });
    expect(ended.errors).toEqual([]);
    const { run } = await openArtifact(ground, job);
    expect(run.tracking).toBeUndefined();
    expect(ended.printed).not.toContain('MLFLOW_TRACKING_URI');
  });
});

it('files that the configuration names come before what was logged', async () => {
  const command = { 'train.mjs': `${CLIENT}writeFileSync('metrics.json', '{"auc": 0.8}');\n` };
  const ended = await play('      model: seen.txt\n      tracking: mlflow\n', command);
  expect(ended.errors).toEqual([]);
  const { run } = await openArtifact(ground, job);
  expect(run.metrics).toEqual({ auc: 0.8 });
  expect(run.modelSet?.files.map(({ path }) => path)).toEqual(['seen.txt']);
  expect(run.tracking?.runs).toHaveLength(2);
});

it('a training without a model says how to have one', async () => {
  const ended = await play('      tracking: mlflow\n', { 'train.mjs': '' });
  expect(ended.errors.join()).toContain('expected files of `train.model` or a model in MLflow, got neither');
});
