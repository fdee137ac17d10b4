/**
 * The recipes of CONTRIBUTING.md, begun: after the first step of each, the compiler reports a problem in every file whose row
 * says "types", and in no file that has no row. One program of all sources, in which the first steps are made at once.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProgramLoader } from '../tools/architecture/typed/typed-program.ts';
import { duringFile } from '../tools/during-file.ts';
import { readRecipes } from '../tools/recipe-tables.ts';
import { listRepositoryFiles } from '../tools/repository-files.ts';
import { firstSteps } from './first-steps.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

const begun = [...new Set(firstSteps.map(({ recipe }) => recipe))];
const recipes = readRecipes(await read('CONTRIBUTING.md')).filter(({ title }) => begun.includes(title));
const edited = new Set(firstSteps.map(({ path }) => path));
/** The files and folders where the compiler finds that a step was forgotten: those of the step, or those that its row names. */
const rows = recipes.flatMap(({ title, steps }) =>
  steps
    .filter(({ forgotten }) => forgotten.startsWith('types'))
    .map(({ files, forgotten, checks }) => {
      const places = forgotten.startsWith('types, in ') ? checks : files;
      return { title, places, place: places.join(', ') };
    }),
);
const paths = (await listRepositoryFiles(ROOT)).filter(
  (path) => /^(?:src\/shared|actions)\/.*\.ts$/.test(path) || isListed(path),
);

const problems = duringFile(async () => createProgramLoader(ROOT).check(paths, await editedTexts()));

describe('after the first steps', () => {
  it.each(rows)('$title: the compiler finds $place', ({ places }) => {
    const isFound = problems().some(({ path }) => places.some((place) => isOf(path, place)));
    // The file of a first step may be right with it.
    const isEdited = places.every((place) => edited.has(place));
    expect(isFound || isEdited, 'CONTRIBUTING.md: the row says "types", and nothing fails there').toBe(true);
  });

  it('each file with a problem has a row', () => {
    const unlisted = problems().filter(({ path }) => !isListed(path));
    expect(
      unlisted.map(({ path, message }) => `${path}: ${message}`),
      'CONTRIBUTING.md: add a row to the recipe of what was added',
    ).toEqual([]);
  });
});

function isListed(path: string): boolean {
  return rows.some(({ places }) => places.some((place) => isOf(path, place)));
}

/** @param named a path, a folder, or the end of a path. */
function isOf(path: string, named: string): boolean {
  if (named.endsWith('/')) return path.startsWith(named);
  return path === named || path.endsWith(`/${named}`);
}

async function editedTexts(): Promise<Readonly<Record<string, string>>> {
  const texts: Record<string, string> = {};
  for (const { path, before, after } of firstSteps) {
    const text = texts[path] ?? (await read(path));
    const edit = text.replace(before, () => after);
    if (edit === text) throw new RangeError(`first-steps.ts: expected ${JSON.stringify(before)} in ${path}`);
    texts[path] = edit;
  }
  return texts;
}
