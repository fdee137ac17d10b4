/** Changed files that lie on the way to rows which a training makes, by whatever the training runs. */
import { expect, it } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { findReachedFiles } from '../../src/shared/usecases/find-reached-files.ts';
import { createReachPorts } from '../ground/reach-ports.ts';

const configOf = (train: string, paths: string): string => `models:
  m:
    task: binary
${paths === '' ? '' : `    paths: [${paths}]\n`}    train: ${train}
    score: { command: python score.py, data: rows.csv }
    predictions: { id: id, label: y, score: p }
`;

async function makersOf(
  files: Readonly<Record<string, string>>,
  changed: readonly string[],
  [train, paths]: readonly [train: string, paths: string],
) {
  const config = parseConfig(configOf(train, paths), 'config').models.m;
  const found = await findReachedFiles(createReachPorts({ 'score.py': '', ...files }), {
    ...{
      before: 'base',
      after: 'head',
      paths: changed,
      changed,
      linked: [],
      workflows: [],
      isCheckedOut: true,
    },
    ...{ configs: config === undefined ? [] : [config], tables: [{ kind: 'score-data', path: 'rows.csv' }] },
  });
  return found.makers;
}

const command = (text: string): string => `{ command: '${text}' }`;
const STAGES = 'stages:\n  split:\n    cmd: python split.py\n    params: [seed]\n    outs: [rows.csv]\n';

it.each([
  ['a script', command('python train.py'), { 'train.py': 'import split\n', 'split.py': '' }, 'split.py'],
  ['make', command('make model'), { Makefile: 'model:\n\tpython split.py\n', 'split.py': '' }, 'split.py'],
  ['the file of make', command('make model'), { Makefile: 'model:\n' }, 'Makefile'],
  ['a notebook', command('jupyter execute model.ipynb'), { 'model.ipynb': '{}' }, 'model.ipynb'],
  ['a stage of DVC', command('dvc repro'), { 'dvc.yaml': STAGES, 'split.py': '' }, 'split.py'],
  [
    'parameters of DVC',
    command('dvc repro'),
    { 'dvc.yaml': STAGES, 'params.yaml': 'seed: 1\n' },
    'params.yaml',
  ],
  ['a pipeline of DVC', '{ dvc: repro }', { 'dvc.yaml': STAGES, 'split.py': '' }, 'split.py'],
  [
    'settings',
    command('python a/train.py'),
    { 'a/train.py': 'open("split.yaml")\n', 'a/split.yaml': '' },
    'a/split.yaml',
  ],
  [
    'an environment',
    command('python a/train.py'),
    { 'a/train.py': '', 'requirements.txt': '' },
    'requirements.txt',
  ],
] as const)('%s', async (_, train, files, path) => {
  const all = { ...files, 'README.md': '' };
  expect(await makersOf(all, [path, 'README.md'], [train, 'a/**'])).toEqual({ training: [path], step: [] });
});

it('without `paths` any file may be code of the model', async () => {
  const found = await makersOf(
    { 'train.py': '', 'notes.txt': '' },
    ['notes.txt'],
    [command('python train.py'), ''],
  );
  expect(found.training).toEqual(['notes.txt']);
});
