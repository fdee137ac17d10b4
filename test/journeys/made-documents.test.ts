/** The generators that the recipes of CONTRIBUTING.md name still run: else the next one who follows a recipe finds out. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeDocuments } from '../domain/documents/made-documents.ts';
import { fixtureSchemas } from '../domain/documents/version-1.ts';

it('the actions write every document that make-documents.ts makes a fixture of', async () => {
  const made = await makeDocuments();
  const lacking = Object.entries(fixtureSchemas).flatMap(([name, schema]) => {
    const text = made.get(name);
    if (text === undefined) return [`${name}: no step writes it`];
    const { error } = schema.safeParse(JSON.parse(text));
    return error === undefined ? [] : [`${name}: ${error.message}`];
  });
  expect(
    lacking,
    'test/domain/documents/made-documents.ts: add or correct the step that writes the document, by the inputs and outputs that its action has now',
  ).toEqual([]);
});

it('each generator in TypeScript that a recipe names is run by a test', async () => {
  const recipes = await readFile(join(import.meta.dirname, '../../CONTRIBUTING.md'), 'utf8');
  const named = new Set(
    Array.from(recipes.matchAll(/`(?:node )?([\w./-]+\/make[\w-]*\.ts)`/g), ([, path]) => path),
  );
  expect(
    [...named],
    'run what a new generator does in this file, for example by what it exports, and name it here',
  ).toEqual(['test/domain/documents/make-documents.ts']);
});
