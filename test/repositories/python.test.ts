/** The repositories whose commands need packages of Python, which share one environment that this suite installs. */
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { proposeSetup } from '../../src/shared/domain/setup/propose-setup.ts';
import { pythonEnvironment } from '../real/tools.ts';
import { readReadme, WORKFLOW } from './readme.ts';
import { CHURN } from './readme-training.ts';
import { playRepository, type RepositoryRequest } from './play-repository.ts';
import { PYTHON_PACKAGES } from './python-packages.ts';
import { statusesOf, stepsOf, tagsOf } from './shown-facts.ts';

let pythonFolder = '';

beforeAll(async () => {
  pythonFolder = dirname(await pythonEnvironment('repositories', PYTHON_PACKAGES));
});

function playWithPython(request: Omit<RepositoryRequest, 'pythonFolder'>) {
  return playRepository({ ...request, pythonFolder });
}

describe('a pull request of a repository', () => {
  it('with one script shows the numbers of its text file', async () => {
    const played = await playWithPython({
      name: 'scikit-learn-script',
      change: { 'train.py': ['C=1.0', 'C=0.1'] },
    });
    expect(stepsOf(played)).toContain('success pip install -r requirements.txt');
    // 159 of 171 rows are right, as the script alone says too.
    expect(played.commentOf('scikit-learn-script')).toMatch(/`Accuracy` \|.*\| 0\.930 \|/);
    expect(statusesOf(played)).toEqual(['success model-steward/scikit-learn-script']);
  });

  it('with a DVC pipeline reproduces it, and keeps the model that git does not know', async () => {
    const played = await playWithPython({
      name: 'dvc-pipeline',
      change: { 'params.yaml': ['depth: 3', 'depth: 6'] },
    });
    expect(played.proposal.files[CONFIG_PATH]).toMatch(/dvc: repro\n\s+model: model\.json\n/);
    expect(played.commentOf('dvc-pipeline')).toMatch(/`accuracy\.test` \|.*\| 0\.880 \|/);
    expect(stepsOf(played).filter((step) => step.startsWith('failure'))).toEqual([]);
  });

  it('with an MLflow project runs its entry point, and keeps the model that it logs', async () => {
    const played = await playWithPython({
      name: 'mlflow-project',
      change: { MLproject: ['default: 0.1', 'default: 0.2'] },
    });
    const config = played.proposal.files[CONFIG_PATH] ?? '';
    expect(config).toContain('command: python train.py 0.2 0.5');
    expect(config).toContain('tracking: mlflow');
    expect(config).not.toContain('mlruns');
    expect(played.commentOf('mlflow-project')).toMatch(/`rmse` \|.*\| 0\.558 \|/);
    expect(stepsOf(played).filter((step) => step.startsWith('failure'))).toEqual([]);
  });

  it('with a regression over days counts the days, and registers what passes', async () => {
    const played = await playWithPython({
      name: 'time-regression',
      change: { 'train.py': ['alpha=1.0', 'alpha=0.1'] },
    });
    const comment = played.commentOf('bikes');
    expect(comment).toContain('248 rows on 31 days');
    expect(comment).toMatch(/`rmse` at most 40 \|.*\| 16\.2 \(13\.3 to 23\.5\) \|.*pass/);
    expect(tagsOf(played)).toEqual(['bikes#production#1', 'bikes@v1.0.0']);
  });
});

describe('what the README gives people to paste', () => {
  it('scores both models on the same rows, and registers a first version', async () => {
    const { workflow, withScore, score } = await readReadme();
    const files = { ...CHURN, [WORKFLOW]: workflow, [CONFIG_PATH]: withScore, 'score.py': score };
    const played = await playWithPython({ name: 'churn', files, change: { 'train.py': ['C=1.0', 'C=0.1'] } });
    const comment = played.commentOf('churn');
    expect(comment).toContain('700 rows on 28 days');
    expect(comment).toMatch(/`roc_auc` at least 0\.6 \|.*pass/);
    expect(tagsOf(played)).toEqual(['churn#production#1', 'churn@v1.0.0']);
  });
});

describe('the score command that init writes', () => {
  it('scores rows with the model as it stands, where the columns are those of its marks', async () => {
    const training = `import pickle
from sklearn.linear_model import LogisticRegression
import pandas as pd
table = pd.read_csv("data/train.csv")
pickle.dump(LogisticRegression().fit(table[["x"]], table["label"]), open("model.pkl", "wb"))
`;
    const rows = Array.from({ length: 40 }, (_, row) => `r${row},${row / 40},${Number(row % 40 > 19)}`);
    const table = `${['id,x,label', ...rows].join('\n')}\n`;
    const files = {
      'train.py': training,
      'requirements.txt': 'pandas\nscikit-learn==1.9.1\n',
      'data/train.csv': table,
      'data/holdout.csv': table,
    };
    const survey = {
      paths: Object.keys(files).sort(),
      ignored: [],
      links: [],
      read: (path: string) => (path === 'train.py' ? training : undefined),
    };
    const proposed = proposeSetup(survey, { name: 'sketched', withSketch: true }).files;
    const config = (proposed[CONFIG_PATH] ?? '').replaceAll(/^# (?= {4})/gm, '').replaceAll(/^#.*\n/gm, '');
    const played = await playWithPython({
      name: 'sketched',
      files,
      added: {
        ...proposed,
        [CONFIG_PATH]: config.replace('metric: accuracy, at-least: 0.8', 'metric: roc_auc, at-least: 0.7'),
      },
    });
    expect(played.commentOf('sketched')).toMatch(/`roc_auc` at least 0\.7 \|.*\| 1\.00 .*pass/);
    expect(tagsOf(played)).toEqual(['sketched#production#1', 'sketched@v1.0.0']);
  });
});
