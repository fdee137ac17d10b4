/**
 * A program may find the names of its files in formats that are not followed. What lies beside the scoring, and nothing else uses,
 * is asked about, and the comment lists what neither training nor scoring was seen to read (docs/trust.md#the-base-decides).
 */
import { expect, it } from 'vitest';
import { parseConfig } from '../../src/shared/domain/config/parse-config.ts';
import { findReachedFiles } from '../../src/shared/usecases/find-reached-files.ts';
import { createReachPorts } from '../ground/reach-ports.ts';
import { startProject } from '../ground/project.ts';

const configOf = (paths: string): string => `models:
  m:
    task: binary
    paths: [${paths}]
    train: { command: python training/train.py }
    score: { command: python evaluation/score.py, data: evaluation/rows.csv }
    predictions: { id: id, label: y, score: p }
`;
const FILES = {
  'training/train.py': 'import json\n',
  'evaluation/score.py': 'for name in open("files.dat"):\n    load(name)\n',
};

async function asked(files: Readonly<Record<string, string>>, changed: string, paths = 'training/**') {
  const config = parseConfig(configOf(paths), 'config').models.m;
  const found = await findReachedFiles(createReachPorts({ ...FILES, ...files, [changed]: 'other' }), {
    ...{ before: 'base', after: 'head', paths: [changed], changed: [changed] },
    ...{ linked: [], tables: [], workflows: [], isCheckedOut: true },
    configs: config === undefined ? [] : [config],
  });
  return found.files.map(({ kind }) => kind);
}

it.each([
  ['a table with names of files', 'evaluation/files.csv'],
  ['a file of XML', 'evaluation/beans.xml'],
  ['a list of arguments', 'evaluation/options.argfile'],
  ['a resource below it', 'evaluation/resources/weights.bin'],
])(
  'a pull request changes %s beside the score script, which nothing was seen to read → somebody else has to approve it',
  async (_, path) => {
    expect(await asked({}, path)).toEqual(['beside-score']);
  },
);

it.each([
  ['a text for people', 'evaluation/README.md', {}],
  ['a script that the scoring does not call', 'evaluation/plot.py', {}],
  ['a file of the root', 'notes.dat', {}],
  ['a file of another folder', 'web/style.css', {}],
  [
    'a file of a folder that the training reaches too',
    'evaluation/names.dat',
    { 'training/train.py': 'open("../evaluation/common.yaml")\n', 'evaluation/common.yaml': '' },
  ],
])('a pull request changes %s → nothing is asked', async (_, path, files) => {
  expect(await asked(files, path)).toEqual([]);
});

it('a pull request changes a file that `paths` make part of the model, with its folder → nothing is asked', async () => {
  expect(await asked({}, 'evaluation/names.dat', 'training/**, evaluation/**')).toEqual([]);
});

it('a pull request changes files that neither training nor scoring was seen to read → the comment lists them, and what is of the model', async () => {
  await using project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  const files = { 'names.dat': 'a\n', 'README.md': 'b\n' };
  const { evaluate } = await project.evaluate(
    await project.propose({ branch: 'more', skill: 'best', files }),
  );
  expect(evaluate.summary).toContain(
    'Of the changed files, 2 files are used by neither training nor scoring, as far as can be seen',
  );
  expect(evaluate.summary).toMatch(
    /\| model \| `skill\.txt` \|\n\| neither, as far as can be seen \| `README\.md`, `names\.dat` \|/,
  );
  expect(evaluate.summary).not.toContain('changes about its own evaluation');
});
