/** What is tested nowhere else is tested by `.ci/run`: it runs every suite that package.json has, and the demo. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..', '..');

it('every suite is run before a merge', async () => {
  const run = await readFile(join(ROOT, '.ci', 'run'), 'utf8');
  const suites = Object.keys(manifest.scripts).filter((name) => /^(?:test(?::|$)|demo$)/.test(name));
  expect(suites.length).toBeGreaterThan(3);
  const lines = run.split('\n').filter((line) => !line.startsWith('#'));
  const named = lines.flatMap((line) => line.split(/[ ,]|\bidle:/));
  const missing = suites.filter((name) =>
    name === 'test' ? !lines.includes('npm test') : !named.includes(name),
  );
  expect(missing, '.ci/run: run each suite of package.json').toEqual([]);
});

it('two actions at once are played in 500 orders at least, and each pair of them by one file', async () => {
  const folder = join(ROOT, 'test', 'faults');
  const scenes = await readFile(join(folder, 'scenes.ts'), 'utf8');
  const counts = Array.from(scenes.matchAll(/\bschedules: (\d+)/g), ([, count]) => Number(count));
  const total = counts.reduce((sum, count) => sum + count, 0);
  expect(
    total,
    'test/faults/scenes.ts: `schedules` of all pairs, which are shares of 500',
  ).toBeGreaterThanOrEqual(500);

  const list = /export const scenes = \{([^]*?)^\}/m.exec(scenes)?.[1] ?? '';
  const pairs = Array.from(list.matchAll(/^ {2}'([^']+)': \{/gm), ([, name]) => name);
  expect(pairs).toHaveLength(counts.length);
  const files = (await readdir(folder)).filter((name) => /^interleaved-.*\.test\.ts$/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const lists = texts.map((text) => /testInterleavings\(\[([^\]]*)\]/.exec(text)?.[1] ?? '');
  const played = lists.flatMap((names) => Array.from(names.matchAll(/'([^']+)'/g), ([, name]) => name));
  expect(played.toSorted()).toEqual(pairs.toSorted());
});
