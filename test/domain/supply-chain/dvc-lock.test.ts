import { expect, it } from 'vitest';
import { findDvcChanges } from '../../../src/shared/domain/supply-chain/dvc-lock.ts';

/** As DVC 3 writes it (https://doc.dvc.org/user-guide/project-structure/dvcyaml-files#dvclock-file). */
const lockOf = (rows: string, model: string): string => `schema: '2.0'
stages:
  prepare:
    cmd: python prepare.py
    outs:
    - path: data/holdout.csv
      hash: md5
      md5: ${rows}
      size: 14445097
  train:
    cmd: python train.py
    deps:
    - path: data/holdout.csv
      hash: md5
      md5: ${rows}
    outs:
    - path: model
      hash: md5
      md5: ${model}.dir
      size: 3
`;

const BEFORE = lockOf('a304afb96060aad90176268345e10355', '22a1a2931c8370d3aeedd7183606fd7f');
const WANTED = ['data/holdout.csv', 'labels.csv'];

it('names the rows whose content is another one', () => {
  const after = BEFORE.replaceAll('a304afb96060aad90176268345e10355', 'b304afb96060aad90176268345e10355');
  expect(findDvcChanges('dvc.lock', [BEFORE, after], WANTED)).toEqual(['data/holdout.csv']);
});

it('names none where only the model was trained again', () => {
  const after = BEFORE.replace('22a1a2931c8370d3aeedd7183606fd7f', '32a1a2931c8370d3aeedd7183606fd7f');
  expect(findDvcChanges('dvc.lock', [BEFORE, after], WANTED)).toEqual([]);
});

it('reads paths from the folder of the file', () => {
  const after = BEFORE.replaceAll('a304afb96060aad90176268345e10355', 'b304afb96060aad90176268345e10355');
  expect(findDvcChanges('ml/dvc.lock', [BEFORE, after], ['ml/data/holdout.csv'])).toEqual([
    'ml/data/holdout.csv',
  ]);
  expect(findDvcChanges('ml/dvc.lock', [BEFORE, after], ['data/holdout.csv'])).toEqual([]);
});

it('names what a folder of DVC has', () => {
  const after = BEFORE.replace('22a1a2931c8370d3aeedd7183606fd7f', '32a1a2931c8370d3aeedd7183606fd7f');
  expect(findDvcChanges('dvc.lock', [BEFORE, after], ['model/rows.csv'])).toEqual(['model/rows.csv']);
});

it('names all that is new, and all where the file cannot be read', () => {
  expect(findDvcChanges('dvc.lock', [undefined, BEFORE], WANTED)).toEqual(['data/holdout.csv']);
  expect(findDvcChanges('dvc.lock', [BEFORE, 'stages: [broken'], WANTED)).toEqual(WANTED);
});
