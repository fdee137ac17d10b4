/** Links on the way to protected files. */
import { expect, it } from 'vitest';
import { followLinks } from '../../src/shared/usecases/follow-links.ts';

const follow = async (path: string, links: Readonly<Record<string, string>>) => {
  const linksAmong = (paths: readonly string[]) =>
    Promise.resolve(new Map(Object.entries(links).filter(([link]) => paths.includes(link))));
  const found = await followLinks({ linksAmong }, [{ kind: 'score-data', path }]);
  return found.map((file) => file.path);
};

it.each([
  ['none', 'rows.csv', {}, []],
  ['a file', 'rows.csv', { 'rows.csv': 'y/1.csv' }, ['y/1.csv']],
  ['a folder', 'rows/a/1.csv', { rows: 'y' }, ['y/a/1.csv']],
  ['a chain', 'a', { a: 'b/x', 'b/x': '../c' }, ['b/x', 'c']],
  ['a file out of a folder', './data/h.csv', { 'data/h.csv': '../rows/./h.csv' }, ['rows/h.csv']],
  ['a ring', 'a', { a: 'b', b: 'a' }, ['b']],
  ['an address of the machine', 'a', { a: '/mnt/rows/h.csv' }, ['/mnt/rows/h.csv']],
  ['the repository from outside', 'a', { a: '../churn/rows/h.csv' }, ['/churn/rows/h.csv']],
] as const)('%s is followed', async (_, path, links, expected) => {
  expect(await follow(path, links)).toEqual(expected);
});
