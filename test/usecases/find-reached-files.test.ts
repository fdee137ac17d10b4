/** People who change their model are asked for no approval more: the example and the repositories that tests play. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { findReachedFiles } from '../../src/shared/usecases/find-reached-files.ts';
import { createReachPorts } from '../ground/reach-ports.ts';

const ROOT = join(import.meta.dirname, '../..');
const CONFIG = '.github/model-steward.yml';

async function readFolder(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [path.slice(join(ROOT, folder).length + 1), await readFile(path, 'utf8')] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

interface ReachedChange {
  readonly changed: readonly string[];
  readonly workflow: string;
  readonly before?: Readonly<Record<string, string>>;
}

async function reached(
  files: Readonly<Record<string, string>>,
  { changed, workflow, before = files }: ReachedChange,
) {
  const { models } = parseConfig(files[CONFIG] ?? '', CONFIG);
  const ports = createReachPorts(files, { before });
  const of = Object.values(models).map((config) =>
    findReachedFiles(ports, {
      ...{
        before: 'base',
        after: 'head',
        paths: changed,
        changed,
        configs: [config],
        linked: [],
        tables: [],
      },
      ...{ workflows: [workflow], isCheckedOut: true },
    }),
  );
  const found = await Promise.all(of);
  return {
    asked: [...new Set(found.flatMap((one) => one.files.map(({ path }) => path)))],
    shared: [...new Set(found.flatMap((one) => one.sharedFiles.map(({ path }) => path)))],
  };
}

it.each([
  ['checkpoints', ['train.js', 'net/model.js', 'package.json']],
  ['digits', ['train.py', 'requirements.txt']],
  ['forecast', ['train.py', 'requirements.txt']],
  ['monorepo', ['prices/train.js', 'churn/train.js', 'common/write-model.js']],
  ['quantiles', ['train.py']],
  ['ranking', ['train.py']],
  ['scores', ['prompt.json']],
  ['time-regression', ['train.py', 'bikes/__init__.py']],
])('in %s nothing more is asked for the training', async (name, changed) => {
  const files = await readFolder(`test/repositories/${name}`);
  const { asked } = await reached(files, { changed, workflow: '.github/workflows/model.yml' });
  expect(asked).toEqual([]);
});

it.each([
  ['time-regression', 'bikes/features.py'],
  ['forecast', 'features.py'],
])('in %s the features are the model, as training and scoring have them', async (name, path) => {
  const files = await readFolder(`test/repositories/${name}`);
  expect(await reached(files, { changed: [path], workflow: '.github/workflows/model.yml' })).toEqual({
    asked: [],
    shared: [path],
  });
});

const SHARED_FEATURES = {
  [CONFIG]: `models:
  late:
    task: binary
    paths: [src/**, train.py]
    train: { command: python train.py, model: model/** }
    score: { command: python score.py, data: rows.csv }
    predictions: { id: id, label: y, score: p }
`,
  'w.yml': `jobs:
  model:
    steps: [{ uses: model-steward/model-steward/actions/train@v1 }]
`,
  'src/__init__.py': '',
  'train.py': 'from src import features\n',
  'score.py': 'from src import features\n',
  'src/features.py': 'import os\n',
};

it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['only the features import', { 'src/features.py': 'from src import lag\n' }, []],
  [
    'a new module of the features imports',
    { 'src/features.py': 'import src.two', 'src/two.py': 'import src.lag' },
    [],
  ],
  [
    'the scoring imports as well',
    { 'score.py': 'from src import features, lag\n' },
    ['src/lag.py', 'score.py'],
  ],
  [
    'the scoring imports, and now the training',
    { 'score.py': 'import src.lag', 'train.py': 'import src.lag' },
    ['src/lag.py', 'score.py'],
  ],
])('a new module is of the model, or asked about: %s it', async (_, changes, asked) => {
  const files = { ...SHARED_FEATURES, ...changes, 'src/lag.py': '' };
  const changed = ['src/lag.py', ...Object.keys(changes)];
  expect(
    (await reached(files, { changed, workflow: 'w.yml', before: SHARED_FEATURES })).asked.toSorted(),
  ).toEqual(asked.toSorted());
});

it('in the example the script that fetches flights is asked, and the training is not', async () => {
  const example = await readFolder('workflows-examples/flight-delays');
  const workflow = await readFile(join(ROOT, 'workflows-examples/pull-request.yml'), 'utf8');
  const files = { ...example, '.github/workflows/pull-request.yml': workflow };
  const changed = ['train.mjs', 'params.json', 'package.json', 'package-lock.json', 'fetch-data.mjs'];
  const found = await reached(files, { changed, workflow: '.github/workflows/pull-request.yml' });
  expect(found.asked).toEqual(['fetch-data.mjs']);
});

it('a training that is a step of the job is the model, as its paths say', async () => {
  const files = {
    [CONFIG]: `models:
  late: { task: binary, paths: [train.py, lib/**], predictions: { id: id, label: y, score: p } }
`,
    'train.py': 'import lib.one\n',
    'fetch.py': '',
    'w.yml': `jobs:
  model:
    steps: [{ run: python fetch.py }, { run: python train.py }, { uses: model-steward/model-steward/actions/train@v1 }]
`,
  };
  expect(await reached(files, { changed: ['train.py', 'fetch.py'], workflow: 'w.yml' })).toEqual({
    asked: ['fetch.py'],
    shared: ['train.py'],
  });
});

it.each([
  ['the folder of the step', '{ run: bash get.sh, working-directory: ml }', 'ml/get.sh'],
  [
    'a folder that an expression names',
    "{ run: bash get.sh, working-directory: '${{ matrix.at }}' }",
    'x/get.sh',
  ],
  ['a folder in a variable', '{ run: bash "$HERE/get.sh" }', 'ml/tools/get.sh'],
  ['after cd', '{ run: cd ml && bash ./get.sh }', 'ml/get.sh'],
  ['a pattern', '{ run: for f in steps/*-rows.sh; do bash "$f"; done }', 'steps/1-rows.sh'],
  ['an expression in a name', "{ run: 'bash get-${{ matrix.at }}.sh' }", 'get-rows.sh'],
  ['a module', '{ run: python -m rows.get }', 'src/rows/get.py'],
  ['Python in the step', '{ run: "import rows.get\\n", shell: python }', 'rows/get.py'],
  ['a task file', '{ run: make rows }', 'Makefile'],
  ['raw rows', '{ run: "cut -d, -f1 raw/all.csv > rows.csv" }', 'raw/all.csv'],
  ['an action of JavaScript', '{ uses: ./tools/get }', 'tools/get/main.js'],
  [
    'a script of an action of somebody else',
    '{ uses: a/script@v1, with: { script: require("./get.js") } }',
    'get.js',
  ],
])('a step names a file: %s', async (_, step, path) => {
  const files = {
    [CONFIG]: `models:
  late:
    task: binary
    paths: [train.py]
    train: { command: python train.py, model: model/** }
    predictions: { id: id, label: y, score: p }
`,
    'tools/get/action.yml': 'runs: { using: node24, main: main.js }\n',
    'w.yml': `jobs:
  model:
    steps: [${step}, { uses: model-steward/model-steward/actions/train@v1 }]
`,
    'train.py': '',
    [path]: '',
  };
  expect(await reached(files, { changed: [path, 'train.py', 'README.md'], workflow: 'w.yml' })).toEqual({
    asked: [path],
    shared: [],
  });
});

it.each([
  'pip install -r requirements.txt',
  'python -m pip install ./lib.py',
  'npm ci --prefix web',
  'uv sync',
  'true',
  'dvc pull -q rows.dvc',
  'echo train make data model',
])('a step needs no approval for packages: %s', async (run) => {
  const paths = [
    'requirements.txt',
    'lib.py',
    'package.json',
    'pyproject.toml',
    'dvc.yaml',
    'train.py',
    'model.py',
  ];
  const files = {
    [CONFIG]: `models:
  late: { task: binary, train: { command: python train.py, model: m }, predictions: { id: id, label: y, score: p } }
`,
    'w.yml': `jobs:
  model:
    steps: [{ run: '${run}' }, { uses: actions/setup-node@v6, with: { cache: npm } }, { uses: model-steward/model-steward/actions/train@v1 }]
`,
    ...Object.fromEntries(paths.map((path) => [path, ''])),
  };
  expect(await reached(files, { changed: paths, workflow: 'w.yml' })).toEqual({ asked: [], shared: [] });
});
