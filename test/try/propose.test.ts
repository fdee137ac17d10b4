/** What `try` and `init` propose for the kinds of repositories that there are. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { propose, WORKFLOW_PATH } from './propose/propose.ts';
import { parseWorkflow } from './engine/workflow.ts';

function proposeFor(files: Readonly<Record<string, string>>, name = 'churn') {
  const proposal = propose({ paths: Object.keys(files).sort(), read: (path) => files[path] }, name);
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
        command: 'dvc repro',
        model: ['model.pkl'],
        metrics: 'eval/metrics.json',
        parameters: 'params.yaml',
      },
    });
    expect(runs).toContain('pip install dvc');
    expect(found[0]).toBe('dvc.yaml: a pipeline of 2 stages');
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
    expect(npm.runs).toEqual([CHECKOUT, 'npm ci', 'npm run train', TRAIN]);
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
      const { files } = proposeFor({ 'train.py': '' }, name);
      expect(() => parseConfig(files[CONFIG_PATH] ?? '')).not.toThrow();
      expect(parse(files[WORKFLOW_PATH] ?? '')).toHaveProperty('jobs.register');
    },
  );
});
