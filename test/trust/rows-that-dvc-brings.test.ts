/**
 * Rows that git does not have are chosen by the files of DVC, so whoever changes which content they have, or from where it
 * comes, does not approve it alone (docs/trust.md#the-base-decides).
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { REPOSITORY, startProject, type Project } from '../ground/project.ts';

let project: Project;
beforeEach(async () => {
  project = await startProject({ collaborators: { bob: 'write', carol: 'write' } });
});
afterEach(() => project[Symbol.asyncDispose]());

const entryOf = (stage: string, path: string, md5: string): string =>
  `  ${stage}:\n    cmd: x\n    outs:\n    - path: ${path}\n      hash: md5\n      md5: ${md5}\n`;
const lockOf = (...entries: readonly string[]): string => `schema: '2.0'\nstages:\n${entries.join('')}`;

const SPLIT = entryOf('split', '../holdout.csv', 'good');
const MODEL = entryOf('train', '../model', 'one');
const BASE = {
  '.dvc/config': '[core]\n    remote = storage\n',
  'notes.dvc': 'outs:\n- md5: good\n  hash: md5\n  path: notes.txt\n',
  'dvc.lock': lockOf(SPLIT, MODEL),
  'dvc.yaml': 'stages:\n  split:\n    wdir: rows\n    cmd: x\n  train:\n    wdir: rows\n    cmd: x\n',
};

async function propose(files: Readonly<Record<string, string>>) {
  await project.box.pushFiles({ repository: REPOSITORY, files: BASE });
  const pull = await project.propose({
    branch: 'swap',
    skill: 'good',
    files: { 'data.txt': 'May\n', ...files },
  });
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
  return await project.registerPush(await project.merge(pull));
}

it.each([
  [
    'dvc.lock gives the rows of a stage with `wdir` another content',
    { 'dvc.lock': lockOf(SPLIT.replace('good', 'evil'), MODEL) },
  ],
  [
    'dvc.lock does so, and a stage that dvc.yaml lacks names the old content after it',
    { 'dvc.lock': lockOf(SPLIT.replace('good', 'evil'), MODEL, entryOf('zz', '../holdout.csv', 'good')) },
  ],
  [
    'dvc.yaml changes the folder of the stage that has the rows',
    { 'dvc.yaml': BASE['dvc.yaml'].replace('wdir: rows', 'wdir: other') },
  ],
  [
    'a .dvc file of another name has the rows',
    { 'notes.dvc': 'outs:\n- md5: evil\n  hash: md5\n  path: holdout.csv\n' },
  ],
  ['the remote of DVC is another one', { '.dvc/config': '[core]\n    remote = mine\n' }],
])('%s → somebody else has to approve it', async (_, files) => {
  const ended = await propose(files);
  expect(ended.failure).toContain('the pull request changes its own evaluation (');
  expect(await project.tags()).toEqual([]);
});

it('dvc.lock gives only the model another content → the version is registered', async () => {
  const ended = await propose({ 'dvc.lock': lockOf(SPLIT, MODEL.replace('one', 'two')) });
  expect(ended.outputs).toMatchObject({ registered: true });
});
