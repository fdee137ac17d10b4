/** Which test files start first. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LONGEST, longestFirst } from './longest-first.ts';

const ROOT = join(import.meta.dirname, '..', '..');

it('the listed files come first in the order of the list, and the others stay as they were', () => {
  const [longest = '', second = ''] = LONGEST;
  const files = ['test/b.test.ts', second, 'test/a.test.ts', longest, 'test/c.test.ts'];
  const sorted = longestFirst(
    files.map((path) => ({ moduleId: join(ROOT, path) })),
    ROOT,
  );
  expect(sorted.map(({ moduleId }) => moduleId)).toEqual(
    [longest, second, 'test/b.test.ts', 'test/a.test.ts', 'test/c.test.ts'].map((path) => join(ROOT, path)),
  );
});

it.each(LONGEST)('%s exists', (path) => {
  expect(existsSync(join(ROOT, path)), 'remove it from LONGEST, or name where it is now').toBe(true);
});
