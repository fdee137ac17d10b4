/** What is tested nowhere else is tested by `.ci/run`: it runs every suite that package.json has. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..', '..');

it('every suite is run before a merge', async () => {
  const run = await readFile(join(ROOT, '.ci', 'run'), 'utf8');
  const suites = Object.keys(manifest.scripts).filter((name) => /^test(?::|$)/.test(name));
  expect(suites.length).toBeGreaterThan(3);
  const lines = run.split('\n').filter((line) => !line.startsWith('#'));
  const named = lines.flatMap((line) => line.split(/[ ,]/));
  const missing = suites.filter((name) =>
    name === 'test' ? !lines.includes('npm test') : !named.includes(name),
  );
  expect(missing, '.ci/run: run each suite of package.json').toEqual([]);
});
