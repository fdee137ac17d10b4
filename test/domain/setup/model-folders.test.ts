/** Several models in one repository: each has its own folder, files and packages, and none of its neighbors'. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { proposeSetup, WORKFLOW_PATH } from '../../../src/shared/domain/setup/propose-setup.ts';
import { parseWorkflow } from '../../../src/shared/domain/setup/workflow.ts';
import { surveyOf } from './survey-of.ts';

function propose(files: Readonly<Record<string, string>>) {
  const proposal = proposeSetup(surveyOf(files), { name: 'all', withSketch: true });
  const { models } = parse(proposal.files[CONFIG_PATH] ?? '') as {
    readonly models: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const workflow = parseWorkflow(proposal.files[WORKFLOW_PATH] ?? '', 'w');
  return { ...proposal, models, steps: workflow.jobs.train?.steps ?? [] };
}

/** Two public repositories side by side, as they are. */
const DRUG = {
  'models/drug/Makefile': 'install:\n\tpip install -r requirements.txt\n\ntrain:\n\tpython train.py\n',
  'models/drug/train.py':
    'pd.read_csv("Data/drug.csv"); open("Results/metrics.json", "w"); sio.dump(p, "./Model/drug.skops")',
  'models/drug/App/drug_app.py': 'gr.Interface()',
  'models/drug/Data/drug.csv': '',
  'models/drug/Results/metrics.json': '{"accuracy": 0.9}',
  'models/drug/requirements.txt': 'scikit-learn\n',
};
const WINE = {
  'models/wine/MLproject': 'entry_points: { main: { command: python train.py 0.5 } }\n',
  'models/wine/train.py': 'pd.read_csv(os.path.join(here, "wine.csv"))\njoblib.dump(m, "wine.pkl")',
  'models/wine/wine.csv': '',
  'models/wine/conda.yaml': 'name: wine\ndependencies: [pandas]\n',
};

describe('models in folders of their own', () => {
  it('run there, with the pipeline, the data and the outputs of that folder', () => {
    const { models } = propose({ ...DRUG, ...WINE });
    expect(models).toEqual({
      drug: {
        'working-directory': 'models/drug',
        paths: ['train.py'],
        data: ['Data/**'],
        train: { command: 'make train', model: 'Model/drug.skops', metrics: 'Results/metrics.json' },
      },
      wine: {
        'working-directory': 'models/wine',
        paths: ['train.py'],
        data: ['wine.csv'],
        train: { command: 'micromamba run -n wine python train.py 0.5', model: 'wine.pkl' },
      },
    });
  });

  it('install their own packages, each for itself', () => {
    const { steps } = propose({ ...DRUG, ...WINE });
    expect(
      steps.map(({ if: condition, run, uses, with: given, ...step }) => [
        condition,
        run ?? uses,
        step['working-directory'] ?? given['environment-file'],
      ]),
    ).toEqual([
      [undefined, 'actions/checkout@v6', undefined],
      ["matrix.model == 'drug'", 'actions/setup-python@v6', undefined],
      ["matrix.model == 'drug'", 'pip install -r requirements.txt', 'models/drug'],
      ["matrix.model == 'wine'", 'mamba-org/setup-micromamba@v2', 'models/wine/conda.yaml'],
      [undefined, 'model-steward/model-steward/actions/train@v1', undefined],
    ]);
  });

  it('have a score command in the folder of the model that it is for', () => {
    const { files } = propose({ ...DRUG, ...WINE });
    expect(files['models/drug/score.py']).toContain('trusted=skops.io.get_untrusted_types(file=path)');
    expect(files).not.toHaveProperty('score.py');
    expect(files[CONFIG_PATH]).toContain('# and below drug, when score.py is complete');
  });

  it('without a pipeline run there too where their script reads a file by its name in the folder', () => {
    const { models } = propose({
      'a/train.py': 'pd.read_csv("rows/a.csv"); dump(m, "m.pkl")',
      'a/rows/a.csv': '',
      'b/train.py': 'pd.read_csv("b/rows/b.csv"); dump(m, "b/m.pkl")',
      'b/rows/b.csv': '',
    });
    expect(models).toMatchObject({
      a: { 'working-directory': 'a', data: ['rows/a.csv'], train: { command: 'python train.py' } },
      b: { data: ['b/rows/b.csv'], train: { command: 'python b/train.py', model: 'b/m.pkl' } },
    });
    expect(models.b).not.toHaveProperty('working-directory');
  });

  it('that use code outside of it count that code, and go there by their command', () => {
    const { models } = propose({
      'a/train.py': 'from common.rows import load\npd.read_csv("rows/a.csv"); dump(m, "m.pkl")',
      'a/rows/a.csv': '',
      'common/rows.py': '',
    });
    expect(models.all).toMatchObject({
      paths: ['a/train.py', 'common/**'],
      data: ['a/rows/a.csv'],
      train: { command: 'cd a && python train.py', model: 'a/m.pkl' },
    });
  });

  it('never get a file that lies with a neighbor', () => {
    const { models, found } = propose({
      'a/train.py': 'joblib.dump(m, "a/m.pkl")',
      'b/train.py': 'joblib.dump(m, "b/m.pkl")',
      'b/metrics.json': '{}',
    });
    expect(models.a?.train).toEqual({ command: 'python a/train.py', model: 'a/m.pkl' });
    expect(models.b?.train).toHaveProperty('metrics', 'b/metrics.json');
    expect(found).toContain('no metrics file was found');
  });
});

it('a Makefile counts the scripts of its target and of what that needs, and not a web app beside them', () => {
  const { models, files } = propose({
    Makefile: 'train: rows\n\tpython train.py\n\nrows:\n\tpython make_rows.py\n\nserve:\n\tpython app.py\n',
    'train.py': 'import features\njoblib.dump(m, "m.pkl")',
    'features.py': '',
    'make_rows.py': '',
    'app.py': '',
  });
  expect(models.all?.paths).toEqual(['make_rows.py', 'train.py', 'features.py']);
  expect(files['score.py']).toContain('joblib.load');
});
