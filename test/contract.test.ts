/**
 * What an action promises is what it does: `action.yml`, the code that reads inputs and sets outputs, the README and the
 * published schemas all say the same. The permissions in the examples: docs/example-permissions.test.ts.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import ts from 'typescript';
import { createInputReader } from '../src/shared/runtime/inputs.ts';
import { type Field, type InputReader } from '../src/shared/domain/kernel/input-reader.ts';
import { actionNames, type ActionName } from '../src/shared/domain/kernel/names.ts';
import { readActionManifest } from './tools/action-manifest.ts';
import { parseSourceFile, visit } from './tools/architecture/source-file.ts';
import { renderDocs } from './tools/docs.ts';

const root = join(import.meta.dirname, '..');

class Recorded extends Error {}

/** Every field that `inputs.ts` of an action describes. */
async function readInputFields(action: ActionName): Promise<readonly Field<unknown>[]> {
  const module = await loadModule(`actions/${action}/inputs.ts`);
  const readInputs = module[`read${capital(action)}Inputs`] as (read: InputReader) => unknown;
  const recorded: Field<unknown>[] = [];
  const reader = createInputReader({ get: () => '', names: () => [], mask: () => undefined });
  const recorder: InputReader = {
    ...reader,
    all: (fields) => {
      recorded.push(...Object.values<Field<unknown>>(fields));
      throw new Recorded();
    },
  };
  expect(() => readInputs(recorder)).toThrow(Recorded);
  return recorded;
}

async function readOutputNames(action: ActionName): Promise<readonly string[]> {
  const module = await loadModule(`actions/${action}/report.ts`);
  return module[`${action}Outputs`] as readonly string[];
}

function loadModule(path: string): Promise<Record<string, unknown>> {
  return import(join(root, path)) as Promise<Record<string, unknown>>;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

describe.each(actionNames)('%s', (action) => {
  const manifest = () => readActionManifest(join(root, 'actions', action, 'action.yml'));

  it('reads exactly the inputs that action.yml declares, with the same defaults', async () => {
    const declared = (await manifest()).inputs.map(({ name, fallback }) => [
      name,
      // An expression is filled in by the runner.
      fallback.startsWith('${{') ? '' : fallback,
    ]);
    const read = (await readInputFields(action)).map(({ name, fallback }) => [name, fallback]);
    expect(
      read.sort(),
      `received: the inputs that actions/${action}/inputs.ts reads; expected: those that actions/${action}/action.yml declares. Declare what is read, or read what is declared, with one default in both`,
    ).toEqual(declared.sort());
  });

  it('sets exactly the outputs that action.yml declares', async () => {
    const declared = (await manifest()).outputs.map(({ name }) => name);
    expect(
      [...(await readOutputNames(action))].sort(),
      `received: the outputs in ${action}Outputs of actions/${action}/report.ts; expected: those that actions/${action}/action.yml declares. Declare what is set, or set what is declared`,
    ).toEqual(declared.sort());
  });

  it('sets each output to more than nothing', async () => {
    const path = `actions/${action}/report.ts`;
    const report = parseSourceFile(path, await readFile(join(root, path), 'utf8'));
    expect(
      unsetOutputs(report.tree, await readOutputNames(action)),
      `${path}: nothing sets these outputs to a value; set each where its value is known, or remove it here and from actions/${action}/action.yml`,
    ).toEqual([]);
  });

  it('runs its part of the shared bundle on Node 24', async () => {
    const runs = { using: 'node24', main: `../dist/${action}.js` };
    expect(
      (await manifest()).runs,
      `actions/${action}/action.yml: write \`runs: { using: ${runs.using}, main: ${runs.main} }\`: the bundle is built for that Node, and has a part of this name`,
    ).toEqual(runs);
  });
});

/** Names that no object of the file has, other than with an empty text. */
function unsetOutputs(tree: ts.SourceFile, names: readonly string[]): readonly string[] {
  const set = new Set<string>();
  visit(tree, (node) => {
    if (ts.isShorthandPropertyAssignment(node)) set.add(node.name.text);
    if (!ts.isPropertyAssignment(node)) return;
    const { name, initializer } = node;
    const isEmpty = ts.isStringLiteralLike(initializer) && initializer.text === '';
    if (!isEmpty && (ts.isIdentifier(name) || ts.isStringLiteral(name))) set.add(name.text);
  });
  return names.filter((name) => !set.has(name));
}

it('an output that is only listed, read or empty is one that nothing sets', () => {
  const text = `
const outputs = ['listed', 'empty', 'read', 'set', 'short', 'quoted-name'] as const;
const { read, short } = outcome;
const nothing = { empty: '', set: '' };
const some = { ...nothing, set: read, short, 'quoted-name': short ?? '' };`;
  const { tree } = parseSourceFile('report.ts', text);
  const names = ['listed', 'empty', 'read', 'set', 'short', 'quoted-name'];
  expect(unsetOutputs(tree, names)).toEqual(['listed', 'empty', 'read']);
});

describe('generated documentation', () => {
  it('is up to date', async () => {
    const outdated: string[] = [];
    for (const [path, content] of await renderDocs())
      outdated.push(...differences(path, content, await readFile(join(root, path), 'utf8')));
    expect(outdated).toEqual([]);
  });

  it('is named by its first line that differs, from where it does', () => {
    expect(differences('docs/schemas/a.json', '{\n"x": ["old"]\n}', '{\n"x": ["new"]\n}')).toEqual([
      expect.stringContaining('a.json:2: expected `old"]` after `"x": ["`, got `new"]`; '),
    ]);
    expect(differences('README.md', 'a\nb', 'a')).toEqual([
      expect.stringContaining('README.md:2: expected `b` after ``, got ``; '),
    ]);
    expect(differences('README.md', 'a\nb', 'a\nb')).toEqual([]);
  });

  it('is named with what it is made from, which may be what is wrong', () => {
    const table = (name: string, row: string): string =>
      `<!-- permissions:start -->\n<!-- permissions:end -->\n<!-- ${name}:start -->\n${row}\n<!-- ${name}:end -->\n`;
    const differing = (path: string, name: string): string =>
      differences(path, table(name, '-1 to 1'), table(name, '0 to 1')).join('\n');
    expect(differing('actions/evaluate/README.md', 'metrics')).toMatch(
      /made from src\/shared\/domain\/metrics\/.+catalog\.test\.ts.+if the new text is right, run `npm run docs`/,
    );
    expect(differing('actions/train/README.md', 'inputs')).toContain('made from actions/train/action.yml:');
    expect(differing('README.md', 'permissions')).toContain('made from src/shared/runtime/permissions.ts:');
    expect(differences('README.md', `${table('permissions', '')}a`, `${table('permissions', '')}a `)).toEqual(
      [expect.stringContaining('this file: run `npm run format`')],
    );
    const made = (path: string): string => differences(path, 'a', 'b').join('\n');
    expect(made('docs/configuration.md')).toContain('made from src/shared/domain/config/:');
    expect(made('docs/schemas/config.schema.json')).toContain('made from src/shared/domain/config/:');
    expect(made('docs/schemas/run.schema.json')).toContain('made from src/shared/domain/documents/:');
    expect(made('docs/schemas/counts.schema.json')).toContain(
      'made from src/shared/domain/monitoring/counts/:',
    );
    expect(made('actions/deploy/action.yml')).toContain('serving-options.ts:');
  });
});

/** @returns the place and both texts of the first difference, or nothing. */
function differences(path: string, expected: string, found: string): readonly string[] {
  if (expected === found) return [];
  const [wanted, got] = [expected.split('\n'), found.split('\n')];
  const line = wanted.findIndex((text, index) => text !== got[index]);
  const at = line < 0 ? wanted.length : line;
  const [want = '', have = ''] = [wanted[at], got[at]];
  let same = 0;
  while (same < want.length && want[same] === have[same]) same += 1;
  const shown = (text: string): string => `\`${text.slice(same, same + SHOWN_CHARACTERS)}\``;
  const before = want.slice(Math.max(0, same - SHOWN_CHARACTERS), same);
  const source = sourceOf(path, wanted.slice(0, at + 1).join('\n'));
  return [`${path}:${at + 1}: expected ${shown(want)} after \`${before}\`, got ${shown(have)}; ${source}`];
}

const DOCUMENTS_FIRST = ', and do first what test/domain/documents/ asks for';
const METRICS = 'src/shared/domain/metrics/';
/** Table between markers → what it is made from. */
const SOURCES: Readonly<Record<string, string>> = {
  permissions: 'src/shared/runtime/permissions.ts',
  attacks: 'the titles in test/trust/',
  metrics: METRICS,
};

/** @param until the text up to the line that differs: what is made from elsewhere stands between markers. */
function sourceOf(path: string, until: string): string {
  const made = (source: string, checks = ''): string =>
    `made from ${source}: correct it there if the expected text is not what you mean${checks}; if the new text is right, run \`npm run docs\``;
  if (/^docs\/(?:configuration\.md|schemas\/config)/.test(path)) return made('src/shared/domain/config/');
  const ofMonitoring = /^docs\/schemas\/(?<folder>profile|counts)\./.exec(path)?.groups?.folder;
  if (ofMonitoring !== undefined)
    return made(`src/shared/domain/monitoring/${ofMonitoring}/`, DOCUMENTS_FIRST);
  if (path.startsWith('docs/schemas/')) return made('src/shared/domain/documents/', DOCUMENTS_FIRST);
  if (path.endsWith('action.yml')) return made('src/shared/domain/config/serving-options.ts');
  const section = [...until.matchAll(/<!-- (?<name>\w+):(?<end>start|end) -->/g)].at(-1)?.groups;
  if (section?.name === undefined || section.end === 'end') return 'this file: run `npm run format`';
  const source = SOURCES[section.name] ?? path.replace('README.md', 'action.yml');
  return made(
    source,
    source === METRICS ? ', as test/domain/metrics/catalog.test.ts checks its range and words' : '',
  );
}

const SHOWN_CHARACTERS = 80;
