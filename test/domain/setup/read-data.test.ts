/** Data in git that a training reads: the proposal counts them as inputs, and `check` says which are not. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { proposeSetup } from '../../../src/shared/domain/setup/propose-setup.ts';
import { uncountedData } from '../../../src/shared/domain/setup/uncounted-data.ts';
import { surveyOf } from './survey-of.ts';

const SAVES = 'joblib.dump(m, "model.pkl"); json.dump(x, open("metrics.json", "w"))\n';

function proposedData(files: Readonly<Record<string, string>>): readonly string[] {
  const { files: proposed } = proposeSetup(surveyOf(files), { name: 'rent', withSketch: false });
  return parseConfig(proposed[CONFIG_PATH] ?? '').models.rent?.data ?? [];
}

describe('the data of a proposal', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['in the root', 'pd.read_csv("wine-quality.csv")', 'wine-quality.csv', ['wine-quality.csv']],
    ['in a folder with another case', 'pd.read_csv("Data/drug.csv")', 'Data/drug.csv', ['Data/**']],
    ['in a folder with another name', 'pd.read_csv("raw/a.csv")', 'raw/a.csv', ['raw/a.csv']],
    [
      'joined from parts',
      'p = os.path.join(os.path.dirname(__file__), "w.csv"); read_csv(p)',
      'w.csv',
      ['w.csv'],
    ],
    ['by a pattern', 'for p in glob.glob("raw/*.parquet"): read(p)', 'raw/1.parquet', ['raw/1.parquet']],
    [
      'by their folder',
      'rows = [load(p) for p in Path("corpus").iterdir()]',
      'corpus/a.txt',
      ['corpus/a.txt'],
    ],
    ['through DVC', 'pd.read_csv("raw/rows.csv")', 'raw/rows.csv.dvc', ['raw/rows.csv.dvc']],
  ])('are what the code reads %s', (_, code, path, expected) => {
    expect(proposedData({ 'train.py': `${code}\n${SAVES}`, [path]: 'a\n1\n' })).toEqual(expected);
  });

  it.each([
    ['the code writes it', 'rows.to_csv("out/rows.csv")', 'out/rows.csv'],
    ['it is the model', 'old = pickle.load(open("model.pkl", "rb"))', 'model.pkl'],
    ['it is the metrics file', 'print(open("metrics.json").read())', 'metrics.json'],
    ['the code does not name it', 'pd.read_csv("other.csv")', 'rows.csv'],
    ['it lists packages', 'open("requirements.txt")', 'requirements.txt'],
  ])('are not a file when %s', (_, code, path) => {
    expect(proposedData({ 'train.py': `${SAVES}${code}\n`, [path]: '' })).toEqual([]);
  });

  it('are those of an imported file, and of the settings', () => {
    const files = {
      'train.py': `from rows import load\nconfig = yaml.safe_load(open("params.yaml"))\n${SAVES}`,
      'rows.py': 'load = lambda: pd.read_csv("raw/a.csv")',
      'params.yaml': 'rows: raw/b.csv\n',
    };
    expect(proposedData({ ...files, 'raw/a.csv': '', 'raw/b.csv': '', 'raw/c.csv': '' })).toEqual([
      'raw/a.csv',
      'raw/b.csv',
    ]);
  });
});

function uncounted(section: string, files: Readonly<Record<string, string>> = {}): string {
  const survey = surveyOf({
    'train.py': `pd.read_csv("Data/train.csv")\n${SAVES}`,
    'Data/train.csv': '',
    ...files,
  });
  const config = parseConfig(`models:\n  drug:\n${section}`);
  return uncountedData(config, survey, [])
    .map(({ severity, where, message, hint = '' }) => `${severity} ${where}: ${message} → ${hint}`)
    .join('\n');
}

const TRAIN = '    train: { command: python train.py, model: model.pkl }\n';

describe('a check', () => {
  it('warns of a table that the training reads and that no key counts', () => {
    expect(uncounted(`    paths: [train.py]\n${TRAIN}`)).toBe(
      'warning .github/model-steward.yml: models.drug.data: train.py reads Data/train.csv, which is no input of the model: a pull request that changes only this file trains nothing → add Data/train.csv to `data`',
    );
  });

  it.each([
    ['data', `    paths: [train.py]\n    data: [Data/**]\n${TRAIN}`],
    ['paths', `    paths: [train.py, Data/train.csv]\n${TRAIN}`],
    [
      'the reference',
      `    paths: [train.py]\n    train: { command: python train.py, model: model.pkl, reference: Data/train.csv }\n`,
    ],
    [
      'the command',
      `    paths: [train.py]\n    train: { command: python train.py Data/train.csv, model: model.pkl }\n`,
    ],
    ['that there are no paths, so that every pull request trains', TRAIN],
  ])('is silent where it is counted by %s', (_, section) => {
    expect(uncounted(section)).toBe('');
  });

  it('reads the script of the folder in which the model is trained, and not the one of another model', () => {
    const section =
      '    working-directory: models/drug\n    paths: [train.py]\n    data: [Data/**]\n    train: { command: python train.py, model: model.pkl }\n';
    const files = {
      'models/drug/train.py': 'pd.read_csv("Data/drug.csv")',
      'models/drug/Data/drug.csv': '',
      'models/wine/train.py': 'pd.read_csv("wine.csv")',
      'models/wine/wine.csv': '',
    };
    expect(uncounted(section, files)).toBe('');
    expect(uncounted(section.replace('    data: [Data/**]\n', ''), files)).toContain(
      'models/drug/train.py reads models/drug/Data/drug.csv',
    );
  });
});
