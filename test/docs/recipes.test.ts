/** The recipes of CONTRIBUTING.md can be followed: each file, name of code and check that a table has is there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecipes, type RecipeStep } from '../tools/recipe-tables.ts';
import { listRepositoryFiles } from '../tools/repository-files.ts';

const ROOT = join(import.meta.dirname, '../..');
const recipes = readRecipes(await readFile(join(ROOT, 'CONTRIBUTING.md'), 'utf8'));
const paths = await listRepositoryFiles(ROOT);

/** What a last cell may say where it names no file: the compiler, a reader, a suite, or what is seen instead. */
const WITHOUT_FILE =
  /^types(?:,|;|$)|^review$|^the (?:same test|test itself)$|^no (?:gate|step) can name it$|^nothing can |^`npm run [a-z:]+`$|^the box fails to close$/;

describe.each(recipes)('to add or change a $title', ({ steps }) => {
  it('has steps', () => {
    expect(steps.length).toBeGreaterThan(2);
  });

  it.each(steps.flatMap((step) => [...step.files, ...step.checks].map((named) => ({ named }))))(
    '$named is a file or a folder',
    ({ named }) => {
      expect(filesOf(named), `CONTRIBUTING.md names ${named}: write the path that it has now`).not.toEqual(
        [],
      );
    },
  );

  it.each(steps.flatMap((step) => step.names.map((name) => ({ name, step }))))(
    '$name stands in the file of its step',
    async ({ name, step }) => {
      const places = placesOf(step);
      const texts = await Promise.all(places.map((path) => readFile(join(ROOT, path), 'utf8')));
      const found = texts.some((text) => new RegExp(`\\b${name}\\b`).test(text));
      expect(found, `CONTRIBUTING.md: ${name} is not in ${step.files.join(', ')}: name what is there`).toBe(
        true,
      );
    },
  );

  it.each(steps)('$files: "$forgotten" names what fails', ({ forgotten, checks }) => {
    expect(
      checks.length > 0 || WITHOUT_FILE.test(forgotten),
      'name the test, or say "types" or "review"',
    ).toBe(true);
  });
});

/** Files with this path, below this folder, or with this name; a `<…>` stands for any name. */
function filesOf(named: string): readonly string[] {
  const pattern = named.replaceAll('.', '\\.').replaceAll(/<[^>]+>/g, '[\\w-]+');
  const whole = new RegExp(named.endsWith('/') ? `^${pattern}` : `(?:^|/)${pattern}$`);
  return paths.filter((path) => whole.test(path));
}

function placesOf({ files }: RecipeStep): readonly string[] {
  return files.length === 0 ? paths.filter((path) => path.endsWith('.ts')) : files.flatMap(filesOf);
}
