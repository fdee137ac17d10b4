/** A repository with a metrics file and no configuration: nothing has to be set up before something is seen. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openArtifact, startGround, startRun, train, type Ground } from '../../ground/training.ts';

describe('a repository without a configuration', () => {
  let ground: Ground;
  beforeEach(async () => {
    ground = await startGround({ '.github/model-steward.yml': undefined });
  });
  afterEach(() => ground[Symbol.asyncDispose]());

  it('gets the metrics recorded that an earlier step left, under the name of the repository', async () => {
    const job = await startRun(ground, { event: 'push' });
    const ended = await train(ground, job, { left: { 'metrics.json': '{"auc": 0.8}' } });
    expect(ended.errors).toEqual([]);
    expect(ended.outputs).toMatchObject({
      model: 'models',
      artifact: 'model-steward-models-1',
      'model-digest': '',
    });
    const { run } = await openArtifact(ground, job);
    expect(run).toMatchObject({ task: 'metrics', metrics: { auc: 0.8 }, commands: {} });
    expect(run.modelSet).toBeUndefined();
    expect(ended.summary).toContain('No paths are configured');
  });

  it('may write what people write: percentages, notes, lists and a report by class', async () => {
    const job = await startRun(ground, { event: 'push' });
    const metrics = {
      'Accuracy (%)': 81.5,
      model_type: 'forest',
      'macro avg': { 'f1-score': 0.75 },
      cm: [[1, 2]],
    };
    const ended = await train(ground, job, { left: { 'metrics.json': JSON.stringify(metrics) } });
    expect(ended.errors).toEqual([]);
    const { run } = await openArtifact(ground, job);
    expect(run.metrics).toEqual({ Accuracy_percent: 81.5, 'macro_avg.f1-score': 0.75 });
    expect(run.metricsFile).toMatchObject({ notes: { model_type: 'forest', cm: '[[1,2]]' } });
    expect(ended.summary).toContain('`Accuracy_percent` (in the file: `Accuracy (%)`)');
  });

  it('may log metrics to the folder of MLflow, of which the newest run counts', async () => {
    const logged = {
      'mlruns/0/old/metrics/auc': '1700000000000 0.5 0\n',
      'mlruns/0/new/metrics/auc': '1700000001000 0.8 0\n1700000002000 0.9 1\n',
      'mlruns/0/new/tags/mlflow.user': 'ann',
      'mlruns/0/meta.yaml': 'name: Default\n',
    };
    const job = await startRun(ground, { event: 'push' });
    const ended = await train(ground, job, { left: logged, inputs: { metrics: 'mlruns' } });
    expect(ended.errors).toEqual([]);
    const { run } = await openArtifact(ground, job);
    expect(run).toMatchObject({
      metrics: { auc: 0.9 },
      metricsFile: { notes: { mlflow: 'the newest of 2 runs' } },
    });
    expect(run.outputs.map(({ role, path }) => [role, path])).toEqual([['metrics', 'metrics/auc']]);
  });

  it('may write metrics as a CSV file by epoch and parameters as YAML, which stay as they are', async () => {
    const job = await startRun(ground, { event: 'push' });
    const ended = await train(ground, job, {
      left: { 'results.csv': 'epoch,val/loss\n0,0.5\n1,0.25\n', 'params.yaml': 'train: {depth: 3}\n' },
      inputs: { metrics: 'results.csv', parameters: 'params.yaml' },
    });
    expect(ended.errors).toEqual([]);
    const { run } = await openArtifact(ground, job);
    expect(run).toMatchObject({
      metrics: { epoch: 1, 'val/loss': 0.25 },
      metricsFile: { lastOf: 2 },
      parameters: { 'train.depth': 3 },
    });
    expect(run.outputs.map(({ path }) => path)).toEqual(['metrics.csv', 'parameters.yaml']);
  });

  it('can say everything with inputs', async () => {
    const job = await startRun(ground, { event: 'push' });
    const ended = await train(ground, job, {
      inputs: {
        model: 'churn',
        command: 'bash train.sh && mv metrics.json scores.json',
        'model-files': 'model/*.json\nmodel/extra',
        metrics: 'scores.json',
        'score-command': 'bash score.sh',
        'score-data': 'data/holdout.csv',
        paths: '*.sh',
        data: 'data/**',
        'timeout-minutes': '5',
      },
    });
    expect(ended.errors).toEqual([]);
    const { run } = await openArtifact(ground, job);
    expect(run.model).toBe('churn');
    expect(run.modelSet!.files.map(({ path }) => path)).toEqual(['extra/notes.txt', 'model.json']);
    expect(run.inputs.files.map(({ path }) => path)).toContain('data/train.csv');
    expect(run.outputs.map(({ role }) => role)).toContain('predictions-challenger');
  });

  it('keeps predictions that the training command wrote itself', async () => {
    const job = await startRun(ground, { event: 'push' });
    const ended = await train(ground, job, {
      inputs: { command: 'printf "id,p\\n1,0.5\\n" > held-out.csv', predictions: 'held-out.csv' },
    });
    expect(ended.errors).toEqual([]);
    const { run } = await openArtifact(ground, job);
    expect(run.outputs.map(({ path }) => path)).toEqual(['predictions-challenger.csv']);
    expect(run.scored).toBeUndefined();
  });
});
