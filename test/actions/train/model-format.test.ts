/** A training that leaves a folder of MLflow: what of it is in the evidence and in the summary. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  openArtifact,
  startGround,
  startRun,
  train,
  type Ended,
  type Ground,
} from '../../ground/training.ts';

const SAVED = join(import.meta.dirname, '..', '..', 'domain', 'interop', 'fixtures', 'mlmodel', '3.17.2');

const TRAIN = `import { cpSync, writeFileSync } from 'node:fs';
cpSync('saved', 'model', { recursive: true });
writeFileSync('model/model.bin', 'weights');
`;

const config = `models:
  late:
    task: metrics
    paths: [train.mjs]
    train: { command: '"${process.execPath}" train.mjs', model: model/** }
`;

let ground: Ground;
let job: Awaited<ReturnType<typeof startRun>>;
afterEach(() => ground[Symbol.asyncDispose]());

/** @param name of a folder that MLflow saved. @param other files instead of its own. */
async function play(name: string, other: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const files = ['MLmodel', 'requirements.txt', 'serving_input_example.json'].map((file) => [
    `saved/${file}`,
    readFileSync(join(SAVED, name, file), 'utf8'),
  ]);
  ground = await startGround({
    '.github/model-steward.yml': config,
    'train.mjs': TRAIN,
    ...(Object.fromEntries(files) as Record<string, string>),
    ...other,
  });
  job = await startRun(ground, { event: 'push' });
  return train(ground, job);
}

describe('a model that MLflow saved', () => {
  it('has its flavors, signature and packages in the record and in the summary, and its example as the request', async () => {
    const ended = await play('tensor');
    expect(ended.errors, ended.printed).toEqual([]);
    const { run, folder } = await openArtifact(ground, job);
    expect(run.format).toMatchObject({
      ...{ tool: 'mlflow', toolVersion: '3.17.2', flavors: ['python_function', 'sklearn'] },
      ...{ inputs: [{ type: 'float64[-1, 4]' }], outputs: [{ type: 'float64[-1]' }] },
    });
    expect(run.format?.requirements).toContain('scikit-learn==1.9.1');
    expect(run.outputs.filter(({ role }) => role === 'example').map(({ path }) => path)).toEqual([
      'example.json',
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'example.json'), 'utf8'))).toHaveProperty('inputs');
    expect(ended.summary).toContain(
      'A model of MLflow `3.17.2`, as its files say: `python_function`, `sklearn`.',
    );
  });

  it('with a missing value in its example, which MLflow writes as NaN, has no example, and a note', async () => {
    const ended = await play('columns');
    const { run } = await openArtifact(ground, job);
    expect(run.format?.inputs?.map(({ name }) => name)).toEqual([
      ...['age', 'balance', 'city name', 'since', 'active'],
    ]);
    expect(run.outputs.some(({ role }) => role === 'example')).toBe(false);
    expect(ended.summary).toContain('The example of a request in the model is not used');
  });

  it('and a description that cannot be read is a note', async () => {
    const ended = await play('tensor', { 'saved/MLmodel': 'flavors: 1\n' });
    expect(ended.errors, ended.printed).toEqual([]);
    const { run } = await openArtifact(ground, job);
    expect(run.format).toBeUndefined();
    expect(run.modelSet?.files).toHaveLength(4);
    expect(ended.summary).toContain('The description of the model could not be read');
  });

  it('and an example that is named comes before the one in it', async () => {
    const named = config.replace('model: model/**', 'model: model/**, example: own.json');
    await play('tensor', { '.github/model-steward.yml': named, 'own.json': '{"own": [1]}\n' });
    const { folder } = await openArtifact(ground, job);
    expect(readFileSync(join(folder, 'example.json'), 'utf8')).toBe('{"own": [1]}\n');
  });

  it('and an example that is named has what the signature says, or the training fails', async () => {
    const named = config.replace('model: model/**', 'model: model/**, example: own.json');
    const ended = await play('tensor', {
      '.github/model-steward.yml': named,
      'own.json': '{"inputs": [[1, 2]]}\n',
    });
    expect(ended.errors.join()).toContain(
      'own.json: expected a request that has what the signature of the model says: expected float64[-1, 4], got another shape (1 × 2)',
    );
  });

  it('and rows to score that are not what the signature says are a note', async () => {
    const scored = `${config}    score: { command: '"${process.execPath}" score.mjs', data: rows.csv }\n`;
    const { errors, printed, summary } = await play('columns', {
      '.github/model-steward.yml': scored.replace('task: metrics', 'task: binary'),
      'rows.csv': 'id,age,balance,city name,since\n1,30.5,1,Bern,2026-01-02\n2,31,2,Oslo,2026-01-03\n',
      'score.mjs':
        "import { writeFileSync } from 'node:fs'; writeFileSync(process.env.MODEL_STEWARD_OUT, 'id,label,score\\n1,0,0.1\\n2,1,0.9\\n');",
    });
    expect(errors, printed).toEqual([]);
    expect(summary).toContain(
      'The rows of rows.csv are not what the signature of the model says: age: expected long, got a number with decimals; active: expected boolean, got nothing.',
    );
  });

  it('and an example of MLflow that is not what the signature says is not used, and a note', async () => {
    const saved = readFileSync(join(SAVED, 'tensor', 'MLmodel'), 'utf8');
    const other = saved.replace('"shape": [-1, 4]', '"shape": [-1, 5]');
    expect(other).not.toBe(saved);
    const ended = await play('tensor', { 'saved/MLmodel': other });
    const { run } = await openArtifact(ground, job);
    expect(run.outputs.some(({ role }) => role === 'example')).toBe(false);
    expect(ended.summary).toContain('got another shape (2 × 4)');
  });
});
