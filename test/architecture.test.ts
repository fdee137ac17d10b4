/** The rules of the house, held against the sources; and each rule held against a planted violation. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findViolations } from './tools/architecture/rules.ts';
import { readSourceFiles } from './tools/architecture/source-file.ts';

describe('the sources', () => {
  it('keep the rules of the house', async () => {
    expect(findViolations(await readSourceFiles(join(import.meta.dirname, '..')))).toEqual([]);
  });
});

describe('a planted violation', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'house-'));
    await plant('src/shared/runtime/run-action.ts', 'export function run(): void {\n  setFailed("x");\n}\n');
    await plant('actions/start.ts', 'export const start = 1;\n');
  });
  afterEach(() => rm(root, { recursive: true }));

  async function plant(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }

  it('is found in none of these, which are as they should be', async () => {
    await plant(
      'src/shared/domain/evaluation/digest.ts',
      "import { createHash } from 'node:crypto';\nimport { z } from 'zod';\nimport type { A } from '../metrics/a.ts';\n" +
        'export const schema = z.string();\nexport const at = new Date(0);\n' +
        'export const process = (one: A) => createHash(String(one));\nexport interface B {\n  readonly env: { crypto: 1 };\n}\n',
    );
    await plant('src/shared/domain/metrics/a.ts', 'export interface A {\n  readonly a: 1;\n}\n');
    await plant(
      'src/shared/ports/workspace.ts',
      "import type { A } from '../domain/metrics/a.ts';\nexport type P = A;\n",
    );
    await plant(
      'src/shared/adapters/files/files.ts',
      "import { readFile } from 'node:fs/promises';\nimport type { P } from '../../ports/workspace.ts';\n" +
        'export const read = (path: string): Promise<P> => readFile(path);\n',
    );
    await plant(
      'actions/train/main.ts',
      "import '../../src/shared/adapters/files/files.ts';\nawait Promise.all([]);\n",
    );
    expect(findViolations(await readSourceFiles(root))).toEqual([]);
  });

  const planted: readonly (readonly [path: string, text: string, found: RegExp])[] = [
    [
      'src/shared/domain/kernel/a.ts',
      "import '../../ports/workspace.ts';",
      /may not import \.\.\/\.\.\/ports\/workspace\.ts/,
    ],
    ['src/shared/domain/kernel/a.ts', "import '../../adapters/x.ts';", /may not import/],
    [
      'src/shared/domain/kernel/a.ts',
      "import { readFile } from 'node:fs/promises';",
      /may not import node:fs/,
    ],
    ['src/shared/domain/kernel/a.ts', "export const f = () => import('node:fs');", /may not import node:fs/],
    [
      'src/shared/domain/kernel/a.ts',
      'export const f = (x: string) => import(x);',
      /may not import \(computed\)/,
    ],
    [
      'src/shared/domain/kernel/a.ts',
      "import { randomBytes } from 'node:crypto';",
      /may not import node:crypto/,
    ],
    ['src/shared/domain/kernel/a.ts', "import lodash from 'lodash';", /may not import lodash/],
    ['src/shared/domain/kernel/a.ts', 'export const f = () => Date.now();', /may not use Date\.now/],
    ['src/shared/domain/kernel/a.ts', 'export const f = () => new Date();', /may not use new Date\(\)/],
    ['src/shared/domain/kernel/a.ts', 'export const f = () => Math.random();', /may not use Math\.random/],
    ['src/shared/domain/kernel/a.ts', 'export const f = () => process.cwd();', /may not use process/],
    ['src/shared/domain/kernel/a.ts', 'export const f = () => console.log(1);', /may not use console/],
    ['src/shared/domain/kernel/a.ts', 'export const f = () => fetch("x");', /may not use fetch/],
    [
      'src/shared/ports/a.ts',
      "import { a } from '../domain/kernel/a.ts';\nexport type A = typeof a;",
      /may not import/,
    ],
    [
      'src/shared/ports/a.ts',
      "import type { Stats } from 'node:fs';\nexport type A = Stats;",
      /may not import/,
    ],
    ['src/shared/adapters/x.ts', "import '../runtime/log.ts';", /may not import \.\.\/runtime/],
    ['src/shared/adapters/x.ts', "import '@actions/core';", /may not import @actions\/core/],
    ['src/shared/adapters/x.ts', "import './y.js';", /may not import \.\/y\.js/],
    ['src/shared/adapters/oci/x.ts', "import '../github/y.ts';", /may not import \.\.\/github/],
    ['src/shared/adapters/http/x.ts', "import '../github/transport/y.ts';", /may not import \.\.\/github/],
    ['src/shared/adapters/files/x.ts', "import '../http/y.ts';", /may not import \.\.\/http/],
    ['src/shared/runtime/x.ts', "import '../adapters/x.ts';", /may not import \.\.\/adapters/],
    ['src/shared/runtime/x.ts', "import 'yaml';", /may not import yaml/],
    [
      'src/shared/domain/metrics/a.ts',
      "import '../evaluation/b.ts';",
      /metrics\/a\.ts:1: \.\.\/evaluation\/b\.ts points back up/,
    ],
    ['src/shared/domain/statistics/a.ts', "import './grouped/b.ts';", /points back up/],
    ['src/shared/domain/forecasts/a.ts', '', /domain\/forecasts is in no order; add it to DOMAIN_ORDER/],
    ['src/shared/usecases/a.ts', "import '../adapters/x.ts';", /may not import \.\.\/adapters/],
    ['src/shared/usecases/a.ts', "import { rm } from 'node:fs/promises';", /may not import node:fs/],
    ['src/shared/usecases/a.ts', "import '../runtime/log.ts';", /may not import \.\.\/runtime/],
    [
      'src/shared/ports/a.ts',
      'export interface A {\n  a(): 1;\n  b(): 1;\n  c(): 1;\n  d(): 1;\n  e(): 1;\n  f(): 1;\n  g(): 1;\n}',
      /A: expected at most 6 methods, got 7/,
    ],
    ['actions/train/run.ts', "import '../../src/shared/adapters/x.ts';", /may not import .*adapters/],
    ['actions/train/steps/a.ts', "import '../../../src/shared/adapters/x.ts';", /may not import .*adapters/],
    ['actions/train/steps/a.ts', "import '../../../src/shared/runtime/log.ts';", /may not import .*runtime/],
    ['actions/train/run.ts', "import { execFile } from 'node:child_process';", /may not import node:child/],
    ['actions/train/report.ts', "import { readFile } from 'node:fs/promises';", /may not import node:fs/],
    ['actions/train/run.ts', "import '../evaluate/run.ts';", /may not import \.\.\/evaluate/],
    ['actions/train/run.ts', "import '../../test/github-box/box.ts';", /may not import \.\.\/\.\.\/test/],
    ['actions/train/run.ts', "import { info } from '@actions/core';", /may not import @actions\/core/],
    [
      'actions/train/run.ts',
      'export const f = () => process.env.HOME;',
      /only the runtime reads process\.env/,
    ],
    [
      'src/shared/adapters/x.ts',
      'export function f() {\n  const { env } = process;\n}',
      /:2: only the runtime/,
    ],
    [
      'actions/train/run.ts',
      'export const f = () => core.setFailed("x");',
      /exactly one call, got .*run\.ts:1/,
    ],
    ['src/shared/usecases/a.ts', 'export const f = () => (process.exitCode = 1);', /may not use process/],
    ['src/shared/usecases/a.ts', 'export const f = () => Date.now();', /may not use Date\.now/],
    ['actions/train/steps/a.ts', "export const f = () => fetch('x');", /may not use fetch/],
    ['actions/train/run.ts', "export const f = () => console.log('x');", /may not use console/],
    ['actions/train/run.ts', 'export const f = (p = process) => p.env;', /may not use process/],
    ['src/shared/ports/a.ts', "export const f = () => fetch('x');", /may not use fetch/],
    [
      'src/shared/domain/kernel/a.ts',
      "export const f = () => Date['now']();",
      /may not use Date in another form/,
    ],
    [
      'src/shared/domain/kernel/a.ts',
      'export const f = () => (Date).now();',
      /may not use Date in another form/,
    ],
    [
      'src/shared/domain/kernel/a.ts',
      'export const f = () => { const { now } = Date; return now(); };',
      /may not use Date in another form/,
    ],
    ['src/shared/domain/kernel/a.ts', 'export const f = () => Date();', /may not use Date in another form/],
    [
      'src/shared/domain/kernel/a.ts',
      'export const f = (all: []) => new Date(...all);',
      /may not use new Date\(\)/,
    ],
    [
      'src/shared/domain/kernel/a.ts',
      'export const f = () => { const { random } = Math; return random(); };',
      /may not use Math in another form/,
    ],
    ['src/shared/domain/kernel/a.ts', 'export const f = () => ({ process });', /may not use process/],
    ['src/shared/domain/kernel/a.ts', 'export const f = () => [fetch];', /may not use fetch/],
    ['src/shared/domain/kernel/a.ts', 'export const f = () => global.process;', /may not use global/],
    ['src/shared/domain/kernel/a.ts', "export const f = () => eval('1');", /may not use eval/],
    [
      'src/shared/domain/kernel/a.ts',
      'export const f = () => import.meta.dirname;',
      /may not use import\.meta/,
    ],
    ['src/shared/domain/kernel/a.ts', "export type A = import('../../adapters/x.ts').T;", /may not import/],
    ['src/shared/domain/metrics/a.ts', "export type A = import('../evaluation/b.ts').T;", /points back up/],
    ['src/shared/domain/kernel/main.ts', 'start();', /something happens on import/],
    ['src/shared/adapters/x.ts', "import '@actions/core/lib/core.js';", /may not import @actions\/core/],
    [
      'actions/train/run.ts',
      "export const f = (core: { setFailed(x: string): void }) => core['setFailed']('x');",
      /exactly one/,
    ],
    ['src/shared/domain/kernel/string-utils.ts', '', /the name says nothing/],
    ['src/shared/domain/utils.ts', '', /the name says nothing/],
    ['src/shared/domain/common/a.ts', '', /the name says nothing/],
    ['src/shared/domain/index.ts', '', /the name says nothing/],
    ['src/shared/domain/myFile.ts', '', /kebab case/],
    ['src/shared/domain/kernel/a.ts', '\n'.repeat(401), /at most 400 lines, got 402/],
    ['src/shared/domain/kernel/a.ts', "export * from './b.ts';", /re-exports/],
    ['src/shared/domain/kernel/a.ts', "export { b } from './b.ts';", /re-exports/],
    ['src/shared/domain/kernel/a.ts', 'start();', /something happens on import/],
    ['src/shared/adapters/x.ts', 'export let state = 1;', /something happens on import/],
    ['src/shared/adapters/x.ts', 'export const x = await f();', /something happens on import/],
    ['src/shared/adapters/x.ts', 'if (1) f();', /something happens on import/],
    [
      'src/shared/adapters/x.ts',
      "import { readFileSync } from 'node:fs';\nexport const x = readFileSync('a');",
      /:2: something happens on import/,
    ],
  ];
  it.each(planted)('in %s is found: %s', async (path, text, found) => {
    await plant(path, `${text}\n`);
    expect(findViolations(await readSourceFiles(root)).join('\n')).toMatch(found);
  });

  it('of a cycle through three files is found', async () => {
    await plant('src/shared/domain/kernel/a.ts', "import './b.ts';\n");
    await plant('src/shared/domain/kernel/b.ts', "import type { C } from './c.ts';\nexport type B = C;\n");
    await plant('src/shared/domain/kernel/c.ts', "import './a.ts';\nexport type C = 1;\n");
    expect(findViolations(await readSourceFiles(root))).toEqual([
      'cycle: src/shared/domain/kernel/a.ts → src/shared/domain/kernel/b.ts → src/shared/domain/kernel/c.ts → src/shared/domain/kernel/a.ts',
    ]);
  });

  it('of a missing setFailed is found', async () => {
    await rm(join(root, 'src/shared/runtime/run-action.ts'));
    expect(findViolations(await readSourceFiles(root))).toEqual([
      'setFailed: expected exactly one call, got none',
    ]);
  });
});
