/** A notebook runs in its own folder: what it writes is proposed where it lies then. */
import { expect, it } from 'vitest';
import { findOutputs } from '../../../src/shared/domain/setup/find-outputs.ts';

function outputsOf(path: string, cells: readonly string[], commands = [`jupyter execute ${path}`]) {
  const text = JSON.stringify({ cells: cells.map((source) => ({ source: [source] })) });
  const survey = {
    paths: [path],
    ignored: [],
    links: [],
    read: (file: string) => (file === path ? text : undefined),
  };
  const { metrics, model } = findOutputs(survey, [path], { commands });
  return { metrics, model };
}

const save = (model: string, metrics: string) => [
  `joblib.dump(model, ${model})`,
  `json.dump(scores, open(${metrics}, "w"))`,
];

it.each<readonly [string, readonly string[], string, string]>([
  [
    'folders beside its own',
    save('"../models/a.joblib"', '"../reports/metrics.json"'),
    'models/a.joblib',
    'reports/metrics.json',
  ],
  ['its own folder', save('"a.joblib"', '"metrics.json"'), 'notebooks/a.joblib', 'notebooks/metrics.json'],
  [
    'a folder in its own',
    save('"./out/a.joblib"', '"out/metrics.json"'),
    'notebooks/out/a.joblib',
    'notebooks/out/metrics.json',
  ],
  [
    'a joined path',
    [
      'ROOT = Path("..")',
      ...save('ROOT / "models" / "a.joblib"', 'os.path.join("..", "reports", "metrics.json")'),
    ],
    'models/a.joblib',
    'reports/metrics.json',
  ],
  [
    'a model that only its folder says is one',
    save('open("../models/a.json", "w")', '"../models/metrics.json"'),
    'models/a.json',
    'models/metrics.json',
  ],
  [
    'a folder that a call fills',
    ['model.save_pretrained("../models/bert")', 'open("../metrics.json", "w")'],
    'models/bert/**',
    'metrics.json',
  ],
  [
    'the root, where a cell goes',
    ['%cd ..', ...save('"models/a.joblib"', '"metrics.json"')],
    'models/a.joblib',
    'metrics.json',
  ],
  [
    'the root, where a call goes',
    ['import os\nos.chdir("..")', ...save('"models/a.joblib"', '"metrics.json"')],
    'models/a.joblib',
    'metrics.json',
  ],
])('%s', (_case, cells, model, metrics) => {
  expect(outputsOf('notebooks/train.ipynb', cells)).toEqual({ metrics, model: [model] });
});

it.each<readonly [string, readonly string[]]>([
  ['notebooks/train.ipynb', ['papermill notebooks/train.ipynb out.ipynb']],
  ['train.ipynb', ['jupyter execute train.ipynb']],
])('%s by %j runs in the root', (path, commands) => {
  expect(outputsOf(path, save('"a.joblib"', '"metrics.json"'), [...commands])).toEqual({
    ...{ metrics: 'metrics.json', model: ['a.joblib'] },
  });
});

it('what lies outside of the repository is no output', () => {
  expect(outputsOf('notebooks/train.ipynb', save('"../../a.joblib"', '"../../metrics.json"'))).toEqual({
    ...{ metrics: undefined, model: [] },
  });
});
