/** Data that lie on the author's machine alone: what the proposal and `check` say of them, and of what they stay silent. */
import { describe, expect, it } from 'vitest';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';
import { proposeSetup, WORKFLOW_PATH } from '../../../src/shared/domain/setup/propose-setup.ts';
import { surveyOf, type Lying } from './survey-of.ts';

const SAVES = 'joblib.dump(m, "model.pkl")\n';

function problemsOf(files: Readonly<Record<string, string>>, lying: Lying): readonly string[] {
  const { problems } = proposeSetup(surveyOf(files, lying), { name: 'rent', withSketch: false });
  return problems.map(({ where, message, hint = '' }) => `${where}: ${message} → ${hint}`);
}

const HOUSES: Lying = { ignored: ['data/houses.csv', 'data/old.csv', 'models/model.pkl'] };

describe('data that git ignores', () => {
  it.each([
    ['by its path', 'rows = pd.read_csv("data/houses.csv")'],
    ['in parts', 'rows = pd.read_csv(os.path.join("data", "houses.csv"))'],
    ['as parts of a Path', "rows = pd.read_csv(Path('data') / 'houses.csv')"],
    ['from its own folder', 'rows = pd.read_csv("./data/houses.csv")'],
    ['behind a folder in a variable', 'rows = pd.read_csv(f"{FOLDER}/houses.csv")'],
    ['by a variable', 'DATA = "data/houses.csv"\nrows = pd.read_csv(DATA)'],
    ['by an option with a default', 'p.add_argument("--rows", default="data/houses.csv")\nread(a.rows)'],
    ['by a pattern', 'for path in glob.glob("data/*.csv"): rows.append(pd.read_csv(path))'],
    ['by its folder', 'rows = [load(p) for p in Path("data").iterdir()]'],
    ['in a statement of several lines', 'rows = pd.read_csv(\n    "data/houses.csv",\n)'],
    ['through an import', 'from rows import load\n'],
    ['through the settings', 'config = yaml.safe_load(open("params.yaml"))'],
  ])('are named when the training reads them %s', (_, code) => {
    const [problem, ...others] = problemsOf(
      {
        'train.py': `${code}\n${SAVES}`,
        'rows.py': code.includes('import load') ? 'pd.read_csv("data/houses.csv")' : '',
        'params.yaml': code.includes('params') ? 'data:\n  rows: data/houses.csv\n' : '',
      },
      HOUSES,
    );
    expect(problem).toContain(
      'data/houses.csv is read, and git ignores it: a run on GitHub does not have it',
    );
    expect(problem).toContain('commit it (take it out of .gitignore), or let a step before `train` fetch it');
    expect(others).toEqual([]);
  });

  it.each([
    ['it writes them', 'rows.to_csv("data/houses.csv")'],
    ['it writes and reads them', 'a.to_parquet("data/houses.csv")\npd.read_parquet("data/houses.csv")'],
    ['it writes them by a variable', 'OUT = "data/houses.csv"\nwith open(OUT, "w") as f: f.write(x)'],
    ['they are columns', 'x = rows["data"]; y = rows["houses.csv_count"]'],
    ['a comment names them', '# see "data/houses.csv"'],
    ['a file of the same name is in git', 'pd.read_csv("tracked/houses.csv")'],
    ['they are secrets', 'load_dotenv(".env"); json.load(open("credentials.json"))'],
  ])('are not named when %s', (_, code) => {
    const ignored = [...(HOUSES.ignored ?? []), '.env', 'credentials.json'];
    expect(problemsOf({ 'train.py': `${code}\n${SAVES}`, 'tracked/houses.csv': '' }, { ignored })).toEqual(
      [],
    );
  });

  it('are not named among the model and the metrics that an earlier training left', () => {
    const code =
      'os.makedirs("models")\njoblib.dump(m, "models/model.pkl")\nm = joblib.load("models/model.pkl")\nscores("metrics.json")';
    expect(problemsOf({ 'train.py': code }, { ignored: ['models/model.pkl', 'metrics.json'] })).toEqual([]);
  });

  it('that DVC keeps are pulled, and those that another script makes are made', () => {
    const code = `pd.read_csv("data/houses.csv")\n${SAVES}`;
    const [pulled] = problemsOf({ 'train.py': code, 'data/houses.csv.dvc': '' }, HOUSES);
    expect(pulled).toContain('add `- run: dvc pull` before `train`');
    const [made] = problemsOf({ 'train.py': code, 'make_data.py': 'rows.to_csv("data/houses.csv")' }, HOUSES);
    expect(made).toContain('make_data.py writes it: run that in a step before `train`');
  });

  it('are named in R, in JavaScript and in a notebook too', () => {
    const r = problemsOf({ 'train.R': 'x <- read.csv("data/houses.csv")\nsaveRDS(m, "m.rds")' }, HOUSES);
    expect(r[0]).toContain('train.R: data/houses.csv is read');
    const npm = {
      'package.json': '{"scripts": {"train": "node t.js"}}',
      't.js': "readFileSync('data/houses.csv')",
    };
    expect(problemsOf(npm, HOUSES)[0]).toContain('t.js: data/houses.csv is read');
    const cell = JSON.stringify({ cells: [{ source: ['pd.read_csv("data/houses.csv")\n'] }] });
    expect(problemsOf({ 'train.ipynb': cell }, HOUSES)[0]).toContain('train.ipynb: data/houses.csv is read');
  });
});

describe('data outside of the repository', () => {
  it.each(['/data/houses.csv', '~/houses.parquet', '../elsewhere/houses.csv'])('are named: %s', (path) => {
    const [problem] = problemsOf({ 'train.py': `pd.read_csv("${path}")\n${SAVES}` }, {});
    expect(problem).toContain(`${path} is read, and lies outside of the repository`);
    expect(problem).toContain('copy it into the repository and name it by a relative path');
  });

  it.each(['https://example.com/houses.csv', '/tmp/cache.json', '/api/rows', '../data/houses.csv'])(
    'are not named: %s',
    (path) => {
      const files = { 'src/train.py': `pd.read_csv("${path}")\n${SAVES}`, 'data/houses.csv': '' };
      expect(problemsOf(files, {})).toEqual([]);
    },
  );

  it.each([
    '/kaggle/input/houses/houses.csv',
    '/content/drive/MyDrive/houses.csv',
    String.raw`C:\work\rent\houses.csv`,
    'D:/rent/houses.csv',
    '../elsewhere/houses.csv',
  ])('of which the repository has a file of the same name point to it: %s', (path) => {
    const files = { 'train.py': `pd.read_csv(r"${path}")\n${SAVES}`, 'input/houses.csv': '' };
    const problems = problemsOf(files, {});
    expect(problems).toEqual([
      expect.stringContaining(`${path.replaceAll('\\', '/')} is read, and lies outside of the repository`),
    ]);
    expect(problems[0]).toContain('input/houses.csv of the repository has its name');
    const twice = problemsOf({ ...files, 'old/houses.csv': '' }, {});
    expect(twice[0]).toContain('copy it into the repository');
  });

  it.each([String.raw`data\houses.csv`, String.raw`data\\houses.csv`, String.raw`.\data\houses.csv`])(
    'with the backslashes of Windows are named, and as they are found everywhere: %s',
    (path) => {
      const files = { 'train.py': `pd.read_csv("${path}")\n${SAVES}`, 'data/houses.csv': '' };
      const [problem, ...others] = problemsOf(files, {});
      expect(others).toEqual([]);
      expect(problem).toContain('data/houses.csv is named with backslashes');
      expect(problem).toContain('write "data/houses.csv"');
    },
  );

  it.each([String.raw`a\tb.csvx`, String.raw`\d+\.csv`, String.raw`line\n`])(
    'other backslashes are none: %s',
    (text) => {
      expect(problemsOf({ 'train.py': `re.compile(r"${text}")\n${SAVES}` }, {})).toEqual([]);
    },
  );

  it('behind a link are named', () => {
    const links = [{ path: 'data', isInside: false }];
    const [problem] = problemsOf(
      { 'train.py': `pd.read_csv("data/houses.csv")\n${SAVES}`, data: '' },
      { links },
    );
    expect(problem).toContain('data/houses.csv is read, and is a link that leads out of the repository');
    const inside = [{ path: 'data', isInside: true }];
    expect(
      problemsOf({ 'train.py': `pd.read_csv("data/houses.csv")\n${SAVES}`, data: '' }, { links: inside }),
    ).toEqual([]);
  });
});

describe('a proposal', () => {
  const proposed = (files: Readonly<Record<string, string>>, lying: Lying) =>
    proposeSetup(surveyOf(files, lying), { name: 'rent', withSketch: false });

  it('names no output behind a link, and says why', () => {
    const links = [{ path: 'out', isInside: true }];
    const code = 'joblib.dump(m, "out/model.pkl"); json.dump(s, open("out/metrics.json", "w"))';
    const { files, problems, questions } = proposed({ 'train.py': code, out: '' }, { links });
    expect(files[CONFIG_PATH]).not.toContain('out/');
    expect(files[WORKFLOW_PATH]).not.toContain('out/');
    expect(problems.map(({ message }) => message)).toEqual([
      'out/model.pkl is written through the symbolic link out: train takes no file from behind a link',
      'out/metrics.json is written through the symbolic link out: train takes no file from behind a link',
    ]);
    expect(questions.join('\n')).toContain('which files are the model?');
  });

  it('takes no folder for data of which git has a placeholder only', () => {
    const code = { 'train.py': `pd.read_csv("data/houses.csv")\n${SAVES}` };
    const empty = { ...code, 'data/.gitignore': '*\n', 'data/raw/.gitkeep': '', 'data/README.md': '' };
    expect(proposed(empty, HOUSES).files[CONFIG_PATH]).not.toContain('data/**');
    expect(proposed({ ...code, 'data/houses.csv': '' }, {}).files[CONFIG_PATH]).toContain('data/**');
  });
});

describe('check and try of a repository that has its workflow', () => {
  const workflow = (step: string) =>
    `on: pull_request\njobs:\n  train:\n    steps:\n      - ${step}\n      - uses: model-steward/model-steward/actions/train@v1\n`;
  const config = `models:
  rent:
    data: data/**
    train: { command: python train.py, model: model.pkl, reference: data/houses.csv }
    score: { command: python score.py, data: holdout.csv }
`;
  const CODE = { 'train.py': `pd.read_csv("data/old.csv")\n${SAVES}`, 'score.py': '', [CONFIG_PATH]: config };
  const ignored = ['data/houses.csv', 'data/old.csv', 'holdout.csv'];
  const places = (step: string) =>
    problemsOf({ ...CODE, [WORKFLOW_PATH]: workflow(step) }, { ignored }).map((line) => line.split(': ')[0]);

  it('name the code and each key of the configuration', () => {
    const problems = problemsOf({ ...CODE, [WORKFLOW_PATH]: workflow('run: pip install x') }, { ignored });
    expect(problems.join('\n')).toContain('models.rent.score.data: holdout.csv is read, and git ignores it');
    expect(problems.join('\n')).toContain('models.rent.train.reference: data/houses.csv is read');
    expect(problems.join('\n')).toContain('train.py: data/old.csv is read');
  });

  it.each(['run: dvc pull', 'run: aws s3 sync s3://b data', 'uses: actions/download-artifact@v5'])(
    'say nothing where a step fetches: %s',
    (step) => expect(places(step)).toEqual([]),
  );

  it('say nothing where a step makes the data', () => {
    const make = { 'make.py': 'for n in names: rows.to_csv("data/houses.csv"); x.to_csv("data/old.csv")' };
    const made = problemsOf(
      { ...CODE, ...make, [WORKFLOW_PATH]: workflow('run: python make.py') },
      { ignored },
    );
    expect(made.map((line) => /: (\S+) is read/.exec(line)?.[1])).toEqual(['holdout.csv']);
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    [
      'a target of a Makefile that the training needs',
      'make train',
      {
        Makefile:
          'data: data/old.csv\n\ndata/old.csv: raw.csv\n\tpython -m src.clean raw.csv\n\ntrain: data\n\tpython train.py\n',
      },
    ],
    [
      'a recipe that names the script',
      'make train',
      {
        Makefile: 'data:\n\tpython make.py\ntrain: data\n\tpython train.py\n',
        'make.py': 'x.to_csv("data/old.csv")',
      },
    ],
    [
      'a script of npm before the training',
      'npm run train',
      {
        'package.json': '{"scripts":{"pretrain":"python make.py","train":"python train.py"}}',
        'make.py': 'x.to_csv("data/old.csv")',
      },
    ],
    [
      'a stage of DVC',
      'dvc repro',
      {
        'dvc.yaml':
          'stages:\n  a: { cmd: sh clean.sh, outs: [data/old.csv] }\n  b: { cmd: python train.py }\n',
      },
    ],
  ])('say nothing of what the training makes itself: %s', (_, command, files) => {
    const own = config.replace('python train.py', command).replace(', reference: data/houses.csv', '');
    const setup = { ...CODE, [CONFIG_PATH]: own, [WORKFLOW_PATH]: workflow('run: pip install x') };
    expect(problemsOf({ ...setup, ...files }, { ignored: ['data/old.csv'] })).toEqual([]);
    const others = Object.fromEntries(Object.keys(files).map((path) => [path, '']));
    expect(problemsOf({ ...setup, ...others }, { ignored: ['data/old.csv'] }).join('\n')).toContain(
      'data/old.csv is read, and git ignores it',
    );
  });
});
