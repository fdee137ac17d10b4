/** Which test files start first. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LONGEST, longestFirst, PROCESS_STARTERS } from './longest-first.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const startsProcesses = (path: string): boolean => PROCESS_STARTERS.some((folder) => path.startsWith(folder));

it('what starts processes comes first; in both halves the listed files in the order of the list, and the others as they were', () => {
  const [longest = '', second = ''] = LONGEST.filter(startsProcesses);
  const [longestLater = '', secondLater = ''] = LONGEST.filter((path) => !startsProcesses(path));
  const sorted = longestFirst(
    [
      ...['test/domain/b.test.ts', secondLater, 'test/domain/a.test.ts', longestLater],
      ...['test/actions/b.test.ts', second, 'test/actions/a.test.ts', longest],
    ].map((path) => ({ moduleId: join(ROOT, path) })),
    ROOT,
  );
  expect(sorted.map(({ moduleId }) => moduleId)).toEqual(
    [
      ...[longest, second, 'test/actions/b.test.ts', 'test/actions/a.test.ts'],
      ...[longestLater, secondLater, 'test/domain/b.test.ts', 'test/domain/a.test.ts'],
    ].map((path) => join(ROOT, path)),
  );
});

it.each([...LONGEST, ...PROCESS_STARTERS])('%s exists', (path) => {
  expect(existsSync(join(ROOT, path)), 'remove it from its list, or name where it is now').toBe(true);
});
