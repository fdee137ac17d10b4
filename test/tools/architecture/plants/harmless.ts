/** What looks like a violation and is none: the rules leave it alone. */
import { ADAPTER, CREATE_PORTS, DOMAIN, ENTRY, MAIN, PORTS, STORY } from './plant.ts';

export const harmless: readonly (readonly [path: string, text: string])[] = [
  [DOMAIN, "import { createHash } from 'node:crypto';\nexport const digest = () => createHash('sha256');"],
  [DOMAIN, "import { z } from 'zod';\nexport const schema = z.string().transform((text) => text.trim());"],
  [DOMAIN, 'export const at = new Date(0);\nexport const isDate = (x: unknown) => x instanceof Date;'],
  [DOMAIN, 'export const process = (fetch: () => 1) => fetch();\nexport const run = () => process(() => 1);'],
  [DOMAIN, 'export const f = ({ fetch: ask }: Record<string, () => 1>) => ask?.();'],
  [ADAPTER, 'export const f = () => new Date(0).toLocaleString();'],
  [DOMAIN, 'export interface A {\n  readonly env: { crypto: 1; process: 2 };\n}'],
  [DOMAIN, 'export const a = { process: 1, console: 2 };\nexport const b = a.process;'],
  [DOMAIN, 'export type Ask = typeof globalThis.fetch;\nexport type Environment = NodeJS.ProcessEnv;'],
  [DOMAIN, 'declare const mark: unique symbol;\nexport interface Marked {\n  readonly [mark]: true;\n}'],
  [DOMAIN, 'export class Sum {\n  readonly total: number;\n  constructor() {\n    this.total = 0;\n  }\n}'],
  [DOMAIN, 'export const f = () => {\n  loop: for (const a of [1]) if (a) continue loop;\n};'],
  [
    DOMAIN,
    "import type { A } from './b.ts';\nexport type Many = readonly A[];\nexport const wrap = (a: A) => [a];",
  ],
  [
    DOMAIN,
    'export const f = () => {\n  const seen = new Set();\n  for (const a of [1]) seen.add(a);\n  return seen;\n};',
  ],
  ['src/shared/domain/kernel/table-index.ts', 'export const a = 1;'],
  [
    PORTS,
    'export interface A {\n  a(): 1;\n  b(): 1;\n  c(): 1;\n  d(): 1;\n  e(): 1;\n  f(): 1;\n  g: 1;\n  h: 1;\n}',
  ],
  [
    PORTS,
    "interface A { a(): 1; b(): 1; c(): 1; d(): 1 }\nexport type B = Omit<A, 'a'> & { e(): 1; f(): 1; g(): 1 };",
  ],
  [
    STORY,
    "import type { Files } from '../../src/shared/ports/a.ts';\nexport const run = (files: Files) => [files];",
  ],
  [STORY, "import { step } from './steps/a.ts';\nexport const run = () => step();"],
  [
    ADAPTER,
    "import { readFile } from 'node:fs/promises';\nexport const read = (path: string) => readFile(path);",
  ],
  [ADAPTER, 'export const now = () => Date.now();\nexport class Clock {\n  readonly start = Date.now();\n}'],
  [ADAPTER, "import { constants } from 'node:fs';\nexport const flags = constants.O_RDONLY;"],
  [ADAPTER, "import { BlockList } from 'node:net';\nexport const list = new BlockList();"],
  [
    ADAPTER,
    "import { ask, keep } from './effects.ts';\nexport const kept = keep(ask);\nexport const all = { ask };",
  ],
  [ADAPTER, "export const calls = new Map([['ask', () => fetch('x')]]);"],
  [ADAPTER, "export const calls = Object.freeze({ ask: () => fetch('x') });"],
  [
    ADAPTER,
    'function squares(length: number) {\n  const rows = new Array(length);\n  for (let i = 0; i < length; i += 1) rows[i] = i * i;\n  return rows;\n}\nexport const table = squares(9);',
  ],
  [
    'src/shared/adapters/process/a.ts',
    "export const onExit = (close: () => void) => process.once('exit', close);",
  ],
  [
    MAIN,
    "import { ask } from '../../src/shared/adapters/files/effects.ts';\nexport const main = async () => {\n  await ask();\n};",
  ],
  [CREATE_PORTS, 'export const createPorts = () => ({ random: Math.random });'],
  [
    ENTRY,
    "const lazy = (load: () => Promise<() => 1>) => async () => (await load())();\nexport const train = lazy(async () => (await import('./train/main.ts')).main);",
  ],
];
