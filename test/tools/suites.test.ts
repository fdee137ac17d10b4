/** What is tested nowhere else is tested by `.ci/run`: it runs every suite that package.json has, and the demo. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { listRepositoryFiles } from './repository-files.ts';

const OWN = 'test/tools/suites.test.ts';
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

it('README.md names the suites that a release runs, and no other', async () => {
  const workflow = await readFile(join(ROOT, '.github', 'workflows', 'release.yml'), 'utf8');
  const { jobs } = parse(workflow) as {
    readonly jobs: { readonly test: { readonly steps: readonly { readonly run?: string }[] } };
  };
  const suites = jobs.test.steps.flatMap(({ run }) => (run?.startsWith('npm ') ? [run] : []));
  const readme = (await readFile(join(ROOT, 'README.md'), 'utf8')).replaceAll(/\s+/g, ' ');
  const [, named = ''] = /release\.yml\) runs (.*?) of that commit/.exec(readme) ?? [];
  expect(Array.from(named.matchAll(/`([^`]+)`/g), ([, name]) => name)).toEqual(suites);
});

/** Where sizes of suites are read: of simulations and of folders; of the orders of two actions; of benches. */
const SIZES_READ = /^test\/(?:rates\/rate\.ts|faults\/test-interleavings\.ts|bench\/[\w-]+\.ts)$/;
/** What the story and the box hand to their own processes. */
const TIMES_READ = /^test\/(?:demo\/engine\/story-clock\.mjs|faults\/start-action\.ts)$/;
/** A number of the environment, read at once or by a default: `Number(process.env.X ?? 400)`. */
const SIZE =
  /\b(?:Number|parseInt|parseFloat)\(\s*process\.env\b|process\.env\.\w*(?:WORLDS|RUNS|RATES|SIZE|COUNT|FILES)\b/;

it('the size of a run at night is read in one place, which CONTRIBUTING.md names', async () => {
  const paths = (await listRepositoryFiles(ROOT)).filter(
    (path) =>
      /^test\/.*\.m?ts$/.test(path) && path !== OWN && !SIZES_READ.test(path) && !TIMES_READ.test(path),
  );
  const texts = await Promise.all(paths.map((path) => readFile(join(ROOT, path), 'utf8')));
  const found = paths.filter((_, index) => SIZE.test(texts[index]!));
  expect(found, 'multiply the usual size by sizeFactor() of test/rates/rate.ts').toEqual([]);
  expect(await readFile(join(ROOT, 'CONTRIBUTING.md'), 'utf8')).toContain('MODEL_STEWARD_RATES=10');
});

it.each(['Number(process.env.RATE_WORLDS ?? 300)', "process.env['X'] ?? process.env.TWO_WAY_WORLDS"])(
  'a second place is found: %s',
  (code) => {
    expect(code).toMatch(SIZE);
  },
);

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
