/** The rules of the house: the sources keep them, and each finds planted violations. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionNames } from './tools/architecture/layers.ts';
import { findUnusedAllowances } from './tools/architecture/allowances.ts';
import { findBrokenCitations, readCitingFiles } from './tools/architecture/citations.ts';
import { plants } from './tools/architecture/plants.ts';
import { harmless } from './tools/architecture/plants/harmless.ts';
import { harmlessPaths } from './tools/architecture/plants/path-plants.ts';
import { soundFiles } from './tools/architecture/plants/plant.ts';
import { harmlessVectors } from './tools/architecture/plants/vector-plants.ts';
import { findViolations } from './tools/architecture/rules.ts';
import { parseSourceFile, readSourceFiles } from './tools/architecture/source-file.ts';
import { duringFile } from './tools/during-file.ts';
import { findUnusedExports } from './tools/architecture/unused-exports.ts';
import { ruleNames } from './tools/architecture/violation.ts';

const ROOT = join(import.meta.dirname, '..');
/** Parsed once for all rules: their trees and their types are most of what these tests take. */
const sources = duringFile(() => readSourceFiles(ROOT));

it('the sources keep the rules of the house', () => {
  expect(findViolations(sources())).toEqual([]);
});

it('the sources, the documents and the headers of tests cite only files and headings that exist', async () => {
  const { repository, files } = await readCitingFiles(ROOT);
  expect(files.length).toBeGreaterThan(300);
  expect(findBrokenCitations(repository, files)).toEqual([]);
});

it.each(ruleNames)('the rule "%s" is in the file of its name', (rule) => {
  expect(existsSync(join(ROOT, 'test/tools/architecture/rules', `${rule}.ts`))).toBe(true);
});

it.each(actionNames)('%s has the exports that each action has', (action) => {
  const name = action.charAt(0).toUpperCase() + action.slice(1);
  const exportsOf = (file: string): readonly string[] => {
    const text = sources().find(({ path }) => path === `actions/${action}/${file}`)?.tree.text ?? '';
    const found = text.matchAll(/^export (?:async )?(?:function|const|interface|type) (\w+)/gm);
    return Array.from(found, ([, exported = '']) => exported);
  };
  expect(exportsOf('run.ts')).toContain(`run${name}`);
  expect(exportsOf('ports.ts')).toEqual(expect.arrayContaining([`${name}Ports`, `${name}Step`]));
  expect(exportsOf('inputs.ts')).toContain(`${name}Inputs`);
  expect(exportsOf('outcome.ts')).toContain(`${name}Outcome`);
  expect(exportsOf('report.ts')).toEqual(
    expect.arrayContaining([`render${name}Report`, `render${name}Outputs`, `describe${name}Failure`]),
  );
});

it('what the rules allow by name is needed', () => {
  expect(findUnusedAllowances(sources())).toEqual([]);
});

it('an allowance that no file needs is found', () => {
  const withoutSignals = sources().filter(({ path }) => path !== 'src/shared/runtime/signals.ts');
  expect(findUnusedAllowances(withoutSignals)).toEqual([
    'src/shared/runtime/signals.ts may use process.on, and does not; remove it from PROCESS_MEMBERS',
    'src/shared/runtime/signals.ts may use process.off, and does not; remove it from PROCESS_MEMBERS',
  ]);
});

describe.each(ruleNames)('the rule "%s"', (rule) => {
  it.each(plants[rule])('finds in $path: $text', ({ path, text, says }) => {
    const found = violationsBeside({ [path]: text });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(path);
    expect(found[0]).toContain(says);
    expect(found[0]).toMatch(new RegExp(`; .+ \\[${rule}\\]$`));
  });
});

it.each([...harmless, ...harmlessVectors, ...harmlessPaths])('nothing is found in %s: %s', (path, text) => {
  expect(violationsBeside({ [path]: text })).toEqual([]);
});

it('a cycle through three files is found once', () => {
  const found = violationsBeside({
    'src/shared/domain/kernel/a.ts': "import { b } from './b.ts';\nexport const a = () => b();\n",
    'src/shared/domain/kernel/b.ts': "import type { C } from './c.ts';\nexport const b = (): C => 1;\n",
    'src/shared/domain/kernel/c.ts':
      "import { a } from './a.ts';\nexport type C = 1;\nexport const c = () => a();\n",
  });
  expect(found).toEqual([
    expect.stringContaining(
      'cycle: src/shared/domain/kernel/a.ts → src/shared/domain/kernel/b.ts → src/shared/domain/kernel/c.ts → src/shared/domain/kernel/a.ts',
    ),
  ]);
});

it('it is found that no place fails a step', () => {
  const found = violationsBeside({ 'src/shared/runtime/run-action.ts': 'export const run = 1;\n' });
  expect(found).toEqual([expect.stringMatching(/^src\/shared\/runtime\/run-action.ts: .* got none; /)]);
});

/** test/contract.test.ts loads these lists by the name of the action. */
const LOADED_BY_ACTION = /^actions\/\w+\/report\.ts#\w+Outputs$/;

it('every value that a source file exports is imported by the sources, a test or a tool', () => {
  const others = globSync('test/**/*.ts', { cwd: ROOT }).map((path) =>
    readFileSync(join(ROOT, path), 'utf8'),
  );
  const unused = findUnusedExports(sources(), others);
  const said = unused
    .filter((key) => !LOADED_BY_ACTION.test(key))
    .map((key) => `${key} is exported, and no code imports it: register or use it, or remove \`export\``);
  expect(said).toEqual([]);
});

it('an export that no file imports is named; one that a test names, and a file that is loaded as a whole, are not', () => {
  const files = [
    parseSourceFile(
      'src/a.ts',
      'export const used = 1;\nexport function left() {}\nexport const tested = 2;\n',
    ),
    parseSourceFile('src/b.ts', "import { used } from './a.ts';\nconst load = () => import('./c.ts');\n"),
    parseSourceFile('src/c.ts', 'export const main = 1;\n'),
  ];
  expect(findUnusedExports(files, ['import { tested } from "../src/a.ts";'])).toEqual(['src/a.ts#left']);
});

/** @param planted by path; they replace sound files of the same path. */
function violationsBeside(planted: Readonly<Record<string, string>>): readonly string[] {
  return findViolations(
    Object.entries({ ...soundFiles, ...planted }).map(([path, text]) => parseSourceFile(path, text)),
  );
}
