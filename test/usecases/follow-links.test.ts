/** Links on the way to protected files. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, normalize, relative } from 'node:path';
import fc from 'fast-check';
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

it('a link is followed before ".." behind it, as file systems do', async () => {
  // Read as text, `rows/../h.csv` would be `h.csv`.
  expect(await follow('data/h.csv', { 'data/h.csv': '../rows/../h.csv', rows: 'other/deep' })).toContain(
    'other/h.csv',
  );
});

it('trees of links end where the file system ends', async () => {
  const names = ['a', 'b', 'c'];
  const files = names.flatMap((name) => [name, `d/${name}`, `d/e/${name}`]);
  const draw = fc.record({
    links: fc.array(
      fc.tuple(
        fc.constantFrom(...files),
        fc.array(fc.constantFrom('..', '.', 'd', 'e', ...names), { minLength: 1, maxLength: 5 }),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    path: fc.array(fc.constantFrom('d', 'e', ...names), { minLength: 1, maxLength: 3 }),
  });
  let ended = 0;
  await fc.assert(
    fc.asyncProperty(draw, async ({ links, path }) => {
      const root = realpathSync(mkdtempSync(join(tmpdir(), 'links-')));
      mkdirSync(join(root, 'd/e'), { recursive: true });
      const all = Object.fromEntries(links.map(([link, target]) => [link, target.join('/')]));
      for (const [link, target] of Object.entries(all)) symlinkSync(target, join(root, link));
      for (const file of files) if (!(file in all)) writeFileSync(join(root, file), '');
      const named = path.join('/');
      let end: string | undefined;
      try {
        end = relative(root, realpathSync(join(root, named)));
      } catch {
        // Nothing lies there.
      }
      rmSync(root, { recursive: true });
      if (end === undefined || end === '' || end.startsWith('..')) return;
      ended += 1;
      expect([named, ...(await follow(named, all))].map((one) => normalize(one))).toContain(end);
    }),
    { numRuns: 500, seed: 15 },
  );
  expect(ended).toBeGreaterThan(100);
});
