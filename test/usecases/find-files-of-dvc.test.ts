/**
 * Which files of DVC ask for an approval. The texts are as DVC 3 writes them
 * (https://doc.dvc.org/user-guide/project-structure/dvcyaml-files#dvclock-file); of two entries of one path it checks out the
 * one whose stage dvc.yaml has.
 */
import { expect, it } from 'vitest';
import { findFilesOfDvc } from '../../src/shared/usecases/find-files-of-dvc.ts';

type Files = Readonly<Record<string, string>>;

const GOOD = 'a304afb96060aad90176268345e10355';
const EVIL = 'b304afb96060aad90176268345e10355';

const outOf = (path: string, md5: string): string =>
  `    outs:\n    - path: ${path}\n      hash: md5\n      md5: ${md5}\n      size: 14445097\n`;
const entryOf = (stage: string, path: string, md5: string): string =>
  `  ${stage}:\n    cmd: x\n${outOf(path, md5)}`;
const lockOf = (...entries: readonly string[]): string => `schema: '2.0'\nstages:\n${entries.join('')}`;
const stagesOf = (stage: string, rest = ''): string => `stages:\n  ${stage}:\n    cmd: x\n${rest}`;
const pointerOf = (path: string, rest = ''): string =>
  `${rest}outs:\n- md5: ${EVIL}\n  size: 3\n  hash: md5\n  path: ${path}\n`;

interface Change {
  readonly before: Files;
  readonly after: Files;
  readonly table?: string;
  readonly links?: Files;
}

async function find({ before, after, table = 'data/holdout.csv', links = {} }: Change) {
  const contents = {
    fileAt: (path: string, commit: string) =>
      Promise.resolve(commit === 'before' ? before[path] : after[path]),
  };
  const linksAmong = (paths: readonly string[]) =>
    Promise.resolve(new Map(Object.entries(links).filter(([link]) => paths.includes(link))));
  const all = new Set([...Object.keys(before), ...Object.keys(after)]);
  const found = await findFilesOfDvc(
    { contents, checkout: { linksAmong } },
    {
      before: 'before',
      after: 'after',
      paths: [...all].filter((path) => before[path] !== after[path]),
      tables: [{ kind: 'score-data', path: table }],
    },
  );
  return found.map(({ path }) => path);
}

/** Only the lock file changes, beside a dvc.yaml that stays. */
const findLocked = async (lock: readonly [before: string, after: string], stages: string, folder = '') => {
  const yaml = { [`${folder}dvc.yaml`]: stages };
  return await find({
    before: { ...yaml, [`${folder}dvc.lock`]: lock[0] },
    after: { ...yaml, [`${folder}dvc.lock`]: lock[1] },
  });
};

const swapOf = (path: string) =>
  [lockOf(entryOf('split', path, GOOD)), lockOf(entryOf('split', path, EVIL))] as const;

it.each([
  ['the rows', 'data/holdout.csv', '', ''],
  ['the rows in another spelling', 'Data/HOLDOUT.csv', '', ''],
  ['a folder on the way', 'data', '', ''],
  ['the rows in the folder of the stage', 'holdout.csv', '    wdir: data\n', ''],
  ['a folder in that of the stage', 'data', '    wdir: ..\n', 'ml/'],
  ['a file above the folder of the stage', '../data/holdout.csv', '    wdir: ml\n', ''],
  ['the rows in a folder by a variable', 'holdout.csv', '    wdir: ${folder}\n', ''],
  ['a folder by a variable', 'data', '    wdir: ${folder}\n', ''],
  ['the rows by an absolute path', '/builds/churn/data/holdout.csv', '', ''],
  ['the rows from outside', '../churn/data/holdout.csv', '', ''],
  ['the whole folder', '.', '', ''],
])('another content of %s → the lock file', async (_, path, rest, folder) => {
  const found = await findLocked(swapOf(path), stagesOf('split', rest), folder);
  expect(found).toEqual([`${folder}dvc.lock`]);
});

it.each([
  ['the model', 'model', ''],
  ['rows of another name', 'data/train.csv', ''],
  ['a folder beside that of the rows', 'data', '    wdir: ml\n'],
])('another content of %s → none', async (_, path, rest) => {
  expect(await findLocked(swapOf(path), stagesOf('split', rest))).toEqual([]);
});

it.each([
  ['that dvc.yaml lacks', 'zz'],
  ['that comes first', 'aa'],
])('the old content is named again by a stage %s → the lock file', async (_, stage) => {
  const split = [
    entryOf('split', 'data/holdout.csv', GOOD),
    entryOf('split', 'data/holdout.csv', EVIL),
  ] as const;
  const again = entryOf(stage, 'data/holdout.csv', GOOD);
  const entries = stage < 'split' ? [again, split[1]] : [split[1], again];
  expect(await findLocked([lockOf(split[0]), lockOf(...entries)], stagesOf('split'))).toEqual(['dvc.lock']);
});

it('the contents of two entries are exchanged → the lock file', async () => {
  const both = (one: string, other: string) =>
    lockOf(entryOf('split@a', 'holdout.csv', one), entryOf('split@b', 'holdout.csv', other));
  const yaml =
    'stages:\n  split:\n    foreach: {a: a, b: data}\n    do:\n      wdir: ${item}\n      cmd: x\n';
  expect(await findLocked([both(GOOD, EVIL), both(EVIL, GOOD)], yaml)).toEqual(['dvc.lock']);
});

it.each([
  ['wdir', stagesOf('split', '    wdir: old\n'), stagesOf('split', '    wdir: data\n')],
  [
    'what a variable of wdir is',
    stagesOf('split', '    wdir: ${f}\nvars: [{f: old}]\n'),
    stagesOf('split', '    wdir: ${f}\nvars: [{f: data}]\n'),
  ],
  [
    'what a merge key has',
    `x: &x {wdir: old}\n${stagesOf('split', '    <<: *x\n')}`,
    `x: &x {wdir: data}\n${stagesOf('split', '    <<: *x\n')}`,
  ],
])('dvc.yaml changes %s, and the lock file stays → dvc.yaml', async (_, before, after) => {
  const lock = { 'dvc.lock': lockOf(entryOf('split', 'holdout.csv', EVIL)) };
  const found = await find({
    before: { ...lock, 'dvc.yaml': before },
    after: { ...lock, 'dvc.yaml': after },
  });
  expect(found).toEqual(['dvc.yaml']);
});

it('dvc.yaml changes a command → none', async () => {
  const lock = { 'dvc.lock': lockOf(entryOf('split', 'data/holdout.csv', GOOD)) };
  const found = await find({
    before: { ...lock, 'dvc.yaml': stagesOf('split') },
    after: { ...lock, 'dvc.yaml': stagesOf('split').replace('cmd: x', 'cmd: y') },
  });
  expect(found).toEqual([]);
});

it.each([
  ['new', lockOf(entryOf('split', 'data/holdout.csv', EVIL))],
  ['no YAML', 'stages: [broken'],
  ['no lock file', 'schema: 1\n'],
  ['with a merge key', `x: &x {outs: []}\nstages:\n  split:\n    <<: *x\n`],
])('a lock file that is %s → the lock file', async (_, after) => {
  expect(await find({ before: {}, after: { 'dvc.lock': after } })).toEqual(['dvc.lock']);
});

it.each([
  ['other.dvc', pointerOf('data/holdout.csv')],
  ['data/other.dvc', pointerOf('holdout.csv')],
  ['other.dvc', pointerOf('holdout.csv', 'wdir: data\n')],
  ['ml/other.dvc', pointerOf('../data')],
  ['Dvcfile', pointerOf('data/holdout.csv')],
  ['other.dvc', 'outs: [broken'],
  ['other.dvc', pointerOf('link/holdout.csv')],
  ['.dvc/config', '[core]\n    remote = evil\n'],
  ['ml/.dvcignore', 'dvc.yaml\n'],
])('%s that has %j → that file', async (path, text) => {
  const change = { before: { [path]: 'outs: []\n' }, after: { [path]: text } };
  expect(await find({ ...change, links: { link: 'data' } })).toEqual([path]);
});

it.each([
  ['data/train.csv.dvc', pointerOf('train.csv')],
  ['test/holdout.csv.dvc', pointerOf('holdout.csv')],
  ['data/.gitignore', '/holdout.csv\n'],
])('%s that has %j → none', async (path, text) => {
  expect(await find({ before: {}, after: { [path]: text } })).toEqual([]);
});

it('of more .dvc files than are read, any may name the rows → the first that is not read', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `train/${String(index + 10)}.csv`);
  const after = Object.fromEntries(names.map((name) => [`${name}.dvc`, pointerOf(name.slice(6))]));
  expect(await find({ before: {}, after })).toEqual(['train/60.csv.dvc']);
});
