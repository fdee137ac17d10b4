/**
 * A model that a pipeline of DVC trains. What stands here for DVC writes the files that a run of it leaves; test/real has DVC
 * itself, and test/domain/interop what it writes.
 */
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openArtifact,
  registerTrained,
  startGround,
  startPullRun,
  startRun,
  train,
  type Ended,
  type Ground,
  type TrainOptions,
} from '../../ground/training.ts';

const MODEL_BYTES = '{"rate": 0.25}\n';
const METRICS = '{"auc": 0.75}\n';
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** As `dvc repro` leaves it. */
const LOCK = `schema: '2.0'
stages:
  train:
    cmd: python train.py
    deps:
    - path: ../rows-of-all.csv
      hash: md5
      md5: ${md5('rows')}
      size: 4
    - path: train.py
      hash: md5
      md5: ${md5('#')}
      size: 1
    params:
      params.yaml:
        train.rate: 0.25
    outs:
    - path: metrics/scores.json
      hash: md5
      md5: ${md5(METRICS)}
      size: ${METRICS.length}
    - path: model.json
      hash: md5
      md5: ${md5(MODEL_BYTES)}
      size: ${MODEL_BYTES.length}
`;
const PIPELINE = `stages:
  train:
    cmd: python train.py
    deps: [../rows-of-all.csv, train.py]
    params: [train.rate]
    outs: [model.json]
    metrics: [metrics/scores.json: { cache: false }]
artifacts: { late: { path: model.json, type: model } }
`;
const CONFIG = `models:
  late:
    task: metrics
    working-directory: ml
    paths: ['*.py']
    train: { dvc: repro }
`;
const REPRO = `mkdir -p metrics
cat > model.json <<< '${MODEL_BYTES.trim()}'
cat > metrics/scores.json <<< '${METRICS.trim()}'
cp pipeline.lock dvc.lock
`;
/** For a stage that did not change. */
const NOTHING = 'cp pipeline.lock dvc.lock\n';

let ground: Ground;
let job: Awaited<ReturnType<typeof startRun>>;
afterEach(() => ground[Symbol.asyncDispose]());

async function begin(files: Readonly<Record<string, string | undefined>> = {}): Promise<void> {
  ground = await startGround({
    '.github/model-steward.yml': CONFIG,
    'ml/dvc.yaml': PIPELINE,
    'ml/params.yaml': 'train: { rate: 0.25 }\n',
    'ml/pipeline.lock': LOCK,
    'ml/repro.sh': REPRO,
    'ml/train.py': '#',
    'rows-of-all.csv.dvc': `outs:\n- md5: ${md5('rows')}\n  size: 4\n  hash: md5\n  path: rows-of-all.csv\n`,
    ...files,
  });
  job = await startRun(ground, { event: 'push' });
}

/** A program named `dvc` that runs repro.sh of the project. */
async function play(options: TrainOptions = {}): Promise<Ended> {
  const bin = join(ground.hub.folder, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'dvc'), '#!/bin/bash\necho "arguments: $*"\nbash repro.sh\n');
  await chmod(join(bin, 'dvc'), 0o755);
  const PATH = `${bin}:${process.env.PATH}`;
  return train(ground, { ...job, environment: { ...job.environment, PATH } }, options);
}

describe('a pipeline of DVC', () => {
  beforeEach(() => begin());

  it('leaves its model, metrics and parameters, and what its stages read and made', async () => {
    const ended = await play();
    expect(ended.errors, ended.printed).toEqual([]);
    const { run, folder } = await openArtifact(ground, job);
    expect(run.commands.train).toBe('cd ml\ndvc repro --no-run-cache');
    expect(run.metrics).toEqual({ auc: 0.75 });
    expect(run.parameters).toEqual({ 'train.rate': 0.25 });
    expect(run.modelSet?.files).toMatchObject([{ path: 'model.json' }]);
    expect(run.inputs.files.map(({ path, role }) => [role, path].join(' '))).toEqual([
      ...['code ml/dvc.yaml', 'code ml/params.yaml', 'code ml/train.py', 'lock requirements.txt'],
      'data rows-of-all.csv.dvc',
    ]);
    expect(run.pipeline?.stages).toEqual([
      {
        name: 'ml/dvc.yaml:train',
        command: 'python train.py',
        changed: true,
        inputs: [
          { path: 'rows-of-all.csv', md5: md5('rows'), sizeBytes: 4 },
          { path: 'ml/train.py', md5: md5('#'), sizeBytes: 1 },
        ],
        outputs: [
          {
            ...{ path: 'ml/metrics/scores.json', md5: md5(METRICS), sizeBytes: 14 },
            ...{ use: 'metrics', verified: true },
          },
          { path: 'ml/model.json', md5: md5(MODEL_BYTES), sizeBytes: 15, verified: true },
        ],
      },
    ]);
    expect(await readFile(join(folder, 'pipeline/ml/dvc.lock'), 'utf8')).toBe(LOCK);
    expect(ended.summary).toContain(
      'Pipeline of DVC: 1 stage. Changed in `ml/dvc.lock`: `ml/dvc.yaml:train`.',
    );
    expect(ended.summary).toContain(`(\`${md5(MODEL_BYTES).slice(0, 8)}\` ✓`);
  });

  it('does not affect the model where nothing of it changes, without DVC', async () => {
    expect((await play()).errors).toEqual([]);
    await registerTrained(ground, job);
    job = await startPullRun(ground, { 'notes.md': 'more\n' });
    const unaffected = await play();
    expect(unaffected.outputs.unaffected).toBe('true');
    expect(unaffected.printed).not.toContain('arguments:');
    const pointer = `outs:\n- md5: ${md5('more')}\n  size: 4\n  hash: md5\n  path: rows-of-all.csv\n`;
    job = await startPullRun(ground, { 'rows-of-all.csv.dvc': pointer });
    expect((await play()).outputs.unaffected).toBe('false');
  });
});

describe('an output that no stage wrote again', () => {
  const left = { 'ml/model.json': MODEL_BYTES, 'ml/metrics/scores.json': METRICS };
  beforeEach(() => begin({ 'ml/repro.sh': NOTHING, 'ml/dvc.lock': LOCK }));

  it('counts where it has the digest of dvc.lock', async () => {
    const ended = await play({ left });
    expect(ended.errors, ended.printed).toEqual([]);
    const { run } = await openArtifact(ground, job);
    expect(run.pipeline?.stages[0]).not.toHaveProperty('changed');
    expect(ended.summary).toContain('Nothing changed since `ml/dvc.lock`');
  });

  it('is an error where it is another file', async () => {
    const { errors } = await play({ left: { ...left, 'ml/model.json': '{"rate": 0.3}\n' } });
    expect(errors.join()).toContain(
      'model: expected files that the training wrote, got files from before it began',
    );
  });
});

describe('an output that is changed after its stage', () => {
  it('is kept as it is, and the summary says that dvc.lock names another one', async () => {
    await begin({ 'ml/repro.sh': `${REPRO}echo changed > model.json\n` });
    const ended = await play();
    expect(ended.errors, ended.printed).toEqual([]);
    expect(ended.summary).toContain('ml/model.json is not what dvc.lock names');
    const { run } = await openArtifact(ground, job);
    const [metrics, model] = run.pipeline!.stages[0]!.outputs;
    expect([metrics!.verified, model!.verified]).toEqual([true, undefined]);
  });
});

describe('the command', () => {
  it.each<[what: string, train: string, config: string | undefined, expected: string]>([
    ['pulls where there is a default remote', 'repro', '[core]\nremote = s\n', 'repro --no-run-cache --pull'],
    ['does not where there is none', 'repro', '[core]\nautostage = true\n', 'repro --no-run-cache'],
    [
      'pulls where that is asked for',
      '{ pull: true, targets: [train] }',
      undefined,
      'repro --no-run-cache --pull train',
    ],
    ['does not where that is forbidden', '{ pull: false }', '[core]\nremote = s\n', 'repro --no-run-cache'],
  ])('%s', async (_, dvc, config, expected) => {
    await begin({
      '.github/model-steward.yml': CONFIG.replace('dvc: repro', `dvc: ${dvc}`),
      '.dvc/config': config,
    });
    const ended = await play();
    expect(ended.errors, ended.printed).toEqual([]);
    expect(ended.printed).toContain(`arguments: ${expected}\n`);
  });

  it('is not run without a pipeline, or with one that cannot be read', async () => {
    await begin({ 'ml/dvc.yaml': undefined });
    expect((await play()).errors.join()).toContain('train.dvc: expected a pipeline at ml/dvc.yaml, got none');
    await ground[Symbol.asyncDispose]();
    await begin({ 'ml/dvc.lock': `<<<<<<< HEAD\n${LOCK}=======\n` });
    const ended = await play();
    expect(ended.errors.join()).toContain('ml/dvc.lock: expected a file of DVC, got: ');
    expect(ended.printed).not.toContain('arguments:');
  });

  it('chooses no file of several metrics', async () => {
    await begin({ 'ml/dvc.yaml': `${PIPELINE}metrics: [more.json]\n` });
    const ended = await play();
    expect(ended.summary).toContain('names several metrics files (ml/metrics/scores.json, ml/more.json)');
  });
});
