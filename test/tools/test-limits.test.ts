/**
 * No test depends on how fast a machine is: it waits for a sign, and a limit is only for what never comes. Not found: a
 * pause that has to be long enough, and a time limit that the code under test gets.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listRepositoryFiles } from './repository-files.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const OWN = 'test/tools/test-limits.test.ts';
/** What a test may need on a machine that does ten other things. */
const SHORTEST_MS = 30_000;

const RULES: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [/\bvi\.wait(?:For|Until)\(/, 'it gives up after a second: wait with test/ground/until.ts'],
  [
    /\bexpect\([^\n]*\b(?:performance|Date)\.now\(\)/,
    'how long something took is no result: make it so large that a slow way takes minutes, and let the test run out of time',
  ],
  [/\bvi\.setConfig\(/, 'vitest.config.ts has one limit for all tests'],
];

/** @returns `path:line: what to do`, one for each place. */
function findLimits(path: string, text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const remedies = RULES.flatMap(([pattern, remedy]) => (pattern.test(line) ? [remedy] : []));
    const limit = /\btimeout: ([\d_]+)/.exec(line)?.[1];
    const isShort = limit !== undefined && Number(limit.replaceAll('_', '')) < SHORTEST_MS;
    const all = isShort ? [...remedies, `a limit of ${SHORTEST_MS / 1000} s at least`] : remedies;
    return all.map((remedy) => `${path}:${index + 1}: ${remedy}`);
  });
}

it('no test has a limit that a busy machine passes', async () => {
  const paths = (await listRepositoryFiles(ROOT)).filter(
    (path) => /^test\/.*\.ts$/.test(path) && path !== OWN,
  );
  const found = await Promise.all(
    paths.map(async (path) => findLimits(path, await readFile(join(ROOT, path), 'utf8'))),
  );
  expect(found.flat()).toEqual([]);
});

it.each([
  ["await vi.waitUntil(() => existsSync('ready'));", 'until.ts'],
  ['await vi.waitFor(() => expect(count).toBe(1), { timeout: 60_000 });', 'until.ts'],
  ['expect(performance.now() - started).toBeLessThan(2000);', 'minutes'],
  ['vi.setConfig({ testTimeout: 120_000 });', 'vitest.config.ts'],
  ["const ended = await run('node', [], { timeout: 5000 });", '30 s'],
])('is found: %s', (line, remedy) => {
  expect(findLimits('a.test.ts', `\n${line}`)).toEqual([expect.stringMatching(`^a.test.ts:2: .*${remedy}`)]);
});

it.each(['const tookMs = performance.now() - startedMs;', "it('ends', { timeout: 30_000 }, () => {"])(
  'is not found: %s',
  (line) => {
    expect(findLimits('a.test.ts', line)).toEqual([]);
  },
);
