/** What a proposal once took for something else, each with others of its kind: rows, questions of a template, another part. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { proposeSetup } from '../../../src/shared/domain/setup/propose-setup.ts';
import { surveyOf } from './survey-of.ts';

interface ProposedModel {
  readonly 'working-directory'?: string;
  readonly paths?: readonly string[];
  readonly data?: readonly string[];
  readonly train?: { readonly command: string; readonly model?: string | readonly string[] };
}

function propose(files: Readonly<Record<string, string>>) {
  const proposal = proposeSetup(surveyOf(files), { name: 'one', withSketch: true });
  const text = proposal.files[CONFIG_PATH] ?? '';
  const { models } = parse(text) as { readonly models: Readonly<Record<string, ProposedModel>> };
  return { ...proposal, text, models, model: Object.values(models)[0] };
}

describe('the model', () => {
  it.each(['train.pkl', 'X_valid.npz', 'val.bin', 'features_clean.pickle', 'y-test.joblib', 'data2.h5'])(
    'is not %s, which holds rows that the training reads',
    (name) => {
      const code = `rows = load(os.path.join(folder, "${name}"))\njoblib.dump(m, "out/churn.joblib")\n`;
      expect(propose({ 'train.py': code }).model?.train?.model).toBe('out/churn.joblib');
      expect(propose({ 'train.py': code.split('\n')[0] ?? '', [name]: '' }).model?.train).toBeUndefined();
    },
  );

  it.each(['model_train.pkl', 'trained.pkl', 'test_model.pt', 'dataset_classifier.onnx'])(
    'is %s, whose name says more than that',
    (name) => {
      expect(propose({ 'train.py': `dump(m, "${name}")\n` }).model?.train?.model).toBe(name);
    },
  );

  it.each([
    ['for name in models:\n  joblib.dump(m, f"models/{name}.pkl")\n', 'models/*.pkl'],
    ['torch.save(m, f"out/fold-{fold}-{seed}.pt")\n', 'out/fold-*-*.pt'],
  ])('is every file that a loop names: %j', (code, pattern) => {
    expect(propose({ 'train.py': code }).model?.train?.model).toBe(pattern);
  });

  it('of one week is not that of another week', () => {
    const files = {
      'cohorts/2022/tracking/homework/train.py': 'fit()\n',
      'cohorts/2022/deployment/homework/model.bin': '',
      'deployment/batch/scripts/score.py': '',
    };
    expect(propose(files).model?.train).toBeUndefined();
    expect(propose(files).text).not.toContain('score.py');
    const near = { 'src/steps/train.py': 'fit()\n', 'src/models/churn.pkl': '' };
    expect(propose(near).model?.train?.model).toBe('src/models/churn.pkl');
  });
});

describe('a template for repositories', () => {
  it.each(['cookiecutter.json', 'copier.yml'])(
    'asks its questions beside %s, and has no prompts of a model',
    (name) => {
      const { found } = propose({
        'starter/prompts.yml': 'name: { title: Name }\n',
        [`starter/${name}`]: '',
      });
      expect(found.join('\n')).not.toContain('the prompts');
      expect(found[0]).toContain('no training command');
    },
  );

  it('and its tests are no training, and nothing says what one would read', () => {
    const files = { 'features/steps/run_steps.py': 'open("settings.json")\n', 'settings.json': '{}' };
    const { found, model } = propose({ ...files, 'hooks/pre.py': 'open("settings.json")\n' });
    expect(found[0]).toContain('no training command');
    expect(model?.data).toBeUndefined();
  });
});

describe('a folder whose description starts the training from there', () => {
  const WEEK = {
    'train.py': 'from data import rows\nsave("./models/m.pt")\n',
    'data.py': '',
    'model.py': '',
    'requirements.txt': 'torch\n',
  };
  const inFolders = (description: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      ['week_0', 'week_1'].flatMap((folder) =>
        Object.entries({ ...WEEK, 'README.md': description }).map(([path, text]) => [
          `${folder}/${path}`,
          text,
        ]),
      ),
    );

  it('is where it runs', () => {
    const { models } = propose(inFolders('```\npython train.py\n```\n'));
    expect(Object.keys(models)).toEqual(['week_0', 'week_1']);
    expect(models.week_0).toMatchObject({
      'working-directory': 'week_0',
      train: { command: 'python train.py', model: 'models/m.pt' },
    });
  });

  it('is not, where the root is said to be the place; and no path is proposed twice', () => {
    const root = { 'README.md': '```\npython week_0/train.py\n```\n' };
    const { models } = propose({ ...inFolders('Week of a course.\n'), ...root });
    expect(models.week_0?.['working-directory']).toBeUndefined();
    expect(models.week_0?.paths).toEqual(['week_0/**']);
  });
});

it.each([
  ['passengerid', 'passengerid,age,target'],
  ['customerid', 'customerid;age;target'],
  ['id', 'paid,valid,humid,target'],
])('the id of the rows is the column %s of %s', (id, header) => {
  const files = {
    'train.py': 'from sklearn.svm import SVR\ndump(SVR().fit(x, df["target"]), "m.pkl")\n',
    'data/test.csv': `${header}\n1;2;3\n`,
  };
  expect(propose(files).text).toContain(`predictions: { id: ${id}, label: target`);
});
