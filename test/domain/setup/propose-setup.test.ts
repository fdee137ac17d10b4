/** What `try` and `init` propose for the kinds of repositories that there are. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { EDITOR_LINE } from '../../tools/configuration.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import {
  proposeSetup,
  WORKFLOW_PATH,
  type ProposeOptions,
} from '../../../src/shared/domain/setup/propose-setup.ts';
import { parseWorkflow } from '../../../src/shared/domain/setup/workflow.ts';

import { surveyOf } from './survey-of.ts';

function proposeFor(files: Readonly<Record<string, string>>, options: Partial<ProposeOptions> = {}) {
  const survey = surveyOf(files);
  const proposal = proposeSetup(survey, { name: 'churn', withSketch: false, ...options });
  const config = proposal.files[CONFIG_PATH];
  const workflow = proposal.files[WORKFLOW_PATH];
  return {
    ...proposal,
    model: config === undefined ? undefined : Object.entries(parseConfig(config).models)[0],
    runs:
      workflow === undefined
        ? []
        : (parseWorkflow(workflow, 'w').jobs.train?.steps.map(({ run, uses }) => run ?? uses) ?? []),
  };
}

const CHECKOUT = 'actions/checkout@v6';
const PYTHON = 'actions/setup-python@v6';
const NODE = 'actions/setup-node@v6';
const TRAIN = 'model-steward/model-steward/actions/train@v1';

describe('a proposal', () => {
  it('for a Python script has its command, model, metrics and requirements', () => {
    const { model, runs, questions } = proposeFor({
      'train.py': 'joblib.dump(m, "models/churn.joblib"); json.dump(x, open("metrics.json", "w"))',
      'requirements.txt': 'scikit-learn\n',
      'data/train.csv': '',
    });
    expect(model).toMatchObject([
      'churn',
      {
        paths: ['train.py'],
        data: ['data/**'],
        train: { command: 'python train.py', model: ['models/churn.joblib'], metrics: 'metrics.json' },
      },
    ]);
    expect(runs).toEqual([CHECKOUT, PYTHON, 'pip install -r requirements.txt', TRAIN]);
    expect(questions).toHaveLength(2);
  });

  it('for a DVC pipeline reproduces it, with its metrics, parameters and model', () => {
    const { model, runs, found } = proposeFor({
      'dvc.yaml':
        'stages:\n  train: { cmd: python src/train.py, outs: [model.pkl: {cache: true}] }\n  eval: { cmd: python src/eval.py, metrics: [eval/metrics.json: {cache: false}] }\n',
      'params.yaml': 'seed: 1\n',
      'src/train.py': '',
    });
    expect(model?.[1]).toMatchObject({
      paths: ['src/**'],
      train: {
        dvc: 'repro',
        model: ['model.pkl'],
        metrics: 'eval/metrics.json',
        parameters: 'params.yaml',
      },
    });
    expect(runs).toContain('pip install dvc');
    expect(found[0]).toBe('dvc.yaml: a pipeline of 2 stages (dvc repro)');
  });

  it.each<[string, readonly string[], string]>([
    ['beside it', ['churn.ipynb', 'churn.py'], 'python churn.py'],
    ['with a space in its name', ['Train model.ipynb', 'Train model.py'], "python 'Train model.py'"],
    ['in another folder', ['notebooks/churn.ipynb', 'src/churn.py'], 'python src/churn.py'],
    ['that is a test', ['churn.ipynb', 'tests/churn.py'], 'jupyter execute churn.ipynb'],
  ])('for a notebook takes the script that it was turned into: %s', (_, paths, command) => {
    const files = Object.fromEntries(paths.map((path) => [path, path.endsWith('.ipynb') ? '{}' : '']));
    const { model } = proposeFor({ ...files, 'out.pkl': '' });
    expect(model?.[1]).toMatchObject({ train: { command } });
  });

  it.each([
    ['from dvclive import Live\nwith Live() as live: live.log_metric("auc", 1)', 'dvclive/metrics.json'],
    ['from dvclive import Live\nlive = Live(dir="out/live")', 'out/live/metrics.json'],
    ['import mlflow\nmlflow.set_tracking_uri("file:mlruns")\nmlflow.log_metric("auc", 1)', 'mlruns'],
    ['import mlflow\nos.environ["MLFLOW_TRACKING_URI"] = "file:x"\nmlflow.sklearn.autolog()', 'mlruns'],
    ['import mlflow\nmlflow.log_metric("auc", 1); json.dump(m, open("scores.json"))', 'scores.json'],
  ])('finds where a library logs metrics: %s', (code, metrics) => {
    const { model } = proposeFor({ 'train.py': `${code}\ndump(m, "m.pkl")` });
    expect(model?.[1]).toMatchObject({ train: { metrics } });
  });

  it.each<[string, string, object]>([
    ['metrics', 'mlflow.log_metric("auc", 1)\ndump(m, "m.pkl")', { model: ['m.pkl'] }],
    ['a model', 'mlflow.sklearn.log_model(m, name="m"); open("metrics.json")', { metrics: 'metrics.json' }],
    ['both', 'mlflow.log_metric("auc", 1); mlflow.sklearn.log_model(m, name="m")', {}],
    ['whatever autolog finds', 'mlflow.sklearn.autolog()', {}],
    [
      'to the address that is there',
      'os.environ.setdefault("MLFLOW_TRACKING_URI", "file:mlruns"); mlflow.autolog()',
      {},
    ],
  ])('where code logs %s to MLflow, `train` keeps it', (_, code, files) => {
    const { model, found, questions } = proposeFor({ 'train.py': `import mlflow, os\n${code}` });
    expect(model?.[1].train).toEqual({ command: 'python train.py', tracking: 'mlflow', ...files });
    expect(found.join('\n')).toContain('what is logged to MLflow');
    expect(questions.join('\n')).not.toMatch(/where are the metrics|which files are the model/);
  });

  it('where code logs metrics to MLflow and leaves no model, reads the folder of MLflow', () => {
    const { model, runs, questions } = proposeFor({
      'train.py': 'import mlflow\nmlflow.log_metric("auc", 1)',
    });
    expect(model?.[1].train).toBeUndefined();
    expect(runs).toContain('python train.py');
    expect(questions.join('\n')).toContain('which files are the model?');
  });

  it('for an MLflow project fills the parameters of its entry point', () => {
    const { model } = proposeFor({
      MLproject:
        'entry_points:\n  main:\n    parameters: { alpha: { type: float, default: 0.5 } }\n    command: "python fit.py --alpha {alpha}"\n',
      'fit.py': 'dump(m, "model.pkl")',
    });
    expect(model?.[1].train).toMatchObject({ command: 'python fit.py --alpha 0.5', model: ['model.pkl'] });
  });

  it('for a notebook executes it', () => {
    const { model, runs } = proposeFor({
      'Train model.ipynb': '{"cells": [{"source": "open(\'m.pkl\')"}]}',
      'm.pkl': '',
    });
    expect(model?.[1].train).toMatchObject({ command: "jupyter execute 'Train model.ipynb'" });
    expect(runs).toContain('pip install nbclient ipykernel');
  });

  it('for R and npm uses their own ways', () => {
    const r = proposeFor({ 'train.R': 'saveRDS(m, "model.rds")', 'renv.lock': '{}' });
    expect(r.model?.[1].train?.command).toBe('Rscript train.R');
    expect(r.runs).toContain('r-lib/actions/setup-renv@v2');
    const npm = proposeFor({
      'package.json': '{"scripts": {"train": "node t.js"}}',
      'package-lock.json': '{}',
    });
    expect(npm.runs).toEqual([CHECKOUT, NODE, 'npm ci', 'npm run train', TRAIN]);
  });

  it('without a model file runs the command as a step, and asks for the model', () => {
    const { model, runs, questions } = proposeFor({ 'train.py': 'json.dump(x, open("metrics.json", "w"))' });
    expect(model?.[1].train).toBeUndefined();
    expect(runs).toEqual([CHECKOUT, PYTHON, 'python train.py', TRAIN]);
    expect(questions.join('\n')).toContain('which files are the model?');
  });

  it('for nothing that trains asks for the command', () => {
    const { questions, found } = proposeFor({ 'README.md': '' });
    expect(found[0]).toBe('no training command was found');
    expect(questions[0]).toContain('which command trains the model?');
  });

  it('for a pipeline whose model is in a format that holds anything takes the output that no stage reads', () => {
    const { model } = proposeFor({
      'dvc.yaml':
        'stages:\n  a: { cmd: python a.py, outs: [data/x.csv] }\n  b: { cmd: python b.py, deps: [data/x.csv], outs: [out/my_model] }\n',
      'a.py': '',
      'b.py': '',
    });
    expect(model?.[1].train).toMatchObject({ dvc: 'repro', model: ['out/my_model'] });
  });

  it.each([
    ['model.save_pretrained("out/checkpoint")', ['out/checkpoint/**']],
    ['mlflow.sklearn.save_model(model, "saved")', ['saved/**']],
    [
      'mlflow.set_tracking_uri("file:mlruns"); mlflow.sklearn.log_model(model, name="m")',
      ['mlruns/**/artifacts/**'],
    ],
    ['booster.save_model("out/model.json")', ['out/model.json']],
    ['np.savez("weights.npz", w)', ['weights.npz']],
    ["joblib.dump(m, './churn.pkl.gz')", ['churn.pkl.gz']],
  ])('finds the model that %s writes', (code, expected) => {
    expect(proposeFor({ 'train.py': code }).model?.[1].train?.model).toEqual(expected);
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[], string]>([
    ['uv', { 'uv.lock': '' }, ['astral-sh/setup-uv@v7', 'uv sync --locked'], 'uv run python train.py'],
    [
      'poetry',
      { 'poetry.lock': '', 'requirements.txt': '' },
      [PYTHON, 'pip install poetry', 'poetry install --no-interaction'],
      'poetry run python train.py',
    ],
    [
      'a list below the root',
      { 'requirements/dev.txt': '', 'requirements/base.txt': '' },
      [PYTHON, 'pip install -r requirements/base.txt'],
      'python train.py',
    ],
    [
      'a list of its own for training',
      { 'requirements.txt': '', 'requirements-train.txt': '' },
      [PYTHON, 'pip install -r requirements-train.txt'],
      'python train.py',
    ],
    [
      'a package',
      { 'pyproject.toml': '[project]\nname = "x"\n' },
      [PYTHON, 'pip install .'],
      'python train.py',
    ],
    [
      'conda',
      { 'environment.yml': 'name: ml\ndependencies: [pandas]\n' },
      ['mamba-org/setup-micromamba@v2'],
      'micromamba run -n ml python train.py',
    ],
  ])('for %s installs what is locked, and starts the command in it', (_, files, steps, command) => {
    const { model, runs } = proposeFor({ 'train.py': 'dump(m, "m.pkl")', ...files });
    expect(runs).toEqual([CHECKOUT, ...steps, TRAIN]);
    expect(model?.[1].train?.command).toBe(command);
  });

  it('for scripts in several folders has one model each, and a matrix', () => {
    const { files, found } = proposeFor({
      'churn/train.py': 'dump(m, "churn/model.pkl")',
      'prices/train.py': 'dump(m, "prices/model.pkl")',
      'search/train.py': '',
      'common/rows.py': '',
    });
    const { models } = parseConfig(files[CONFIG_PATH] ?? '');
    expect(models).toMatchObject({
      churn: { paths: ['churn/**', 'common/**'], train: { command: 'python churn/train.py' } },
      prices: { paths: ['prices/**', 'common/**'], train: { model: ['prices/model.pkl'] } },
    });
    expect(Object.keys(models)).toHaveLength(2);
    const { jobs } = parseWorkflow(files[WORKFLOW_PATH] ?? '', 'w');
    for (const job of Object.values(jobs)) {
      expect(job.strategy?.matrix).toEqual({ model: ['churn', 'prices'] });
      expect(job.steps.at(-1)?.with).toMatchObject({ model: '${{ matrix.model }}' });
    }
    expect(found.join('\n')).toContain('left out: add it to `models`');
  });

  it('for a Python model has a score command to complete, which loads what the training saves', () => {
    const { files, questions } = proposeFor(
      {
        'train.py': 'joblib.dump(RandomForestRegressor(), "out/rent.pkl")',
        'data/test.parquet': '',
      },
      { withSketch: true },
    );
    expect(files['score.py']).toContain('import joblib\n');
    expect(files['score.py']).toContain('os.path.join(os.environ["MODEL_STEWARD_MODEL"], "rent.pkl")');
    expect(files['score.py']).toContain('pd.read_parquet(');
    expect(files['score.py']).toContain('model.predict(features)');
    expect(files['score.py']?.match(/# yours: /g)).toHaveLength(3);
    const uncommented = (files[CONFIG_PATH] ?? '').replaceAll(/^# (?= {4})/gm, '').replaceAll(/^#.*\n/gm, '');
    expect(parseConfig(uncommented).models.churn).toMatchObject({
      task: 'regression',
      score: { command: 'python score.py', data: 'data/test.parquet' },
    });
    expect(questions.at(-1)).toContain('Complete score.py');
  });

  it('has no score command where one lies there, or where it would stay incomplete', () => {
    const files = { 'train.py': 'dump(m, "m.pkl")', 'src/predict.py': '' };
    expect(Object.keys(proposeFor(files, { withSketch: true }).files)).toEqual([WORKFLOW_PATH, CONFIG_PATH]);
    expect(proposeFor({ 'train.py': 'dump(m, "m.pkl")' }).files).not.toHaveProperty('score.py');
  });

  it('takes another name for the workflow where its own is taken', () => {
    const { files } = proposeFor({ [WORKFLOW_PATH]: 'on: push\njobs: {}\n', 'train.py': '' });
    expect(Object.keys(files)).toEqual(['.github/workflows/model-steward.yml', CONFIG_PATH]);
  });

  it('starts again by hand what a push could not register, as the messages of register say', () => {
    const { on, jobs } = parseWorkflow(proposeFor({ 'train.py': '' }).files[WORKFLOW_PATH] ?? '', 'w');
    expect(on).toHaveProperty(['workflow_dispatch', 'inputs', 'pull-request', 'required'], true);
    expect(jobs.register?.steps.at(-1)?.with).toMatchObject({ 'pull-request': '${{ inputs.pull-request }}' });
  });

  it('begins the configuration with the line for editors that the documentation has', () => {
    const { files } = proposeFor({ 'train.py': '' });
    expect((files[CONFIG_PATH] ?? '').split('\n')[0]).toBe(EDITOR_LINE);
  });

  it('leaves alone what the repository has', () => {
    const workflow = `on: pull_request\njobs: { a: { steps: [{ uses: ${TRAIN} }] } }\n`;
    expect(proposeFor({ '.github/workflows/ml.yml': workflow, [CONFIG_PATH]: 'models: {}' }).files).toEqual(
      {},
    );
    const { files } = proposeFor({ '.github/workflows/lint.yml': 'on: push\njobs: {}\n', 'train.py': '' });
    expect(Object.keys(files)).toEqual([WORKFLOW_PATH, CONFIG_PATH]);
  });

  it.each(['My Project!', '_x_', '模型', 'a'.repeat(90)])(
    'gives the model of %j a name that is valid',
    (name) => {
      const { files } = proposeFor({ 'train.py': '' }, { name });
      expect(() => parseConfig(files[CONFIG_PATH] ?? '')).not.toThrow();
      expect(parse(files[WORKFLOW_PATH] ?? '')).toHaveProperty('jobs.register');
    },
  );
});
