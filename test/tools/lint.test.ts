/** The linter finds what it is there for: each rule that is on finds a planted violation, and the types are checked. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { javascriptPlants } from './lint/javascript-plants.ts';
import { syntaxPlants } from './lint/syntax-plants.ts';
import { typedPlants } from './lint/typed-plants.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CONFIGURATION = '.oxlintrc.json';

/** What the parser already says, so that no rule is asked. */
const SAID_BY_PARSER = ['no-delete-var', 'no-nonoctal-decimal-escape', 'no-with'];

interface Configuration {
  readonly rules: Readonly<Record<string, unknown>>;
  readonly overrides: readonly { readonly rules: Readonly<Record<string, unknown>> }[];
}

const plants = [
  ...[...typedPlants, ...syntaxPlants].map(([rule, text]) => ({ rule, text, extension: 'ts' })),
  ...javascriptPlants.map(([rule, text]) => ({ rule, text, extension: 'mjs' })),
].map((plant, index) => ({ ...plant, path: `src/plants/plant-${index}.${plant.extension}` }));

/** What the rules let pass in a test, and the numbers that they count to. */
const others: Readonly<Record<string, string>> = {
  'src/sound.ts': `export function f(): void {\n${'  console.log(1);\n'.repeat(53)}}\n`,
  'src/wrong-type.ts': "export const f: number = 'x';\n",
  'src/shared/domain/table/csv-cells.ts':
    'export const f = (a: number, b: number, c: number, d: number): number => a + b + c + d;\n',
  'test/sound.ts':
    'export const f = (a: number | undefined, b: number, c: number, d: number): number => a! + b + c + d;\n',
};

let folder = '';
/** Name of the file → the rules that found something in it. */
const found = new Map<string, string[]>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lint-'));
  for (const name of [CONFIGURATION, 'tsconfig.json', 'package.json'])
    await copyFile(join(ROOT, name), join(folder, name));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const files = [...plants.map(({ path, text }) => [path, `${text}\n`] as const), ...Object.entries(others)];
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  for (const { filename, code } of await lint()) {
    const name = basename(filename);
    found.set(name, [...(found.get(name) ?? []), code ?? 'no code']);
  }
});

afterAll(() => rm(folder, { recursive: true }));

interface Diagnostic {
  readonly filename: string;
  readonly code?: string;
}

async function lint(): Promise<readonly Diagnostic[]> {
  const oxlint = join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
  // It exits with 1 when it finds something.
  const { stdout } = await promisify(execFile)(process.execPath, [oxlint, '--format=json'], options).catch(
    (error: unknown) => error as { readonly stdout: string },
  );
  return (JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] }).diagnostics;
}

describe('the linter', () => {
  it.each(plants)('finds with $rule: $text', ({ rule, path }) => {
    const [scope, name] = rule.includes('/') ? rule.split('/') : ['eslint', rule];
    expect(found.get(basename(path))).toContain(`${scope}(${name})`);
  });

  it('checks types', () => {
    expect(found.get('wrong-type.ts')).toEqual(['typescript(TS2322)']);
  });

  it('lets pass 55 lines, four parameters where a place is one, and what a test may do', () => {
    const passed = ['sound.ts', 'csv-cells.ts'].flatMap((name) => found.get(name) ?? []);
    expect(passed).toEqual([]);
  });

  it('has a plant for each rule that is on', () => {
    const text = readFileSync(join(ROOT, CONFIGURATION), 'utf8');
    const { rules, overrides } = ts.parseConfigFileTextToJson(CONFIGURATION, text).config as Configuration;
    const all = [rules, ...overrides.map((override) => override.rules)].flatMap((part) =>
      Object.entries(part).flatMap(([name, level]) => (level === 'off' ? [] : [name])),
    );
    const planted = [...plants.map(({ rule }) => rule), ...SAID_BY_PARSER];
    expect([...new Set(planted)].sort()).toEqual([...new Set(all)].sort());
  });
});
