/** CONTRIBUTING.md: its commands exist, and the words that it advises against are found by the vocabulary. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { words } from '../tools/words.ts';

const ROOT = join(import.meta.dirname, '../..');
const text = await readFile(join(ROOT, 'CONTRIBUTING.md'), 'utf8');

it('names only scripts of package.json', async () => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const named = Array.from(text.matchAll(/\bnpm (?:run )?([a-z:]+)/g), ([, name = '']) => name);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => name !== 'ci' && !Object.hasOwn(scripts, name))).toEqual([]);
});

it('has a recipe for each way in which the code grows, and says what fails', () => {
  const recipes = text.split('\n### ').slice(1);
  const titles = recipes.map((recipe) => recipe.split('\n')[0]);
  for (const what of [
    'metric',
    'task',
    'target',
    'event',
    'port',
    'format',
    'input',
    'endpoint',
    'finding',
  ]) {
    expect(
      titles.filter((title) => title?.includes(what)),
      what,
    ).toHaveLength(1);
  }
});

it('advises against words that the vocabulary finds', () => {
  const section = text.split('\n## ').find((part) => part.startsWith('Words')) ?? '';
  const rows = Array.from(section.matchAll(/^\|[^|]+\|[^|]+\|([^|]+)\|$/gm), ([, not = '']) => not).slice(2);
  expect(rows).toHaveLength(21);
  const terms = rows.flatMap((row) => row.split(',').map((term) => term.trim()));
  expect(terms.filter((term) => !words.some(({ pattern }) => pattern.test(term)))).toEqual([]);
});
