/** One rule for paths: as Python's posixpath and git resolve them (fixtures/repository_paths.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  climbs,
  depthOf,
  endOfPath,
  folderOf,
  foldersAbove,
  inFolder,
  isBelow,
  isContainedPath,
  lastPartOf,
  normalizePath,
  possiblePaths,
  resolvePath,
  withSlashes,
} from '../../../src/shared/domain/kernel/repository-path.ts';

interface Fixture {
  readonly normals: readonly { readonly path: string; readonly normal: string }[];
  readonly joined: readonly { readonly parts: readonly string[]; readonly normal: string }[];
  readonly inside: readonly {
    readonly folder: string;
    readonly path: string;
    readonly inside: string | null;
  }[];
}

const { normals, joined, inside } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'fixtures/repository-paths.json'), 'utf8'),
) as Fixture;

/** What Python's answer says of the repository. */
const insideOf = (normal: string): string | undefined => {
  if (normal === '..' || normal.startsWith('../') || normal.startsWith('/')) return undefined;
  return normal === '.' ? '' : normal;
};

it('paths are normalized as by posixpath', () => {
  expect(normals.length).toBeGreaterThan(300);
  expect(normals.map(({ path }) => ({ path, normal: normalizePath(path) }))).toEqual(normals);
});

it('parts are joined as by posixpath, and what leaves the repository has no path in it', () => {
  expect(joined.map(({ parts }) => resolvePath(...parts))).toEqual(
    joined.map(({ normal }) => insideOf(normal)),
  );
  expect(normals.map(({ path }) => resolvePath(path))).toEqual(normals.map(({ normal }) => insideOf(normal)));
});

it('git finds the same file from within a folder, and refuses what is outside of the repository', () => {
  expect(inside.some((one) => one.inside === null)).toBe(true);
  expect(inside.map(({ folder, path }) => resolvePath(folder, path) ?? null)).toEqual(
    inside.map((one) => one.inside),
  );
});

it('a path inside is the only one that is possible; the end of one outside is among several', () => {
  for (const { path, normal } of normals.filter((one) => !/\\|^\/?C:/.test(one.normal))) {
    const found = insideOf(normal);
    if (found !== undefined) expect(possiblePaths(path)).toEqual([found]);
    else {
      const end = endOfPath(path);
      const ends = end.split('/').map((_, at, parts) => parts.slice(at).join('/'));
      expect(new Set(possiblePaths(path))).toEqual(new Set(end === '' ? [] : ends));
    }
  }
});

describe('what a name may mean', () => {
  it.each([
    [['', 'score.py'], ['score.py']],
    [['ml', '../score.py'], ['score.py']],
    [
      ['ml', '../../churn/lib/score.py'],
      ['churn/lib/score.py', 'lib/score.py', 'score.py'],
    ],
    [
      ['ml', '/__w/churn/score.py'],
      ['__w/churn/score.py', 'churn/score.py', 'score.py'],
    ],
    [
      ['', 'file:///churn/rows.csv'],
      ['churn/rows.csv', 'rows.csv'],
    ],
    [['', 's3://bucket/rows.csv'], []],
    [['ml', '..'], ['']],
    [['', '..'], []],
    [['', '/'], []],
    [
      ['ml', String.raw`data\rows.csv`],
      [String.raw`ml/data\rows.csv`, 'ml/data/rows.csv'],
    ],
    [
      ['', String.raw`D:\churn\rows.csv`],
      [String.raw`D:\churn\rows.csv`, 'churn/rows.csv', 'rows.csv'],
    ],
  ])('%j: %j', (parts, expected) => {
    expect([...possiblePaths(...parts)].sort()).toEqual(expected.toSorted());
  });
});

it('an address is no path of the repository', () => {
  expect(['s3://bucket/rows.csv', 'file:///churn/rows.csv'].map((one) => resolvePath('ml', one))).toEqual([
    undefined,
    undefined,
  ]);
});

it('the end of a path is what is left wherever its folder is', () => {
  expect(['../../lib/./a.py', '/lib/a.py', 'x/../../lib/a.py', '..', '.', ''].map(endOfPath)).toEqual([
    ...Array.from({ length: 3 }, () => 'lib/a.py'),
    '',
    '',
    '',
  ]);
});

it('a file or a folder with two dots in its name leads nowhere else', () => {
  expect(['a..b', '..a', '.../a', 'model..v1/a'].some(climbs)).toBe(false);
  expect(['..', '../a', 'a/..', 'a/../b'].every(climbs)).toBe(true);
  expect(isContainedPath('model..v1/a')).toBe(true);
});

it('the parts of a path', () => {
  expect(['a/b/c', 'c', ''].map(folderOf)).toEqual(['a/b', '', '']);
  expect(['a/b/c', 'c', ''].map(lastPartOf)).toEqual(['c', 'c', '']);
  expect(['a/b/c', 'c'].map(foldersAbove)).toEqual([['a/b', 'a'], []]);
  expect(['a/b/c', 'c'].map(depthOf)).toEqual([3, 1]);
  expect([inFolder('', 'c'), inFolder('a', 'c')]).toEqual(['c', 'a/c']);
  expect([isBelow('a/b', 'a'), isBelow('ab', 'a'), isBelow('a', 'a'), isBelow('a', '')]).toEqual([
    true,
    false,
    false,
    true,
  ]);
  expect(withSlashes(String.raw`a\b`)).toBe('a/b');
});
